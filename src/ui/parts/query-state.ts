import { useCallback } from "react";
import { useSearchParams } from "wouter";

/** Values of the page's address: what is read, and a way to change several at once; an empty text takes one out. */
export function useQueryState(): readonly [
  (name: string) => string | null,
  (changes: Readonly<Record<string, string>>) => void,
] {
  const [params, setParams] = useSearchParams();
  const read = useCallback((name: string) => params.get(name), [params]);
  const change = useCallback(
    (changes: Readonly<Record<string, string>>) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value === "") after.delete(name);
            else after.set(name, value);
          }
          return after;
        },
        { replace: true },
      ),
    [setParams],
  );
  return [read, change];
}

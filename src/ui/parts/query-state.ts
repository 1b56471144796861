import { useCallback } from "react";
import { useSearchParams } from "wouter";

/** How the address changes: `step`: the browser's Back undoes it, as a place that was gone to; else it is put right. */
export type Change = (changes: Readonly<Record<string, string>>, how?: "step" | "replace") => void;

/** Values of the page's address: what is read, and a way to change several at once; an empty text takes one out. */
export function useQueryState(): readonly [(name: string) => string | null, Change] {
  const [params, setParams] = useSearchParams();
  const read = useCallback((name: string) => params.get(name), [params]);
  const change = useCallback<Change>(
    (changes, how = "replace") =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value === "") after.delete(name);
            else after.set(name, value);
          }
          return after;
        },
        { replace: how === "replace" },
      ),
    [setParams],
  );
  return [read, change];
}

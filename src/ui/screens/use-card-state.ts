import { useCallback } from "react";
import { useQueryState } from "../parts/query-state.ts";

/** A word about one card that is kept in the address, as its filter or its order. Empty: as usual. */
export function useCardState(name: string, key: string): readonly [string, (text: string) => void] {
  const [read, change] = useQueryState();
  const parameter = `${name}.${key}`;
  const set = useCallback((text: string) => change({ [parameter]: text }), [change, parameter]);
  return [read(parameter) ?? "", set];
}

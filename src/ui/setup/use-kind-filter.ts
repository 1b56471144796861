import { useQueryState } from "../parts/query-state.ts";
import { VERDICT_KINDS, type VerdictKind } from "./verdict-kind.ts";

/** Which verdicts are shown, kept in the address. */
export function useKindFilter(): readonly [VerdictKind | undefined, (kind: VerdictKind | undefined) => void] {
  const [read, change] = useQueryState();
  const kind = VERDICT_KINDS.find((one) => one === read("verdict"));
  return [kind, (next) => change({ verdict: next ?? "" })];
}

import type { Finding } from "../../api/contract/index.ts";
import { counted } from "../words/counted.ts";

/** A MIB name that stands for no OID here: a warning, for the MIB may come later. */
export const UNRESOLVED = "M106";

export const unresolvedIn = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ code }) => code === UNRESOLVED);

/** Where a metric is, of a finding that is about its value; undefined for a dimension and anything else. */
const metricOf = ({ path }: Finding): string | undefined => /^.*\/metrics\/\d+(?=\/value)/.exec(path)?.[0];

/**
 * What is missing as long as the names stay unknown.
 * @returns as a sentence without its end: `2 metrics deliver nothing, and 1 dimension stays empty`; undefined: nothing
 */
export function missingWords(findings: readonly Finding[]): string | undefined {
  const unresolved = unresolvedIn(findings);
  const metrics = new Set(unresolved.map(metricOf));
  const hasOthers = metrics.delete(undefined);
  const others = hasOthers ? unresolved.filter((finding) => metricOf(finding) === undefined).length : 0;
  const parts = [
    metrics.size === 0 ? "" : counted(metrics.size, "metric delivers nothing", "metrics deliver nothing"),
    others === 0 ? "" : counted(others, "dimension stays empty", "dimensions stay empty"),
  ].filter((part) => part !== "");
  return parts.length === 0 ? undefined : parts.join(", and ");
}

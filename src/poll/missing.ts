import type { GroupPlan } from "../plan/index.ts";
import type { Oid } from "../smi/index.ts";
import type { SnmpError, SnmpErrorCode } from "../snmp/index.ts";
import type { PollResult } from "./result.ts";

/**
 * What a poll did not bring, in words for the status: each cause once with how much it cost, and feature sets the
 * device does not support at all (spec 2 §6.5). A single absent object is normal and not mentioned.
 */
export function describeMissing(group: GroupPlan, result: PollResult): string[] {
  return [
    ...byCause(result.failures).map(
      (cause) => `${named("scalar", cause.oids)} ${scalarWords(cause.code)}: ${cause.text}`,
    ),
    ...byCause(result.incomplete).map(
      (cause) => `${named("column", cause.oids)} ${columnWords(cause, result)}`,
    ),
    ...unsupportedFeatureSets(group, result.absent).map(
      (set) => `feature set "${set}" is not supported by the device`,
    ),
  ];
}

interface Cause {
  readonly code: SnmpErrorCode;
  readonly text: string;
  readonly oids: Oid[];
}

function byCause(failures: ReadonlyMap<Oid, SnmpError>): Cause[] {
  const causes = new Map<SnmpErrorCode, Cause>();
  for (const [oid, { code, message }] of failures) {
    const cause = causes.get(code) ?? { code, text: message, oids: [] };
    cause.oids.push(oid);
    causes.set(code, cause);
  }
  return [...causes.values()];
}

function named(noun: string, oids: readonly Oid[]): string {
  return `${noun} ${oids[0]}${oids.length > 1 ? ` and ${oids.length - 1} more` : ""}`;
}

const scalarWords = (code: SnmpErrorCode): string =>
  code === "snmp.quarantined" ? "left out" : "could not be read";

function columnWords({ code, text, oids }: Cause, result: PollResult): string {
  if (code === "snmp.deferred") return `read in parts: ${progress(oids, result)}`;
  if (code === "snmp.quarantined") return `left out: ${text}`;
  if (code === "snmp.too-big") return `cut where a value is too large for a reply: ${text}`;
  if (code === "snmp.too-many-rows") return `cut at ${Math.max(...rowsRead(oids, result))} rows: ${text}`;
  return `cut short: ${text}`;
}

/** By the columns that lag most: `1200 of about 200000 rows this time`. */
function progress(oids: readonly Oid[], result: PollResult): string {
  const read = Math.min(...rowsRead(oids, result));
  const expected = Math.max(0, ...oids.map((oid) => result.rowsExpected.get(oid) ?? 0));
  return expected > read
    ? `${read} of about ${expected} rows this time`
    : `${read} rows this time, and there are more`;
}

const rowsRead = (oids: readonly Oid[], { columns }: PollResult): number[] =>
  oids.map((oid) => columns.get(oid)?.size ?? 0);

function unsupportedFeatureSets(group: GroupPlan, absent: ReadonlySet<Oid>): string[] {
  const supported = new Map<string, boolean>();
  for (const { featureSet, source } of group.subgroups.flatMap((subgroup) => subgroup.metrics)) {
    if (featureSet === "") continue;
    const there = source.kind === "const" || !absent.has(source.oid);
    supported.set(featureSet, there || supported.get(featureSet) === true);
  }
  return [...supported].filter(([, there]) => !there).map(([set]) => set);
}

import type { GroupPlan } from "../plan/index.ts";
import type { Oid } from "../smi/index.ts";
import type { SnmpError } from "../snmp/index.ts";
import type { PollResult } from "./result.ts";

/**
 * What a poll did not bring, in words for the status: each cause once with how much it cost, and feature sets the
 * device does not support at all (spec 2 §6.5). A single absent object is normal and not mentioned.
 */
export function describeMissing(group: GroupPlan, result: PollResult): string[] {
  return [
    ...byCause(result.failures, "scalar", "could not be read"),
    ...byCause(result.incomplete, "column", "cut short"),
    ...unsupportedFeatureSets(group, result.absent).map(
      (set) => `feature set "${set}" is not supported by the device`,
    ),
  ];
}

function byCause(failures: ReadonlyMap<Oid, SnmpError>, noun: string, verb: string): string[] {
  const causes = new Map<string, { text: string; oids: Oid[] }>();
  for (const [oid, error] of failures) {
    const cause = causes.get(error.code) ?? { text: error.message, oids: [] };
    cause.oids.push(oid);
    causes.set(error.code, cause);
  }
  return [...causes.values()].map(({ text, oids }) => {
    const more = oids.length > 1 ? ` and ${oids.length - 1} more` : "";
    return `${noun} ${oids[0]}${more} ${verb}: ${text}`;
  });
}

function unsupportedFeatureSets(group: GroupPlan, absent: ReadonlySet<Oid>): string[] {
  const supported = new Map<string, boolean>();
  for (const { featureSet, source } of group.subgroups.flatMap((subgroup) => subgroup.metrics)) {
    if (featureSet === "") continue;
    const there = source.kind === "const" || !absent.has(source.oid);
    supported.set(featureSet, there || supported.get(featureSet) === true);
  }
  return [...supported].filter(([, there]) => !there).map(([set]) => set);
}

import type { DevicePoll } from "../../api/index.ts";
import type { MetricPlan, PollTask, SubgroupPlan } from "../../plan/index.ts";
import type { ObjectCatalogue, Oid } from "../../smi/index.ts";
import type { PlainCause, TaskDetails } from "./poll-details.ts";
import { objectsOf } from "./subgroup-objects.ts";

type Missing = DevicePoll["missing"][number];
type Why = Pick<Missing, "kind" | "reason" | "remedy" | "oid">;

/** A task with what its last poll left out. */
export interface PolledTask {
  readonly task: PollTask;
  readonly details: TaskDetails;
}

/** What the last poll did not bring, each metric and dimension with its cause; those that nothing else brings first. */
export function missingOf(polled: readonly PolledTask[], catalogue: ObjectCatalogue): Missing[] {
  const lacking = unsupportedSets(polled);
  const found = polled.flatMap(({ task, details }) => {
    const gaps = new Gaps(details, catalogue, lacking);
    return task.group.subgroups.flatMap((subgroup) => missingIn(subgroup, task.group.group, gaps));
  });
  const brought = keysBrought(polled, found);
  return found
    .map((one) => ({ ...one, elsewhere: one.role === "metric" && brought.has(one.key) }))
    .toSorted((a, b) => Number(a.elsewhere) - Number(b.elsewhere));
}

function missingIn(subgroup: SubgroupPlan, group: string, gaps: Gaps): Omit<Missing, "elsewhere">[] {
  const place = { group, subgroup: subgroup.name };
  const metrics = subgroup.metrics.flatMap((metric) => {
    const why = gaps.whyMetric(metric);
    if (why === undefined) return [];
    const featureSet = metric.featureSet === "" ? {} : { featureSet: metric.featureSet };
    return [
      { ...place, ...featureSet, ...why, key: metric.key, role: "metric" as const, ...gaps.named(why) },
    ];
  });
  // Without a single metric there are no lines that a dimension could be missing in.
  if (metrics.length > 0 && metrics.length === subgroup.metrics.length) return metrics;
  const dimensions = subgroup.dimensions.flatMap(({ key, source }) => {
    const why = gaps.whyObjects(objectsOf(source));
    return why === undefined
      ? []
      : [{ ...place, ...why, key, role: "dimension" as const, ...gaps.named(why) }];
  });
  return [...metrics, ...dimensions];
}

/** What one task left out, to be asked by object. */
class Gaps {
  readonly #absent: ReadonlySet<Oid>;
  readonly #troubles: ReadonlyMap<Oid, PlainCause>;
  readonly #notANumber: ReadonlyMap<string, string>;
  readonly #catalogue: ObjectCatalogue;
  readonly #lacking: ReadonlySet<string>;

  constructor(details: TaskDetails, catalogue: ObjectCatalogue, lacking: ReadonlySet<string>) {
    this.#absent = new Set(details.absent);
    // Where nothing came at all the group says why, once.
    const troubles = details.outcome === "failed" ? [] : details.troubles;
    this.#troubles = new Map(troubles.map((trouble) => [trouble.oid, trouble]));
    this.#notANumber = new Map(details.notANumber.map(({ key, example }) => [key, example]));
    this.#catalogue = catalogue;
    this.#lacking = lacking;
  }

  whyMetric({ key, source, featureSet }: MetricPlan): Why | undefined {
    const why = this.whyObjects(objectsOf(source), featureSet);
    if (why !== undefined) return why;
    const example = this.#notANumber.get(key);
    if (example === undefined) return undefined;
    return {
      kind: "not-a-number",
      reason: `The value is no number, for example ${JSON.stringify(example)}.`,
      remedy: "Use the object as a dimension in the manifest, or leave the metric out.",
      ...(objectsOf(source)[0] === undefined ? {} : { oid: objectsOf(source)[0] }),
    };
  }

  whyObjects(objects: readonly Oid[], featureSet = ""): Why | undefined {
    for (const oid of objects) {
      const trouble = this.#troubles.get(oid);
      if (trouble !== undefined) return troubleOf(oid, trouble);
      if (this.#absent.has(oid))
        return {
          kind: "absent",
          oid,
          reason: "The device does not have this object.",
          remedy: this.#absentRemedy(oid, featureSet),
        };
    }
    return undefined;
  }

  named({ oid }: Why): Pick<Missing, "object"> {
    const name = oid && this.#catalogue.nameOf(oid as Oid);
    return name === undefined ? {} : { object: name };
  }

  #absentRemedy(oid: Oid, featureSet: string): string {
    if (this.#lacking.has(featureSet))
      return `It has nothing of the feature set "${featureSet}". Leave the set out for this device to poll less.`;
    const what = this.#catalogue.nameOf(oid) ?? oid;
    return `Nothing to do if this model has no such object. Otherwise see whether the SNMP view of the device includes ${what}.`;
  }
}

function troubleOf(oid: Oid, { code, message, remedy }: PlainCause): Why {
  const isCut = code === "snmp.deferred" || code === "snmp.too-many-rows" || code === "snmp.too-big";
  return {
    kind: isCut ? "cut" : "failed",
    oid,
    reason: sentence(message),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

/** Feature sets of which the device has not one object. */
function unsupportedSets(polled: readonly PolledTask[]): ReadonlySet<string> {
  const there = new Map<string, boolean>();
  for (const { task, details } of polled) {
    const absent = new Set(details.absent);
    for (const { featureSet, source } of task.group.subgroups.flatMap(({ metrics }) => metrics)) {
      if (featureSet === "") continue;
      const isThere = objectsOf(source).every((oid) => !absent.has(oid));
      there.set(featureSet, isThere || there.get(featureSet) === true);
    }
  }
  return new Set([...there].filter(([, isThere]) => !isThere).map(([set]) => set));
}

/** Keys of metrics that some subgroup makes of objects that came. */
function keysBrought(
  polled: readonly PolledTask[],
  missing: readonly Omit<Missing, "elsewhere">[],
): ReadonlySet<string> {
  const placeOf = (group: string, subgroup: string, key: string): string => [group, subgroup, key].join("\n");
  const gone = new Set(
    missing.flatMap(({ role, group, subgroup, key }) =>
      role === "metric" ? [placeOf(group, subgroup, key)] : [],
    ),
  );
  return new Set(
    polled.flatMap(({ task: { group } }) =>
      group.subgroups.flatMap(({ name, metrics }) =>
        metrics.map(({ key }) => key).filter((key) => !gone.has(placeOf(group.group, name, key))),
      ),
    ),
  );
}

/** As a message of the engine stands in a list. */
export const sentence = (text: string): string => {
  // A path, an address or a name stays as it is written.
  const whole = /^[a-z]+[ ,;]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
};

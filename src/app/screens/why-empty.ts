import { type EntityRule, type Manifest, matchesCondition, placeholdersOf } from "../../manifest/index.ts";
import type { StoredMetric } from "../../query/index.ts";
import { dimensionKeyOf } from "../../topology/index.ts";
import type { ScreenWorld, Shown } from "./screen-world.ts";

/** Lines that are looked at of one metric: those of a device lack the same. */
const TUPLES_MAX = 50;

/**
 * Why there is no entity of a type at the one that is shown, though lines come that its rules look at: all of them lack a
 * dimension that its id is made of, as `if.idx` of a device that does not answer the column ifIndex (spec 1 §8: a row
 * that lacks a dimension comes without it). Undefined where that is not the cause.
 */
export async function whyEmpty(
  type: string,
  { entity }: Shown,
  world: ScreenWorld,
): Promise<string | undefined> {
  if (entity === undefined) return undefined;
  const owner = { dimension: dimensionKeyOf(entity.type), id: entity.id };
  for (const manifest of world.manifests) {
    const spec = manifest.topology.types.find(({ name }) => name.toLowerCase() === type.toLowerCase());
    for (const rule of spec?.rules ?? []) {
      const missing = await missingIn(rule, owner, world);
      if (missing !== undefined) return words(spec!.displayName, missing, entity.name, manifest);
    }
  }
  return undefined;
}

interface Owner {
  readonly dimension: string;
  readonly id: string;
}

/** What the id of a rule needs and no line of the owner has; undefined where one has all, or there is none. */
async function missingIn(
  { idPattern, sources }: EntityRule,
  owner: Owner,
  world: ScreenWorld,
): Promise<string | undefined> {
  const needed = placeholdersOf(idPattern);
  let missing: readonly string[] | undefined;
  for (const metric of world.metrics.metrics()) {
    const applies = sources.some(
      ({ sourceType, condition }) =>
        sourceType === "Metrics" && condition !== undefined && matchesCondition(condition, metric.key),
    );
    if (!applies) continue;
    for await (const dimensions of dimensionsOf(metric, owner, world)) {
      const lacking = needed.filter((key) => !dimensions.has(key));
      if (lacking.length === 0) return undefined;
      if (missing === undefined || lacking.length < missing.length) missing = lacking;
    }
  }
  return missing?.[0];
}

async function* dimensionsOf(
  metric: StoredMetric,
  { dimension, id }: Owner,
  { metrics }: ScreenWorld,
): AsyncGenerator<ReadonlySet<string>, undefined> {
  let seen = 0;
  const ofOwner = { dimension, test: (value: string | undefined) => value === id };
  for await (const { dimensions } of metrics.tuples(metric, [ofOwner])) {
    yield new Set(dimensions.map(([key]) => key));
    if (++seen >= TUPLES_MAX) return;
  }
}

function words(typeName: string, missing: string, device: string, manifest: Manifest): string {
  const oid = oidOf(missing, manifest);
  const cause =
    oid === undefined ? "the manifest reads it from nowhere" : `the device does not answer ${oid}`;
  return `The manifest makes "${typeName}" of lines with ${missing}, and no line of ${device} has it: ${cause}. Its values are measured all the same: Explore and the ports of the device show them. For entities, give idPattern another dimension that the device answers.`;
}

/** The OID that a dimension is read from, as the manifest writes it. */
function oidOf(key: string, { snmp }: Manifest): string | undefined {
  const all = snmp.flatMap(({ dimensions, subgroups }) => [
    ...dimensions,
    ...subgroups.flatMap((subgroup) => subgroup.dimensions),
  ]);
  for (const { key: own, value } of all) if (own === key && value.kind === "oid") return value.ref.text;
  return undefined;
}

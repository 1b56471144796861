import { Turns } from "../../base/index.ts";
import { dimensionKeyOf } from "../../topology/index.ts";
import { compareVersions } from "../live/compare-versions.ts";
import { type Plain, parametersOf, textsAt } from "./plain.ts";
import { type ScreenWorld, type Shown, selected } from "./screen-world.ts";

const DAY_MS = 86_400_000;
/** Lines confirm their entities; the slowest usual interval is an hour. */
const ACTIVE_WITHIN_MS = 2 * 3_600_000;

/**
 * Whether all `conditions` of a part of a screen hold (spec 1 §12); `!` turns one round. What is not known here holds:
 * better too much is shown than something that nobody finds.
 */
export async function isShown(part: Plain, shown: Shown, world: ScreenWorld): Promise<boolean> {
  for (const condition of textsAt(part, "conditions")) {
    const [, not, text] = /^\s*(!?)(.*)$/s.exec(condition)!;
    const holds = await test(text!, shown, world);
    if (holds !== undefined && holds === (not === "!")) return false;
  }
  return true;
}

/** @returns undefined for a condition that is not known here */
async function test(text: string, shown: Shown, world: ScreenWorld): Promise<boolean | undefined> {
  const { name, values } = parametersOf(text);
  switch (name) {
    case "relatedEntity": {
      // Written whole after the key, for a selector may hold a bar.
      const template = /entitySelectorTemplate=(.*)$/s.exec(text)?.[1];
      return template !== undefined && (await selected(template, shown, world)).entities.length > 0;
    }
    case "extensionConfigured":
      return isConfigured(values, world);
    case "entityAttribute":
      return await hasAttributes(values, shown, world);
    case "metricAvailable":
      return await isMeasured(values, shown, world);
    case "isActive":
      return shown.entity === undefined || shown.entity.lastSeenMs >= world.nowMs - ACTIVE_WITHIN_MS;
    case "isSaaS":
    case "platform":
    case "demo":
      return false;
    case "typeExists":
      return [...values.keys()].every((type) => hasType(type, world));
    default:
      return undefined;
  }
}

type Values = ReadonlyMap<string, string>;

/** A feature set that is not there is not configured, and no error (spec 1 §12). */
function isConfigured(values: Values, { activations }: ScreenWorld): boolean {
  const sets = (values.get("featureSets") ?? "").split(",").flatMap((set) => set.trim() || []);
  const [from, to] = [values.get("aboveOrEqualVersion"), values.get("belowOrEqualVersion")];
  return activations.some(
    ({ name, version, featureSets }) =>
      name === values.get("extensionId") &&
      (from === undefined || compareVersions(version, from) >= 0) &&
      (to === undefined || compareVersions(version, to) <= 0) &&
      (featureSets.some((set) => set.toLowerCase() === "all") ||
        sets.every((set) => featureSets.includes(set))),
  );
}

/** An entity whose attributes are gone through, in steps of `Turns`. */
const ATTRIBUTES_STEPS = 300;

/** Without a value it is enough that the attribute is there. On a list: of any entity of the type. */
async function hasAttributes(
  values: Values,
  { type, entity }: Shown,
  { entities }: ScreenWorld,
): Promise<boolean> {
  const turns = new Turns();
  const candidates = entity === undefined ? entities.ofType(type) : [entity];
  for (const { attributes } of candidates) {
    if (turns.isOver(ATTRIBUTES_STEPS)) await turns.giveWay();
    const own = new Map([...attributes].map(([key, value]) => [key.toLowerCase(), [value].flat()]));
    const holds = [...values].every(([key, wanted]) => {
      const found = own.get(key.toLowerCase());
      return found !== undefined && (wanted === "" || found.includes(wanted));
    });
    if (holds) return true;
  }
  return false;
}

/** Of the entity that is shown, where the metric says whose it is; otherwise of anybody. */
async function isMeasured(values: Values, { type, entity }: Shown, world: ScreenWorld): Promise<boolean> {
  const days = Number(values.get("lastWrittenWithinDays") ?? "");
  const sinceMs = days > 0 ? world.nowMs - days * DAY_MS : 0;
  const stored = world.inputsOf(values.get("metric") ?? "").flatMap((key) => world.metrics.metric(key) ?? []);
  for (const metric of stored) {
    if (metric.lastWrittenMs < sinceMs) continue;
    const dimension = dimensionKeyOf(type);
    if (entity === undefined || !world.metrics.dimensionKeys(metric).includes(dimension)) return true;
    const own = world.metrics.tuples(metric, [{ dimension, test: (value) => value === entity.id }]);
    for await (const { lastWrittenMs } of own) if (lastWrittenMs >= sinceMs) return true;
  }
  return false;
}

const hasType = (type: string, { entities }: ScreenWorld): boolean =>
  [...entities.types()].some((one) => one.toLowerCase() === type.toLowerCase());

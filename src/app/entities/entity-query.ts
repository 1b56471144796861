import { ApiError, type EntitiesQuery, type TimeRange } from "../../api/index.ts";
import { Turns } from "../../base/index.ts";
import { parseEntitySelector } from "../../manifest/index.ts";
import {
  type EntitySource,
  type LifeWindow,
  parseTime,
  type StoredEntity,
  selectEntities,
} from "../../query/index.ts";
import { refusalOf, refusing } from "../query-refusals.ts";

/** Longer ones are refused (spec 4 §5.1). */
const SELECTOR_MAX = 2_000;
/** A name in small letters, in steps of `Turns`. */
const NAME_STEPS = 30;

/** @param defaultFrom  where it begins when the query does not say @throws {ApiError} 400 */
export function windowOf({ from, to }: TimeRange, defaultFrom: string, nowMs: number): LifeWindow {
  const at = (text: string | undefined, otherwise: string): number =>
    refusing(() => parseTime(text === undefined || text === "" ? otherwise : text, nowMs));
  return { fromMs: at(from, defaultFrom), toMs: at(to, "now") };
}

/**
 * The entities of a selector, in the order of the source; a long search gives way to others.
 * @throws {ApiError} 400 for a selector that cannot be read, or names an unknown type
 */
export async function entitiesOf(
  text: string,
  source: EntitySource,
  life: LifeWindow,
): Promise<readonly StoredEntity[]> {
  if (text.trim() === "")
    throw refusal("entitySelector: a selector is needed", "Write type(…) or entityId(…).");
  if (text.length > SELECTOR_MAX) {
    throw refusal(
      `entitySelector: ${text.length} characters, at most ${SELECTOR_MAX} are taken`,
      "Ask in parts.",
    );
  }
  const parsed = parseEntitySelector(text);
  if (!parsed.ok) throw refusal(`entitySelector: at position ${parsed.position}: ${parsed.message}`);
  try {
    return await selectEntities(parsed.selector, source, life);
  } catch (error) {
    throw refusalOf(error);
  }
}

/** By name without regard to case, equal ones by id; otherwise as they come. @throws {ApiError} 400 */
export async function sorted(
  entities: readonly StoredEntity[],
  sort: EntitiesQuery["sort"],
): Promise<readonly StoredEntity[]> {
  const order = (sort ?? "").trim();
  if (order === "") return entities;
  const [, sign = "", field] = /^([+-]?)(\w+)$/.exec(order) ?? [];
  if (field !== "name") throw refusal(`sort: '${order}' is not known`, "Write name, +name or -name.");
  const turns = new Turns();
  const keyed = await turns.map(entities, NAME_STEPS, (entity) => ({
    entity,
    key: entity.name.toLowerCase(),
  }));
  const direction = sign === "-" ? -1 : 1;
  const ordered = await turns.sorted(keyed, (a, b) =>
    a.key === b.key ? (a.entity.id < b.entity.id ? -1 : 1) : a.key < b.key ? -direction : direction,
  );
  return turns.map(ordered, 0, ({ entity }) => entity);
}

const refusal = (message: string, remedy?: string): ApiError =>
  new ApiError(400, "api.bad-query", message, { remedy });

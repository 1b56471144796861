import { ApiError, type EntitiesQuery, type TimeRange } from "../../api/index.ts";
import { AppError, yieldNow } from "../../base/index.ts";
import { parseEntitySelector } from "../../manifest/index.ts";
import {
  type EntitySource,
  type LifeWindow,
  parseTime,
  type StoredEntity,
  selectEntities,
} from "../../query/index.ts";

/** Longer ones are refused (spec 4 §5.1). */
const SELECTOR_MAX = 2_000;
/** Entities gone through before others have their turn: some two milliseconds. */
const ENTITIES_A_TURN = 2_000;

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
  const found: StoredEntity[] = [];
  let left = ENTITIES_A_TURN;
  for (const entity of refusing(() => selectEntities(parsed.selector, source, life))) {
    found.push(entity);
    if (--left > 0) continue;
    left = ENTITIES_A_TURN;
    await yieldNow();
  }
  return found;
}

/** By name without regard to case, equal ones by id; otherwise as they come. @throws {ApiError} 400 */
export function sorted(
  entities: readonly StoredEntity[],
  sort: EntitiesQuery["sort"],
): readonly StoredEntity[] {
  const order = (sort ?? "").trim();
  if (order === "") return entities;
  const [, sign = "", field] = /^([+-]?)(\w+)$/.exec(order) ?? [];
  if (field !== "name") throw refusal(`sort: '${order}' is not known`, "Write name, +name or -name.");
  const keyed = entities.map((entity) => ({ entity, key: entity.name.toLowerCase() }));
  const direction = sign === "-" ? -1 : 1;
  keyed.sort((a, b) =>
    a.key === b.key ? (a.entity.id < b.entity.id ? -1 : 1) : a.key < b.key ? -direction : direction,
  );
  return keyed.map(({ entity }) => entity);
}

/** What queries refuse is at fault in the request. */
export function refusing<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof AppError) || error instanceof ApiError || !error.code.startsWith("query."))
      throw error;
    throw new ApiError(400, error.code, error.message, { remedy: error.remedy, cause: error });
  }
}

const refusal = (message: string, remedy?: string): ApiError =>
  new ApiError(400, "api.bad-query", message, { remedy });

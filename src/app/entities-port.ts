import { ApiError, type Caller, type EntitiesPort, type EntityJson, type TagJson } from "../api/index.ts";
import { AppError, type Clock, Turns } from "../base/index.ts";
import type { TopologySpec } from "../manifest/index.ts";
import type { StoredEntity, Tag } from "../query/index.ts";
import type { EntityStore } from "../store/index.ts";
import { entityChanges } from "./entities/entity-changes.ts";
import { entityFields } from "./entities/entity-fields.ts";
import { entityJson, tagJson } from "./entities/entity-json.ts";
import { entitiesOf, sorted, windowOf } from "./entities/entity-query.ts";
import { entityTypeJson } from "./entities/entity-types.ts";

export interface EntitiesPortOptions {
  readonly store: EntityStore;
  readonly clock: Clock;
  /** Topology of the extensions in force. */
  readonly specs: () => readonly TopologySpec[];
  /** Hears of every change. @param object  entity id, or the selector of many */
  readonly audit: (action: EntityAction, object: string, caller: Caller) => void;
}

export type EntityAction = "entity.put" | "tags.add" | "tags.remove";

/** What people set here belongs to no product. */
const OWN_CONTEXT = "CONTEXTLESS";
/** How far back calls look when they do not say (spec 4 §3). */
const LIST_FROM = "now-3d";
const TAGS_FROM = "now-24h";
const ALL_FROM = "0";
/** What the tags of an entity take, in steps of `Turns`. */
const TAGS_STEPS = 150;

/** Entities as clients of the API ask for them (spec 4 §5). */
export function createEntitiesPort(options: EntitiesPortOptions): EntitiesPort {
  const { store } = options;
  const specs = () => options.specs();
  const typeJson = (name: string) => entityTypeJson(name, specs(), store.limitExceeded(name));
  return {
    list: (query) => list(options, query),
    get: async (id, query) => await Promise.resolve(get(options, id, query)),
    types: ({ offset, limit }) => {
      const names = [...store.types()].toSorted(byText);
      return { totalCount: names.length, items: names.slice(offset, offset + limit).map(typeJson) };
    },
    type: (name) => {
      const known = [...store.types()].find((one) => one.toLowerCase() === name.toLowerCase());
      return known === undefined ? undefined : typeJson(known);
    },
    putCustom: async (body, caller) => await Promise.resolve(putCustom(options, body, caller)),
    tags: (query) => tags(options, query),
    addTags: (query, added, caller) => addTags(options, query, added, caller),
    removeTags: (query, tag, caller) => removeTags(options, query, tag, caller),
    history: async (id, range) =>
      await entityChanges(options, id, windowOf(range, ALL_FROM, options.clock.wallMs()), range.limit),
  };
}

type Method<K extends keyof EntitiesPort> = Parameters<EntitiesPort[K]>;
type Answer<K extends keyof EntitiesPort> = ReturnType<EntitiesPort[K]>;

async function list(
  { store, clock }: EntitiesPortOptions,
  query: Method<"list">[0],
): Promise<Awaited<Answer<"list">>> {
  const life = windowOf(query, LIST_FROM, clock.wallMs());
  const fields = entityFields(query.fields, false);
  const found = await sorted(await entitiesOf(query.entitySelector, store, life), query.sort);
  const page = found.slice(query.offset, query.offset + query.limit);
  return { totalCount: found.length, items: page.map((one) => entityJson(one, fields, store, life.toMs)) };
}

/** Also one that was not seen lately, unless a time is asked for. */
function get(
  { store, clock }: EntitiesPortOptions,
  id: string,
  query: Method<"get">[1],
): EntityJson | undefined {
  const { fromMs, toMs } = windowOf(query, ALL_FROM, clock.wallMs());
  const fields = entityFields(query.fields, true);
  const entity = store.entity(id);
  if (entity === undefined || entity.lastSeenMs < fromMs || entity.firstSeenMs > toMs) return undefined;
  return entityJson(entity, fields, store, toMs);
}

function putCustom(
  { store, audit }: EntitiesPortOptions,
  body: Method<"putCustom">[0],
  caller: Caller,
): Awaited<Answer<"putCustom">> {
  const put = bounded(() => store.putCustom(body));
  audit("entity.put", put.entityId, caller);
  return put;
}

const taggable = (
  { store, clock }: EntitiesPortOptions,
  query: Method<"tags">[0],
): Promise<readonly StoredEntity[]> =>
  entitiesOf(query.entitySelector, store, windowOf(query, TAGS_FROM, clock.wallMs()));

/** Each tag once, by its text. */
async function tags(options: EntitiesPortOptions, query: Method<"tags">[0]): Promise<readonly TagJson[]> {
  const found = new Map<string, TagJson>();
  const turns = new Turns();
  for (const entity of await taggable(options, query)) {
    if (turns.isOver(TAGS_STEPS)) await turns.giveWay();
    for (const tag of entity.tags.map(tagJson))
      found.set(JSON.stringify([tag.context, tag.key, tag.value]), tag);
  }
  return [...found.values()].toSorted((a, b) => byText(a.stringRepresentation, b.stringRepresentation));
}

async function addTags(
  options: EntitiesPortOptions,
  query: Method<"addTags">[0],
  added: Method<"addTags">[1],
  caller: Caller,
): Promise<Awaited<Answer<"addTags">>> {
  const own = added.map(
    ({ key, value }): Tag => ({ context: OWN_CONTEXT, key, ...(value === undefined ? {} : { value }) }),
  );
  const entities = await taggable(options, query);
  const turns = new Turns();
  for (const { id } of entities) {
    for (const tag of own) bounded(() => options.store.addTag(id, tag));
    if (turns.isOver(TAGS_STEPS * own.length)) await turns.giveWay();
  }
  options.audit("tags.add", query.entitySelector, caller);
  return { matchedEntitiesCount: entities.length, appliedTags: own.map(tagJson) };
}

async function removeTags(
  options: EntitiesPortOptions,
  query: Method<"removeTags">[0],
  { key, value, deleteAllWithKey }: Method<"removeTags">[1],
  caller: Caller,
): Promise<Awaited<Answer<"removeTags">>> {
  const isMeant = (tag: Tag): boolean =>
    tag.context === OWN_CONTEXT && tag.key === key && (deleteAllWithKey || tag.value === value);
  const entities = await taggable(options, query);
  const isGone = await new Turns().map(entities, TAGS_STEPS, ({ id }) =>
    options.store.removeTags(id, isMeant),
  );
  options.audit("tags.remove", query.entitySelector, caller);
  return { matchedEntitiesCount: isGone.filter(Boolean).length };
}

/** A bound of the store that the request would break. */
function bounded<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new ApiError(400, error.code, error.message, { remedy: error.remedy, cause: error });
  }
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

import { AppError, assertNever, Turns } from "../../base/index.ts";
import type { EntityCriterion, EntitySelector, RelationType } from "../../manifest/index.ts";
import type { EntitySource, StoredEntity } from "../sources.ts";
import { attributesOf, hasAttribute, hasName, hasTag, wasFirstSeen } from "./entity-criteria.ts";

/** An entity belongs to it when its life, first to last sight, overlaps; an edge likewise. */
export interface LifeWindow {
  /** UTC. */
  readonly fromMs: number;
  readonly toMs: number;
}

const NONE: ReadonlySet<string> = new Set();

type Relationship = Extract<EntityCriterion, { kind: "relationship" }>;

/** What an entity takes, in steps of `Turns`. */
const ENTITY_STEPS = 60;
const EDGE_STEPS = 80;

/**
 * The entities that a selector means, each once, in the order of the source (spec 4 §5.3). A long search gives way to
 * others.
 * @param life  also of the entities that relationships lead to, and of the edges
 * @throws {AppError} `query.unknown-type` for a type that is neither declared nor has entities, `query.placeholder`
 *   for `$(entityConditions)` that nobody has put in
 */
export async function selectEntities(
  selector: EntitySelector,
  source: EntitySource,
  life: LifeWindow,
  turns = new Turns(),
): Promise<readonly StoredEntity[]> {
  const selection = new Selection(source, life, turns);
  selection.check(selector);
  return selection.of(selector);
}

/** Whether the selector means this entity; throws as `selectEntities`. */
export async function matchesEntity(
  selector: EntitySelector,
  entity: StoredEntity,
  source: EntitySource,
  life: LifeWindow,
): Promise<boolean> {
  const selection = new Selection(source, life, new Turns());
  selection.check(selector);
  await selection.relate(selector);
  return selection.matches(selector, entity);
}

/** One evaluation; what relationships lead to is worked out once for it, before the entities are looked at. */
class Selection {
  readonly #source: EntitySource;
  readonly #life: LifeWindow;
  readonly #turns: Turns;
  readonly #related = new Map<Relationship, ReadonlySet<string>>();

  constructor(source: EntitySource, life: LifeWindow, turns: Turns) {
    this.#source = source;
    this.#life = life;
    this.#turns = turns;
  }

  check({ criteria }: EntitySelector): void {
    for (const criterion of criteria) this.#check(criterion);
  }

  async of(selector: EntitySelector): Promise<readonly StoredEntity[]> {
    await this.relate(selector);
    const found: StoredEntity[] = [];
    for (const entity of this.#candidates(selector)) {
      if (this.matches(selector, entity)) found.push(entity);
      if (this.#turns.isOver(ENTITY_STEPS)) await this.#turns.giveWay();
    }
    return found;
  }

  /** Works out what the relationships of a selector lead to. */
  async relate({ criteria }: EntitySelector): Promise<void> {
    for (const criterion of criteria) await this.#relate(criterion);
  }

  async #relate(criterion: EntityCriterion): Promise<void> {
    if (criterion.kind === "not") await this.#relate(criterion.criterion);
    if (criterion.kind !== "relationship") return;
    this.#related.set(criterion, await this.#found(criterion));
  }

  /** Of a selector whose relationships are worked out. */

  matches({ criteria }: EntitySelector, entity: StoredEntity): boolean {
    const { fromMs, toMs } = this.#life;
    if (entity.lastSeenMs < fromMs || entity.firstSeenMs > toMs) return false;
    return criteria.every((criterion) => this.#holds(criterion, entity));
  }

  #check(criterion: EntityCriterion): void {
    const { kind } = criterion;
    if (kind === "type") this.#checkType(criterion.type);
    else if (kind === "relationship") this.check(criterion.selector);
    else if (kind === "not") this.#check(criterion.criterion);
    else if (kind === "entityConditions") {
      throw new AppError("query.placeholder", "$(entityConditions) stands for no entity here", {
        remedy: "Write type(…) or entityId(…) in its place.",
      });
    }
  }

  #checkType(type: string): void {
    const wanted = type.toLowerCase();
    for (const known of this.#source.types()) if (known.toLowerCase() === wanted) return;
    throw new AppError("query.unknown-type", `no entity type is called '${type}'`, {
      remedy:
        "See /api/v2/entityTypes for those there are; an extension declares its types once it is installed.",
    });
  }

  /** A few that hold all that match: by id, over an edge, or else all of the type. */
  *#candidates({ criteria }: EntitySelector): Generator<StoredEntity, undefined> {
    const ids = idsOf(criteria) ?? this.#relatedIds(criteria);
    if (ids !== undefined) {
      for (const id of ids) {
        const entity = this.#source.entity(id);
        if (entity !== undefined) yield entity;
      }
      return;
    }
    const type = criteria.find((one) => one.kind === "type");
    if (type !== undefined) yield* this.#source.ofType(type.type);
  }

  /** Of several relationships the one with the fewest entities. */
  #relatedIds(criteria: readonly EntityCriterion[]): ReadonlySet<string> | undefined {
    let fewest: ReadonlySet<string> | undefined;
    for (const criterion of criteria) {
      if (criterion.kind !== "relationship") continue;
      const ids = this.#relatedTo(criterion);
      if (fewest === undefined || ids.size < fewest.size) fewest = ids;
    }
    return fewest;
  }

  #holds(criterion: EntityCriterion, entity: StoredEntity): boolean {
    switch (criterion.kind) {
      case "type":
        return entity.type.toLowerCase() === criterion.type.toLowerCase();
      case "entityId":
        return criterion.ids.includes(entity.id);
      case "entityName":
        return hasName(entity.name, criterion);
      case "tag":
        return criterion.tags.some((tag) => hasTag(entity.tags, tag));
      case "managementZone":
        return false; // there are none
      case "healthState":
        // Whose health nobody knows of has no open problem: that is what the vendor calls healthy.
        return (criterion.state === "HEALTHY") === (entity.healthy ?? true);
      case "firstSeen":
        return wasFirstSeen(entity.firstSeenMs, criterion);
      case "attribute":
        return hasAttribute(entity, criterion.name, criterion.values);
      case "attributeExists":
        return attributesOf(entity, criterion.name).length > 0;
      case "relationship":
        return this.#relatedTo(criterion).has(entity.id);
      case "not":
        return !this.#holds(criterion.criterion, entity);
      case "entityConditions":
        return false; // refused by `check`
      default:
        return assertNever(criterion);
    }
  }

  #relatedTo(criterion: Relationship): ReadonlySet<string> {
    return this.#related.get(criterion) ?? NONE;
  }

  /**
   * Who has such an edge: found from the other side, for what is named there is mostly one device or a few, where the
   * entities looked for are its many interfaces.
   */
  async #found({ side, relation, selector }: Relationship): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    if (relation === undefined) return found;
    for (const other of await this.of(selector)) await this.#addNeighbours(found, other.id, side, relation);
    return found;
  }

  async #addNeighbours(
    found: Set<string>,
    id: string,
    side: "from" | "to",
    relation: RelationType,
  ): Promise<void> {
    const { fromMs, toMs } = this.#life;
    for (const edge of this.#source.edges(id, side === "from" ? "to" : "from")) {
      if (this.#turns.isOver(EDGE_STEPS)) await this.#turns.giveWay();
      if (edge.type !== relation || edge.lastSeenMs < fromMs || edge.firstSeenMs > toMs) continue;
      found.add(side === "from" ? edge.fromId : edge.toId);
    }
  }
}

function idsOf(criteria: readonly EntityCriterion[]): ReadonlySet<string> | undefined {
  const ids = criteria.find((one) => one.kind === "entityId");
  return ids === undefined ? undefined : new Set(ids.ids);
}

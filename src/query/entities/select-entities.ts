import { AppError, assertNever } from "../../base/index.ts";
import type { EntityCriterion, EntitySelector, RelationType } from "../../manifest/index.ts";
import type { EntitySource, StoredEntity } from "../sources.ts";
import { attributesOf, hasAttribute, hasName, hasTag, wasFirstSeen } from "./entity-criteria.ts";

/** An entity belongs to it when its life, first to last sight, overlaps; an edge likewise. */
export interface LifeWindow {
  /** UTC. */
  readonly fromMs: number;
  readonly toMs: number;
}

type Relationship = Extract<EntityCriterion, { kind: "relationship" }>;

/**
 * The entities that a selector means, each once, in the order of the source (spec 4 §5.3). Evaluated as it is gone
 * through: whoever stops early saves the rest.
 * @param life  also of the entities that relationships lead to, and of the edges
 * @throws {AppError} `query.unknown-type` for a type that is neither declared nor has entities, `query.placeholder`
 *   for `$(entityConditions)` that nobody has put in
 */
export function selectEntities(
  selector: EntitySelector,
  source: EntitySource,
  life: LifeWindow,
): Iterable<StoredEntity> {
  const selection = new Selection(source, life);
  selection.check(selector);
  return selection.of(selector);
}

/** Whether the selector means this entity; throws as `selectEntities`. */
export function matchesEntity(
  selector: EntitySelector,
  entity: StoredEntity,
  source: EntitySource,
  life: LifeWindow,
): boolean {
  const selection = new Selection(source, life);
  selection.check(selector);
  return selection.matches(selector, entity);
}

/** One evaluation; what relationships lead to is worked out once for it. */
class Selection {
  readonly #source: EntitySource;
  readonly #life: LifeWindow;
  readonly #related = new Map<Relationship, ReadonlySet<string>>();

  constructor(source: EntitySource, life: LifeWindow) {
    this.#source = source;
    this.#life = life;
  }

  check({ criteria }: EntitySelector): void {
    for (const criterion of criteria) this.#check(criterion);
  }

  *of(selector: EntitySelector): Generator<StoredEntity, undefined> {
    for (const entity of this.#candidates(selector)) {
      if (this.matches(selector, entity)) yield entity;
    }
  }

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

  /**
   * Who has such an edge: found from the other side, for what is named there is mostly one device or a few, where the
   * entities looked for are its many interfaces.
   */
  #relatedTo(criterion: Relationship): ReadonlySet<string> {
    const known = this.#related.get(criterion);
    if (known !== undefined) return known;
    const found = new Set<string>();
    const { side, relation, selector } = criterion;
    if (relation !== undefined) {
      for (const other of this.of(selector)) this.#addNeighbours(found, other.id, side, relation);
    }
    this.#related.set(criterion, found);
    return found;
  }

  #addNeighbours(found: Set<string>, id: string, side: "from" | "to", relation: RelationType): void {
    const { fromMs, toMs } = this.#life;
    for (const edge of this.#source.edges(id, side === "from" ? "to" : "from")) {
      if (edge.type !== relation || edge.lastSeenMs < fromMs || edge.firstSeenMs > toMs) continue;
      found.add(side === "from" ? edge.fromId : edge.toId);
    }
  }
}

function idsOf(criteria: readonly EntityCriterion[]): ReadonlySet<string> | undefined {
  const ids = criteria.find((one) => one.kind === "entityId");
  return ids === undefined ? undefined : new Set(ids.ids);
}

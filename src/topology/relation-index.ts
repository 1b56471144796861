import type { Entity } from "./graph.ts";
import { IdsByValue } from "./ids-by-value.ts";
import { sourceValues, targetValues } from "./property-values.ts";
import type { PropertyRelation } from "./rules.ts";

/** What an entity has to compare: for each mapping rule its values. */
type Values = readonly (readonly string[])[];

/** An entity as the relation sees it; an end it cannot be is undefined. */
interface Ends {
  readonly source: Values | undefined;
  readonly target: Values | undefined;
}

/** The entities that an entity is related to. */
export interface Partners {
  readonly targets: ReadonlySet<string>;
  readonly sources: ReadonlySet<string>;
}

/** What became of an entity's partners. */
export interface PartnerChange {
  readonly before: Partners;
  readonly now: Partners;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * The entities of one relation by what its mapping rules compare, so that who belongs to an entity is found without
 * a look at the others (spec of topology §1.4): all mapping rules must match, lists match on any common element, an
 * entity is never related to itself.
 */
export class RelationIndex {
  readonly relation: PropertyRelation;
  readonly #ends = new Map<string, Ends>();
  /** By each value of the first mapping rule; the others are compared one by one. */
  readonly #sources = new IdsByValue();
  readonly #targets = new IdsByValue();

  constructor(relation: PropertyRelation) {
    this.relation = relation;
  }

  /**
   * Takes an entity in as it is now; undefined: it is none any more.
   * @returns undefined when it says what it said before
   */
  set(id: string, entity: Entity | undefined): PartnerChange | undefined {
    const old = this.#ends.get(id);
    const next = entity === undefined ? undefined : endsOf(this.relation, entity);
    if (isSame(old?.source, next?.source) && isSame(old?.target, next?.target)) return undefined;
    const before = this.partnersOf(id);
    for (const value of firstOf(old?.source)) this.#sources.delete(value, id);
    for (const value of firstOf(old?.target)) this.#targets.delete(value, id);
    for (const value of firstOf(next?.source)) this.#sources.add(value, id);
    for (const value of firstOf(next?.target)) this.#targets.add(value, id);
    if (next === undefined) this.#ends.delete(id);
    else this.#ends.set(id, next);
    return { before, now: this.partnersOf(id) };
  }

  partnersOf(id: string): Partners {
    const ends = this.#ends.get(id);
    return {
      targets: this.#matches(id, ends?.source, "target"),
      sources: this.#matches(id, ends?.target, "source"),
    };
  }

  #matches(id: string, values: Values | undefined, end: keyof Ends): ReadonlySet<string> {
    if (values === undefined) return NONE;
    const byValue = end === "target" ? this.#targets : this.#sources;
    const found = new Set<string>();
    for (const value of firstOf(values)) {
      for (const other of byValue.of(value)) {
        if (other !== id && agree(values, this.#ends.get(other)?.[end])) found.add(other);
      }
    }
    return found;
  }
}

function endsOf({ fromType, toType, mappingRules }: PropertyRelation, entity: Entity): Ends | undefined {
  const type = entity.type.toLowerCase();
  const source = fromType === type ? mappingRules.map((rule) => sourceValues(entity, rule)) : undefined;
  const target = toType === type ? mappingRules.map((rule) => targetValues(entity, rule)) : undefined;
  // Who lacks what the first rule compares is nobody's partner, and need not be held.
  if (firstOf(source).length === 0 && firstOf(target).length === 0) return undefined;
  return { source, target };
}

const firstOf = (values: Values | undefined): readonly string[] => values?.[0] ?? [];

function isSame(left: Values | undefined, right: Values | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return left.every((values, rule) => {
    const others = right[rule] ?? [];
    return values.length === others.length && values.every((value, i) => value === others[i]);
  });
}

/** Whether all rules but the first match: by that they were found. */
function agree(left: Values, right: Values | undefined): boolean {
  return left.every(
    (values, rule) => rule === 0 || right?.[rule]?.some((value) => values.includes(value)) === true,
  );
}

import type { Dimensions } from "../mapping/index.ts";
import { digitsOf, hasPrefixOf, type IdDigits, idFrom } from "./entity-id.ts";
import type { EntityObservation } from "./graph.ts";
import { observe } from "./observe.ts";
import type { LineRule } from "./rules.ts";

/**
 * An observation as the rule and the line that it was made by: what it says is worked out when somebody asks. A
 * service holds one for each of a million interfaces, and they are looked at now and then; the dimensions are those
 * that the mapping holds for the row anyway.
 */
export class LineEntity implements EntityObservation, IdDigits {
  readonly high: number;
  readonly low: number;
  readonly #rule: LineRule;
  readonly #dimensions: Dimensions;

  /** @param id  as `entityIdOf` gives it at first */
  constructor(id: string, rule: LineRule, dimensions: Dimensions) {
    ({ high: this.high, low: this.low } = digitsOf(id));
    this.#rule = rule;
    this.#dimensions = dimensions;
  }

  get id(): string {
    return idFrom(this.type, this);
  }

  get type(): string {
    return this.#rule.type;
  }

  get renderedId(): string {
    return this.observed().renderedId;
  }

  get name(): string {
    return this.observed().name;
  }

  get icon(): string | undefined {
    return this.observed().icon;
  }

  get attributes(): ReadonlyMap<string, string> {
    return this.observed().attributes;
  }

  /** All of it at once, which costs no more than one part. */
  observed(): Omit<EntityObservation, "id"> {
    const dimensions = new Map(this.#dimensions.map(([key, value]) => [key, value]));
    const observed = observe(this.type, this.#rule.rule, (key) => dimensions.get(key));
    if (observed === undefined) throw new Error("a line that was an entity is none any more");
    return observed;
  }
}

/** Whether the observation has this id, whose digits are at hand: a text of its own is made only where it must be. */
export function isCalled(observation: EntityObservation, id: string, { high, low }: IdDigits): boolean {
  if (!(observation instanceof LineEntity)) return observation.id === id;
  return observation.low === low && observation.high === high && hasPrefixOf(observation.type, id);
}

/** What an observation says, worked out once. */
export const observedBy = (observation: EntityObservation): Omit<EntityObservation, "id"> =>
  observation instanceof LineEntity ? observation.observed() : observation;

/** Whether two observations say the same of the same entity. */
export function isSameEntity(left: EntityObservation, right: EntityObservation): boolean {
  if (left === right) return true;
  if (left.type !== right.type) return false;
  const [a, b] = [observedBy(left), observedBy(right)];
  const head =
    a.renderedId === b.renderedId &&
    a.name === b.name &&
    a.icon === b.icon &&
    a.attributes.size === b.attributes.size;
  if (!head) return false;
  for (const [key, value] of a.attributes) if (b.attributes.get(key) !== value) return false;
  return true;
}

import { Attributes } from "./attributes.ts";
import { digitsOf, hasPrefixOf, type IdDigits, idFrom } from "./entity-id.ts";
import type { EntityObservation } from "./graph.ts";

/** What the observations by one rule have in common: all but the texts. */
export interface Shape {
  /** As written in the manifest. */
  readonly type: string;
  readonly typeKey: string;
  readonly hasIcon: boolean;
  readonly attributeKeys: readonly string[];
}

/** The shapes there are: as many as the rules have kinds of results, not as there are entities. */
export class Shapes {
  readonly #byKey = new Map<string, Shape>();
  readonly #byWritten = new WeakMap<object, Shape>();

  /** The shape that is written down so; the very object is known again without a comparison. */
  from(written: Pick<Shape, "type" | "hasIcon" | "attributeKeys">): Shape {
    const known = this.#byWritten.get(written);
    if (known !== undefined) return known;
    const shape = this.of(written.type, written.hasIcon, written.attributeKeys);
    this.#byWritten.set(written, shape);
    return shape;
  }

  of(type: string, hasIcon: boolean, attributeKeys: readonly string[]): Shape {
    const key = JSON.stringify([type, hasIcon, attributeKeys]);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const typeKey = type.toLowerCase();
    const shape = { type, typeKey, hasIcon, attributeKeys };
    this.#byKey.set(key, shape);
    return shape;
  }
}

/** Between the texts. DEL: line values have no control characters, JSON writes it as one octet. */
const SEPARATOR = "\u007f";

/**
 * An observation in little room: its shape and all its texts as one, taken apart when somebody asks. A service holds
 * one for each of a million interfaces, and they are looked at now and then.
 */
export class HeldEntity implements EntityObservation, IdDigits {
  readonly high: number;
  readonly low: number;
  readonly shape: Shape;
  /** Rendered id, name, icon if there is one, the attributes in the order of the shape. */
  readonly text: string;

  constructor(digits: IdDigits, shape: Shape, text: string) {
    this.high = digits.high;
    this.low = digits.low;
    this.shape = shape;
    this.text = text;
  }

  get id(): string {
    return idFrom(this.type, this);
  }

  get type(): string {
    return this.shape.type;
  }

  get renderedId(): string {
    return this.text.slice(0, this.text.indexOf(SEPARATOR));
  }

  get name(): string {
    const start = this.text.indexOf(SEPARATOR) + 1;
    const end = this.text.indexOf(SEPARATOR, start);
    return end < 0 ? this.text.slice(start) : this.text.slice(start, end);
  }

  get icon(): string | undefined {
    return this.shape.hasIcon ? this.text.split(SEPARATOR)[2] : undefined;
  }

  get attributes(): Attributes {
    const texts = this.text.split(SEPARATOR);
    const first = this.shape.hasIcon ? 3 : 2;
    return new Attributes(this.shape.attributeKeys.map((key, i) => [key, texts[first + i] ?? ""]));
  }
}

/** @param id  its own, or the one it has because another entity has its own */
export function hold(observation: EntityObservation, id: string, shapes: Shapes): HeldEntity {
  const { type, name, renderedId, icon, attributes } = observation;
  const shape = shapes.of(type, icon !== undefined, [...attributes.keys()]);
  const texts = [renderedId, name, ...(icon === undefined ? [] : [icon]), ...attributes.values()];
  return new HeldEntity(digitsOf(id), shape, texts.map(withoutSeparator).join(SEPARATOR));
}

const withoutSeparator = (text: string): string =>
  text.includes(SEPARATOR) ? text.replaceAll(SEPARATOR, "\ufffd") : text;

/** Whether the entity has this id, whose digits are at hand: a text of its own is made only where it must be. */
export function isCalled(held: HeldEntity, id: string, { high, low }: IdDigits): boolean {
  return held.low === low && held.high === high && hasPrefixOf(held.type, id);
}

/** Whether both say the same of one entity. */
export function isSameEntity(left: HeldEntity, right: HeldEntity): boolean {
  return left === right || (left.shape === right.shape && left.text === right.text);
}

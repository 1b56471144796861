import type {
  EntityState,
  RelationObservation,
  ShapeState,
  StoredEdge,
  StoredObservation,
} from "../../topology/index.ts";
import { KEY_AREAS, type KeyChange, type KeyRange } from "../key-value.ts";

// Entities as rows: `<id>` of each, and before all of them the shapes, `! <number>`. Values are JSON. When an entity was
// last seen stands in its row: rows of their own would be shorter to write, but a start reads a million more.

type Area = "entities" | "edges" | "tags" | "history";

/** Before the letters that ids begin with. */
const SHAPE = "!";

export const keyOf = (area: Area, text: string): Uint8Array =>
  Buffer.from(String.fromCharCode(KEY_AREAS[area]) + text, "latin1");

export const rangeOf = (area: Area): KeyRange => ({
  from: Uint8Array.of(KEY_AREAS[area]),
  below: Uint8Array.of(KEY_AREAS[area] + 1),
});

export const textOfKey = (key: Uint8Array): string => viewOf(key).toString("latin1", 1);

/** The same octets, not a copy. */
const viewOf = (octets: Uint8Array): Buffer =>
  Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);

export const jsonOf = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value), "utf8");

/** @returns undefined when it is no JSON: a damaged row is left out, not an end to all */
export function parsed(value: Uint8Array): unknown {
  try {
    return JSON.parse(viewOf(value).toString("utf8"));
  } catch {
    return undefined;
  }
}

export const contentKey = (id: string): Uint8Array => keyOf("entities", id);

/** `[[[shape, text, since, at], …], [[type, toId], [type, toId, since, at], …]]` */
type ContentRow = readonly [
  observations: readonly (readonly [shape: number, text: string, sinceMs: number, atMs: number])[],
  edges: readonly (readonly [type: StoredEdge["type"], toId: string, sinceMs?: number, atMs?: number])[],
];

/** Numbers the shapes of entities as they are on disk. */
export class ShapeRows {
  readonly #numbers = new Map<string, number>();
  readonly #numberOf = new WeakMap<ShapeState, number>();
  readonly #shapes: ShapeState[] = [];
  /** Not on disk yet. */
  readonly #unwritten = new Set<number>();

  at(number: number): ShapeState | undefined {
    return this.#shapes[number];
  }

  /** As read from disk. */
  restore(number: number, { type, hasIcon, attributeKeys }: ShapeState): void {
    this.#shapes[number] = { type, hasIcon, attributeKeys };
    this.#numbers.set(JSON.stringify([type, hasIcon, attributeKeys]), number);
  }

  numberOf(shape: ShapeState): number {
    const known = this.#numberOf.get(shape);
    if (known !== undefined) return known;
    const { type, hasIcon, attributeKeys } = shape;
    const key = JSON.stringify([type, hasIcon, attributeKeys]);
    const number = this.#numbers.get(key) ?? this.#shapes.length;
    this.#numberOf.set(shape, number);
    if (number < this.#shapes.length) return number;
    this.#shapes.push({ type, hasIcon, attributeKeys });
    this.#numbers.set(key, number);
    this.#unwritten.add(number);
    return number;
  }

  unwritten(): KeyChange[] {
    return [...this.#unwritten].map((number) => ({
      key: keyOf("entities", SHAPE + String(number).padStart(8, "0")),
      value: jsonOf(this.#shapes[number]),
    }));
  }

  written(): void {
    this.#unwritten.clear();
  }
}

export function contentValue({ observations, edges }: EntityState, shapes: ShapeRows): Uint8Array {
  const row: ContentRow = [
    observations.map(({ shape, text, sinceMs, atMs }) => [shapes.numberOf(shape), text, sinceMs, atMs]),
    edges.map(({ type, toId, seen }) =>
      seen === undefined ? [type, toId] : [type, toId, seen.sinceMs, seen.atMs],
    ),
  ];
  return jsonOf(row);
}

export type EntityRow =
  | { readonly kind: "shape"; readonly number: number; readonly shape: ShapeState }
  | { readonly kind: "content"; readonly id: string; readonly row: ContentRow };

/** @returns undefined for a row that cannot be read */
export function entityRow(key: Uint8Array, value: Uint8Array): EntityRow | undefined {
  const text = textOfKey(key);
  const content = parsed(value);
  if (text.startsWith(SHAPE)) {
    const shape = content as ShapeState | undefined;
    return Array.isArray(shape?.attributeKeys)
      ? { kind: "shape", number: Number(text.slice(1)), shape }
      : undefined;
  }
  if (!Array.isArray(content) || content.length !== 2) return undefined;
  return { kind: "content", id: text, row: content as unknown as ContentRow };
}

export function stateOfRow(id: string, [observations, edges]: ContentRow, shapes: ShapeRows): EntityState {
  return {
    observations: observations.flatMap(([number, text, sinceMs, atMs]): StoredObservation[] => {
      const shape = shapes.at(number);
      return shape === undefined ? [] : [{ id, shape, text, sinceMs, atMs }];
    }),
    edges: edges.map(([type, toId, sinceMs, atMs]) => ({
      type,
      toId,
      seen: sinceMs === undefined || atMs === undefined ? undefined : { sinceMs, atMs },
    })),
  };
}

export const linkKey = ({ type, fromId, toId }: RelationObservation): Uint8Array =>
  keyOf("edges", `${type} ${fromId} ${toId}`);

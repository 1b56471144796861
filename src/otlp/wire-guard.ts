import { isMessage, MAX_DEPTH, MAX_ELEMENTS, MESSAGES, type MessageName, type Scalar } from "./schema.ts";

// A look at the structure of a protobuf body before anything is built of it: two octets of body can stand for an
// object of a hundred, so size alone bounds no memory.

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const GROUP_START = 3;
const GROUP_END = 4;
const FIXED32 = 5;

type Type = Scalar | MessageName;
/** Field number → what it holds, for the fields that hold messages or repeated numbers. */
const COUNTED = new Map<MessageName, ReadonlyMap<number, Type>>(
  (Object.keys(MESSAGES) as MessageName[]).map((name) => [
    name,
    new Map(
      Object.values(MESSAGES[name])
        .filter(({ type, rule }) => isMessage(type) || rule === "repeated")
        .map(({ id, type }) => [id, type]),
    ),
  ]),
);
/** Inside a group or a message that we do not know. */
const NOTHING: ReadonlyMap<number, Type> = new Map();

/** @returns what is wrong with the body's structure, or undefined when it may be decoded */
export function structureFault(body: Uint8Array, name: MessageName): string | undefined {
  return new WireGuard(body).check(name);
}

class WireGuard {
  readonly #bytes: Uint8Array;
  #at = 0;
  #elements = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  check(name: MessageName): string | undefined {
    return this.#message(COUNTED.get(name)!, this.#bytes.length, 0);
  }

  /** Walks over the fields of one message. */
  #message(fields: ReadonlyMap<number, Type>, end: number, depth: number): string | undefined {
    if (depth > MAX_DEPTH) return `its messages lie more than ${MAX_DEPTH} levels deep`;
    while (this.#at < end) {
      const tag = this.#varint(end);
      const field = tag >>> 3;
      const fault =
        tag < 0 || field === 0 ? "it is torn" : this.#value(tag & 7, field, fields.get(field), end, depth);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  #value(wireType: number, field: number, type: Type | undefined, end: number, depth: number) {
    switch (wireType) {
      case VARINT:
        if (type !== undefined && !this.#count(1)) return TOO_MANY;
        return this.#varint(end) < 0 ? "it is torn" : undefined;
      case FIXED64:
        if (type !== undefined && !this.#count(1)) return TOO_MANY;
        return this.#skip(8, end);
      case FIXED32:
        return this.#skip(4, end);
      case BYTES:
        return this.#bytesField(type, end, depth);
      case GROUP_START:
        return this.#group(field, end, depth + 1);
      default:
        return "it has fields of a kind that does not exist";
    }
  }

  #bytesField(type: Type | undefined, end: number, depth: number): string | undefined {
    const length = this.#varint(end);
    if (length < 0 || length > end - this.#at) return "it is torn";
    if (type === undefined) return this.#skip(length, end);
    if (!isMessage(type)) {
      // Packed numbers: of eight octets each, or of one at least.
      if (!this.#count(type === "uint64" ? length : length / 8)) return TOO_MANY;
      return this.#skip(length, end);
    }
    if (!this.#count(1)) return TOO_MANY;
    return this.#message(COUNTED.get(type)!, this.#at + length, depth + 1);
  }

  /** Groups have long gone out of use, but a decoder must know how to pass over them. */
  #group(field: number, end: number, depth: number): string | undefined {
    if (depth > MAX_DEPTH) return `its messages lie more than ${MAX_DEPTH} levels deep`;
    while (this.#at < end) {
      const tag = this.#varint(end);
      if (tag < 0) return "it is torn";
      if ((tag & 7) === GROUP_END) return tag >>> 3 === field ? undefined : "it is torn";
      const fault = this.#value(tag & 7, tag >>> 3, NOTHING.get(tag >>> 3), end, depth);
      if (fault !== undefined) return fault;
    }
    return "it is torn";
  }

  #count(elements: number): boolean {
    this.#elements += elements;
    return this.#elements <= MAX_ELEMENTS;
  }

  #skip(length: number, end: number): string | undefined {
    this.#at += length;
    return this.#at > end ? "it is torn" : undefined;
  }

  /** @returns -1 when it does not end in time; of more than 32 bits only the low ones */
  #varint(end: number): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.#at >= end) return -1;
      const byte = this.#bytes[this.#at++]!;
      // Tags and lengths have at most 32 bits; what is longer is a number, of which only the end matters.
      if (shift < 28) value |= (byte & 0x7f) << shift;
      else if (shift === 28) value += (byte & 0x0f) * 268_435_456;
      if (byte < 0x80) return value;
    }
    return -1;
  }
}

const TOO_MANY = `it has more than ${MAX_ELEMENTS} elements`;

import type { Random } from "../../../src/base/index.ts";

// Structure-aware mutation: a message is taken apart into its TLVs once, and written again with a few of them
// changed, so that what comes out is nearly valid and gets deep into a decoder.

/** A TLV of a message; `children` when it is constructed. */
interface Node {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly children: readonly Node[] | undefined;
  /** How many TLVs it consists of, itself included. */
  readonly size: number;
}

const CONSTRUCTED = 0x20;
const TAGS = [0x02, 0x04, 0x05, 0x06, 0x1f, 0x30, 0x40, 0x41, 0x43, 0x46, 0x47, 0x80, 0x82, 0xa2, 0xa8, 0xff];
const ODD_OCTETS = [0x00, 0x01, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x85, 0xff];

/** @param bytes valid, and with all that a v3 OCTET STRING wraps left as it is */
export function parseTree(bytes: Uint8Array): Node {
  const [node] = parseAll(bytes);
  if (node === undefined) throw new Error("empty message");
  return node;
}

function parseAll(bytes: Uint8Array): Node[] {
  const nodes: Node[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at]!;
    const first = bytes[at + 1]!;
    const octets = first < 0x80 ? 0 : first & 0x7f;
    let length = octets === 0 ? first : 0;
    for (let i = 0; i < octets; i++) length = length * 256 + bytes[at + 2 + i]!;
    const start = at + 2 + octets;
    const content = bytes.subarray(start, start + length);
    const children = (tag & CONSTRUCTED) === 0 ? undefined : parseAll(content);
    const size = (children ?? []).reduce((sum, child) => sum + child.size, 1);
    nodes.push({ tag, content, children, size });
    at = start + length;
  }
  return nodes;
}

const KINDS = [
  "tag",
  "length-lie",
  "length-bomb",
  "indefinite",
  "long-length",
  "content",
  "empty",
  "drop",
  "repeat",
  "nest",
] as const;
type Kind = (typeof KINDS)[number];

/** Writes one mutated message after the other into the same buffer. */
export class Mutator {
  readonly bytes = new Uint8Array(16_384);
  readonly #random: Random;
  #at = 0;
  #left = 0;
  #kind: Kind = "tag";

  constructor(random: Random) {
    this.#random = random;
  }

  below(bound: number): number {
    return Math.floor(this.#random.next() * bound);
  }

  /** @returns how many octets of `bytes` are the message, from 0 */
  mutate(tree: Node): number {
    this.#at = this.bytes.length;
    this.#left = this.below(tree.size + 1); // one in size + 1 leaves the structure whole
    this.#kind = KINDS[this.below(KINDS.length)]!;
    this.#write(tree);
    const length = this.bytes.length - this.#at;
    this.bytes.copyWithin(0, this.#at);
    for (let flips = this.below(3); flips > 0; flips--) this.#flip(length);
    return this.below(8) === 0 ? this.below(length + 1) : length;
  }

  #flip(length: number): void {
    if (length === 0) return;
    const octet = this.below(2) === 0 ? this.below(256) : ODD_OCTETS[this.below(ODD_OCTETS.length)]!;
    this.bytes[this.below(length)] = octet;
  }

  /** Backwards, as lengths are known only then; the TLV that `#left` counts down to is the one to change. */
  #write(node: Node): void {
    const chosen = this.#left-- === 0;
    if (chosen && this.#kind === "drop") return;
    const end = this.#at;
    this.#content(node, chosen ? this.#kind : undefined);
    this.#header(node.tag, end - this.#at, chosen ? this.#kind : undefined);
    if (chosen && this.#kind === "repeat") this.#again(this.#at, end, 1 + this.below(4));
  }

  #content({ content, children }: Node, kind: Kind | undefined): void {
    if (kind === "empty") return;
    if (kind === "content") {
      for (let octets = this.below(20); octets > 0; octets--) this.bytes[--this.#at] = this.below(256);
    } else if (kind === "nest") {
      const end = this.#at;
      for (let depth = this.below(400); depth > 0; depth--) this.#header(0x30, end - this.#at, undefined);
    } else if (children === undefined) {
      this.#at -= content.length;
      this.bytes.set(content, this.#at);
    } else {
      for (let i = children.length - 1; i >= 0; i--) this.#write(children[i]!);
    }
  }

  #header(tag: number, length: number, kind: Kind | undefined): void {
    const { bytes } = this;
    if (kind === "indefinite") bytes[--this.#at] = 0x80;
    else if (kind === "length-bomb") {
      for (let octets = 1 + this.below(5); octets > 0; octets--) bytes[--this.#at] = 0xff;
      bytes[this.#at] = 0x80 | (1 + this.below(6));
    } else {
      const claimed = kind === "length-lie" ? Math.max(0, length + this.below(9) - 4) : length;
      const fewest = claimed < 0x80 ? 0 : claimed < 0x100 ? 1 : 2;
      const octets = kind === "long-length" ? fewest + this.below(5) : fewest;
      for (let i = 0, rest = claimed; i < octets; i++, rest >>>= 8) bytes[--this.#at] = rest & 0xff;
      bytes[--this.#at] = octets === 0 ? claimed : 0x80 | octets;
    }
    bytes[--this.#at] = kind === "tag" ? TAGS[this.below(TAGS.length)]! : tag;
  }

  #again(start: number, end: number, times: number): void {
    for (let i = 0; i < times; i++) {
      this.#at -= end - start;
      this.bytes.copyWithin(this.#at, start, end);
    }
  }
}

import { type ObjectSyntax, renderText, type SnmpValue } from "../smi/index.ts";
import { normaliseDimensionValue } from "./dimension-value.ts";
import type { Dimensions } from "./sample.ts";

export type Pair = Dimensions[number];

/** No value on a line is longer than 250; agents send texts of 60,000 octets, and a thousand of those are not to be held. */
const TEXT_MAX = 1_000;
/** Far more names than interfaces of one kind have; aliases are many, and of those the latest are remembered. */
const PAIRS_MAX = 1_024;

/**
 * The pairs that a dimension has had lately on any row of any device: statuses, speeds and names like
 * `GigabitEthernet1/0/1` are the same everywhere, and are rendered and held once. At most 1,024 numbers and as many
 * texts; then it begins anew, which costs time and room but changes nothing.
 */
export class PairTable {
  readonly #key: string;
  readonly #numbers = new Map<number, Pair | undefined>();
  readonly #texts = new Map<string, Pair | undefined>();

  constructor(key: string) {
    this.#key = key;
  }

  /** @param old  the pair that the row had before: kept when it says the same */
  ofValue(value: SnmpValue, syntax: ObjectSyntax | undefined, old: Pair | undefined): Pair | undefined {
    if (isNumber(value)) {
      const known = this.#numbers.get(value.value);
      if (known !== undefined) return known;
      const pair = this.ofText(renderText(value, syntax), old);
      remember(this.#numbers, value.value, pair);
      return pair;
    }
    if (value.type === "OctetString" && old !== undefined && syntax === undefined) {
      if (isPlainText(value.value, old[1])) return old;
    }
    return this.ofText(renderText(value, syntax), old);
  }

  /** @returns undefined when nothing is left of the text */
  ofText(text: string | undefined, old: Pair | undefined): Pair | undefined {
    // What was sent once needs no normalising: it stays as it is the second time.
    if (text === undefined || text === old?.[1]) return text === undefined ? undefined : old;
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const value = normaliseDimensionValue(text);
    const pair: Pair | undefined = value === undefined ? undefined : [this.#key, value];
    if (text.length <= TEXT_MAX) remember(this.#texts, text, pair);
    return pair;
  }
}

type NumberValue = Extract<SnmpValue, { readonly value: number }>;

const isNumber = (value: SnmpValue): value is NumberValue =>
  "value" in value && typeof value.value === "number";

/** Whether octets are this very text in printable ASCII: then there is nothing to render. */
function isPlainText(octets: Uint8Array, text: string): boolean {
  if (octets.length !== text.length) return false;
  for (let i = 0; i < octets.length; i++) {
    const octet = octets[i]!;
    if (octet !== text.charCodeAt(i) || octet < 0x20 || octet > 0x7e) return false;
  }
  return true;
}

function remember<K>(table: Map<K, Pair | undefined>, key: K, pair: Pair | undefined): void {
  if (table.size >= PAIRS_MAX) table.clear();
  table.set(key, pair);
}

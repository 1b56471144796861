import { isIPv6 } from "node:net";
import type { Pseudonyms } from "./pseudonyms.ts";

/** What a first look at the recording finds, to be replaced wherever it turns up again. */
export interface Learned {
  readonly words: Set<string>;
  /** Dotted octets of IPv4, IPv6 and MAC addresses. */
  readonly addresses: Set<string>;
}

export interface TextContext {
  readonly pseudonyms: Pseudonyms;
  readonly learned: Learned;
  readonly secrets: readonly string[];
  /** Every word is replaced, or those that were learned. */
  readonly words: "all" | "learned";
  /** Whether 10.1.2.3 must be an address; in version texts only learned ones are. */
  readonly ipv4: boolean;
}

const WORD = String.raw`[A-Za-z0-9_\x80-\xff]+(?:-[A-Za-z0-9_\x80-\xff]+)*`;
const MAC = String.raw`(?:[\da-fA-F]{1,2}[:-]){5}[\da-fA-F]{1,2}|(?:[\da-fA-F]{4}\.){2}[\da-fA-F]{4}|[\da-fA-F]{12}`;
const IPV4 = String.raw`\d{1,3}(?:\.\d{1,3}){3}`;
const IPV6 = String.raw`[\da-fA-F]{0,4}(?::[\da-fA-F]{0,4}){2,7}`;
/** The longest thing first: an address is not a row of words. */
const PIECES = new RegExp(
  String.raw`(?<![\w.:-])(?<mac>${MAC})(?![\w:-]|\.\w)|(?<![\w.])(?<ipv4>${IPV4})(?![\w]|\.\d)|(?<![\w:])(?<ipv6>${IPV6})(?![\w:])|(?<word>${WORD})`,
  "g",
);
/** What Cisco and many others print on a chassis: FOC1234X0AB. */
const SERIAL_SHAPE = /^[A-Z]{3}\d{4}[A-Z0-9]{4}$/;
/** `community public`, `password: x`: the word after it is a secret wherever it stands. */
const SECRET_BEFORE = /\b(community|password|passwd|passphrase|secret)["']?\s*[:= ]\s*["']?$/i;

/** The words of a text in lower case, as `learned` holds them. */
export function wordsOf(octets: Uint8Array): readonly string[] {
  const text = Buffer.from(octets).toString("latin1");
  return [...text.matchAll(PIECES)].flatMap(({ groups }) =>
    groups?.["word"] === undefined ? [] : [groups["word"].toLowerCase()],
  );
}

/** A text of the same length with addresses, words and secrets replaced; what stands between them stays. */
export function scrubText(octets: Uint8Array, context: TextContext): Uint8Array {
  const { secrets, pseudonyms } = context;
  let text = Buffer.from(octets).toString("latin1"); // a character an octet: UTF-8 stays as long as it is
  for (const secret of secrets) {
    const inside = Buffer.from(secret, "utf8").toString("latin1");
    if (inside !== "") text = text.replaceAll(inside, () => pseudonyms.word(inside));
  }
  const scrubbed = text.replace(PIECES, (piece: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Readonly<Record<string, string | undefined>>;
    if (groups["mac"] !== undefined) return scrubMacText(piece, pseudonyms);
    if (groups["ipv4"] !== undefined) return scrubIpv4Text(piece, context);
    if (groups["ipv6"] !== undefined) return scrubIpv6Text(piece, context);
    return scrubWord(
      piece,
      text.slice(Math.max(0, (rest.at(-3) as number) - 20), rest.at(-3) as number),
      context,
    );
  });
  return Uint8Array.from(Buffer.from(scrubbed, "latin1"));
}

function scrubWord(word: string, before: string, { words, learned, pseudonyms }: TextContext): string {
  const known =
    learned.words.has(word.toLowerCase()) || SERIAL_SHAPE.test(word) || SECRET_BEFORE.test(before);
  return words === "all" || known ? pseudonyms.word(word) : word;
}

/** In the notation of the original, whatever its separators, case and padding. */
function scrubMacText(text: string, { mac }: Pseudonyms): string {
  const separated = text.split(/[:-]/);
  const groups = separated.length === 6 ? separated : (text.replaceAll(".", "").match(/../g) ?? []);
  const octets = mac(Uint8Array.from(groups, (group) => Number.parseInt(group, 16)));
  const upper = /[A-F]/.test(text);
  const digits = Array.from(octets, (octet, i) => {
    const hex = octet.toString(16).padStart(groups[i]?.length ?? 2, "0");
    return upper ? hex.toUpperCase() : hex;
  });
  if (separated.length === 6) return digits.join(text.includes(":") ? ":" : "-");
  return text.includes(".") ? (digits.join("").match(/..../g) ?? []).join(".") : digits.join("");
}

function scrubIpv4Text(text: string, { pseudonyms, learned, ipv4 }: TextContext): string {
  const octets = text.split(".").map(Number);
  if (octets.some((octet) => octet > 255)) return text;
  const isAddress = ipv4 || learned.addresses.has(octets.join("."));
  return isAddress ? pseudonyms.ipv4(Uint8Array.from(octets)).join(".") : text;
}

function scrubIpv6Text(text: string, { pseudonyms }: TextContext): string {
  if (!isIPv6(text) || text === "::") return text;
  const [head = "", tail] = text.split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = Array.from({ length: 8 - front.length - back.length }, () => "0");
  const groups = [...front, ...(tail === undefined ? [] : gap), ...back].map((group) =>
    Number.parseInt(group, 16),
  );
  const octets = pseudonyms.ipv6(Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff])));
  const replaced = Array.from({ length: 8 }, (_, i) =>
    (((octets[2 * i] ?? 0) << 8) | (octets[2 * i + 1] ?? 0)).toString(16),
  );
  return replaced.join(":").replace(/(^|:)0(:0)+(:|$)/, "::");
}

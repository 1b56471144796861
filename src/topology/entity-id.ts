import { hash } from "node:crypto";

/** Types that are not made by extensions: their ids begin with the type's own name. */
const BUILT_IN_TYPES: ReadonlySet<string> = new Set([
  "host",
  "process_group",
  "process_group_instance",
  "service",
  "application",
]);

const HEX_DIGITS = 16;
/** SHA-256 has four runs of 16 hex digits. */
export const ID_ATTEMPTS_MAX = 4;

/**
 * The id of an entity: `CUSTOM_DEVICE-` and 16 upper-case hex digits of SHA-256 over lower-case type, NUL and
 * rendered id (spec of topology §2). It is our own: a tenant hashes otherwise and never hears of it.
 * @param attempt  0, or higher when the id is taken by another entity: then the next 8 octets of the hash are used
 */
export function entityIdOf(type: string, renderedId: string, attempt = 0): string {
  const digest = hash("sha256", `${type.toLowerCase()}\0${renderedId}`, "hex");
  return idOf(type, digest.slice(attempt * HEX_DIGITS, (attempt + 1) * HEX_DIGITS).toUpperCase());
}

/** The digits of an id as two numbers of 32 bits, which take 16 octets where the text takes 56. */
export interface IdDigits {
  readonly high: number;
  readonly low: number;
}

/** @param id  any text: where it has other characters than digits the numbers tell little, but are the same each time */
export function digitsOf(id: string): IdDigits {
  const start = id.length - HEX_DIGITS;
  return { high: numberAt(id, start), low: numberAt(id, start + HEX_DIGITS / 2) };
}

function numberAt(id: string, start: number): number {
  let number = 0;
  for (let i = Math.max(0, start); i < start + HEX_DIGITS / 2; i++) {
    const code = id.charCodeAt(i);
    number = (number << 4) ^ (code < A ? code - ZERO : code - A + 10);
  }
  return number;
}

const ZERO = "0".charCodeAt(0);
const A = "A".charCodeAt(0);

/** The id of these digits again, for an entity of the type. */
export const idFrom = (type: string, { high, low }: IdDigits): string =>
  idOf(type, [...hexOf(high), ...hexOf(low)].join(""));

const hexOf = (number: number): readonly string[] => [
  HEX[number >>> 24]!,
  HEX[(number >>> 16) & 0xff]!,
  HEX[(number >>> 8) & 0xff]!,
  HEX[number & 0xff]!,
];

const HEX: readonly string[] = Array.from({ length: 256 }, (_, octet) =>
  octet.toString(16).toUpperCase().padStart(2, "0"),
);

/** Whether it is the id of an entity of the type, leaving its digits out of account. */
export function hasPrefixOf(type: string, id: string): boolean {
  const prefix = prefixOf(type);
  return id.length === prefix.length + 1 + HEX_DIGITS && id.startsWith(prefix);
}

/** Joined, for what a template puts together keeps its parts. */
const idOf = (type: string, digits: string): string => [prefixOf(type), digits].join("-");

function prefixOf(type: string): string {
  const lower = type.toLowerCase();
  return BUILT_IN_TYPES.has(lower) ? lower.toUpperCase() : "CUSTOM_DEVICE";
}

/** The dimension that names an entity of the type on a line: `dt.entity.f5:pool:member`. */
export function dimensionKeyOf(type: string): string {
  return `dt.entity.${type.toLowerCase()}`;
}

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
  const lower = type.toLowerCase();
  const prefix = BUILT_IN_TYPES.has(lower) ? lower.toUpperCase() : "CUSTOM_DEVICE";
  const digest = hash("sha256", `${lower}\0${renderedId}`, "hex");
  return inOnePiece(
    `${prefix}-${digest.slice(attempt * HEX_DIGITS, (attempt + 1) * HEX_DIGITS).toUpperCase()}`,
  );
}

/** A text put together from parts keeps the parts, and ids are held by the million. All of them are ASCII. */
const inOnePiece = (text: string): string => Buffer.from(text, "latin1").toString("latin1");

/** The dimension that names an entity of the type on a line: `dt.entity.f5:pool:member`. */
export function dimensionKeyOf(type: string): string {
  return `dt.entity.${type.toLowerCase()}`;
}

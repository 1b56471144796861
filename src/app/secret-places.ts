import { isRecord, SECRET_MASK } from "../base/index.ts";
import { SECRET_KEYS } from "../config/index.ts";
import { childPath } from "../source/index.ts";

/** Whose authentication it is. */
export interface SecretPlace {
  /** The device or trap source: the object with `ip`, `port` and `authentication`. */
  readonly owner: Readonly<Record<string, unknown>>;
  readonly trap: boolean;
  /** JSON pointer of the authentication below the element. */
  readonly path: string;
}

/** As deep as configurations are read; what lies deeper is none, and may be anything. */
const DEPTH_MAX = 64;

/**
 * Copies an activation element (or its value, or a list of them) with its secrets changed.
 * @param authentication  gives the new value of each `authentication`
 * @param stray  gives the new value of a secret key that stands elsewhere by mistake
 */
export function mapAuthentications(
  element: unknown,
  authentication: (value: unknown, place: SecretPlace) => unknown,
  stray: (value: unknown) => unknown = (value) => value,
): unknown {
  const copy = (value: unknown, at: Omit<SecretPlace, "owner">, depth: number): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (depth > DEPTH_MAX) return SECRET_MASK;
    if (Array.isArray(value)) {
      return value.map((item, index) => copy(item, { ...at, path: childPath(at.path, index) }, depth + 1));
    }
    if (!isRecord(value)) return value;
    const entries = Object.entries(value).map(([key, part]): [string, unknown] => {
      const here = { trap: at.trap || key === "snmptraps", path: childPath(at.path, key) };
      if (key === "authentication") return [key, authentication(part, { ...here, owner: value })];
      if (SECRET_KEYS.some((known) => known === key)) return [key, stray(part)];
      // Variables have names of the extension's choice, and none of them is a secret.
      return [key, key === "vars" ? part : copy(part, here, depth + 1)];
    });
    return Object.fromEntries(entries);
  };
  return copy(element, { trap: false, path: "" }, 0);
}

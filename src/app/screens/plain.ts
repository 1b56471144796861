import { isRecord } from "../../base/index.ts";

// Screens are plain data of whoever wrote the manifest: what has another shape than expected is passed over.

/** A map of a manifest, of which nothing is known yet. */
export type Plain = Readonly<Record<string, unknown>>;

const NOTHING: Plain = {};

/** The map below a key; an empty one where there is none. */
export function mapAt(plain: Plain, key: string): Plain {
  const value = plain[key];
  return isRecord(value) ? value : NOTHING;
}

/** The maps of the list below a key. */
export function mapsAt(plain: Plain, key: string): readonly Plain[] {
  const value = plain[key];
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** Also numbers and truth values, as YAML reads them where a text was meant; blank is none. */
export function textAt(plain: Plain, key: string): string | undefined {
  const value = plain[key];
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

export function textsAt(plain: Plain, key: string): readonly string[] {
  const value = plain[key];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

/** @returns undefined where neither true nor false is written */
export function flagAt(plain: Plain, key: string): boolean | undefined {
  const text = textAt(plain, key)?.toLowerCase();
  return text === "true" ? true : text === "false" ? false : undefined;
}

export function numberAt(plain: Plain, key: string): number | undefined {
  const text = textAt(plain, key);
  const value = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** `Name|key=value|other=value`: conditions and the links of messages; a value may hold `=`. */
export function parametersOf(text: string): {
  readonly name: string;
  readonly values: ReadonlyMap<string, string>;
} {
  const [name = "", ...rest] = text.split("|");
  const values = rest.map((part) => {
    const at = part.indexOf("=");
    return at < 0
      ? ([part.trim(), ""] as const)
      : ([part.slice(0, at).trim(), part.slice(at + 1).trim()] as const);
  });
  return { name: name.trim(), values: new Map(values) };
}

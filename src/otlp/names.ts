// Names as the store takes them: the rules of our OTLP spec §3.1, with the lengths of the line protocol, which all
// that is taken travels as. A run of illegal characters becomes one `_`, as in the vendor's own libraries.

/** What the line protocol carries (spec of metric ingestion §1); up to 255 are taken and cut. */
const KEY_MAX = 250;
const KEY_TAKEN_MAX = 255;
const KEY_MIN = 3;
const DIMENSION_KEY_MAX = 100;

/** @returns undefined when nothing of the name is legal, or the key is one that only the server may write (`dt.`) */
export function metricKeyOf(name: string): string | undefined {
  const sections = name.split(".");
  const first = sections[0]!.replace(/^[^A-Za-z_]+/, "_").replace(/[^A-Za-z0-9_-]+/g, "_");
  const others = sections
    .slice(1)
    .map((section) => section.replace(/^[^A-Za-z0-9_]+/, "_").replace(/[^A-Za-z0-9_-]+/g, "_"));
  const key = [first, ...others.filter((section) => section !== "")].join(".");
  if (first === "" || !/[A-Za-z0-9]/.test(key) || key.startsWith("dt.")) return undefined;
  if (key.length < KEY_MIN || key.length > KEY_TAKEN_MAX) return undefined;
  return key.slice(0, KEY_MAX).replace(/\.$/, "");
}

/** @returns undefined when nothing of it is legal: the dimension is left out */
export function dimensionKeyOf(name: string): string | undefined {
  const key = name
    .slice(0, DIMENSION_KEY_MAX)
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "_")
    .replace(/\.{2,}/g, ".")
    .replace(/^\.+|\.+$/g, "")
    .replace(/^[^a-z_]+/, "_");
  return /[a-z0-9]/.test(key) ? key : undefined;
}

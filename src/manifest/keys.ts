import type { MetricType } from "./manifest.ts";

/** What we emit; the server accepts 255, its own libraries cut here. */
export const METRIC_KEY_MAX = 250;
export const METRIC_KEY_MIN = 3;
export const DIMENSION_KEY_MAX = 100;

/**
 * A metric key as the line protocol accepts it: each run of illegal characters becomes one `_`, empty sections go,
 * and the whole is cut to 250 characters. `normaliseMetricKey("9lives.if in..octets")` → `_lives.if_in.octets`
 * @returns undefined when nothing is left to send: the first section is empty
 */
export function normaliseMetricKey(text: string): string | undefined {
  const [first = "", ...later] = text.slice(0, METRIC_KEY_MAX).split(".");
  if (first === "") return undefined;
  return [
    first.replace(/^[^A-Za-z_]+/, "_"),
    ...later.filter((section) => section !== "").map((section) => section.replace(/^[^A-Za-z0-9_]+/, "_")),
  ]
    .map((section) => section.replace(/[^A-Za-z0-9_-]+/g, "_"))
    .join(".");
}

/**
 * A dimension key as the line protocol accepts it: lower case, at most 100 characters, each run of illegal
 * characters one `_`, and no section starts with a digit or hyphen. `normaliseDimensionKey("If.64bit")` → `if._bit`
 * @returns undefined when nothing is left: drop the dimension
 */
export function normaliseDimensionKey(text: string): string | undefined {
  const key = text
    .slice(0, DIMENSION_KEY_MAX)
    .toLowerCase()
    .split(".")
    .filter((section) => section !== "")
    .map((section) => section.replace(/^[^a-z_]+/, "_").replace(/[^a-z0-9_:-]+/g, "_"))
    .join(".")
    // Lower case can be longer than upper case (İ), so the cut is made good here.
    .slice(0, DIMENSION_KEY_MAX)
    .replace(/\.$/, "");
  return key === "" ? undefined : key;
}

/**
 * The key under which the classic store keeps a line: `.count` is appended to counts that lack it, `.gauge` to
 * gauges that end in `.count`. Conditions and metadata may name either form.
 */
export function storedMetricKey(key: string, type: MetricType): string {
  const counted = key.endsWith(".count");
  if (type === "count") return counted ? key : `${key}.count`;
  return counted ? `${key}.gauge` : key;
}

/** What is wrong with a metric key of a manifest, in words; undefined when it can be sent as it is. */
export function metricKeyProblem(key: string): string | undefined {
  if (key.startsWith("dt.")) return "keys that start with 'dt.' are reserved and cannot be ingested";
  if (/^(func|builtin|dsfm):/.test(key)) return "a calculated or built-in metric cannot be collected";
  const sections = key.split(".");
  if (sections.includes("")) return "it has an empty section: remove the leading, trailing or double dot";
  if (!/^[A-Za-z_]/.test(key)) return "it must start with a letter or '_'";
  if (sections.some((section) => section.startsWith("-"))) return "no section may start with '-'";
  const illegal = /[^A-Za-z0-9_.-]/u.exec(key)?.[0];
  if (illegal !== undefined) return `'${illegal}' is not allowed; use letters, digits, '-', '_' and '.'`;
  return undefined;
}

/** What is wrong with a dimension key of a manifest, in words; undefined when the line protocol knows such keys. */
export function dimensionKeyProblem(key: string): string | undefined {
  if (key.split(".").includes(""))
    return "it has an empty section: remove the leading, trailing or double dot";
  if (/[A-Z]/.test(key)) return `dimension keys are lower case; write '${key.toLowerCase()}'`;
  const illegal = /[^a-z0-9_.:-]/u.exec(key)?.[0];
  if (illegal !== undefined)
    return `'${illegal}' is not allowed; use lower-case letters, digits, '-', '_', ':' and '.'`;
  return undefined;
}

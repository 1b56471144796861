import type { Findings } from "../source/index.ts";

/** Every finding of the loader; the numbers are those of the format's specification. */
const MANIFEST_CODES = {
  M001: "not YAML, not a mapping, or a key stands twice",
  M002: "a required key is missing",
  M003: "wrong YAML type",
  M004: "the text does not match the required pattern",
  M005: "length or numeric range violated",
  M006: "too many entries",
  M007: "duplicate id",
  M008: "value not in the enumeration",
  M009: "reference to an undefined variable",
  M010: "nothing to collect",
  M011: "unsupported data source",
  M012: "a metric or entity selector does not parse",
  M013: "a filter, condition or placeholder pattern does not parse",
  M014: "invalid OID",
  M101: "unknown key or tolerated form",
  M102: "legacy form accepted",
  M103: "defined but unused, or referenced but undefined",
  M104: "the suffix of the key does not fit its type",
  M105: "scalar OID or one row in a table, or column OID among scalars",
  M106: "MIB name not resolvable now",
  M107: "asks for a newer platform than implemented",
  M108: "the same metric key is fed more than once",
  M109: "collected without metadata, or metadata without collector",
} as const;
export type ManifestCode = keyof typeof MANIFEST_CODES;

export type ManifestFindings = Findings<ManifestCode>;

import { createHash } from "node:crypto";
import { passes } from "./filter.ts";
import type { ExpectedLine } from "./lines.ts";
import type { OracleRule, OracleTopology } from "./manifest.ts";

export interface ExpectedEntity {
  readonly entityId: string;
  readonly type: string;
  readonly displayName: string;
  readonly properties: Readonly<Record<string, string | readonly string[]>>;
}

export interface ExpectedRelationship {
  readonly type: string;
  readonly from: string;
  readonly to: string;
}

export interface ExpectedGraph {
  readonly entities: readonly ExpectedEntity[];
  readonly relationships: readonly ExpectedRelationship[];
}

const LISTS: ReadonlySet<string> = new Set(["dt.ip_addresses", "dt.dns_names", "dt.listen_ports"]);

/** Properties that gather values; everything else holds the one value that all lines agree about. */
interface Draft {
  readonly type: string;
  readonly id: string;
  readonly names: Set<string>;
  readonly properties: Map<string, Set<string>>;
}

/** The entities and relationships that metric lines bring about (spec 4 §1 and §2). */
export function expectedGraph(topology: OracleTopology, lines: readonly ExpectedLine[]): ExpectedGraph {
  const drafts = new Map<string, Draft>();
  const edges = new Map<string, ExpectedRelationship>();
  for (const line of lines) {
    const found = new Map<string, Draft>();
    for (const { name: type, rules } of topology.types) {
      for (const role of new Set(rules.map((rule) => rule.role))) {
        const rule = rules.find((candidate) => candidate.role === role && applies(candidate, line));
        if (rule !== undefined) found.set(JSON.stringify([type, role]), upsert(drafts, type, rule, line));
      }
    }
    for (const { type, from, fromRole, to, toRole, conditions } of topology.relationships) {
      if (!conditions.some((condition) => matchesKey(condition, line))) continue;
      const [start, end] = [ofType(found, from, fromRole), ofType(found, to, toRole)];
      if (start === undefined || end === undefined || start === end) continue;
      const edge = { type, from: start.id, to: end.id };
      edges.set(JSON.stringify(edge), edge);
    }
  }
  return {
    entities: [...drafts.values()].map(finished).toSorted((a, b) => (a.entityId < b.entityId ? -1 : 1)),
    relationships: [...edges].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, edge]) => edge),
  };
}

function applies(rule: OracleRule, line: ExpectedLine): boolean {
  return (
    rule.conditions.some((condition) => matchesKey(condition, line)) &&
    rule.required.every(({ key, pattern }) => {
      const value = line.dimensions.get(key);
      return value !== undefined && (pattern === undefined || passes(pattern, value));
    }) &&
    filled(rule.idPattern, line) !== undefined
  );
}

/** Conditions hold for the key as collected or as the classic store keeps it (spec 3 §1.1). */
function matchesKey(condition: string, { key, type }: ExpectedLine): boolean {
  const suffixed = key.endsWith(".count");
  const stored = type === "count" ? (suffixed ? key : `${key}.count`) : suffixed ? `${key}.gauge` : key;
  return passes(condition, key) || passes(condition, stored);
}

function upsert(drafts: Map<string, Draft>, type: string, rule: OracleRule, line: ExpectedLine): Draft {
  const id = entityId(type, filled(rule.idPattern, line) ?? "");
  const draft = drafts.get(id) ?? { type, id, names: new Set(), properties: new Map() };
  drafts.set(id, draft);
  draft.names.add(nameBy(rule, line));
  for (const { key, pattern } of rule.attributes) {
    const text = filled(pattern, line);
    if (text === undefined) continue;
    const values = draft.properties.get(key) ?? new Set();
    draft.properties.set(key, values.add(text));
  }
  return draft;
}

/** Spec 4 §2: 16 hex digits of SHA-256 over the type in lower case, a zero octet and the rendered id. */
function entityId(type: string, rendered: string): string {
  const digest = createHash("sha256").update(`${type.toLowerCase()}\0${rendered}`, "utf8").digest("hex");
  return `CUSTOM_DEVICE-${digest.slice(0, 16).toUpperCase()}`;
}

/** Values stand as they are; only where one is missing, the gap that it leaves is closed (spec 4 §1.1). */
function nameBy({ namePattern = "", idPattern }: OracleRule, line: ExpectedLine): string {
  const gaps = () =>
    namePattern
      .replace(/\{([^{}]+)\}/g, (_, key: string) => line.dimensions.get(key) ?? "")
      .replace(/ +/g, " ");
  const name = (filled(namePattern, line) ?? gaps()).trim();
  return name === "" ? (filled(idPattern, line) ?? "") : name;
}

/** The pattern with its placeholders replaced; undefined when one of them has no value on the line. */
function filled(pattern: string, { dimensions }: ExpectedLine): string | undefined {
  const keys = [...pattern.matchAll(/\{([^{}]+)\}/g)].map(([, key = ""]) => key);
  if (keys.some((key) => !dimensions.has(key))) return undefined;
  return pattern.replace(/\{([^{}]+)\}/g, (_, key: string) => dimensions.get(key) ?? "");
}

function ofType(
  found: ReadonlyMap<string, Draft>,
  type: string,
  role: string | undefined,
): Draft | undefined {
  for (const [place, draft] of found) {
    const [itsType, itsRole] = JSON.parse(place) as [string, string];
    if (itsType === type && (role === undefined || itsRole === role)) return draft;
  }
  return undefined;
}

function finished({ id, type, names, properties }: Draft): ExpectedEntity {
  return {
    entityId: id,
    type,
    displayName: only(names, `the name of ${id}`),
    properties: Object.fromEntries(
      [...properties].map(([key, values]) => [
        key,
        LISTS.has(key) ? [...values].toSorted() : only(values, `${key} of ${id}`),
      ]),
    ),
  };
}

/** Input whose lines contradict each other is no input for this oracle: which one wins is left to the product. */
function only(values: ReadonlySet<string>, what: string): string {
  const [first, second] = values;
  if (first === undefined || second !== undefined)
    throw new Error(`the oracle cannot tell ${what}: ${[...values].join(" or ")}`);
  return first;
}

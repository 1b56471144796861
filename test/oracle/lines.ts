import type { AgentData, Value } from "./agent-data.ts";
import { passes } from "./filter.ts";
import type {
  OracleDimension,
  OracleGroup,
  OracleManifest,
  OracleMetric,
  OracleSubgroup,
} from "./manifest.ts";
import { FORMATTERS, LLDP_PORT_ID_SUBTYPES } from "./mib-facts.ts";
import {
  dimensionText,
  inetText,
  lineValue,
  macText,
  numberText,
  octetsText,
  oidOf,
  scalarAt,
} from "./values.ts";

export interface ExpectedLine {
  readonly key: string;
  readonly type: "gauge" | "count";
  /** Canonical number. */
  readonly value: string;
  readonly dimensions: ReadonlyMap<string, string>;
}

export interface Polled {
  readonly manifest: OracleManifest;
  /** The agent's data at each poll. */
  readonly polls: readonly AgentData[];
  readonly address: string;
  readonly port: number;
  readonly name: string;
  readonly featureSets: "all" | readonly string[];
  readonly vars: Readonly<Record<string, string>>;
}

/** Lines of each poll of each group: what spec 1 §6-§9 and spec 3 §2 and §7 ask for. */
export function expectedLines(polled: Polled): ReadonlyMap<string, readonly (readonly ExpectedLine[])[]> {
  return new Map(
    polled.manifest.groups.map((group) => {
      const counters = new Map<string, Baseline>();
      return [group.name, polled.polls.map((data) => linesOfGroup(group, { polled, data, counters }))];
    }),
  );
}

interface Scene {
  readonly polled: Polled;
  readonly data: AgentData;
  readonly counters: Map<string, Baseline>;
}

interface Baseline {
  readonly number: bigint;
  readonly upTime: bigint | undefined;
}

/** A line and where it comes from. */
interface Candidate {
  readonly line: ExpectedLine;
  readonly subgroup: number;
  readonly isCounter64: boolean;
}

interface Row {
  /** Undefined for scalars. */
  readonly index: string | undefined;
  readonly cell: (oid: string) => Value | undefined;
}

function linesOfGroup(group: OracleGroup, scene: Scene): ExpectedLine[] {
  const candidates = group.parts.flatMap((part, number) =>
    part.metrics
      .filter((metric) => isChosen(metric, scene.polled.featureSets))
      .flatMap((metric, position) => candidatesOf(part, metric, { ...scene, number, position })),
  );
  return onePerTupleOfSeveralSubgroups(candidates);
}

function isChosen({ featureSet }: OracleMetric, chosen: Polled["featureSets"]): boolean {
  return featureSet === undefined || chosen === "all" || chosen.includes(featureSet);
}

type Place = Scene & { readonly number: number; readonly position: number };

function candidatesOf(part: OracleSubgroup, metric: OracleMetric, place: Place): Candidate[] {
  const found: Candidate[] = [];
  for (const row of rowsOf(part, metric, place.data)) {
    const dimensions = dimensionsOf(part, row, place.polled);
    if (dimensions === undefined) continue;
    const value = metric.value.startsWith("oid:") ? row.cell(oidOf(metric.value.slice(4))) : undefined;
    const number = metric.value.startsWith("const:")
      ? metric.value.slice(6).trim()
      : value && numberText(value);
    if (number === undefined) continue;
    const id = [place.number, place.position, metric.key, row.index].join(" ");
    const payload = metric.type === "gauge" ? number : deltaOf(id, number, value, place);
    if (payload === undefined) continue;
    found.push({
      line: { key: metric.key, type: metric.type, value: payload, dimensions },
      subgroup: place.number,
      isCounter64: value?.kind === "integer" && value.type === "Counter64",
    });
  }
  return found;
}

/** Scalars are one row; a table has a row for each index of the metric, or of the own dimensions of a constant. */
function rowsOf(part: OracleSubgroup, metric: OracleMetric, data: AgentData): Row[] {
  if (!part.table) return [{ index: undefined, cell: (oid) => scalarAt(data, oid) }];
  const columns = metric.value.startsWith("oid:")
    ? [oidOf(metric.value.slice(4))]
    : part.dimensions.filter(({ own }) => own).flatMap(({ value }) => oidsIn(value));
  const indexes = new Set(
    columns.filter((oid) => !oid.endsWith(".0")).flatMap((oid) => [...data.column(oid).keys()]),
  );
  return [...indexes].map((index) => ({
    index,
    cell: (oid) => (oid.endsWith(".0") ? data.get(oid) : data.column(oid).get(index)),
  }));
}

/** Every OID that a value form names. */
export function oidsIn(value: string): string[] {
  return [...value.matchAll(/oid:([^,)\s]+)/g)].map(([, oid = ""]) => oidOf(oid));
}

/** The dimensions of a row, automatic ones too; undefined when a filter rejects the row. */
function dimensionsOf(part: OracleSubgroup, row: Row, polled: Polled): Map<string, string> | undefined {
  const dimensions = new Map([
    ["device", `${polled.address}:${polled.port}`],
    ["device.address", polled.address],
    ["device.name", polled.name],
  ]);
  for (const dimension of part.dimensions) {
    const text = textOf(dimension, row, polled);
    const filter = filterOf(dimension, polled);
    if (filter !== "" && !passes(filter, text)) return undefined;
    const written = lineValue(text);
    if (written === undefined) dimensions.delete(dimension.key);
    else dimensions.set(dimension.key, written);
  }
  // Spec 3 §2: with more than 50 there is no line.
  return dimensions.size > 50 ? undefined : dimensions;
}

function filterOf({ filter = "" }: OracleDimension, polled: Polled): string {
  return filter.startsWith("var:")
    ? variable(filter.slice(4), polled).replace(/^const:/, "")
    : filter.replace(/^const:/, "");
}

function variable(id: string, { manifest, vars }: Polled): string {
  return vars[id] ?? manifest.vars.get(id) ?? "";
}

function textOf({ value }: OracleDimension, row: Row, polled: Polled): string | undefined {
  const [, form = "", rest = ""] = /^(oid|const|var|this):(.*)$/s.exec(value) ?? [];
  switch (form) {
    case "oid":
      return dimensionText(row.cell(oidOf(rest)), oidOf(rest));
    case "const":
      return rest;
    case "var":
      return variable(rest, polled);
    case "this":
      return {
        "device.address": polled.address,
        "device.port": String(polled.port),
        "device.name": polled.name,
      }[rest];
    default:
      return translated(value, row) ?? value;
  }
}

/** `$inetAddress(type, address)` and `$networkFormat(type, data[, default:…])` (spec 1 §7). */
function translated(value: string, row: Row): string | undefined {
  const parts = /^\$(\w+)\((oid|const):([^,]+),\s*oid:([^,]+?)\s*(?:,\s*default:(.*))?\)$/s.exec(value);
  if (parts === null) return undefined;
  const [, name = "", kind = "", type = "", oid = "", fallback] = parts;
  const data = row.cell(oidOf(oid));
  if (data === undefined) return "";
  const raw = dimensionText(data, oidOf(oid)) ?? "";
  if (data.kind !== "octets") return raw;
  if (kind === "const") return namedFormat(type.trim(), data.octets) ?? fallback ?? raw;
  const formatter = row.cell(oidOf(type));
  const number = formatter?.kind === "integer" ? Number(formatter.number) : undefined;
  if (name === "inetAddress") return inetText(number, data.octets) ?? raw;
  const text =
    FORMATTERS.get(oidOf(type)) === "LldpPortIdSubtype"
      ? namedFormat(LLDP_PORT_ID_SUBTYPES[number ?? 0] ?? "", data.octets)
      : inetText(number ?? -1, data.octets);
  return text ?? fallback ?? raw;
}

function namedFormat(type: string, octets: Buffer): string | undefined {
  switch (type) {
    case "macAddress":
      return octets.length === 6 ? macText(octets) : undefined;
    case "networkAddress":
      // LLDP-MIB: the first octet is IANA's number of the address family, 1 for IPv4 and 2 for IPv6.
      if (octets.length === 4 || octets.length === 16) return inetText(undefined, octets);
      return inetText(octets[0], octets.subarray(1));
    case "interfaceName":
    case "interfaceAlias":
    case "portComponent":
    case "local":
      return octetsText(octets);
    default:
      return undefined;
  }
}

/** Spec 1 §9.3; remembers the number for the next poll. */
function deltaOf(id: string, text: string, value: Value | undefined, scene: Scene): string | undefined {
  if (!/^-?\d+$/.test(text)) throw new Error(`the oracle counts whole numbers only, not ${text}`);
  const now = BigInt(text);
  const ticks = scene.data.get("1.3.6.1.2.1.1.3.0");
  const upTime = ticks?.kind === "integer" ? ticks.number : undefined;
  const before = scene.counters.get(id);
  scene.counters.set(id, { number: now, upTime });
  if (before === undefined) return undefined;
  if (now >= before.number) return String(now - before.number);
  const rebooted = upTime !== undefined && before.upTime !== undefined && upTime < before.upTime;
  const wraps = value?.kind === "integer" && value.type === "Counter32";
  return wraps && !rebooted ? String(now + 2n ** 32n - before.number) : undefined;
}

/** Spec 1 §9.4: the same key and tuple from several subgroups is one line, of the Counter64 where there is one. */
function onePerTupleOfSeveralSubgroups(candidates: readonly Candidate[]): ExpectedLine[] {
  const byTuple = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const tuple = JSON.stringify([
      candidate.line.key,
      [...candidate.line.dimensions].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ]);
    const same = byTuple.get(tuple);
    if (same === undefined) byTuple.set(tuple, [candidate]);
    else same.push(candidate);
  }
  return [...byTuple.values()].flatMap((same) => {
    const subgroups = new Set(same.map(({ subgroup }) => subgroup));
    if (subgroups.size === 1) return same.map(({ line }) => line);
    const best = same.find(({ isCounter64 }) => isCounter64) ?? same[0];
    return best === undefined ? [] : [best.line];
  });
}

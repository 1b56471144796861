import type { ObjectCatalogue } from "../smi/index.ts";
import { parseFilter } from "./filter.ts";
import { DIMENSION, GROUP, METRIC, SUBGROUP } from "./format/collect-keys.ts";
import { checkSuffix, type OwnLevel, readCollectedKey, readDimensionKey, readLevel } from "./level.ts";
import { LIMITS } from "./limits.ts";
import {
  type DimensionSpec,
  type FilterSpec,
  type Group,
  METRIC_TYPES,
  type MetricSpec,
  type MetricType,
  type OidRef,
  type Subgroup,
} from "./manifest.ts";
import { columnAbove } from "./object-name.ts";
import { isScalarInstance } from "./oid-ref.ts";
import { type LocatedText, type MapReader, reportDuplicates } from "./reader.ts";
import { didYouMean } from "./suggest.ts";
import { readDimensionValue, readMetricValue, type ValueContext } from "./values.ts";

/** One metric that is collected somewhere, for the checks across groups and against the metadata. */
export interface Collector {
  readonly key: LocatedText;
  readonly type: MetricType;
  /** For messages: the group or subgroup it stands in. */
  readonly where: string;
  /** Its constant dimensions: two collectors that differ in one never feed the same tuple. */
  readonly constants: ReadonlyMap<string, string>;
}

export interface Collected<T> {
  readonly groups: readonly T[];
  readonly collectors: readonly Collector[];
}

/** On every line without being declared: see the automatic dimensions of the format. */
const AUTOMATIC_DIMENSIONS = ["device", "device.address", "device.name"];

/** `snmp`: groups, their subgroups, and what each collects. */
export function readGroups(root: MapReader, context: ValueContext): Collected<Group> {
  const collectors: Collector[] = [];
  const readers = root.maps("snmp");
  root.atMost("snmp", readers.length, LIMITS.groups);
  const names: LocatedText[] = [];
  const groups = readers.map((reader) => {
    const name = reader.requiredText("group", "the group's name");
    if (name !== undefined) names.push(name);
    return readGroup(reader, name?.text ?? "", context, collectors);
  });
  reportDuplicates(root.findings, names, "group name");
  if (collectors.length > LIMITS.metricsPerExtension) {
    const message = `${collectors.length} metrics are collected; at most ${LIMITS.metricsPerExtension} are allowed per extension`;
    root.findings.error("M006", root.placeOf("snmp"), message);
  }
  return { groups, collectors };
}

function readGroup(reader: MapReader, group: string, context: ValueContext, collectors: Collector[]): Group {
  reader.onlyKeys(GROUP);
  const body = readBody(reader, group, new Map(), context, collectors);
  const subgroups = reader.maps("subgroups");
  reader.atMost("subgroups", subgroups.length, LIMITS.subgroupsPerGroup);
  return {
    group,
    ...body,
    subgroups: subgroups.map((subgroup) => readSubgroup(subgroup, body.dimensions, context, collectors)),
  };
}

function readSubgroup(
  reader: MapReader,
  inherited: readonly DimensionSpec[],
  context: ValueContext,
  collectors: Collector[],
): Subgroup {
  reader.onlyKeys(SUBGROUP);
  const subgroup = reader.requiredText("subgroup", "a label for the subgroup")?.text ?? "";
  if (!reader.has("metrics")) reader.missing("metrics", "a list of {key, value}");
  const outer = new Map(inherited.map((dimension) => [dimension.key, dimension]));
  return { subgroup, ...readBody(reader, subgroup, outer, context, collectors) };
}

type Body = OwnLevel & Pick<Subgroup, "table" | "dimensions" | "metrics">;

/** What groups and subgroups have in common. */
function readBody(
  reader: MapReader,
  where: string,
  inherited: ReadonlyMap<string, DimensionSpec>,
  context: ValueContext,
  collectors: Collector[],
): Body {
  const table = reader.boolean("table", false);
  const dimensions = readDimensions(reader, table, inherited, context);
  const merged = new Map([
    ...inherited,
    ...dimensions.map((dimension) => [dimension.key, dimension] as const),
  ]);
  checkLineWidth(reader, merged);
  const constants = new Map(
    [...merged].flatMap(([key, { value }]) => (value.kind === "const" ? [[key, value.text] as const] : [])),
  );
  const readers = reader.maps("metrics");
  reader.atMost("metrics", readers.length, LIMITS.metricsPerLevel);
  const metrics = readers.flatMap((metricReader) => {
    const read = readMetric(metricReader, table, context);
    if (read === undefined) return [];
    collectors.push({ key: read.key, type: read.metric.type, where, constants });
    return [read.metric];
  });
  return { ...readLevel(reader), table, dimensions, metrics };
}

function checkLineWidth(reader: MapReader, merged: ReadonlyMap<string, DimensionSpec>): void {
  const count = new Set([...merged.keys(), ...AUTOMATIC_DIMENSIONS]).size;
  if (count <= LIMITS.dimensionsPerLine) return;
  const message = `a line would carry ${count} dimensions with the inherited and automatic ones; at most ${LIMITS.dimensionsPerLine} are allowed`;
  reader.findings.error("M006", reader.placeOf("dimensions"), message);
}

function readMetric(
  reader: MapReader,
  table: boolean,
  context: ValueContext,
): { key: LocatedText; metric: MetricSpec } | undefined {
  reader.onlyKeys(METRIC);
  const key = readCollectedKey(reader);
  const type = readType(reader);
  const source = reader.requiredText("value", "oid:<OID> or const:<number>");
  const value = source === undefined ? undefined : readMetricValue(source, context);
  const level = readLevel(reader);
  if (key !== undefined) checkSuffix(reader, key, type);
  if (source !== undefined && value?.kind === "oid")
    checkShape(reader, source, { table, ref: value.ref, catalogue: context.catalogue });
  if (key === undefined) return undefined;
  // A value that could not be read was reported; the metric still counts for the checks that follow.
  return { key, metric: { key: key.text, type, value: value ?? { kind: "const", text: "" }, ...level } };
}

function readType(reader: MapReader): MetricType {
  const source = reader.text("type");
  if (source === undefined) return "gauge";
  const text = source.text.trim();
  const type = METRIC_TYPES.find((candidate) => candidate === text);
  if (type !== undefined) return type;
  const hint =
    text === "count,delta"
      ? "; 'count,delta' belongs to snmptraps, write count"
      : didYouMean(text, METRIC_TYPES);
  reader.findings.error("M008", source, `the type of a metric is gauge or count${hint}`, text);
  return "gauge";
}

function readDimensions(
  reader: MapReader,
  table: boolean,
  inherited: ReadonlyMap<string, DimensionSpec>,
  context: ValueContext,
): readonly DimensionSpec[] {
  const readers = reader.maps("dimensions");
  reader.atMost("dimensions", readers.length, LIMITS.dimensionsPerLevel);
  const own = new Set<string>();
  return readers.flatMap((dimensionReader) => {
    dimensionReader.onlyKeys(DIMENSION);
    const key = readDimensionKey(dimensionReader);
    const source = dimensionReader.requiredText(
      "value",
      "oid:<OID>, const:<text>, var:<id> or this:device.address",
    );
    const value = source === undefined ? undefined : readDimensionValue(source, context);
    const filter = readFilter(dimensionReader, context);
    if (key === undefined) return [];
    if (own.has(key.text) || inherited.has(key.text)) {
      const message = own.has(key.text)
        ? `the dimension '${key.text}' stands twice here; the later one is used`
        : `the dimension '${key.text}' of the group is replaced by this one`;
      reader.findings.warning("M007", key, message, key.text);
    }
    own.add(key.text);
    // Dimensions of a group go to every subgroup, tables included: only a subgroup's own ones have one right shape.
    const ownsShape = reader.has("subgroup");
    if (ownsShape && source !== undefined && value?.kind === "oid")
      checkShape(reader, source, { table, ref: value.ref, catalogue: context.catalogue });
    return value === undefined ? [] : [{ key: key.text, value, filter }];
  });
}

/** `filter: const:<expression>` or `var:<id>`. */
function readFilter(reader: MapReader, context: ValueContext): FilterSpec | undefined {
  const source = reader.text("filter");
  if (source === undefined) return undefined;
  const { text } = source;
  if (text.startsWith("var:")) {
    const id = text.slice(4).trim();
    context.useVar(id, source);
    return { kind: "var", id };
  }
  if (!text.startsWith("const:")) {
    reader.findings.error(
      "M013",
      source,
      `a filter is const:<expression> or var:<id>; write const:${text}`,
      text,
    );
    return undefined;
  }
  const parsed = parseFilter(text.slice(6));
  if (!parsed.ok) {
    const message = `the filter does not parse at character ${parsed.position + 7}: ${parsed.message}`;
    reader.findings.error("M013", source, message, text);
    return undefined;
  }
  for (const tolerated of parsed.tolerated) reader.findings.warning("M101", source, tolerated, text);
  return { kind: "const", filter: parsed.filter };
}

/** A `.0` OID is a scalar, an instance one row, and anything else a column: the other way round it rarely answers. */
function checkShape(
  reader: MapReader,
  source: LocatedText,
  { table, ref, catalogue }: { table: boolean; ref: OidRef; catalogue: ObjectCatalogue | undefined },
): void {
  const warn = (message: string): void => reader.findings.warning("M105", source, message, source.text);
  const column =
    table && ref.oid !== undefined && catalogue !== undefined ? columnAbove(ref.oid, catalogue) : undefined;
  if (column !== undefined) {
    warn(`this OID names one row, not the column; write oid:${column.oid} for all rows of ${column.name}`);
  } else if (isScalarInstance(ref) === table) {
    warn(table ? SCALAR_IN_TABLE : COLUMN_AMONG_SCALARS);
  }
}

const SCALAR_IN_TABLE =
  "an OID that ends in .0 is a scalar, which all rows of this table share; name a column or move it to the group";
const COLUMN_AMONG_SCALARS =
  "this OID does not end in .0; it is asked for as written, then once with .0; write .0, or table: true for a column";

import {
  DESCRIBED_DIMENSION,
  DESCRIBED_METRIC,
  METADATA,
  METRIC_PROPERTIES,
  QUERY,
  VALUE_TYPES,
} from "./format/metric-keys.ts";
import { metricKeyProblem } from "./keys.ts";
import { checkKeyLength, readDimensionKey } from "./level.ts";
import { LIMITS } from "./limits.ts";
import type { MetricMetadata } from "./manifest.ts";
import type { MetricSelector } from "./metric-ast.ts";
import { metricKeysOf, parseMetricSelector } from "./metric-selector.ts";
import { type LocatedText, type MapReader, reportDuplicates } from "./reader.ts";

/** A calculated metric exists only in selectors: nothing is collected for it. */
const CALCULATED = "func:";

export interface DescribedMetric {
  readonly key: LocatedText;
  readonly metadata: MetricMetadata;
  /** Only of calculated metrics whose selector parses. */
  readonly selector: MetricSelector | undefined;
}

/** `metrics`: what the collected and the calculated metrics are called and mean. */
export function readMetadata(root: MapReader): readonly DescribedMetric[] {
  const readers = root.maps("metrics");
  root.atMost("metrics", readers.length, LIMITS.metadataEntries);
  const described = readers.flatMap((reader) => readEntry(reader) ?? []);
  reportDuplicates(
    root.findings,
    described.map(({ key }) => key),
    "metric key",
  );
  checkCycles(root, described);
  return described;
}

export function isCalculated(key: string): boolean {
  return key.startsWith(CALCULATED);
}

function readEntry(reader: MapReader): DescribedMetric | undefined {
  reader.onlyKeys(DESCRIBED_METRIC);
  const key = reader.requiredText("key", "the metric key that is described");
  const calculated = key !== undefined && isCalculated(key.text);
  if (key !== undefined) {
    const problem = metricKeyProblem(calculated ? key.text.slice(CALCULATED.length) : key.text);
    if (problem !== undefined) reader.findings.error("M004", key, `not a metric key: ${problem}`, key.text);
    checkKeyLength(reader, key);
  }
  const query = calculated ? readQuery(reader) : undefined;
  if (!calculated && reader.has("query")) {
    const message = `a query belongs to calculated metrics, whose key starts with ${CALCULATED}; this one is ignored`;
    reader.findings.warning("M101", reader.placeOf("query"), message);
  }
  const metadata = readDescription(reader.map("metadata"));
  if (key === undefined) return undefined;
  return {
    key,
    metadata: { key: key.text, ...metadata, metricSelector: query?.text },
    selector: query?.selector,
  };
}

function readQuery(reader: MapReader): { text: string; selector: MetricSelector | undefined } | undefined {
  const query = reader.map("query");
  if (!reader.has("query"))
    reader.missing("query", "query: {metricSelector: …}, from which it is calculated");
  query?.onlyKeys(QUERY);
  const source = query?.requiredText("metricSelector", "the expression from which the metric is calculated");
  if (source === undefined) return undefined;
  const parsed = parseMetricSelector(source.text);
  if (parsed.ok) return { text: source.text, selector: parsed.selector };
  const message = `the metric selector does not parse at character ${parsed.position + 1}: ${parsed.message}`;
  reader.findings.error("M012", source, message, source.text);
  return { text: source.text, selector: undefined };
}

function readDescription(reader: MapReader | undefined): Omit<MetricMetadata, "key" | "metricSelector"> {
  reader?.onlyKeys(METADATA);
  const properties = reader?.map("metricProperties");
  properties?.onlyKeys(METRIC_PROPERTIES);
  for (const flag of ["rootCauseRelevant", "impactRelevant"]) properties?.boolean(flag, false);
  properties?.number("latency");
  const valueType = properties?.text("valueType");
  if (
    valueType !== undefined &&
    !(VALUE_TYPES as readonly string[]).includes(valueType.text.trim().toLowerCase())
  ) {
    const message = `the value type is ${VALUE_TYPES.join(" or ")}`;
    properties?.findings.error("M008", valueType, message, valueType.text);
  }
  return {
    displayName: reader?.text("displayName")?.text,
    description: reader?.text("description")?.text,
    unit: reader?.text("unit")?.text,
    tags: reader?.texts("tags").map(({ text }) => text) ?? [],
    sourceEntityType: reader?.text("sourceEntityType")?.text,
    dimensions: reader?.maps("dimensions").flatMap(readDimension) ?? [],
    minValue: properties?.number("minValue"),
    maxValue: properties?.number("maxValue"),
  };
}

function readDimension(reader: MapReader): MetricMetadata["dimensions"] {
  reader.onlyKeys(DESCRIBED_DIMENSION);
  const key = readDimensionKey(reader);
  const displayName = reader.text("displayName")?.text;
  return key === undefined ? [] : [{ key: key.text, displayName }];
}

/** A calculated metric may use others, but not come back to itself (M012). */
function checkCycles(root: MapReader, described: readonly DescribedMetric[]): void {
  const uses = new Map(
    described.map(({ key, selector }) => [
      key.text,
      selector === undefined ? [] : metricKeysOf(selector).filter(isCalculated),
    ]),
  );
  const finished = new Set<string>();
  for (const { key } of described) {
    const cycle = findCycle(key.text, uses, [], finished);
    if (cycle === undefined) continue;
    const message = `the metric is calculated from itself: ${cycle.join(" → ")}`;
    // The way into the cycle may start elsewhere; the finding belongs to a member.
    const member = described.find((candidate) => candidate.key.text === cycle[0])?.key ?? key;
    root.findings.error("M012", member, message, member.text);
    for (const name of cycle) finished.add(name);
  }
}

/** Depth first; `trail` is the way here. At most as deep as there are metadata entries, which are limited. */
function findCycle(
  key: string,
  uses: ReadonlyMap<string, readonly string[]>,
  trail: readonly string[],
  finished: Set<string>,
): readonly string[] | undefined {
  if (finished.has(key) || trail.length > LIMITS.metadataEntries) return undefined;
  const start = trail.indexOf(key);
  if (start >= 0) return [...trail.slice(start), key];
  for (const next of uses.get(key) ?? []) {
    const cycle = findCycle(next, uses, [...trail, key], finished);
    if (cycle !== undefined) return cycle;
  }
  finished.add(key);
  return undefined;
}

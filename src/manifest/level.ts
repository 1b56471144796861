import type { Place } from "../source/index.ts";
import { INTERVAL } from "./format/collect-keys.ts";
import {
  DIMENSION_KEY_MAX,
  dimensionKeyProblem,
  METRIC_KEY_MAX,
  METRIC_KEY_MIN,
  metricKeyProblem,
  normaliseDimensionKey,
} from "./keys.ts";
import { LIMITS } from "./limits.ts";
import type { MetricType } from "./manifest.ts";
import type { LocatedText, MapReader } from "./reader.ts";
import { scalarText } from "./yaml-tree.ts";

/** What any level may set for the ones below it. */
export interface OwnLevel {
  readonly intervalMinutes: number | undefined;
  readonly featureSet: string | undefined;
}

/** `interval` and `featureSet` of a group, subgroup or metric; undefined is inherited. */
export function readLevel(reader: MapReader): OwnLevel {
  const featureSet = reader.text("featureSet")?.text;
  return {
    intervalMinutes: readInterval(reader),
    featureSet: featureSet?.trim() === "" ? undefined : featureSet,
  };
}

/** `{minutes: n}`, or the legacy text `nm`. */
function readInterval(reader: MapReader): number | undefined {
  const node = reader.node("interval");
  if (node === undefined) return undefined;
  const legacy = scalarText(node.tree);
  if (legacy !== undefined) return readLegacyInterval(reader, { ...node, text: legacy.trim() });
  const interval = reader.map("interval");
  if (interval === undefined) return undefined;
  interval.onlyKeys(INTERVAL);
  if (!interval.has("minutes")) {
    interval.missing("minutes", "the interval in whole minutes");
    return undefined;
  }
  const minutes = interval.integer("minutes");
  return minutes === undefined ? undefined : inRange(reader, minutes, minutes.number, minutes.text);
}

function readLegacyInterval(reader: MapReader, source: LocatedText): number | undefined {
  const minutes = /^(\d{1,9})m$/.exec(source.text)?.[1];
  if (minutes === undefined) {
    const message = "an interval is written {minutes: 5}, in whole minutes";
    reader.findings.error("M005", source, message, source.text);
    return undefined;
  }
  const value = inRange(reader, source, Number(minutes), source.text);
  if (value !== undefined) {
    reader.findings.info("M102", source, `legacy form; today it is written {minutes: ${value}}`, source.text);
  }
  return value;
}

function inRange(reader: MapReader, place: Place, minutes: number, text: string): number | undefined {
  if (minutes >= LIMITS.intervalMinutesMin && minutes <= LIMITS.intervalMinutesMax) return minutes;
  const message = `an interval lasts from ${LIMITS.intervalMinutesMin} to ${LIMITS.intervalMinutesMax} minutes`;
  reader.findings.error("M005", place, message, text);
  return undefined;
}

/** The key of a collected metric; the legacy spelling `id` is taken as well. */
export function readCollectedKey(reader: MapReader): LocatedText | undefined {
  const legacy = reader.has("key") ? undefined : reader.text("id");
  if (legacy !== undefined) {
    const place = reader.placeOf("id");
    reader.findings.info("M102", place, "'id' is a legacy spelling of 'key' in a metric", legacy.text);
  }
  const key = legacy ?? reader.requiredText("key", "the metric key, such as my.device.uptime");
  if (key !== undefined) checkMetricKey(reader, key);
  return key;
}

function checkMetricKey(reader: MapReader, key: LocatedText): void {
  const problem = metricKeyProblem(key.text);
  if (problem !== undefined) reader.findings.error("M004", key, `not a metric key: ${problem}`, key.text);
  checkKeyLength(reader, key);
}

/** Metric keys have 3 to 250 characters, collected or described. */
export function checkKeyLength(reader: MapReader, key: LocatedText): void {
  const { length } = key.text;
  if (length >= METRIC_KEY_MIN && length <= METRIC_KEY_MAX) return;
  const message = `the key has ${length} characters; ${METRIC_KEY_MIN} to ${METRIC_KEY_MAX} are allowed`;
  reader.findings.error("M005", key, message, key.text);
}

/** The key of a dimension: line protocol rules, and a warning when it is sent under another name. */
export function readDimensionKey(reader: MapReader): LocatedText | undefined {
  const key = reader.requiredText("key", "the dimension's key, such as if.name");
  if (key === undefined) return undefined;
  const problem = dimensionKeyProblem(key.text);
  if (problem !== undefined) {
    reader.findings.error("M004", key, `not a dimension key: ${problem}`, key.text);
  } else if (key.text.length > DIMENSION_KEY_MAX) {
    const message = `the key has ${key.text.length} characters; at most ${DIMENSION_KEY_MAX} are allowed`;
    reader.findings.error("M005", key, message, key.text);
  } else if (normaliseDimensionKey(key.text) !== key.text) {
    const sent = normaliseDimensionKey(key.text) ?? "nothing";
    const message = `no section may start with a digit or '-', so the dimension is sent as '${sent}'; write that`;
    reader.findings.warning("M004", key, message, key.text);
  }
  return key;
}

/** Suffix and type should agree, or the stored key differs from the one written (M104). */
export function checkSuffix(reader: MapReader, key: LocatedText, type: MetricType): void {
  const counted = /[._]count$/.test(key.text);
  if (type === "count" && !counted) {
    const message = `a count without the suffix .count is stored as '${key.text}.count'`;
    reader.findings.info("M104", key, message, key.text);
  }
  if (type === "gauge" && counted) {
    const message = key.text.endsWith(".count")
      ? `a gauge that ends in .count is stored as '${key.text}.gauge'; rename it or set type: count`
      : "a gauge that ends in _count reads like a count; rename it or set type: count";
    reader.findings.warning("M104", key, message, key.text);
  }
}

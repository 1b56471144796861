import type { Collected, Collector } from "./collect.ts";
import { TRAP_DIMENSION, TRAP_GROUP, TRAP_METRIC } from "./format/collect-keys.ts";
import { checkSuffix, readCollectedKey, readDimensionKey, readLevel } from "./level.ts";
import { LIMITS } from "./limits.ts";
import type { TrapGroup } from "./manifest.ts";
import { type LocatedText, type MapReader, reportDuplicates } from "./reader.ts";
import type { ValueContext } from "./values.ts";

/** `const:sender` and `const:trapOID` stand for what the trap says; other constants are texts. */
const VALUE_PREFIXES = ["const:", "var:", "this:", "oid:"];

/** `snmptraps`: groups that count what was received; they have no subgroups. */
export function readTrapGroups(root: MapReader, context: ValueContext): Collected<TrapGroup> {
  const collectors: Collector[] = [];
  const readers = root.maps("snmptraps");
  root.atMost("snmptraps", readers.length, LIMITS.groups);
  const names: LocatedText[] = [];
  const groups = readers.map((reader) => {
    reader.onlyKeys(TRAP_GROUP);
    const name = reader.requiredText("group", "the group's name");
    if (name !== undefined) names.push(name);
    const group = name?.text ?? "";
    const dimensions = readDimensions(reader, context);
    const metrics = reader.maps("metrics").flatMap((metric) => readMetric(metric, group, collectors));
    reader.atMost("metrics", metrics.length, LIMITS.metricsPerLevel);
    return { group, ...readLevel(reader), dimensions, metrics };
  });
  reportDuplicates(root.findings, names, "group name");
  return { groups, collectors };
}

function readDimensions(reader: MapReader, context: ValueContext): TrapGroup["dimensions"] {
  const readers = reader.maps("dimensions");
  reader.atMost("dimensions", readers.length, LIMITS.dimensionsPerTrapGroup);
  return readers.flatMap((dimension) => {
    dimension.onlyKeys(TRAP_DIMENSION);
    const key = readDimensionKey(dimension);
    const value = dimension.requiredText("value", "const:sender, const:trapOID or another value");
    if (key === undefined || value === undefined) return [];
    if (value.text.startsWith("var:")) context.useVar(value.text.slice(4).trim(), value);
    if (!VALUE_PREFIXES.some((prefix) => value.text.startsWith(prefix))) {
      const message = `'${value.text}' is read as a constant; write const:${value.text}`;
      reader.findings.warning("M101", value, message, value.text);
      return [{ key: key.text, value: `const:${value.text}` }];
    }
    return [{ key: key.text, value: value.text }];
  });
}

function readMetric(reader: MapReader, group: string, collectors: Collector[]): TrapGroup["metrics"] {
  reader.onlyKeys(TRAP_METRIC);
  const key = readCollectedKey(reader);
  const type = reader.requiredText("type", "count,delta");
  const value = reader.requiredText("value", "calculated");
  if (type !== undefined && type.text.trim() !== "count,delta") {
    reader.findings.error("M008", type, "traps are counted: the type is count,delta", type.text);
  }
  if (value !== undefined && value.text.trim() !== "calculated") {
    reader.findings.error("M008", value, "the value of a trap metric is calculated", value.text);
  }
  const { featureSet } = readLevel(reader);
  if (key === undefined) return [];
  checkSuffix(reader, key, "count");
  collectors.push({ key, type: "count", where: group, constants: new Map() });
  return [{ key: key.text, type: type?.text.trim() ?? "", value: value?.text.trim() ?? "", featureSet }];
}

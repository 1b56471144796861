import { SOURCE_TYPES } from "./format/topology-keys.ts";
import { PROCESSED_SOURCE_TYPES, type RuleSource } from "./manifest.ts";
import { parseCondition } from "./pattern.ts";
import type { MapReader } from "./reader.ts";
import { didYouMean } from "./suggest.ts";

/** Sources whose conditions name a metric key; the others have languages of their own, which are not read here. */
const WITH_KEY_CONDITION: ReadonlySet<string> = new Set(PROCESSED_SOURCE_TYPES);

/** `{sourceType, condition}`; a condition is mandatory for metrics, for logs its absence means always. */
export function readSource(reader: MapReader): RuleSource {
  const sourceType = readSourceType(reader);
  const source = reader.text("condition");
  if (source === undefined) {
    if (sourceType === "Metrics") reader.missing("condition", "$prefix(metric.key.) or $eq(metric.key)");
    return { sourceType, condition: undefined };
  }
  if (!WITH_KEY_CONDITION.has(sourceType)) return { sourceType, condition: undefined };
  const parsed = parseCondition(source.text);
  if (parsed.ok) return { sourceType, condition: parsed.condition };
  const message = `the condition does not parse at character ${parsed.position + 1}: ${parsed.message}`;
  reader.findings.error("M013", source, message, source.text);
  return { sourceType, condition: undefined };
}

function readSourceType(reader: MapReader): string {
  const source = reader.requiredText("sourceType", SOURCE_TYPES.join(", "));
  if (source === undefined) return "";
  const text = source.text.trim();
  if (!(SOURCE_TYPES as readonly string[]).includes(text)) {
    const message = `the source type is one of ${SOURCE_TYPES.join(", ")}${didYouMean(text, SOURCE_TYPES)}`;
    reader.findings.error("M008", source, message, text);
  }
  return text;
}

import type { DimensionSource, MetricPlan } from "../plan/index.ts";
import type { ObjectCatalogue } from "../smi/index.ts";
import type { ExplainedPoll, Explanation } from "./explain.ts";
import { rowLines } from "./explain-rows.ts";
import { packetsAbout } from "./explain-trace.ts";
import { withoutDevice } from "./trace-text.ts";
import { visibleText } from "./visible-text.ts";

/** How a text is worded for its reader, e.g. with flags in place of the keys of a configuration. */
type Wording = (text: string) => string;

/**
 * An explanation for people: where the metric comes from, each packet about it, each row with its line or its cause.
 * Texts of the device cannot break or forge a line.
 */
export function explanationText(
  explanation: Explanation,
  catalogue: ObjectCatalogue,
  wording: Wording = (text) => text,
): string[] {
  const { use, polls } = explanation;
  const lines = [
    ...originLines(explanation, catalogue),
    ...polls.flatMap((poll, i) => [
      "",
      `poll ${i + 1} of ${polls.length}: ${outcomeWords(poll)}`,
      ...remedyLines(poll, wording),
      ...packetLines(use.metric, poll, catalogue).map((line) => `  ${line}`),
    ]),
    "",
    ...rowLines(explanation, catalogue),
  ];
  return lines.map(visibleText);
}

function originLines({ use }: Explanation, catalogue: ObjectCatalogue): string[] {
  const { metric, subgroup, task } = use;
  const set = metric.featureSet === "" ? "" : `, feature set "${metric.featureSet}"`;
  const dimensions = subgroup.dimensions.map(({ key, source, filter }) => {
    const kept = filter === undefined ? "" : "   (a filter decides here)";
    return `    ${key} = ${sourceWords(source, catalogue)}${kept}`;
  });
  return [
    `${metric.key}  ${metric.type}${set}`,
    `  group ${task.group.group} every ${task.group.intervalMs / 1_000} s, subgroup ${subgroup.name}`,
    `  value from ${sourceWords(metric.source, catalogue)}`,
    ...(metric.shared ? ["  another subgroup makes it, too: of equal lines one is kept"] : []),
    ...(dimensions.length === 0 ? [] : ["  dimensions", ...dimensions]),
  ];
}

function outcomeWords({ result }: ExplainedPoll): string {
  const { outcome, error } = result;
  const cause = error === undefined ? "" : `: ${withoutDevice(error.message, error.device)}`;
  return `${Math.round(result.durationMs)} ms, ${outcome}${cause}`;
}

function remedyLines({ result: { error } }: ExplainedPoll, wording: Wording): string[] {
  return error?.remedy === undefined ? [] : [`  → ${wording(error.remedy)}`];
}

export function packetLines(
  { source }: MetricPlan,
  { events }: ExplainedPoll,
  catalogue: ObjectCatalogue,
): readonly string[] {
  if (source.kind === "const") return ["nothing is asked for a constant: it has the rows of its dimensions"];
  return packetsAbout(events, [source.oid], catalogue);
}

/** Where a value comes from. */
export function sourceWords(
  source: DimensionSource | MetricPlan["source"],
  catalogue: ObjectCatalogue,
): string {
  switch (source.kind) {
    case "scalar":
    case "column": {
      const name = catalogue.nameOf(source.oid);
      return name === undefined ? source.oid : `${name} (${source.oid})`;
    }
    case "const":
      return "text" in source ? `the text ${JSON.stringify(source.text)}` : `the constant ${source.value}`;
    case "device":
      return `the ${source.field} of the device`;
    case "networkFormat":
      return sourceWords(source.data, catalogue);
    case "inetAddress":
      return sourceWords(source.address, catalogue);
    default:
      return source satisfies never;
  }
}

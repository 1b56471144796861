import type { RowExplanation } from "../mapping/index.ts";
import type { DimensionSource, MetricPlan } from "../plan/index.ts";
import type { ObjectCatalogue, Oid } from "../smi/index.ts";
import type { Explanation } from "./explain.ts";
import { packetsAbout } from "./explain-trace.ts";
import { shortName } from "./trace-fold.ts";

/** Rows that are shown one by one; of more rows of one kind only the number is told. */
const ROWS_SHOWN_MAX = 12;

/** An explanation for people: where the metric comes from, each packet about it, each row with its line or its cause. */
export function explanationText(explanation: Explanation, catalogue: ObjectCatalogue): string[] {
  return [
    ...originLines(explanation, catalogue),
    ...explanation.polls.flatMap((_, number) => ["", ...pollLines(explanation, number, catalogue)]),
    "",
    ...rowLines(explanation, catalogue),
  ];
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

function pollLines({ use, polls }: Explanation, number: number, catalogue: ObjectCatalogue): string[] {
  const { result, events } = polls[number]!;
  const outcome = result.error === undefined ? result.outcome : `${result.outcome}: ${result.error.message}`;
  const head = `poll ${number + 1} of ${polls.length}: ${Math.round(result.durationMs)} ms, ${outcome}`;
  const remedy = result.error?.remedy === undefined ? [] : [`  → ${result.error.remedy}`];
  const source = use.metric.source;
  if (source.kind === "const") return [head, ...remedy, "  nothing is asked for a constant"];
  const packets = packetsAbout(events, [source.oid], catalogue);
  const none = "  no packet asked for it";
  return [head, ...remedy, ...(packets.length === 0 ? [none] : packets.map((line) => `  ${line}`))];
}

function rowLines({ use, rows, polls }: Explanation, catalogue: ObjectCatalogue): string[] {
  const { source } = use.metric;
  const absent = polls.at(-1)?.result.absent;
  const isAbsent = source.kind !== "const" && absent?.has(source.oid) === true;
  if (rows.length === 0 || isAbsent) return [noRows(use.metric, absent, catalogue)];
  const kinds = new Map<string, RowExplanation[]>();
  for (const row of rows) {
    const key = row.kind === "line" ? "" : causeWords(row, catalogue);
    const members = kinds.get(key);
    if (members === undefined) kinds.set(key, [row]);
    else members.push(row);
  }
  const nameOf = ({ index }: RowExplanation): string => {
    if (source.kind === "const") return index === "" ? "value" : `row ${index}`;
    return shortName((index === "" ? source.oid : `${source.oid}.${index}`) as Oid, catalogue);
  };
  return [...kinds].flatMap(([cause, members]) => {
    const noun = members.length === 1 ? "row" : "rows";
    const head =
      cause === "" ? `${members.length} ${noun} with a line` : `${members.length} ${noun} without: ${cause}`;
    const shown = members.slice(0, ROWS_SHOWN_MAX).map((row) => `  ${nameOf(row)}${valueWords(row)}`);
    const more = members.length - shown.length;
    return [head, ...shown, ...(more > 0 ? [`  … and ${more} more`] : [])];
  });
}

function valueWords(row: RowExplanation): string {
  if (row.kind === "line") {
    const dimensions = row.dimensions.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(", ");
    return ` → ${row.value}  ${dimensions}`;
  }
  return row.kind === "filtered" ? ` ${row.dimension}=${JSON.stringify(row.text ?? "")}` : "";
}

function causeWords(row: Exclude<RowExplanation, { kind: "line" }>, catalogue: ObjectCatalogue): string {
  switch (row.kind) {
    case "filtered":
      return `the filter of ${row.dimension} keeps them back`;
    case "unknown":
      return `${shortName(row.oid, catalogue)} was not read that far${row.cause === undefined ? "" : `: ${row.cause}`}`;
    case "no-value":
      return "the device has no value there";
    case "not-a-number":
      return `the value is no number, for example ${JSON.stringify(row.example)}`;
    case "first-sample":
      return "there is no earlier value to count from";
    case "gap":
      return "the earlier value is more than three intervals old";
    case "reset":
      return "the counter began anew: the agent restarted, or it was cleared";
    case "too-many-dimensions":
      return "a line may have 50 dimensions at the most";
    default:
      return row satisfies never;
  }
}

function noRows(
  metric: MetricPlan,
  absent: ReadonlySet<Oid> | undefined,
  catalogue: ObjectCatalogue,
): string {
  const { source } = metric;
  if (source.kind === "const") return "no rows: the table has none";
  const what = shortName(source.oid, catalogue);
  return absent?.has(source.oid) === true
    ? `no rows: the device says that it has no ${what}`
    : `no rows: nothing came for ${what}`;
}

function sourceWords(source: DimensionSource | MetricPlan["source"], catalogue: ObjectCatalogue): string {
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

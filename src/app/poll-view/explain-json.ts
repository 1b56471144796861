import type { MetricExplanation } from "../../api/index.ts";
import type { RowExplanation } from "../../mapping/index.ts";
import type { ObjectCatalogue } from "../../smi/index.ts";
import type { ExplainedPoll, Explanation } from "../explain.ts";
import { causeWords, instanceName, whyNoRows } from "../explain-rows.ts";
import { packetLines, sourceWords } from "../explain-text.ts";
import { withoutDevice } from "../trace-text.ts";
import { visibleText } from "../visible-text.ts";
import { sentence } from "./poll-missing.ts";

type Use = MetricExplanation["uses"][number];

const ROWS_MAX = 500;
const PACKETS_MAX = 200;

/** An explanation as the API shows it. Texts of the device are made visible, for they may hold anything. */
export function useJson(explanation: Explanation, catalogue: ObjectCatalogue): Use {
  const { use, polls, rows } = explanation;
  const { metric, subgroup, task } = use;
  const lines = rows.filter(({ kind }) => kind === "line").length;
  return {
    group: task.group.group,
    subgroup: subgroup.name,
    ...(metric.featureSet === "" ? {} : { featureSet: metric.featureSet }),
    type: metric.type,
    intervalMs: task.group.intervalMs,
    value: sourceWords(metric.source, catalogue),
    dimensions: subgroup.dimensions.map(({ key, source, filter }) => ({
      key,
      source: sourceWords(source, catalogue),
      filtered: filter !== undefined,
    })),
    shared: metric.shared,
    polls: polls.map((poll) => pollJson(explanation, poll, catalogue)),
    rows: rows.slice(0, ROWS_MAX).map((row) => rowJson(row, explanation, catalogue)),
    totalRows: rows.length,
    rowsWithLine: lines,
    verdict: verdictOf(explanation, lines, catalogue),
  };
}

function pollJson(
  { use }: Explanation,
  poll: ExplainedPoll,
  catalogue: ObjectCatalogue,
): Use["polls"][number] {
  const { durationMs, outcome, error } = poll.result;
  const packets = packetLines(use.metric, poll, catalogue).map(visibleText);
  return {
    durationMs: Math.round(durationMs),
    outcome,
    ...(error === undefined ? {} : { cause: sentence(withoutDevice(error.message, error.device)) }),
    ...(error?.remedy === undefined ? {} : { remedy: error.remedy }),
    packets: packets.slice(0, PACKETS_MAX),
    packetsLeftOut: Math.max(0, packets.length - PACKETS_MAX),
  };
}

function rowJson(row: RowExplanation, { use }: Explanation, catalogue: ObjectCatalogue): Use["rows"][number] {
  const { index } = row;
  const instance = instanceName(use.metric, index, catalogue);
  if (row.kind !== "line") {
    const seen = row.kind === "filtered" ? ` (${row.dimension} is ${JSON.stringify(row.text ?? "")})` : "";
    return { index, instance, cause: visibleText(sentence(causeWords(row, catalogue) + seen)) };
  }
  const dimensions = Object.fromEntries(row.dimensions.map(([key, value]) => [key, visibleText(value)]));
  return { index, instance, value: Number(row.value), dimensions };
}

/** What it comes to, the commonest cause first. */
function verdictOf({ use, polls, rows }: Explanation, lines: number, catalogue: ObjectCatalogue): string {
  const last = polls.at(-1)?.result;
  if (last?.outcome === "failed")
    return sentence(
      last.error === undefined ? "the poll failed" : withoutDevice(last.error.message, last.error.device),
    );
  const none = whyNoRows({ use, polls, rows }, catalogue);
  if (none !== undefined) return sentence(none);
  if (lines === rows.length) return `Nothing is missing: ${lines} of ${rows.length} rows have a line.`;
  const causes = new Map<string, number>();
  for (const row of rows) {
    if (row.kind === "line") continue;
    const cause = causeWords(row, catalogue);
    causes.set(cause, (causes.get(cause) ?? 0) + 1);
  }
  const [[commonest, count] = ["", 0]] = [...causes].toSorted((a, b) => b[1] - a[1]);
  return visibleText(`${lines} of ${rows.length} rows have a line. ${count} do not: ${commonest}.`);
}

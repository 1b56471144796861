import type { PreviewJson } from "../../api/index.ts";
import type { Dimensions, Sample } from "../../mapping/index.ts";
import type { SubgroupPlan } from "../../plan/index.ts";
import { whyNoLines } from "../no-lines.ts";
import type { PollOutcome } from "../pipeline.ts";

type Table = PreviewJson["tables"][number];

/** What a preview sends of each table, and how many cells of all together: a page of a browser, not a dump. */
const ROWS_MAX = 200;
const CELLS_MAX = 60_000;
/** On every line of a device the same; a manifest that declares one of them shows it. */
const AUTOMATIC: ReadonlySet<string> = new Set(["device", "device.address", "device.name"]);

/** The rows that became lines, a table for each subgroup; in the order of the plan. */
export function tablesOf(outcomes: readonly PollOutcome[]): readonly Table[] {
  let cellsLeft = CELLS_MAX;
  return outcomes.flatMap((outcome) => {
    const samples = samplesBySubgroup(outcome);
    return outcome.task.group.subgroups.map((subgroup) => {
      const table = tableOf(outcome, subgroup, samples.get(subgroup) ?? [], cellsLeft);
      cellsLeft -= table.rows.length * table.columns.length;
      return table;
    });
  });
}

function tableOf(
  outcome: PollOutcome,
  subgroup: SubgroupPlan,
  samples: readonly Sample[],
  cellsLeft: number,
): Table {
  const columns = columnsOf(subgroup);
  const rows = rowsOf(samples);
  const rowsMax = Math.min(ROWS_MAX, Math.floor(cellsLeft / Math.max(1, columns.length)));
  return {
    group: outcome.task.group.group,
    subgroup: subgroup.name,
    featureSets: subgroup.featureSets,
    intervalMs: outcome.task.group.intervalMs,
    columns,
    rows: [...rows].slice(0, rowsMax).map(([dimensions, values]) => cellsOf(columns, dimensions, values)),
    totalRows: rows.size,
    ...(rows.size > 0 ? {} : { note: noRows(outcome, subgroup) }),
  };
}

function columnsOf({ dimensions, metrics }: SubgroupPlan): Table["columns"] {
  return [
    ...dimensions.map(({ key }) => ({ key, kind: "dimension" as const })),
    ...metrics.map(({ key, type }) => ({ key, kind: type })),
  ];
}

/** The samples of a row share their dimensions. */
function rowsOf(samples: readonly Sample[]): ReadonlyMap<Dimensions, ReadonlyMap<string, Sample>> {
  const rows = new Map<Dimensions, Map<string, Sample>>();
  for (const sample of samples) {
    const row = rows.get(sample.dimensions);
    if (row === undefined) rows.set(sample.dimensions, new Map([[sample.key, sample]]));
    else row.set(sample.key, sample);
  }
  return rows;
}

function cellsOf(
  columns: Table["columns"],
  dimensions: Dimensions,
  values: ReadonlyMap<string, Sample>,
): readonly string[] {
  const labels = new Map(dimensions);
  return columns.map(({ key, kind }) =>
    kind === "dimension" ? (labels.get(key) ?? "") : String(values.get(key)?.value ?? ""),
  );
}

/** A metric key may stand in several subgroups: then the dimensions tell which one a line is of. */
function samplesBySubgroup({ task, samples }: PollOutcome): ReadonlyMap<SubgroupPlan, readonly Sample[]> {
  const { subgroups } = task.group;
  const collecting = new Map<string, readonly SubgroupPlan[]>();
  for (const subgroup of subgroups) {
    for (const { key } of subgroup.metrics) {
      collecting.set(key, [...(collecting.get(key) ?? []), subgroup]);
    }
  }
  const found = new Map(subgroups.map((subgroup) => [subgroup, new Array<Sample>()]));
  for (const sample of samples) {
    const candidates = collecting.get(sample.key)!;
    found
      .get(candidates.length === 1 ? candidates[0]! : closest(candidates, sample.dimensions))!
      .push(sample);
  }
  return found;
}

function closest(candidates: readonly SubgroupPlan[], dimensions: Dimensions): SubgroupPlan {
  const own = dimensions.filter(([key]) => !AUTOMATIC.has(key));
  const missing = ({ dimensions: planned }: SubgroupPlan): number => {
    const keys = new Set(planned.map(({ key }) => key));
    return own.filter(([key]) => !keys.has(key)).length * 100 + keys.size;
  };
  return candidates.toSorted((a, b) => missing(a) - missing(b))[0]!;
}

function noRows(outcome: PollOutcome, { dimensions }: SubgroupPlan): string {
  const { error } = outcome.report;
  if (error !== undefined) return error.message;
  const filtered = (outcome.notes?.filteredOutRows ?? 0) > 0;
  const filters = dimensions.flatMap(({ key, filter }) => (filter === undefined ? [] : [key]));
  if (filtered && filters.length > 0) return `No row passes the filter of ${filters.join(", ")}.`;
  const reasons = whyNoLines([outcome]);
  const why = reasons.length === 0 ? "" : ` Of the whole group: ${reasons.join("; ")}.`;
  return `The device has nothing for this subgroup.${why}`;
}

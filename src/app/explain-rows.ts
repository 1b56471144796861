import type { Dimensions, RowExplanation } from "../mapping/index.ts";
import type { MetricPlan } from "../plan/index.ts";
import type { ObjectCatalogue, Oid } from "../smi/index.ts";
import type { Explanation } from "./explain.ts";
import { shortName } from "./trace-names.ts";

/** Rows that are shown one by one; of more rows of one kind only the number is told. */
const ROWS_SHOWN_MAX = 12;

/** Each row of the metric in the last poll: with a line, or under the cause that it has none. */
export function rowLines(explanation: Explanation, catalogue: ObjectCatalogue): string[] {
  const { use, rows } = explanation;
  const none = whyNoRows(explanation, catalogue);
  if (none !== undefined) return [none];
  const kinds = new Map<string, RowExplanation[]>();
  for (const row of rows) {
    const key = row.kind === "line" ? "" : causeWords(row, catalogue);
    const members = kinds.get(key);
    if (members === undefined) kinds.set(key, [row]);
    else members.push(row);
  }
  const nameOf = ({ index }: RowExplanation): string => instanceName(use.metric, index, catalogue);
  return [...kinds].flatMap(([cause, members]) => kindLines(cause, members, nameOf));
}

/** `ifHCInOctets.3`; of a constant, which has no instance, the row. @param index  empty for a scalar */
export function instanceName({ source }: MetricPlan, index: string, catalogue: ObjectCatalogue): string {
  if (source.kind === "const") return index === "" ? "value" : `row ${index}`;
  return shortName((index === "" ? source.oid : `${source.oid}.${index}`) as Oid, catalogue);
}

/** Why there is not one row; undefined when there are some. */
export function whyNoRows({ use, rows, polls }: Explanation, catalogue: ObjectCatalogue): string | undefined {
  const { source } = use.metric;
  const absent = polls.at(-1)?.result.absent;
  const isAbsent = source.kind !== "const" && absent?.has(source.oid) === true;
  return rows.length === 0 || isAbsent ? noRows(use.metric, absent, catalogue) : undefined;
}

/** Rows that became alike. @param cause  empty for those with a line */
function kindLines(
  cause: string,
  members: readonly RowExplanation[],
  nameOf: (row: RowExplanation) => string,
): string[] {
  const count = `${members.length} ${members.length === 1 ? "row" : "rows"}`;
  const shared = sharedDimensions(members);
  const shown = members.slice(0, ROWS_SHOWN_MAX).map((row) => `  ${nameOf(row)}${valueWords(row, shared)}`);
  const more = members.length - shown.length;
  return [
    cause === "" ? `${count} with a line` : `${count} without: ${cause}`,
    ...(shared.size === 0 ? [] : [`  all of them: ${dimensionWords([...shared])}`]),
    ...shown,
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ];
}

/** What is alike in all lines is told once; a single line is told whole. */
function sharedDimensions(rows: readonly RowExplanation[]): ReadonlyMap<string, string> {
  const lines = rows.flatMap((row) => (row.kind === "line" ? [new Map(row.dimensions)] : []));
  const [first, ...others] = lines;
  if (first === undefined || others.length === 0) return new Map();
  return new Map([...first].filter(([key, value]) => others.every((line) => line.get(key) === value)));
}

function valueWords(row: RowExplanation, shared: ReadonlyMap<string, string>): string {
  if (row.kind === "line")
    return ` → ${row.value}  ${dimensionWords(row.dimensions.filter(([key]) => !shared.has(key)))}`;
  return row.kind === "filtered" ? ` ${row.dimension}=${JSON.stringify(row.text ?? "")}` : "";
}

function dimensionWords(dimensions: Dimensions): string {
  return dimensions.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(", ");
}

/** Why a row has no line. */
export function causeWords(
  row: Exclude<RowExplanation, { kind: "line" }>,
  catalogue: ObjectCatalogue,
): string {
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

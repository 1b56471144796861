import type { Preview } from "../../api/contract/index.ts";

type PreviewTable = Preview["tables"][number];

export interface ShownColumn {
  readonly key: string;
  /** The end of the key that tells it from the others. */
  readonly label: string;
  /** Place in each row. */
  readonly index: number;
  readonly isNumber: boolean;
}

export interface ShortColumns {
  /** Dimensions with the same value in each of several rows. */
  readonly shared: readonly { readonly key: string; readonly value: string }[];
  readonly columns: readonly ShownColumn[];
}

/** What of a table is worth a column: what all rows share is said once, and long keys are cut at the front. */
export function shortColumns({ columns, rows }: Pick<PreviewTable, "columns" | "rows">): ShortColumns {
  const isShared = (index: number): boolean =>
    columns[index]!.kind === "dimension" &&
    rows.length > 1 &&
    rows.every((row) => row[index] === rows[0]![index]);
  const places = columns.map((_, index) => index);
  const shown = places.filter((index) => !isShared(index));
  const metrics = columns.flatMap(({ key, kind }) => (kind === "dimension" ? [] : [key]));
  const cut = commonStart(metrics);
  return {
    shared: places
      .filter(isShared)
      .map((index) => ({ key: columns[index]!.key, value: rows[0]![index] ?? "" })),
    columns: shown.map((index) => {
      const { key, kind } = columns[index]!;
      const isNumber = kind !== "dimension";
      return { key, index, isNumber, label: isNumber ? key.slice(cut) : key };
    }),
  };
}

/** Length of the words that all keys begin with, up to a dot; the last word always stays. */
function commonStart(keys: readonly string[]): number {
  const [first] = keys;
  if (first === undefined) return 0;
  const words = first.split(".");
  let length = 0;
  for (const word of words.slice(0, -1)) {
    const next = first.slice(0, length + word.length + 1);
    if (!keys.every((key) => key.startsWith(next) && key.length > next.length)) break;
    length = next.length;
  }
  return length;
}

import { byNaturalOrder } from "../words/natural-order.ts";

// How rows are ordered: by one column, said in the address as `cpu` or `-cpu`.

export interface Sort {
  readonly key: string;
  readonly descending: boolean;
}

export const parseSort = (text: string | null | undefined, fallback: Sort): Sort =>
  text === null || text === undefined || text === ""
    ? fallback
    : { key: text.replace(/^-/, ""), descending: text.startsWith("-") };

export const sortText = ({ key, descending }: Sort): string => (descending ? `-${key}` : key);

/** A second press on the same column turns the order round. */
export const nextSort = (now: Sort, key: string): Sort => ({
  key,
  descending: now.key === key ? !now.descending : false,
});

export type SortValue = string | number | null | undefined;

/** In a new list; what has no value comes last, in either order. */
export function sortedRows<T>(rows: readonly T[], valueOf: (row: T) => SortValue, descending: boolean): T[] {
  const keyed = rows.map((row) => ({ row, value: valueOf(row) }));
  const sign = descending ? -1 : 1;
  keyed.sort((a, b) => {
    const [noA, noB] = [isNone(a.value), isNone(b.value)];
    if (noA || noB) return Number(noA) - Number(noB);
    return sign * compare(a.value as string | number, b.value as string | number);
  });
  return keyed.map(({ row }) => row);
}

const isNone = (value: SortValue): boolean => value === undefined || value === null || value === "";

function compare(a: string | number, b: string | number): number {
  return typeof a === "number" && typeof b === "number" ? a - b : byNaturalOrder(String(a), String(b));
}

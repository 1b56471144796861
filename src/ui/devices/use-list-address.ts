import { useCallback, useMemo } from "react";
import { useSearchParams } from "wouter";
import { parseSort, type Sort, sortText } from "../parts/table-sort.ts";
import { type FleetFilter, readFilter, writeFilter } from "./fleet-filter.ts";
import { type ColumnKey, columnsText, readColumns } from "./shown-columns.ts";

/** What is wrong comes first. */
const DEFAULT_SORT: Sort = { key: "status", descending: false };

/** Filter, order and columns of the list: all of it stands in the address, to be shared. */
export function useListAddress() {
  const [query, setQuery] = useSearchParams();
  const text = query.toString();
  const { filter, sort, columns } = useMemo(() => {
    const read = new URLSearchParams(text);
    return {
      filter: readFilter(read),
      sort: parseSort(read.get("sort"), DEFAULT_SORT),
      columns: readColumns(read.get("cols")),
    };
  }, [text]);
  const change = useCallback(
    (next: (before: URLSearchParams) => URLSearchParams) => setQuery(next, { replace: true }),
    [setQuery],
  );
  return {
    filter,
    sort,
    columns,
    setFilter: useCallback(
      (next: Partial<FleetFilter>) =>
        change((before) => writeFilter(before, { ...readFilter(before), ...next })),
      [change],
    ),
    setSort: useCallback(
      (next: Sort) => {
        const isUsual = sortText(next) === sortText(DEFAULT_SORT);
        change((before) => withValue(before, "sort", isUsual ? undefined : sortText(next)));
      },
      [change],
    ),
    setColumns: useCallback(
      (next: readonly ColumnKey[]) => change((before) => withValue(before, "cols", columnsText(next))),
      [change],
    ),
  };
}

function withValue(query: URLSearchParams, key: string, value: string | undefined): URLSearchParams {
  const next = new URLSearchParams(query);
  if (value === undefined) next.delete(key);
  else next.set(key, value);
  return next;
}

import { UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, memo, type ReactNode, useCallback, useMemo, useRef } from "react";
import classes from "./data-table.module.css";
import { nextSort, type Sort, type SortValue, sortedRows } from "./table-sort.ts";

export interface Column<T> {
  readonly key: string;
  readonly header: string;
  /** CSS width; the column without one takes what is left. */
  readonly width?: string | undefined;
  readonly align?: "right" | undefined;
  /** Undefined: cannot be sorted by. */
  readonly sortValue?: ((row: T) => SortValue) | undefined;
  readonly render: (row: T) => ReactNode;
  /** Said on hover over the header. */
  readonly about?: string | undefined;
}

export interface DataTableProps<T> {
  /** What the table holds, for who cannot see it. */
  readonly label: string;
  readonly rows: readonly T[];
  /** Stable between renders, or every row is drawn anew. */
  readonly columns: readonly Column<T>[];
  readonly rowKey: (row: T) => string;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  /** Enter, or a double click. */
  readonly onOpen?: ((row: T) => void) | undefined;
  readonly selectedKey?: string | undefined;
  /** Pixels; all rows are as high, unless `measured`. */
  readonly rowHeight?: number;
  /** Rows may be higher than `rowHeight`. */
  readonly measured?: boolean | undefined;
  /** CSS height of the scrolled part; the table is lower when it has few rows. */
  readonly maxHeight?: string;
  readonly empty?: ReactNode;
}

/** Rows beside those in sight: a turn of the wheel finds them there. */
const OVERSCAN = 6;
/** What stands above and below a table as a rule; how high it really is shows once it is there. */
const AROUND_PX = 240;

/** A table of as many rows as there are: only those in sight are drawn. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { rows, columns, rowKey, sort, onOpen, rowHeight = 34, maxHeight = "calc(100dvh - 220px)" } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const sorted = useMemo(() => {
    const valueOf = columns.find(({ key }) => key === sort.key)?.sortValue;
    return valueOf === undefined ? rows : sortedRows(rows, valueOf, sort.descending);
  }, [rows, columns, sort.key, sort.descending]);
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    // With a guess the first rows are drawn at once, and not only when the table has been measured.
    initialRect: { width: 0, height: Math.max(0, innerHeight - AROUND_PX) },
    getItemKey: useCallback((i: number) => rowKey(sorted[i]!), [sorted, rowKey]),
  });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    // Scrolled by keyboard, too: axe asks for it.
    <div
      ref={scroller}
      className={classes["scroller"]}
      style={{ maxHeight }}
      tabIndex={0}
      role="region"
      aria-label={props.label}
    >
      <table className={classes["table"]} aria-rowcount={sorted.length + 1} onKeyDown={moveFocus}>
        <Header {...props} />
        <tbody>
          {before > 0 ? <tr aria-hidden style={{ height: before }} /> : null}
          {items.map(({ index, key }) => (
            <Row
              key={key}
              row={sorted[index]!}
              index={index}
              columns={columns}
              height={rowHeight}
              selected={props.selectedKey !== undefined && props.selectedKey === key}
              onOpen={onOpen}
              measure={props.measured === true ? virtual.measureElement : undefined}
            />
          ))}
          {after > 0 ? <tr aria-hidden style={{ height: after }} /> : null}
        </tbody>
      </table>
      {sorted.length === 0 ? (
        <div className={classes["empty"]}>{props.empty ?? "Nothing to show"}</div>
      ) : null}
    </div>
  );
}

function Header<T>({ columns, sort, onSort }: DataTableProps<T>) {
  return (
    <thead>
      <tr>
        {columns.map(({ key, header, width, align, sortValue, about }) => {
          const isSorted = sort.key === key;
          const Arrow = sort.descending ? IconArrowDown : IconArrowUp;
          return (
            <th
              key={key}
              scope="col"
              style={width === undefined ? undefined : { width }}
              data-align={align}
              title={about}
              aria-sort={isSorted ? (sort.descending ? "descending" : "ascending") : undefined}
            >
              {sortValue === undefined ? (
                header
              ) : (
                <UnstyledButton className={classes["sort"]} onClick={() => onSort(nextSort(sort, key))}>
                  {header}
                  {isSorted ? <Arrow size={13} aria-hidden /> : null}
                </UnstyledButton>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

interface RowProps<T> {
  readonly row: T;
  readonly index: number;
  readonly columns: readonly Column<T>[];
  readonly height: number;
  readonly selected: boolean;
  readonly onOpen: ((row: T) => void) | undefined;
  readonly measure: ((element: HTMLTableRowElement | null) => void) | undefined;
}

const Row = memo(function Row<T>({ row, index, columns, height, selected, onOpen, measure }: RowProps<T>) {
  return (
    <tr
      ref={measure}
      data-index={index}
      data-row
      data-selected={selected || undefined}
      aria-rowindex={index + 2}
      tabIndex={-1}
      style={{ height }}
      onDoubleClick={onOpen && (() => onOpen(row))}
      onKeyDown={
        onOpen &&
        ((event) => {
          if (event.key === "Enter" && event.target === event.currentTarget) onOpen(row);
        })
      }
    >
      {columns.map(({ key, align, render }) => (
        <td key={key} data-align={align}>
          {render(row)}
        </td>
      ))}
    </tr>
  );
}) as <T>(props: RowProps<T>) => ReactNode;

/** Arrows go from row to row. */
function moveFocus(event: KeyboardEvent<HTMLTableElement>): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const from = (event.target as HTMLElement).closest<HTMLElement>("tr[data-row]");
  if (step === 0 || from === null) return;
  const to = step === 1 ? from.nextElementSibling : from.previousElementSibling;
  if (!(to instanceof HTMLElement) || to.dataset["row"] === undefined) return;
  event.preventDefault();
  to.focus();
}

import { Anchor, Text, UnstyledButton } from "@mantine/core";
import { useMemo } from "react";
import { Link } from "wouter";
import { entityPath } from "../app/paths.ts";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { Sparkline } from "../parts/sparkline.tsx";
import type { Sort } from "../parts/table-sort.ts";
import { When } from "../parts/when.tsx";
import { formatBits, formatCount, formatShortCount, formatSpeed } from "../words/units.ts";
import type { PortRow } from "./port-row.ts";
import { PortStateBadge } from "./port-state.tsx";
import classes from "./port-table.module.css";

export interface PortTableProps {
  readonly rows: readonly PortRow[];
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly selected: string | undefined;
  readonly onOpen: (key: string) => void;
  /** How much room there is. */
  readonly size: TableSize;
}

export type TableSize = "narrow" | "usual" | "wide";

/** The ports as a table: what they are, and how they did. */
export function PortTable({ rows, sort, onSort, selected, onOpen, size }: PortTableProps) {
  const columns = useMemo(() => sized(columnsFor(onOpen), size), [onOpen, size]);
  return (
    <DataTable
      label="Ports"
      rows={rows}
      columns={columns}
      rowKey={keyOf}
      sort={sort}
      onSort={onSort}
      onOpen={(row) => onOpen(row.key)}
      selectedKey={selected}
      rowHeight={size === "wide" ? 34 : 46}
      maxHeight="calc(100dvh - 130px)"
      empty="No port is like that"
    />
  );
}

const keyOf = ({ key }: PortRow): string => key;

const NARROW_WIDTHS: Readonly<Record<string, string | undefined>> = {
  port: undefined,
  state: "122px",
  traffic: "112px",
};

/** Where the description has no column of its own it stands below the name. */
function sized(columns: readonly Column<PortRow>[], size: TableSize): readonly Column<PortRow>[] {
  if (size === "narrow") {
    return columns
      .filter(({ key }) => key in NARROW_WIDTHS)
      .map((column) => ({ ...column, width: NARROW_WIDTHS[column.key] }));
  }
  const roomy = columns.filter(({ key }) => key !== "traffic");
  if (size === "wide") return roomy;
  return roomy
    .filter(({ key }) => key !== "alias")
    .map((column) => (column.key === "port" ? { ...column, width: undefined } : column));
}

/** A long name is cut before its number: TenGigabitEth… 0/12. */
function PortLabel({ name }: { readonly name: string }) {
  const [, word = name, place = ""] = /^(\D{6,}?)([\s-]?\d[\d/:.]*)$/.exec(name) ?? [];
  return (
    <>
      <span className={classes["word"]}>{word}</span>
      <span className={classes["place"]}>{place}</span>
    </>
  );
}

/** Some agents repeat the name, which says nothing more. */
const aliasOf = ({ alias, name, description }: PortRow["source"]): string | undefined =>
  alias === name || alias === description ? undefined : alias;

const STATE_ORDER: readonly PortRow["state"][] = ["up", "other", "down", "disabled", "unknown"];

function columnsFor(onOpen: (key: string) => void): readonly Column<PortRow>[] {
  return [
    {
      key: "port",
      header: "Port",
      width: "120px",
      sortValue: ({ order }) => order,
      render: ({ key, name, source }) => (
        <>
          <UnstyledButton
            className={classes["open"]}
            onClick={() => onOpen(key)}
            title={source.description ?? name}
          >
            <PortLabel name={name} />
          </UnstyledButton>
          <span className={classes["below"]}>{aliasOf(source)}</span>
        </>
      ),
    },
    {
      key: "alias",
      header: "Description",
      sortValue: ({ source }) => source.alias,
      render: ({ source }) => <span title={source.alias}>{source.alias}</span>,
    },
    {
      key: "state",
      header: "State",
      width: "134px",
      sortValue: ({ state }) => STATE_ORDER.indexOf(state),
      render: (row) => <PortStateBadge row={row} />,
    },
    {
      key: "speed",
      header: "Speed",
      width: "96px",
      align: "right",
      sortValue: ({ source }) => source.speedBps,
      render: ({ source }) => formatSpeed(source.speedBps),
    },
    {
      key: "traffic",
      header: "In / out",
      align: "right",
      sortValue: ({ inBps, outBps }) => (inBps ?? 0) + (outBps ?? 0),
      render: (row) => (
        <>
          <span className={classes["line"]}>{trafficText(row, row.inBps)}</span>
          {row.state === "up" ? (
            <span className={classes["line"]}>{trafficText(row, row.outBps)}</span>
          ) : null}
        </>
      ),
    },
    trafficColumn("in", "In"),
    trafficColumn("out", "Out"),
    countColumn("errors", "Errors", "Errors in and out, in the time shown"),
    countColumn("discards", "Discards", "Discards in and out, in the time shown"),
    {
      key: "neighbour",
      header: "Neighbour",
      width: "150px",
      sortValue: ({ source }) => source.neighbour?.name,
      render: ({ source }) => <NeighbourCell neighbour={source.neighbour} />,
    },
    {
      key: "change",
      header: "Since",
      width: "92px",
      align: "right",
      about: "Last change of its state",
      sortValue: ({ source }) => source.lastChange,
      render: ({ source }) => <When at={source.lastChange} never="–" />,
    },
  ];
}

/** Nothing goes through a port without a link: that needs no figure. */
const trafficText = ({ state }: PortRow, bps: number | null): string =>
  state === "up" || (bps ?? 0) > 0 ? formatBits(bps) : "–";

function trafficColumn(key: "in" | "out", header: string): Column<PortRow> {
  const valueOf = (row: PortRow): number | null => (key === "in" ? row.inBps : row.outBps);
  return {
    key,
    header,
    width: "150px",
    align: "right",
    about: key === "in" ? "Received, latest" : "Sent, latest",
    sortValue: valueOf,
    render: (row) => {
      const values = key === "in" ? row.source.inBps : row.source.outBps;
      const color = key === "in" ? "var(--series-1)" : "var(--series-2)";
      return (
        <span className={classes["traffic"]}>
          {values === undefined || row.state !== "up" ? null : (
            <Sparkline values={values} width={40} height={20} color={color} label={`${row.name} ${header}`} />
          )}
          <span className={classes["value"]}>{trafficText(row, valueOf(row))}</span>
        </span>
      );
    },
  };
}

function countColumn(key: "errors" | "discards", header: string, about: string): Column<PortRow> {
  return {
    key,
    header,
    width: "74px",
    align: "right",
    about,
    sortValue: (row) => row[key],
    render: (row) => {
      const count = row[key];
      const isSome = count !== undefined && count >= 0.5;
      return (
        <span className={isSome ? classes["some"] : undefined} title={formatCount(count)}>
          {formatShortCount(count)}
        </span>
      );
    },
  };
}

function NeighbourCell({ neighbour }: { readonly neighbour: PortRow["source"]["neighbour"] }) {
  if (neighbour === undefined) return null;
  const { name, port, entityId, by } = neighbour;
  const told = by === "description" ? "By the description of the port" : "As LLDP or CDP tell";
  return (
    <span title={`${told}: ${[name, port].filter(Boolean).join(" ")}`}>
      {entityId === undefined ? (
        name
      ) : (
        <Anchor component={Link} href={entityPath(entityId)} size="sm">
          {name}
        </Anchor>
      )}{" "}
      <Text span size="xs" c="dimmed">
        {port}
      </Text>
    </span>
  );
}

import { Select } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, type ReactNode, useMemo, useRef } from "react";
import { Link } from "wouter";
import type { FleetDevice } from "../../api/contract/index.ts";
import { devicePath } from "../app/paths.ts";
import { StatusBadge } from "../parts/status-badge.tsx";
import { type Sort, sortedRows, sortText } from "../parts/table-sort.ts";
import { formatBits, formatPercent } from "../words/units.ts";
import classes from "./device-cards.module.css";
import { TrafficLine } from "./device-cells.tsx";
import { DEVICE_COLUMNS } from "./device-columns.tsx";
import { nameOf, rowKey } from "./fleet-state.ts";
import { placeAndKind, portWords, reasonAndRemedy, reasonOf } from "./row-words.ts";

export interface DeviceCardsProps {
  readonly rows: readonly FleetDevice[];
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly empty: ReactNode;
}

const ORDERS = [
  { value: "status", label: "Problems first" },
  { value: "device", label: "Name" },
  { value: "-cpu", label: "CPU, highest first" },
  { value: "-memory", label: "Memory, highest first" },
  { value: "-ports", label: "Ports down, most first" },
  { value: "-in", label: "Traffic in, most first" },
  { value: "-out", label: "Traffic out, most first" },
] as const;

const CARD_HEIGHT = 92;
/** What stands above and below the list. */
const AROUND_PX = 130;

/** The list where there is no room for columns: a card a device. */
export function DeviceCards({ rows, sort, onSort, empty }: DeviceCardsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const sorted = useMemo(() => {
    const valueOf = DEVICE_COLUMNS.find(({ key }) => key === sort.key)?.sortValue;
    return valueOf === undefined ? rows : sortedRows(rows, valueOf, sort.descending);
  }, [rows, sort.key, sort.descending]);
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_HEIGHT,
    overscan: 6,
    initialRect: { width: 0, height: Math.max(0, innerHeight - AROUND_PX) },
    getItemKey: (i) => rowKey(sorted[i]!),
  });
  return (
    <>
      <Select
        aria-label="Order"
        data={ORDERS}
        value={ORDERS.find(({ value }) => value === sortText(sort))?.value ?? null}
        placeholder="Order"
        allowDeselect={false}
        onChange={(order) =>
          onSort({ key: (order ?? "status").replace(/^-/, ""), descending: order?.startsWith("-") === true })
        }
        mb="xs"
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keyboard, too. */}
      <div ref={scroller} className={classes["scroller"]} tabIndex={0} role="region" aria-label="Devices">
        <ul className={classes["list"]} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => (
            <Card
              key={key}
              row={sorted[index]!}
              index={index}
              start={start}
              measure={virtual.measureElement}
            />
          ))}
        </ul>
        {sorted.length === 0 ? empty : null}
      </div>
    </>
  );
}

interface CardProps {
  readonly row: FleetDevice;
  readonly index: number;
  readonly start: number;
  readonly measure: (element: HTMLLIElement | null) => void;
}

const Card = memo(function Card({ row, index, start, measure }: CardProps) {
  const reason = reasonOf(row);
  const about = placeAndKind(row);
  return (
    <li
      ref={measure}
      data-index={index}
      className={classes["item"]}
      style={{ transform: `translateY(${start}px)` }}
    >
      <Link href={devicePath(row.id)} className={classes["card"]}>
        <span className={classes["head"]}>
          <span className={classes["name"]}>{nameOf(row)}</span>
          <StatusBadge code={row.code} className={classes["badge"]} />
        </span>
        {about === "" ? null : <span className={classes["about"]}>{about}</span>}
        {reason === undefined ? null : <span className={classes["reason"]}>{reasonAndRemedy(row)}</span>}
        {row.inBps === undefined && row.portsUp === undefined ? null : <Figures row={row} />}
      </Link>
    </li>
  );
});

function Figures({ row }: { readonly row: FleetDevice }) {
  const { cpuPercent, memoryPercent, portsUp, inBps, outBps } = row;
  return (
    <span className={classes["figures"]}>
      {cpuPercent === undefined ? null : <span>CPU {formatPercent(Math.round(cpuPercent))}</span>}
      {memoryPercent === undefined ? null : <span>Mem {formatPercent(Math.round(memoryPercent))}</span>}
      {portsUp === undefined ? null : <span>{portWords(row)}</span>}
      {inBps === undefined ? null : (
        <span className={classes["traffic"]}>
          <TrafficLine row={row} width={56} />
          <span>
            ↓{formatBits(inBps)} ↑{formatBits(outBps)}
          </span>
        </span>
      )}
    </span>
  );
}

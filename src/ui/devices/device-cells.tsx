import { Tooltip } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { FleetDevice } from "../../api/contract/index.ts";
import { useNow } from "../app/now.ts";
import { devicePath } from "../app/paths.ts";
import { Meter } from "../parts/meter.tsx";
import { Sparkline } from "../parts/sparkline.tsx";
import { StatusBadge } from "../parts/status-badge.tsx";
import { exactTime } from "../words/time.ts";
import { formatBits, formatCount, formatSpan } from "../words/units.ts";
import classes from "./device-cells.module.css";
import { nameOf } from "./fleet-state.ts";
import {
  isSilent,
  lateMs,
  lateWords,
  placeAndKind,
  portWords,
  reasonAndRemedy,
  reasonOf,
  trafficOf,
  trafficWords,
} from "./row-words.ts";

interface CellProps {
  readonly row: FleetDevice;
}

/** How it is; when it is not well, since when. */
export function StatusCell({ row: { code, statusSince } }: CellProps) {
  return (
    <div className={classes["status"]}>
      <StatusBadge code={code} />
      {code === "OK" || statusSince === undefined ? null : <Lasting since={statusSince} />}
    </div>
  );
}

function Lasting({ since }: { readonly since: number }) {
  const span = Math.max(0, useNow() - since);
  return (
    <time dateTime={new Date(since).toISOString()} title={exactTime(since)} className={classes["below"]}>
      for {formatSpan(Math.floor(span / 1_000) * 1_000 || 1_000)}
    </time>
  );
}

/** Its name, and below what is wrong; when nothing is, where it is and what. */
export function DeviceCell({ row }: CellProps) {
  const name = nameOf(row);
  return (
    <div className={classes["device"]} data-silent={isSilent(row) || undefined}>
      <Link href={devicePath(row.id)} title={name} className={classes["name"]}>
        {name}
      </Link>
      {reasonOf(row) === undefined ? (
        <span className={classes["below"]}>{placeAndKind(row)}</span>
      ) : (
        <Tooltip label={reasonAndRemedy(row)} position="bottom-start">
          <span className={classes["reason"]}>{reasonAndRemedy(row)}</span>
        </Tooltip>
      )}
    </div>
  );
}

export const MeterCell = ({
  row,
  percent,
  label,
}: CellProps & { percent: number | undefined; label: string }) =>
  isSilent(row) ? null : <Meter percent={percent} label={label} />;

/** Down is told in words, not by colour alone. */
export function PortsCell({ row }: CellProps) {
  const { portsUp, portsDown = 0 } = row;
  if (portsUp === undefined) return <Unknown row={row} />;
  return (
    <span title={portWords(row)} className={classes["ports"]}>
      <span>{formatCount(portsUp)} up</span>
      <span className={classes["down"]} data-any={portsDown > 0 || undefined}>
        {formatCount(portsDown)} down
      </span>
    </span>
  );
}

export function TrafficCell({ row }: CellProps) {
  const { inBps, outBps, traffic = [] } = row;
  if (isSilent(row) || (inBps === undefined && traffic.length === 0)) return <Unknown row={row} />;
  return (
    <span className={classes["traffic"]} title={trafficWords(row)}>
      <TrafficLine row={row} width={88} />
      {inBps === undefined ? null : (
        <span className={classes["rates"]}>
          <span>in {formatBits(inBps)}</span>
          <span>out {formatBits(outBps)}</span>
        </span>
      )}
    </span>
  );
}

export const TrafficLine = ({ row, width }: CellProps & { width: number }) => (
  <Sparkline values={trafficOf(row)} width={width} height={24} max={row.peakBps} label={trafficWords(row)} />
);

export const BitsCell = ({ row, bps }: CellProps & { bps: number | undefined }) =>
  bps === undefined ? <Unknown row={row} /> : <span>{formatBits(bps)}</span>;

export const CountCell = ({ row, count }: CellProps & { count: number | undefined }) =>
  count === undefined ? <Unknown row={row} /> : <span>{formatCount(count)}</span>;

export function LateCell({ row }: CellProps) {
  const ms = lateMs(row, useNow());
  const skipped = row.skipped === 0 ? "" : `${formatCount(row.skipped)} polls left out since the start`;
  return <span title={skipped}>{lateWords(ms)}</span>;
}

/** In the row of a silent device its reason stands here. */
const Unknown = ({ row }: CellProps): ReactNode =>
  isSilent(row) ? null : <span className={classes["none"]}>–</span>;

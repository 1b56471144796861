import type { FleetDevice } from "../../api/contract/index.ts";
import type { Column } from "../parts/data-table.tsx";
import { When } from "../parts/when.tsx";
import { formatCount, formatSpan } from "../words/units.ts";
import {
  BitsCell,
  CountCell,
  DeviceCell,
  LateCell,
  MeterCell,
  PortsCell,
  StatusCell,
  TrafficCell,
} from "./device-cells.tsx";
import { codeRank } from "./fleet-filter.ts";
import { nameOf } from "./fleet-state.ts";
import { kindOf } from "./row-words.ts";
import type { ColumnKey } from "./shown-columns.ts";

type DeviceColumn = Column<FleetDevice> & {
  readonly key: ColumnKey;
  /** A figure that a silent device does not have: its reason may stand here. Pixels. */
  readonly spill?: number;
};

/** What a name takes that still says something. */
const DEVICE_LEAST_PX = 180;

/** How wide the table is at least; it scrolls in itself where there is less room. @returns pixels */
export const leastWidthOf = (columns: readonly DeviceColumn[]): number =>
  columns.reduce(
    (sum, { width }) => sum + (width === undefined ? DEVICE_LEAST_PX : Number.parseInt(width, 10)),
    0,
  );

/** How far the reason of a silent device reaches: over the figures right behind its name. @returns pixels */
export function spillOf(columns: readonly DeviceColumn[]): number {
  let px = 0;
  for (const { spill } of columns.slice(columns.findIndex(({ key }) => key === "device") + 1)) {
    if (spill === undefined) break;
    px += spill;
  }
  return px;
}

/** Every column there is, in the order of the table. */
export const DEVICE_COLUMNS: readonly DeviceColumn[] = [
  {
    key: "status",
    header: "Status",
    width: "194px",
    sortValue: ({ code }) => codeRank(code),
    render: (row) => <StatusCell row={row} />,
  },
  { key: "device", header: "Device", sortValue: nameOf, render: (row) => <DeviceCell row={row} /> },
  {
    key: "cpu",
    header: "CPU",
    width: "108px",
    spill: 108,
    about: "The busiest processor",
    sortValue: ({ cpuPercent }) => cpuPercent,
    render: (row) => <MeterCell row={row} percent={row.cpuPercent} label="CPU" />,
  },
  {
    key: "memory",
    header: "Memory",
    width: "108px",
    spill: 108,
    sortValue: ({ memoryPercent }) => memoryPercent,
    render: (row) => <MeterCell row={row} percent={row.memoryPercent} label="Memory" />,
  },
  {
    key: "ports",
    header: "Ports",
    width: "156px",
    spill: 156,
    align: "right",
    about: "Ports that are up, and ports that are switched on but down. Sorted by those that are down.",
    sortValue: ({ portsDown }) => portsDown,
    render: (row) => <PortsCell row={row} />,
  },
  {
    key: "errors",
    header: "Errors/min",
    width: "96px",
    spill: 96,
    align: "right",
    about: "Interface errors in and out, all ports together",
    sortValue: ({ errorsPerMinute }) => errorsPerMinute,
    render: (row) => <CountCell row={row} count={row.errorsPerMinute} />,
  },
  {
    key: "traffic",
    header: "Traffic",
    width: "204px",
    spill: 204,
    about: "All ports together, the last 30 polls; each row has a scale of its own. Sorted by in and out.",
    sortValue: ({ inBps, outBps }) => (inBps === undefined ? undefined : inBps + (outBps ?? 0)),
    render: (row) => <TrafficCell row={row} />,
  },
  {
    key: "in",
    header: "In",
    width: "104px",
    spill: 104,
    align: "right",
    sortValue: ({ inBps }) => inBps,
    render: (row) => <BitsCell row={row} bps={row.inBps} />,
  },
  {
    key: "out",
    header: "Out",
    width: "104px",
    spill: 104,
    align: "right",
    sortValue: ({ outBps }) => outBps,
    render: (row) => <BitsCell row={row} bps={row.outBps} />,
  },
  {
    key: "kind",
    header: "Vendor and model",
    width: "170px",
    sortValue: kindOf,
    render: (row) => <span title={kindOf(row)}>{kindOf(row) ?? "–"}</span>,
  },
  {
    key: "address",
    header: "Address",
    width: "150px",
    sortValue: ({ id }) => id,
    render: ({ id, address }) => <span title={address}>{id}</span>,
  },
  {
    key: "polled",
    header: "Last poll",
    width: "94px",
    align: "right",
    sortValue: ({ lastPollAt }) => lastPollAt,
    render: ({ lastPollAt }) => <When at={lastPollAt} />,
  },
  {
    key: "late",
    header: "Late by",
    width: "92px",
    align: "right",
    about: "How much later than planned the last poll began",
    sortValue: ({ latenessMs }) => latenessMs,
    render: (row) => <LateCell row={row} />,
  },
  {
    key: "duration",
    header: "Poll takes",
    width: "94px",
    align: "right",
    sortValue: ({ pollDurationMs }) => pollDurationMs,
    render: ({ pollDurationMs }) => (pollDurationMs === undefined ? "–" : formatSpan(pollDurationMs)),
  },
  {
    key: "lines",
    header: "Lines",
    width: "76px",
    align: "right",
    about: "Metric lines of the last poll",
    sortValue: ({ lines }) => lines,
    render: ({ lines }) => formatCount(lines),
  },
  {
    key: "extension",
    header: "Extension",
    width: "190px",
    sortValue: ({ extension }) => extension,
    render: ({ extension }) => <span title={extension}>{extension}</span>,
  },
  {
    key: "configuration",
    header: "Configuration",
    width: "150px",
    sortValue: ({ configurationId }) => configurationId,
    render: ({ configurationId }) => <span title={configurationId}>{configurationId}</span>,
  },
  {
    key: "since",
    header: "Status since",
    width: "104px",
    align: "right",
    sortValue: ({ statusSince }) => statusSince,
    render: ({ statusSince }) => <When at={statusSince} never="–" />,
  },
];

import { Anchor } from "@mantine/core";
import { Link } from "wouter";
import type { Event } from "../../api/contract/index.ts";
import { devicePath } from "../app/paths.ts";
import type { Column } from "../parts/data-table.tsx";
import { ToneBadge } from "../parts/status-badge.tsx";
import { When } from "../parts/when.tsx";
import type { Tone } from "../words/status.ts";
import classes from "./status.module.css";

/** Two events may be alike in all they say. */
export interface Keyed {
  readonly key: string;
  readonly event: Event;
}

const TONE: Readonly<Record<Event["severity"], Tone>> = { info: "ok", warning: "warning", error: "error" };
const LABEL: Readonly<Record<Event["severity"], string>> = {
  info: "Info",
  warning: "Warning",
  error: "Error",
};

const WHEN: Column<Keyed> = {
  key: "at",
  header: "When",
  width: "110px",
  sortValue: ({ event }) => event.timestamp,
  render: ({ event }) => <When at={event.timestamp} />,
};

export const WIDE_COLUMNS: readonly Column<Keyed>[] = [
  WHEN,
  {
    key: "severity",
    header: "Severity",
    width: "140px",
    sortValue: ({ event }) => event.severity,
    render: ({ event }) => <Severity event={event} />,
  },
  {
    key: "device",
    header: "Device",
    width: "190px",
    sortValue: ({ event }) => event.deviceName ?? event.device,
    render: ({ event }) => <Device event={event} />,
  },
  {
    key: "title",
    header: "What happened",
    sortValue: ({ event }) => event.title,
    render: ({ event: { title } }) => <span title={title}>{title}</span>,
  },
];

/** On a narrow screen all that happened stands in one cell, and may take lines. */
export const NARROW_COLUMNS: readonly Column<Keyed>[] = [
  { ...WHEN, width: "96px" },
  {
    key: "title",
    header: "What happened",
    sortValue: ({ event }) => event.title,
    render: ({ event }) => (
      <div className={classes["event"]}>
        <Severity event={event} /> {event.device === undefined ? null : <Device event={event} />}
        <div>{event.title}</div>
      </div>
    ),
  },
];

const Severity = ({ event: { severity } }: { readonly event: Event }) => (
  <ToneBadge tone={TONE[severity]} className={classes["state"] ?? ""}>
    {LABEL[severity]}
  </ToneBadge>
);

function Device({ event: { device, deviceName } }: { readonly event: Event }) {
  if (device === undefined) return "–";
  return (
    <Anchor component={Link} href={devicePath(device)} size="sm" title={device}>
      {deviceName ?? device}
    </Anchor>
  );
}

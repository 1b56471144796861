import { Badge, Checkbox } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useMemo } from "react";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { useQueryState } from "../parts/query-state.ts";
import { StatusBadge } from "../parts/status-badge.tsx";
import { parseSort, sortText } from "../parts/table-sort.ts";
import { statusWords, toneRank } from "../words/status.ts";
import { digits } from "../words/units.ts";
import { type CheckedDevice, isTicked, kindOf } from "./check-merge.ts";
import type { Draft } from "./draft.ts";
import { remedyWords } from "./remedy-words.ts";
import type { ChangeDraft } from "./use-draft.ts";
import { useKindFilter } from "./use-kind-filter.ts";
import classes from "./verdict-table.module.css";

export interface VerdictTableProps {
  readonly devices: readonly CheckedDevice[];
  readonly draft: Draft;
  readonly change: ChangeDraft;
}

const FIRST_SORT = { key: "", descending: false };
const byKey = ({ key }: CheckedDevice): string => key;

/** What each device said, and which ones are to be polled. */
export function VerdictTable({ devices, draft, change }: VerdictTableProps) {
  const [kind] = useKindFilter();
  const [read, changeAddress] = useQueryState();
  const isNarrow = useMediaQuery("(max-width: 48em)") ?? false;
  const shown = useMemo(
    () => (kind === undefined ? devices : devices.filter((device) => kindOf(device) === kind)),
    [devices, kind],
  );
  const { ticks } = draft;
  const columns = useMemo(() => columnsOf(shown, ticks, change, isNarrow), [shown, ticks, change, isNarrow]);
  return (
    <DataTable
      label="Devices and what they said"
      rows={shown}
      columns={columns}
      rowKey={byKey}
      sort={parseSort(read("sort"), FIRST_SORT)}
      onSort={(sort) => changeAddress({ sort: sortText(sort) })}
      rowHeight={48}
      measured
      maxHeight="60dvh"
      empty="No device with such a verdict"
    />
  );
}

function columnsOf(
  devices: readonly CheckedDevice[],
  ticks: Draft["ticks"],
  change: ChangeDraft,
  isNarrow: boolean,
): readonly Column<CheckedDevice>[] {
  const ticked = devices.filter((device) => isTicked(device, ticks)).length;
  const setAll = (on: boolean): void =>
    change(({ ticks: before }) => ({
      ticks: { ...before, ...Object.fromEntries(devices.map(({ key }) => [key, on])) },
    }));
  const tick: Column<CheckedDevice> = {
    key: "tick",
    header: ticked === devices.length ? "All" : `${ticked}`,
    about: "Ticked devices are polled once you have saved",
    width: "46px",
    render: (device) => (
      <Checkbox
        size="xs"
        aria-label={`Poll ${device.sysName ?? device.target}`}
        checked={isTicked(device, ticks)}
        onChange={(event) => {
          const on = event.currentTarget.checked;
          if ((event.nativeEvent as MouseEvent).shiftKey) return setAll(on);
          change(({ ticks: before }) => ({ ticks: { ...before, [device.key]: on } }));
        }}
      />
    ),
  };
  return isNarrow
    ? [tick, { ...NAME, width: "36%" }, SAYS_ALL]
    : [tick, STATUS, NAME, RESPONSE, CREDENTIAL, SAYS];
}

const STATUS: Column<CheckedDevice> = {
  key: "status",
  header: "Result",
  width: "196px",
  sortValue: ({ verdict }) => toneRank(statusWords(verdict).tone),
  render: (device) => <Verdict device={device} />,
};
const NAME: Column<CheckedDevice> = {
  key: "name",
  header: "Device",
  width: "18%",
  sortValue: ({ sysName, target }) => sysName ?? target,
  render: ({ sysName, target, vendor }) => (
    <>
      <span className={classes["cell"]}>{sysName ?? target}</span>
      {sysName === undefined ? null : (
        <span className={classes["second"]} title={target}>
          {vendor === undefined ? target : `${target}, ${vendor}`}
        </span>
      )}
    </>
  ),
};
const RESPONSE: Column<CheckedDevice> = {
  key: "response",
  header: "Response",
  width: "84px",
  align: "right",
  sortValue: ({ responseMs }) => responseMs,
  render: ({ responseMs }) => (responseMs === undefined ? "–" : `${digits(responseMs)} ms`),
};
const CREDENTIAL: Column<CheckedDevice> = {
  key: "credential",
  header: "Credential",
  width: "12%",
  sortValue: ({ credential }) => credential,
  render: ({ credential }) => credential ?? "–",
};
const SAYS: Column<CheckedDevice> = {
  key: "says",
  header: "What it says",
  render: (device) => <Says device={device} />,
};
const SAYS_ALL: Column<CheckedDevice> = {
  ...SAYS,
  render: (device) => (
    <>
      <Verdict device={device} />
      <Says device={device} />
    </>
  ),
};

function Verdict({ device }: { readonly device: CheckedDevice }) {
  const isPolled = kindOf(device) === "polled";
  return (
    <>
      <StatusBadge code={device.verdict} />
      {isPolled ? (
        <Badge color="gray" ml={4} title={`Polled by ${device.configurations?.join(", ")}`}>
          polled
        </Badge>
      ) : null}
    </>
  );
}

function Says({ device }: { readonly device: CheckedDevice }) {
  const { verdict, message, remedy, sysDescr, extensions } = device;
  if (verdict !== "ok") {
    return (
      <span className={classes["says"]} title={remedy && remedyWords(remedy)}>
        {message ?? ""}
      </span>
    );
  }
  const sets = extensions?.[0]?.featureSets.filter(
    ({ name, supported }) => name !== "" && supported !== "no",
  );
  const names = sets?.map(({ name }) => name) ?? [];
  return (
    <>
      <span className={classes["cell"]} title={sysDescr}>
        {sysDescr ?? ""}
      </span>
      <span className={classes["second"]} title={names.join("\n")}>
        {sets === undefined ? (message ?? "looking what it supports …") : setWords(names)}
      </span>
    </>
  );
}

const setWords = (names: readonly string[]): string =>
  names.length === 0 ? "no optional feature set" : `${names.length} feature sets: ${names.join(", ")}`;

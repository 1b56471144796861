import { Badge, Checkbox } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useMemo } from "react";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { useQueryState } from "../parts/query-state.ts";
import { StatusBadge, ToneBadge } from "../parts/status-badge.tsx";
import { parseSort, sortText } from "../parts/table-sort.ts";
import { counted } from "../words/counted.ts";
import { statusWords, toneRank } from "../words/status.ts";
import { digits } from "../words/units.ts";
import { type CheckedDevice, isTicked } from "./check-merge.ts";
import { littleOf, setsOf } from "./costs.ts";
import type { Draft } from "./draft.ts";
import { remedyWords } from "./remedy-words.ts";
import type { ChangeDraft } from "./use-draft.ts";
import { useKindFilter } from "./use-kind-filter.ts";
import { KIND_LABELS, kindOf, UNHEARD } from "./verdict-kind.ts";
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
  const { extension } = draft;
  const columns = useMemo(
    () => columnsOf(shown, { ticks, extension }, change, isNarrow),
    [shown, ticks, extension, change, isNarrow],
  );
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
  { ticks, extension }: Pick<Draft, "ticks" | "extension">,
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
  const verdict = (device: CheckedDevice) => <Verdict device={device} extension={extension} />;
  const says = (device: CheckedDevice) => <Says device={device} extension={extension} />;
  if (isNarrow) {
    const both = (device: CheckedDevice) => (
      <>
        {verdict(device)}
        {says(device)}
      </>
    );
    return [tick, { ...NAME, width: "36%" }, { ...SAYS, render: both }];
  }
  return [tick, { ...STATUS, render: verdict }, NAME, RESPONSE, CREDENTIAL, { ...SAYS, render: says }];
}

const STATUS: Omit<Column<CheckedDevice>, "render"> = {
  key: "status",
  header: "Result",
  width: "200px",
  sortValue: ({ verdict }) => toneRank(statusWords(verdict).tone),
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
const SAYS: Omit<Column<CheckedDevice>, "render"> = { key: "says", header: "What it says" };

interface OfDevice {
  readonly device: CheckedDevice;
  readonly extension: string;
}

function Verdict({ device, extension }: OfDevice) {
  const kind = kindOf(device);
  return (
    <>
      <Badges device={device} extension={extension} />
      {kind === "polled" ? (
        <Badge color="gray" ml={4} title={`Polled by ${device.configurations?.join(", ")}`}>
          polled
        </Badge>
      ) : null}
    </>
  );
}

function Badges({ device, extension }: OfDevice) {
  const kind = kindOf(device);
  // A status has one code for all of these, and what is to be done about them differs.
  if (UNHEARD.includes(kind)) {
    return (
      <ToneBadge tone="error" title={device.message ?? ""}>
        {KIND_LABELS[kind]}
      </ToneBadge>
    );
  }
  if (littleOf(device, extension) === undefined) return <StatusBadge code={device.verdict} />;
  return (
    <ToneBadge tone="warning" title="It answers, but has little of what is always collected.">
      Little data
    </ToneBadge>
  );
}

function Says({ device, extension }: OfDevice) {
  const { verdict, message, remedy, sysDescr, extensions } = device;
  if (verdict !== "ok") {
    return (
      <span className={classes["says"]} title={remedy && remedyWords(remedy)}>
        {message ?? ""}
      </span>
    );
  }
  const names = setsOf(device, extension).flatMap(({ name, supported }) =>
    name !== "" && supported !== "no" ? [name] : [],
  );
  const little = littleOf(device, extension);
  return (
    <>
      <span className={classes["cell"]} title={sysDescr}>
        {sysDescr ?? ""}
      </span>
      {little === undefined ? null : <span className={classes["says"]}>{littleWords(little)}</span>}
      <span className={classes["second"]} title={names.join("\n")}>
        {extensions === undefined ? (message ?? "looking what it supports …") : setWords(names)}
      </span>
    </>
  );
}

const littleWords = ({ there, metrics }: { readonly there: number; readonly metrics: number }): string =>
  `It has ${there} of the ${metrics} metrics that are always collected. A view at the device may hide the rest from this credential.`;

const setWords = (names: readonly string[]): string =>
  names.length === 0
    ? "no optional feature set"
    : `${counted(names.length, "feature set")}: ${names.join(", ")}`;

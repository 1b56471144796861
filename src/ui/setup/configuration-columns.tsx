import { Anchor, Checkbox, Text } from "@mantine/core";
import { Link } from "wouter";
import type { ConfigurationSummary } from "../../api/contract/index.ts";
import { configurationPath } from "../app/paths.ts";
import type { Column } from "../parts/data-table.tsx";
import { ToneBadge } from "../parts/status-badge.tsx";
import { When } from "../parts/when.tsx";
import { counted } from "../words/counted.ts";
import { toneRank } from "../words/status.ts";
import { formatCount } from "../words/units.ts";
import { byWords } from "./by-words.ts";
import { statusLine } from "./configuration-status.ts";
import classes from "./verdict-table.module.css";

export interface ColumnState {
  readonly shown: readonly ConfigurationSummary[];
  readonly selected: ReadonlySet<string>;
  readonly setSelected: (next: (before: ReadonlySet<string>) => ReadonlySet<string>) => void;
  readonly isNarrow: boolean;
}

const keyOf = ({ extension, objectId }: ConfigurationSummary): string => `${extension} ${objectId}`;

export function configurationColumns({
  selected,
  setSelected,
  isNarrow,
}: ColumnState): readonly Column<ConfigurationSummary>[] {
  const tick: Column<ConfigurationSummary> = {
    key: "tick",
    header: "",
    width: "40px",
    render: (row) => (
      <Checkbox
        size="xs"
        aria-label={`Select ${row.description || row.objectId}`}
        checked={selected.has(keyOf(row))}
        onChange={(event) => {
          const on = event.currentTarget.checked;
          setSelected((before) => {
            const after = new Set(before);
            if (on) after.add(keyOf(row));
            else after.delete(keyOf(row));
            return after;
          });
        }}
      />
    ),
  };
  return isNarrow
    ? [tick, { ...NAME, width: undefined, render: (row) => <NarrowName row={row} /> }]
    : [tick, NAME, STATUS, DEVICES, SETS, CREDENTIALS, CHANGED];
}

function Name({ row }: { readonly row: ConfigurationSummary }) {
  const { extension, objectId, description, version, scope } = row;
  return (
    <>
      <Anchor
        component={Link}
        size="sm"
        className={classes["cell"]}
        href={configurationPath(extension, objectId)}
      >
        {description || objectId}
      </Anchor>
      <span className={classes["second"]}>
        {extension} {version}
        {scope === "ag_group-default" ? "" : `, group ${scope.replace(/^ag_group-/, "")}`}
      </span>
    </>
  );
}

function NarrowName({ row }: { readonly row: ConfigurationSummary }) {
  return (
    <>
      <Name row={row} />
      <Status row={row} />
      <span className={classes["second"]}>{counted(row.devices, "device")}</span>
    </>
  );
}

function Status({ row }: { readonly row: ConfigurationSummary }) {
  const { tone, label, detail } = statusLine(row);
  return (
    <>
      <ToneBadge tone={tone} title={detail || row.message}>
        {label}
      </ToneBadge>
      <span className={classes["second"]} title={detail}>
        {detail}
      </span>
    </>
  );
}

const NAME: Column<ConfigurationSummary> = {
  key: "name",
  header: "Name",
  width: "24%",
  sortValue: ({ description, objectId }) => description || objectId,
  render: (row) => <Name row={row} />,
};
const STATUS: Column<ConfigurationSummary> = {
  key: "status",
  header: "Status",
  width: "17%",
  sortValue: (row) => toneRank(statusLine(row).tone),
  render: (row) => <Status row={row} />,
};
const DEVICES: Column<ConfigurationSummary> = {
  key: "devices",
  header: "Devices",
  width: "15%",
  sortValue: ({ devices }) => devices,
  render: ({ devices, firstDevices }) => (
    <>
      <span className={classes["cell"]}>{formatCount(devices)}</span>
      <span className={classes["second"]}>
        {firstDevices.join(", ")}
        {devices > firstDevices.length ? " …" : ""}
      </span>
    </>
  ),
};
const SETS: Column<ConfigurationSummary> = {
  key: "sets",
  header: "Feature sets",
  sortValue: ({ featureSets }) => featureSets.length,
  render: ({ featureSets }) => (
    <>
      <span className={classes["cell"]}>{setCount(featureSets)}</span>
      <span className={classes["second"]} title={featureSets.join("\n")}>
        {featureSets.join(", ")}
      </span>
    </>
  ),
};
const CREDENTIALS: Column<ConfigurationSummary> = {
  key: "credentials",
  header: "Credentials",
  width: "12%",
  render: ({ credentials }) => credentialWords(credentials),
};
const CHANGED: Column<ConfigurationSummary> = {
  key: "changed",
  header: "Changed",
  width: "120px",
  sortValue: ({ changed }) => changed?.at,
  render: ({ changed, file }) =>
    changed === undefined ? (
      <Text size="xs" c="dimmed" truncate title={`In the file ${file}`}>
        as in {file}
      </Text>
    ) : (
      <>
        <When at={changed.at} />
        <span className={classes["second"]}>by {byWords(changed.by)}</span>
      </>
    ),
};

function setCount(sets: readonly string[]): string {
  if (sets.includes("all")) return "all";
  return sets.length === 0 ? "none but the always collected" : String(sets.length);
}

export const credentialWords = (credentials: Readonly<Record<string, number>>): string =>
  Object.keys(credentials)
    .map((name) => name || "own secrets")
    .join(", ") || "–";

import { Anchor, Button, Skeleton, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { type CSSProperties, useCallback, useDeferredValue, useMemo, useRef } from "react";
import { Link, useLocation } from "wouter";
import type { FleetDevice } from "../../api/contract/index.ts";
import { devicePath } from "../app/paths.ts";
import { useSession } from "../app/session.tsx";
import { DataTable } from "../parts/data-table.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { formatCount } from "../words/units.ts";
import { DeviceCards } from "./device-cards.tsx";
import cells from "./device-cells.module.css";
import { DEVICE_COLUMNS, leastWidthOf, spillOf } from "./device-columns.tsx";
import { countsByCode, extensionsOf, filteredRows, isFiltering } from "./fleet-filter.ts";
import { type FleetState, rowKey } from "./fleet-state.ts";
import { FleetStrip } from "./fleet-strip.tsx";
import { summaryOf } from "./fleet-summary.ts";
import { FleetToolbar } from "./fleet-toolbar.tsx";
import { useFleet } from "./use-fleet.ts";
import { useListAddress } from "./use-list-address.ts";

const ROW_HEIGHT = 46;
const NO_ROWS: readonly FleetDevice[] = [];

/** All devices: how they are, and for those that are not well why. */
export default function DevicesPage() {
  const { data, error, refetch } = useFleet();
  if (data !== undefined && data.rows.length === 0) return <NoDevices />;
  return (
    <>
      <PageHeader title="Devices" actions={<AddButton />} />
      {error === null ? null : (
        <Notice
          title="The devices cannot be shown as they are now"
          failure={error}
          onRetry={() => void refetch()}
        />
      )}
      {data === undefined && error !== null ? null : <DeviceList state={data} />}
    </>
  );
}

function DeviceList({ state }: { readonly state: FleetState | undefined }) {
  const all = state?.rows ?? NO_ROWS;
  const { filter, sort, columns, setFilter, setSort, setColumns } = useListAddress();
  const isNarrow = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  const [, go] = useLocation();
  const list = useRef<HTMLDivElement>(null);
  // Typing stays quick in a list of thousands: rows may follow a moment later.
  const settled = useDeferredValue(filter);
  const rows = useMemo(() => filteredRows(all, settled), [all, settled]);
  const counts = useMemo(() => countsByCode(all, settled), [all, settled]);
  const extensions = useMemo(() => extensionsOf(all), [all]);
  const summary = useMemo(() => summaryOf(all), [all]);
  const shown = useMemo(() => DEVICE_COLUMNS.filter(({ key }) => columns.includes(key)), [columns]);
  const widths = { "--spill": `${spillOf(shown)}px`, "--least": `${leastWidthOf(shown)}px` } as CSSProperties;
  const onOpen = useCallback((row: FleetDevice) => go(devicePath(row.id)), [go]);
  const clear = useCallback(() => setFilter({ text: "", codes: [], extension: undefined }), [setFilter]);
  const empty = <NoMatch onClear={clear} />;
  return (
    <>
      <FleetStrip
        summary={state && summary}
        onAll={clear}
        onProblems={() => setFilter({ codes: summary.problemCodes })}
        onPortsDown={() => setSort({ key: "ports", descending: true })}
      />
      <FleetToolbar
        filter={filter}
        onFilter={setFilter}
        counts={counts}
        extensions={extensions}
        columns={columns}
        onColumns={setColumns}
        hasColumns={!isNarrow}
        onLeave={() => focusFirst(list.current)}
      />
      <div ref={list} className={cells["list"]} style={widths}>
        {state === undefined ? <Loading /> : null}
        {state !== undefined && isNarrow ? (
          <DeviceCards rows={rows} sort={sort} onSort={setSort} empty={empty} />
        ) : null}
        {state !== undefined && !isNarrow ? (
          <DataTable
            label="Devices"
            rows={rows}
            columns={shown}
            rowKey={rowKey}
            sort={sort}
            onSort={setSort}
            onOpen={onOpen}
            rowHeight={ROW_HEIGHT}
            maxHeight="calc(100dvh - 248px)"
            empty={empty}
          />
        ) : null}
      </div>
      <Text size="xs" c="dimmed" mt={6} role="status" mih={20}>
        {state !== undefined && isFiltering(filter)
          ? `${formatCount(rows.length)} of ${formatCount(all.length)} devices`
          : ""}
      </Text>
    </>
  );
}

function focusFirst(list: HTMLElement | null): void {
  list?.querySelector<HTMLElement>("tr[data-row], li a")?.focus();
}

/** As high as the list will be. */
const Loading = () => <Skeleton height="calc(100dvh - 248px)" radius="sm" aria-label="Loading devices" />;

function NoMatch({ onClear }: { readonly onClear: () => void }) {
  return (
    <Text p="xl" ta="center">
      No device matches.{" "}
      <Anchor component="button" type="button" onClick={onClear}>
        Show all devices
      </Anchor>
    </Text>
  );
}

function AddButton() {
  const { can } = useSession();
  const isAllowed = can("extensionConfigurations.write");
  return isAllowed ? (
    <Button component={Link} href="/setup/new" leftSection={<IconPlus size={15} aria-hidden />}>
      Add switches
    </Button>
  ) : (
    <Button
      component={Link}
      href="/sign-in?next=%2Fsetup%2Fnew"
      variant="default"
      title="Adding switches takes a role that may change configurations"
    >
      Sign in to add switches
    </Button>
  );
}

function NoDevices() {
  return (
    <>
      <PageHeader title="Devices" />
      <EmptyState title="No switch is polled yet">
        <Text maw={460}>
          Enter addresses and credentials: they are tried at once, with the exact cause where one fails, and
          the first data shows within seconds.
        </Text>
        <AddButton />
      </EmptyState>
    </>
  );
}

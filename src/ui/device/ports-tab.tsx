import { Checkbox, Group, SegmentedControl, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useCallback, useMemo } from "react";
import type { DeviceInterfaces } from "../../api/contract/index.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { useQueryState } from "../parts/query-state.ts";
import { parseSort, sortText } from "../parts/table-sort.ts";
import { When } from "../parts/when.tsx";
import { Faceplate } from "./faceplate.tsx";
import { FaceplateLegend } from "./faceplate-legend.tsx";
import { PortDrawer } from "./port-drawer.tsx";
import { COLOUR_MODES, colourMode } from "./port-look.ts";
import { filteredPorts, inPortOrder, type PortFilter, portRow } from "./port-row.ts";
import { PortTable } from "./port-table.tsx";

const ONLY = [
  { value: "all", label: "All" },
  { value: "up", label: "Up" },
  { value: "down", label: "Down" },
  { value: "errors", label: "Errors" },
] as const;

interface Silent {
  readonly since: number | undefined;
}

/** The ports as a picture and as a table; both follow one filter. */
export function PortsTab({
  deviceId,
  silent,
  answer,
}: {
  readonly deviceId: string;
  /** The device does not answer, since then as far as that is known: its ports are as they were before. */
  readonly silent: Silent | undefined;
  readonly answer: DeviceInterfaces | undefined;
}) {
  const [read, change] = useQueryState();
  const isNarrow = useMediaQuery("(max-width: 48em)");
  const isWide = useMediaQuery("(min-width: 92em)");
  const rows = useMemo(
    () => answer && inPortOrder(answer.interfaces.map((one) => portRow(one, answer.resolutionMs))),
    [answer],
  );
  const filter = filterOf(read);
  const shown = useMemo(
    () => (rows === undefined ? [] : filteredPorts(rows, filter)),
    [rows, filter.text, filter.only, filter.withVirtual], // oxlint-disable-line react-hooks/exhaustive-deps
  );
  const shownKeys = useMemo(() => new Set(shown.map(({ key }) => key)), [shown]);
  const open = useCallback((key: string) => change({ port: key }, "step"), [change]);
  const mode = colourMode(read("colour"));
  const selected = read("port") ?? undefined;
  if (rows === undefined) return <Skeleton height={420} />;
  if (rows.length === 0) return <NoPorts isAnswering={silent === undefined} />;
  return (
    <Stack gap="sm">
      {silent === undefined ? null : <LastRead silent={silent} />}
      <Group justify="space-between" gap="xs">
        <SegmentedControl
          aria-label="Colour of the ports"
          data={[...COLOUR_MODES]}
          value={mode}
          onChange={(value) => change({ colour: value === "state" ? "" : value })}
        />
        <FaceplateLegend mode={mode} />
      </Group>
      <Faceplate
        rows={rows}
        mode={mode}
        selected={selected}
        shown={shownKeys}
        isOld={silent !== undefined}
        onOpen={open}
      />
      <PortFilters filter={filter} change={change} count={shown.length} total={rows.length} />
      <PortTable
        rows={shown}
        sort={parseSort(read("sort"), { key: "port", descending: false })}
        onSort={(sort) => change({ sort: sortText(sort) })}
        selected={selected}
        onOpen={open}
        size={isNarrow ? "narrow" : isWide ? "wide" : "usual"}
      />
      <Unplaced answer={answer} />
      <PortDrawer deviceId={deviceId} portKey={selected} onClose={() => change({ port: "" })} />
    </Stack>
  );
}

function filterOf(read: (name: string) => string | null): PortFilter {
  const only = ONLY.find(({ value }) => value === read("only"))?.value ?? "all";
  return { text: read("ports") ?? "", only, withVirtual: read("virtual") !== "no" };
}

interface PortFiltersProps {
  readonly filter: PortFilter;
  readonly change: (changes: Readonly<Record<string, string>>) => void;
  readonly count: number;
  readonly total: number;
}

function PortFilters({ filter, change, count, total }: PortFiltersProps) {
  return (
    <Group gap="sm">
      <TextInput
        aria-label="Filter ports"
        placeholder="Port, description, neighbour, MAC"
        leftSection={<IconSearch size={15} />}
        value={filter.text}
        onChange={(event) => change({ ports: event.currentTarget.value })}
        w={{ base: "100%", xs: 260 }}
      />
      <SegmentedControl
        aria-label="Which ports"
        data={[...ONLY]}
        value={filter.only}
        onChange={(value) => change({ only: value === "all" ? "" : value })}
      />
      <Checkbox
        size="xs"
        label="Virtual interfaces"
        checked={filter.withVirtual}
        onChange={(event) => change({ virtual: event.currentTarget.checked ? "" : "no" })}
      />
      <Text size="xs" c="dimmed" role="status">
        {count === total ? `${total} interfaces` : `${count} of ${total} interfaces`}
      </Text>
    </Group>
  );
}

function Unplaced({ answer }: { readonly answer: DeviceInterfaces | undefined }) {
  if (answer === undefined || answer.unplaced.length === 0) return null;
  const names = answer.unplaced.map(({ name, port }) =>
    port === undefined || port === name ? name : `${name} (its port ${port})`,
  );
  return (
    <Text size="xs" c="dimmed">
      Also seen by LLDP or CDP, at a port of this device that no line names: {names.join(", ")}.
    </Text>
  );
}

function LastRead({ silent: { since } }: { readonly silent: Silent }) {
  return (
    <Text size="sm" fw={600}>
      The ports as they were last read
      {since === undefined ? (
        "."
      ) : (
        <>
          ; nothing came since then, <When at={since} />.
        </>
      )}
    </Text>
  );
}

function NoPorts({ isAnswering }: { readonly isAnswering: boolean }) {
  return (
    <EmptyState title={isAnswering ? "No ports in this time" : "No ports yet"}>
      <Text size="sm" maw={520}>
        {isAnswering
          ? "Nothing about interfaces was measured in this time. Either the device was not polled then, or it has no such table, which Polling says, or its configuration collects none: the feature sets of the extension say which do."
          : "The ports are here with the first poll that the device answers; above is why it does not."}
      </Text>
    </EmptyState>
  );
}

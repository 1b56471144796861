import { Button, Checkbox, Group, Select, Title } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useMemo, useState } from "react";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { formatCount } from "../words/units.ts";
import { AddDevices } from "./add-devices.tsx";
import { describeCredential } from "./credential-words.ts";
import {
  deviceKey,
  placeOf,
  SNMP_PORT,
  withDeviceCredential,
  withDevices,
  withoutDevices,
} from "./device-lines.ts";
import { type ConfigurationValue, credentialName, type DeviceElement, devicesOf } from "./element.ts";
import { targetText } from "./hosts.ts";
import { useCredentials } from "./setup-api.ts";

export interface DeviceListProps {
  readonly value: ConfigurationValue;
  readonly onChange: (value: ConfigurationValue) => void;
  readonly locked: boolean;
}

const FIRST_SORT = { key: "address", descending: false };

/** The devices of a configuration: add, take away, give another credential. */
export function DeviceList({ value, onChange, locked }: DeviceListProps) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [adding, setAdding] = useState(false);
  const [sort, setSort] = useState(FIRST_SORT);
  const isNarrow = useMediaQuery("(max-width: 48em)") ?? false;
  const credentials = useCredentials();
  const names = (credentials.data ?? []).map(({ name }) => name);
  const devices = devicesOf(value);
  const columns = useMemo(
    () => columnsOf(selected, setSelected, { locked, isNarrow }),
    [selected, locked, isNarrow],
  );
  const chosen = new Set(devices.map(deviceKey).filter((key) => selected.has(key)));
  const isLast = chosen.size === devices.length;
  return (
    <section>
      <Group justify="space-between" mb={4} gap="xs">
        <Title order={2}>Devices ({formatCount(devices.length)})</Title>
        <Group gap="xs">
          {chosen.size === 0 ? null : (
            <>
              <Select
                aria-label="Credential of the selected"
                placeholder={`Credential of ${chosen.size} …`}
                w={190}
                data={names}
                value={null}
                onChange={(name) => name !== null && onChange(withDeviceCredential(value, chosen, name))}
              />
              <Button
                variant="default"
                disabled={isLast}
                title={
                  isLast
                    ? "One device must stay. To poll none of them, switch the configuration off or delete it."
                    : undefined
                }
                onClick={() => {
                  onChange(withoutDevices(value, chosen));
                  setSelected(new Set());
                }}
              >
                Take away {chosen.size}
              </Button>
            </>
          )}
          <Button variant="default" disabled={locked} onClick={() => setAdding(true)}>
            Add devices
          </Button>
        </Group>
      </Group>
      <DataTable
        label="Devices of this configuration"
        rows={devices}
        columns={columns}
        rowKey={deviceKey}
        sort={sort}
        onSort={setSort}
        maxHeight="340px"
      />
      {adding ? (
        <AddDevices
          names={names}
          suggested={devices.map(credentialName).find((name) => name !== undefined)}
          onAdd={(places, credential) => {
            setAdding(false);
            onChange(withDevices(value, places, credential));
          }}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </section>
  );
}

function columnsOf(
  selected: ReadonlySet<string>,
  setSelected: (next: (before: ReadonlySet<string>) => ReadonlySet<string>) => void,
  { locked, isNarrow }: { readonly locked: boolean; readonly isNarrow: boolean },
): readonly Column<DeviceElement>[] {
  const columns: readonly Column<DeviceElement>[] = [
    {
      key: "tick",
      header: "",
      width: "40px",
      render: (device) => (
        <Checkbox
          size="xs"
          disabled={locked}
          aria-label={`Select ${targetText(placeOf(device))}`}
          checked={selected.has(deviceKey(device))}
          onChange={(event) => {
            const on = event.currentTarget.checked;
            setSelected((before) => {
              const after = new Set(before);
              if (on) after.add(deviceKey(device));
              else after.delete(deviceKey(device));
              return after;
            });
          }}
        />
      ),
    },
    {
      key: "address",
      header: "Address",
      width: "40%",
      sortValue: ({ ip }) => ip,
      render: (device) => (placeOf(device).port === SNMP_PORT ? device.ip : targetText(placeOf(device))),
    },
    {
      key: "credential",
      header: "Credential",
      sortValue: (device) => credentialName(device),
      render: (device) =>
        credentialName(device) ?? `own secrets: ${describeCredential(device.authentication)}`,
    },
    {
      key: "advanced",
      header: "Differs in",
      render: ({ advanced }) =>
        Object.entries(advanced ?? {})
          .filter(([, one]) => one !== null)
          .map(([key, one]) => `${key} ${String(one)}`)
          .join(", ") || "–",
    },
  ];
  return isNarrow ? columns.filter(({ key }) => key !== "advanced") : columns;
}

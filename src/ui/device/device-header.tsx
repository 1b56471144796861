import { Anchor, Button, Group, List, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "wouter";
import type { Device } from "../../api/contract/index.ts";
import { configurationPath } from "../app/paths.ts";
import { EntityTags } from "../entities/entity-tags.tsx";
import { CopyText } from "../parts/copy-text.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { RangePicker, useRange } from "../parts/range-picker.tsx";
import { StatusBadge } from "../parts/status-badge.tsx";
import { When } from "../parts/when.tsx";
import { healthOf, isAnswering, pollWords } from "./health-words.ts";
import { useConfigurationName } from "./use-configuration-name.ts";
import { useEntity } from "./use-entity.ts";

/** Who the device is, how it is, and what to do when it is not well. */
export function DeviceHeader({ device }: { readonly device: Device }) {
  const [range, setRange] = useRange();
  const { data: entity } = useEntity(device.entityId);
  const words = pollWords(device);
  return (
    <>
      <PageHeader
        title={device.sysName ?? device.name}
        beside={
          <>
            <StatusBadge code={device.code} size="lg" />
            {device.statusSince === undefined ? null : (
              <Text span size="sm" c="dimmed">
                since <When at={device.statusSince} />
              </Text>
            )}
          </>
        }
        about={<Identity device={device} />}
        actions={
          <>
            <RangePicker range={range} onChange={setRange} />
            <Button
              component={Link}
              href={configurationPath(device.extension, device.configurationId)}
              variant="default"
              leftSection={<IconPencil size={15} stroke={1.6} />}
            >
              Edit configuration
            </Button>
          </>
        }
      />
      <HealthNotice device={device} />
      <Group mb="sm" gap="xs" justify="space-between">
        <Text size="sm">
          {isAnswering(device) ? "Polled" : "Asked"} <When at={device.lastPollAt} />
          {words === "" ? null : `, ${words}`}
        </Text>
        <Group gap="xs" mih={30}>
          {entity === undefined ? null : <EntityTags entity={entity} canAdd />}
        </Group>
      </Group>
    </>
  );
}

function Identity({ device }: { readonly device: Device }) {
  const { id, name, extension, configurationId } = device;
  const called = useConfigurationName(extension, configurationId);
  return (
    <Group gap="2px 14px">
      <Group gap={4}>
        <span>{id}</span>
        <CopyText text={id} what="address" />
      </Group>
      {id.startsWith(`${name}:`) || name === device.sysName ? null : <span>{name}</span>}
      <Anchor component={Link} href={`/devices?extension=${encodeURIComponent(extension)}`} size="sm">
        {extension}
      </Anchor>
      <span title={configurationId}>configuration {called ?? shortId(configurationId)}</span>
    </Group>
  );
}

/** What the API made up is a UUID, of which the beginning tells enough. */
const shortId = (id: string): string => (/^[\da-f]{8}-[\da-f-]{27}$/.test(id) ? id.slice(0, 8) : id);

const CAUSES_SHOWN = 3;

function Causes({ causes }: { readonly causes: readonly string[] }) {
  const [all, setAll] = useState(false);
  const [first] = causes;
  const style = { whiteSpace: "pre-line", overflowWrap: "anywhere" } as const;
  if (first === undefined) return null;
  if (causes.length === 1) {
    return (
      <Text size="sm" style={style}>
        {first}
      </Text>
    );
  }
  return (
    <>
      <List size="sm" style={style}>
        {(all ? causes : causes.slice(0, CAUSES_SHOWN)).map((cause) => (
          <List.Item key={cause}>{cause}</List.Item>
        ))}
      </List>
      {causes.length > CAUSES_SHOWN ? (
        <Button variant="subtle" size="compact-xs" c="inherit" mt={4} onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show all ${causes.length}`}
        </Button>
      ) : null}
    </>
  );
}

function HealthNotice({ device }: { readonly device: Device }) {
  const health = healthOf(device);
  if (health === undefined) return null;
  const { tone, title, causes, remedy } = health;
  return (
    <div style={{ marginBottom: 12 }}>
      <Notice tone={tone} title={title}>
        <Causes causes={causes} />
        {remedy === undefined ? null : (
          <Text size="sm" fw={600} mt={4}>
            {remedy}
          </Text>
        )}
      </Notice>
    </div>
  );
}

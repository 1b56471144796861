import { Button, Group, Loader, Select, Stack, Table, Tabs, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { Preview, PreviewRequest } from "../../api/contract/index.ts";
import { post } from "../api/client.ts";
import { Notice } from "../parts/notice.tsx";
import { useQueryState } from "../parts/query-state.ts";
import { counted } from "../words/counted.ts";
import { formatCount, formatSpan } from "../words/units.ts";
import type { CheckedDevice } from "./check-merge.ts";
import type { Draft } from "./draft.ts";
import { advancedOf } from "./element.ts";
import { hostOf } from "./hosts.ts";
import { PreviewTables } from "./preview-tables.tsx";
import { type SavedPart, setsFor } from "./saved-parts.ts";
import classes from "./step-preview.module.css";
import { givenVars } from "./variable-check.ts";

export interface StepPreviewProps {
  readonly draft: Draft;
  /** Those that are ticked. */
  readonly devices: readonly CheckedDevice[];
  readonly parts: readonly SavedPart[];
}

/** Polls one device as it would be polled, and shows what comes of it; nothing is kept. */
export function StepPreview({ draft, devices, parts }: StepPreviewProps) {
  const [read, change] = useQueryState();
  const answering = devices.filter(({ verdict }) => verdict === "ok");
  const device = answering.find(({ key }) => key === read("device")) ?? answering[0];
  const preview = usePreview(draft, device, setsFor(parts, device));
  if (device === undefined) {
    return (
      <Notice>
        None of the ticked devices has answered, so there is nothing to preview. You can save all the same.
      </Notice>
    );
  }
  return (
    <Stack gap="sm">
      <Group align="flex-end" gap="xs">
        <Select
          label="Device"
          w={280}
          searchable
          allowDeselect={false}
          data={answering.map(({ key, sysName, target }) => ({
            value: key,
            label: sysName === undefined ? target : `${sysName} (${target})`,
          }))}
          value={device.key}
          onChange={(key) => change({ device: key ?? "" })}
        />
        <Button
          variant="default"
          leftSection={<IconRefresh size={14} />}
          loading={preview.isFetching}
          onClick={() => void preview.refetch()}
        >
          Poll again
        </Button>
      </Group>
      {preview.isError ? (
        <Notice title="There is no preview" failure={preview.error} onRetry={() => void preview.refetch()} />
      ) : null}
      {preview.isPending && !preview.isError ? (
        <Group gap="xs" mih={200} align="flex-start">
          <Loader size="xs" aria-hidden />
          <Text size="sm">Polling it twice, a second apart: counters need two values.</Text>
        </Group>
      ) : null}
      {preview.data === undefined ? null : <Shown preview={preview.data} />}
    </Stack>
  );
}

function usePreview(draft: Draft, device: CheckedDevice | undefined, featureSets: readonly string[]) {
  const { extension, version } = draft;
  const vars = givenVars(draft.vars);
  const advanced = advancedOf(draft);
  const credential = device?.credential ?? draft.credentials[0];
  return useQuery({
    queryKey: ["preview", extension, version, device?.key, credential, advanced, featureSets, vars],
    enabled: device !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
    queryFn: ({ signal }) => {
      const { host, port } = hostOf(device!);
      const request: PreviewRequest = {
        manifest: { name: extension, version },
        source: {
          device: { host, port, credential: credential!, ...(advanced === undefined ? {} : { advanced }) },
        },
        featureSets,
        vars,
      };
      return post<Preview>("/api/snmpgate/preview", request, { signal });
    },
  });
}

function Shown({ preview }: { readonly preview: Preview }) {
  const { findings, verdict, message, totalLines, entities, lines, requests, durationMs, costs, tables } =
    preview;
  const problems = findings.filter(({ severity }) => severity !== "info");
  return (
    <>
      {verdict === "OK" || message === "" ? null : <Notice tone="warning">{message}</Notice>}
      {problems.map(({ code, message: text, path }) => (
        <Notice key={`${code} ${path}`} tone="warning">
          {text}
        </Notice>
      ))}
      <Text size="sm">
        <b>{formatCount(totalLines)} lines</b> in {counted(requests, "request")} and {formatSpan(durationMs)};{" "}
        {counted(entities.length, "entity", "entities")}.
      </Text>
      <Tabs defaultValue="values" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="values">Values</Tabs.Tab>
          <Tabs.Tab value="entities">Entities</Tabs.Tab>
          <Tabs.Tab value="lines">Lines</Tabs.Tab>
          <Tabs.Tab value="costs">Costs</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="values" pt="sm">
          <PreviewTables tables={tables} />
        </Tabs.Panel>
        <Tabs.Panel value="entities" pt="sm">
          <Entities entities={entities} />
        </Tabs.Panel>
        <Tabs.Panel value="lines" pt="sm">
          <pre className={classes["lines"]} tabIndex={0}>
            {lines.join("\n")}
          </pre>
          {totalLines > lines.length ? (
            <Text size="xs" c="dimmed">
              The first {formatCount(lines.length)} of {formatCount(totalLines)}.
            </Text>
          ) : null}
        </Tabs.Panel>
        <Tabs.Panel value="costs" pt="sm">
          <Costs costs={costs} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Entities({ entities }: { readonly entities: Preview["entities"] }) {
  const types = [...new Set(entities.map(({ type }) => type))].toSorted();
  return (
    <div className={classes["wide"]}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Type</Table.Th>
            <Table.Th ta="right">How many</Table.Th>
            <Table.Th>Names</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {types.map((type) => {
            const names = entities.filter((one) => one.type === type).map(({ displayName }) => displayName);
            return (
              <Table.Tr key={type}>
                <Table.Td>{type}</Table.Td>
                <Table.Td className="num">{formatCount(names.length)}</Table.Td>
                <Table.Td>
                  {names.slice(0, 12).join(", ")}
                  {names.length > 12 ? ` and ${names.length - 12} more` : ""}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Costs({ costs }: { readonly costs: Preview["costs"] }) {
  return (
    <Table maw={560}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Feature set</Table.Th>
          <Table.Th ta="right">Lines a minute</Table.Th>
          <Table.Th ta="right">Series</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {costs.map(({ featureSet, linesPerMinute, series }) => (
          <Table.Tr key={featureSet}>
            <Table.Td>{featureSet || "Always collected"}</Table.Td>
            <Table.Td className="num">{formatCount(linesPerMinute)}</Table.Td>
            <Table.Td className="num">{formatCount(series)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

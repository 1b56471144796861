import { Button, Chip, Group, Skeleton, Text, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconDownload, IconUpload } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Link, useLocation } from "wouter";
import type { ConfigurationSummary } from "../../api/contract/index.ts";
import { configurationPath } from "../app/paths.ts";
import { DataTable } from "../parts/data-table.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { Notice } from "../parts/notice.tsx";
import { useQueryState } from "../parts/query-state.ts";
import { Needs, ScopeButton, ScopeNotice } from "../parts/scope.tsx";
import { parseSort, sortText } from "../parts/table-sort.ts";
import { TONES, type Tone } from "../words/status.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { configurationColumns } from "./configuration-columns.tsx";
import { statusLine } from "./configuration-status.ts";
import { exportConfigurations } from "./export.ts";
import { ImportDialog } from "./import-dialog.tsx";
import { useSummaries } from "./setup-api.ts";
import { SetupHeader } from "./setup-header.tsx";

/** All configurations: how they are, and changes to many at once. */
export default function ConfigurationsPage() {
  return (
    <Needs scope="extensionConfigurations.read" what="see what is polled">
      <Page />
    </Needs>
  );
}

function Page() {
  const summaries = useSummaries();
  const all = summaries.data ?? NONE;
  const [importing, setImporting] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const saveAll = (): void => void exportConfigurations(all).then(() => setFailure(undefined), setFailure);
  const actions = (
    <>
      <ScopeButton
        scope="extensionConfigurations.write"
        variant="default"
        leftSection={<IconUpload size={16} />}
        onClick={() => setImporting(true)}
      >
        Import
      </ScopeButton>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} />}
        disabled={all.length === 0}
        onClick={saveAll}
      >
        Export all
      </Button>
    </>
  );
  return (
    <>
      <SetupHeader actions={actions} />
      <ScopeNotice scope="extensionConfigurations.write" what="change configurations" />
      {failure === undefined ? null : <Notice title="The export failed" failure={failure} />}
      {summaries.isError ? (
        <Notice failure={summaries.error} onRetry={() => void summaries.refetch()} />
      ) : null}
      {summaries.isPending ? <Skeleton h={240} /> : null}
      {summaries.isSuccess && all.length === 0 ? <Nothing /> : null}
      {all.length === 0 ? null : <Configurations all={all} />}
      {importing ? <ImportDialog onClose={() => setImporting(false)} /> : null}
    </>
  );
}

const NONE: readonly ConfigurationSummary[] = [];

function Nothing() {
  return (
    <EmptyState title="Nothing is polled yet">
      <Text size="sm">
        Enter the addresses of your switches, test a credential on them, and see their ports within seconds.
      </Text>
      <Button component={Link} href="/setup/new" size="sm">
        Add devices
      </Button>
    </EmptyState>
  );
}

const FIRST_SORT = { key: "name", descending: false };
export const summaryKey = ({ extension, objectId }: ConfigurationSummary): string =>
  `${extension} ${objectId}`;
const TONE_LABELS: Readonly<Record<Tone, string>> = {
  error: "Failing",
  warning: "Incomplete",
  pending: "Waiting or disabled",
  ok: "OK",
};

function Configurations({ all }: { readonly all: readonly ConfigurationSummary[] }) {
  const [read, change] = useQueryState();
  const [, go] = useLocation();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const isNarrow = useMediaQuery("(max-width: 48em)") ?? false;
  const text = read("text") ?? "";
  const tone = TONES.find((one) => one === read("status"));
  const extension = read("extension") ?? "";
  const extensions = useMemo(() => [...new Set(all.map((one) => one.extension))].toSorted(), [all]);
  const shown = useMemo(
    () =>
      all.filter(
        (one) =>
          isLike(one, text) &&
          (tone === undefined || statusLine(one).tone === tone) &&
          (extension === "" || one.extension === extension),
      ),
    [all, text, tone, extension],
  );
  const columns = useMemo(
    () => configurationColumns({ shown, selected, setSelected, isNarrow }),
    [shown, selected, isNarrow],
  );
  const chosen = all.filter((one) => selected.has(summaryKey(one)));
  return (
    <>
      <Group gap="xs" mb="xs">
        <TextInput
          aria-label="Search configurations"
          placeholder="Name, address, feature set, credential"
          w={300}
          maw="100%"
          value={text}
          onChange={(event) => change({ text: event.currentTarget.value })}
        />
        <Group gap={6} role="group" aria-label="Status">
          {TONES.map((one) => {
            const count = all.filter((summary) => statusLine(summary).tone === one).length;
            if (count === 0 && tone !== one) return null;
            return (
              <Chip
                key={one}
                size="xs"
                checked={tone === one}
                onChange={(on) => change({ status: on ? one : "" })}
              >
                {TONE_LABELS[one]} {count}
              </Chip>
            );
          })}
        </Group>
        {extensions.length < 2 ? null : (
          <Group gap={6} role="group" aria-label="Manifest">
            {extensions.map((one) => (
              <Chip
                key={one}
                size="xs"
                checked={extension === one}
                onChange={(on) => change({ extension: on ? one : "" })}
              >
                {one}
              </Chip>
            ))}
          </Group>
        )}
      </Group>
      <BulkBar chosen={chosen} onDone={() => setSelected(new Set())} />
      <DataTable
        label="Configurations"
        rows={shown}
        columns={columns}
        rowKey={summaryKey}
        sort={parseSort(read("sort"), FIRST_SORT)}
        onSort={(sort) => change({ sort: sortText(sort) })}
        onOpen={({ extension: name, objectId }) => go(configurationPath(name, objectId))}
        rowHeight={48}
        measured
        empty="No configuration like that"
      />
    </>
  );
}

function isLike(summary: ConfigurationSummary, text: string): boolean {
  const { description, objectId, firstDevices, featureSets, credentials, scope, extension, file } = summary;
  const words = [
    description,
    objectId,
    scope,
    extension,
    file,
    ...firstDevices,
    ...featureSets,
    ...Object.keys(credentials),
  ];
  return words.join(" ").toLowerCase().includes(text.toLowerCase());
}

import { ActionIcon, Badge, Group, Loader, SegmentedControl, Text, Tooltip } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconRefresh } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import { useSearchParams } from "wouter";
import type { Preview } from "../../../api/contract/index.ts";
import { useSession } from "../../app/session.tsx";
import { Notice } from "../../parts/notice.tsx";
import { useQueryState } from "../../parts/query-state.ts";
import { ScopeNotice } from "../../parts/scope.tsx";
import { StatusBadge } from "../../parts/status-badge.tsx";
import { When } from "../../parts/when.tsx";
import { counted } from "../../words/counted.ts";
import { formatCount } from "../../words/units.ts";
import type { Outline } from "../editor/outline.ts";
import { emptyMetrics } from "./missing-of.ts";
import classes from "./preview.module.css";
import {
  choiceOf,
  type PreviewChoice,
  previewRequestOf,
  whatIsMissing,
  withChoice,
} from "./preview-choice.ts";
import { PreviewCosts } from "./preview-costs.tsx";
import { PreviewEntities } from "./preview-entities.tsx";
import { PreviewLines } from "./preview-lines.tsx";
import { PreviewRows } from "./preview-rows.tsx";
import { PreviewSettings } from "./preview-settings.tsx";
import { PreviewSource, useRecordings } from "./preview-source.tsx";
import { type PreviewState, usePreview } from "./use-preview.ts";

export interface PreviewPaneProps {
  /** Checked and without an error; undefined while it is not. */
  readonly text: string | undefined;
  readonly errors: number;
  readonly outline: Outline;
  /** Shows where a metric or dimension stands in the text. */
  readonly onShow: (key: string) => void;
}

const TABS = ["rows", "lines", "entities", "costs"] as const;
type Tab = (typeof TABS)[number];

/** What the text makes of a device or a recording, while it is written. */
export function PreviewPane({ text, errors, outline, onShow }: PreviewPaneProps) {
  const { can } = useSession();
  const [choice, setChoice] = useChoice();
  const [paused, setPaused] = useState(false);
  const known = useKnownSets(choice, outline);
  const request = useMemo(
    () => (text === undefined ? undefined : previewRequestOf(text, known)),
    [text, known],
  );
  const isChosen = previewRequestOf("x", known) !== undefined;
  const state = usePreview(can("extensionConfigurations.write") ? request : undefined, paused);
  if (!can("extensionConfigurations.write")) {
    return <ScopeNotice scope="extensionConfigurations.write" what="preview manifests" />;
  }
  return (
    <section className={classes["pane"]} aria-label="Preview">
      <PreviewSource choice={choice} onChange={setChoice} />
      <PreviewSettings
        choice={choice}
        onChange={setChoice}
        featureSets={outline.featureSets}
        variables={outline.variables}
      />
      <PreviewStatus
        state={state}
        paused={paused}
        onPause={() => setPaused(!paused)}
        canRun={request !== undefined}
        waiting={errors > 0 ? errorsFirst(errors) : isChosen ? "" : whatIsMissing(choice)}
      />
      <PreviewBody state={state} old={errors > 0 || !isChosen} onShow={onShow} />
    </section>
  );
}

const errorsFirst = (errors: number): string =>
  errors === 1 ? "Runs once the error is mended." : `Runs once the ${errors} errors are mended.`;

/** In the address what a colleague would want; the rest here. The first recording is there to begin with. */
function useChoice(): readonly [PreviewChoice, (choice: PreviewChoice) => void] {
  const [params, setParams] = useSearchParams();
  const [own, setOwn] = useState<Pick<PreviewChoice, "file" | "vars">>({ file: undefined, vars: {} });
  const { data: recordings } = useRecordings();
  const choice = useMemo(() => {
    const fromAddress = { ...choiceOf(params), ...own };
    return { ...fromAddress, recording: fromAddress.recording ?? recordings?.[0]?.name };
  }, [params, own, recordings]);
  const set = (next: PreviewChoice): void => {
    setOwn({ file: next.file, vars: next.vars });
    setParams((before) => withChoice(before, next), { replace: true });
  };
  return [choice, set];
}

/** A set that the text no longer has would be refused. */
function useKnownSets(choice: PreviewChoice, { featureSets }: Outline): PreviewChoice {
  const sets = choice.featureSets?.filter((name) => featureSets.includes(name));
  const key = sets?.join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: sets are compared by their content
  return useMemo(
    () => ({ ...choice, featureSets: sets === undefined || sets.length === 0 ? undefined : sets }),
    [choice, key],
  );
}

interface StatusProps {
  readonly state: PreviewState;
  readonly paused: boolean;
  readonly onPause: () => void;
  readonly canRun: boolean;
  /** Why nothing runs; empty when it does. */
  readonly waiting: string;
}

function PreviewStatus({
  state: { preview, at, running, run },
  paused,
  onPause,
  canRun,
  waiting,
}: StatusProps) {
  return (
    <Group gap="xs" wrap="nowrap" className={classes["state"]}>
      <Tooltip label={paused ? "Run again while I type" : "Do not run while I type"}>
        <ActionIcon
          onClick={onPause}
          aria-label="Pause"
          aria-pressed={paused}
          variant={paused ? "light" : "subtle"}
        >
          {paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Run now">
        <ActionIcon onClick={run} aria-label="Run now" disabled={!canRun}>
          {running ? <Loader size={14} role="status" aria-label="Running" /> : <IconRefresh size={16} />}
        </ActionIcon>
      </Tooltip>
      <Text size="sm" component="div" truncate role="status">
        {waiting !== "" ? waiting : preview === undefined ? (paused ? "Paused." : "Polling …") : null}
        {waiting === "" && preview !== undefined ? <PreviewSummary preview={preview} at={at} /> : null}
      </Text>
    </Group>
  );
}

function PreviewSummary({ preview, at }: { readonly preview: Preview; readonly at: number | undefined }) {
  const { verdict, totalLines } = preview;
  const empty = emptyMetrics(preview);
  return (
    <Group gap={8} wrap="nowrap">
      <StatusBadge code={verdict} style={{ flex: "none" }} />
      <span>{counted(totalLines, "line")}</span>
      {empty === 0 ? null : (
        <Badge color="orange" style={{ flex: "none" }}>
          {counted(empty, "metric")} empty
        </Badge>
      )}
      <Text span size="xs" c="dimmed">
        <When at={at} />
      </Text>
    </Group>
  );
}

function useTab(): readonly [Tab, (tab: Tab) => void] {
  const [read, change] = useQueryState();
  const tab = TABS.find((one) => one === read("tab")) ?? "rows";
  return [tab, (next) => change({ tab: next })];
}

interface BodyProps extends Pick<PreviewPaneProps, "onShow"> {
  readonly state: PreviewState;
  /** Of an earlier text, or of another source than is chosen now. */
  readonly old: boolean;
}

function PreviewBody({ state, old, onShow }: BodyProps) {
  const { preview, failure, run } = state;
  const [tab, setTab] = useTab();
  // A failure of a text that was mended since is no longer of interest.
  const [closed, setClosed] = useState<unknown>();
  useEffect(() => setClosed(undefined), [preview]);
  return (
    <>
      {failure !== undefined && closed !== failure ? (
        <Notice
          failure={failure}
          title="The preview did not run"
          onRetry={run}
          onClose={() => setClosed(failure)}
        />
      ) : null}
      {preview === undefined ? null : (
        <>
          {preview.message === "" ? null : (
            <Notice tone={preview.verdict === "OK" ? "info" : "warning"}>
              <Text size="xs" lineClamp={3} title={preview.message}>
                {preview.message}
              </Text>
            </Notice>
          )}
          <SegmentedControl
            aria-label="What is shown"
            value={tab}
            onChange={setTab}
            data={[
              { value: "rows", label: "Rows" },
              { value: "lines", label: `Lines ${formatCount(preview.totalLines)}` },
              { value: "entities", label: `Entities ${formatCount(preview.entities.length)}` },
              { value: "costs", label: "Costs" },
            ]}
          />
          <div className={classes["body"]} data-old={old || undefined}>
            {tab === "rows" ? (
              <PreviewRows tables={preview.tables} missing={preview.missing} onShow={onShow} />
            ) : null}
            {tab === "lines" ? <PreviewLines preview={preview} changed={state.changed} /> : null}
            {tab === "entities" ? <PreviewEntities preview={preview} /> : null}
            {tab === "costs" ? <PreviewCosts preview={preview} /> : null}
          </div>
        </>
      )}
    </>
  );
}

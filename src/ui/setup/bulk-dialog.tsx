import { Button, Group, Modal, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Configuration, ConfigurationSummary } from "../../api/contract/index.ts";
import { ApiFailure, put, remove } from "../api/client.ts";
import { Notice } from "../parts/notice.tsx";
import { ToneBadge } from "../parts/status-badge.tsx";
import classes from "./bulk.module.css";
import { type BulkEdit, edited } from "./bulk-edit.ts";
import { BulkForm } from "./bulk-form.tsx";
import { valueOf } from "./element.ts";
import { wholeConfigurations } from "./export.ts";
import { configurationPath, useRefresh } from "./setup-api.ts";

export type BulkKind = BulkEdit["kind"] | "delete";

export interface BulkDialogProps {
  readonly kind: BulkKind;
  readonly chosen: readonly ConfigurationSummary[];
  /** @param done  something was changed */
  readonly onClose: (done: boolean) => void;
}

/** What became of one: true, or why not. */
type Outcome = true | ApiFailure;

const TITLES: Readonly<Record<BulkKind, string>> = {
  enable: "Enable",
  disable: "Disable",
  delete: "Delete",
  sets: "Change feature sets",
  credential: "Change the credential",
  version: "Change the version",
  advanced: "Change time-outs and repeats",
};

/** Shows what would change in each, changes them one after another, and says what became of each. */
export function BulkDialog({ kind, chosen: given, onClose }: BulkDialogProps) {
  // What was selected when it was opened: a change must not take rows away under it.
  const [chosen] = useState(given);
  const refresh = useRefresh();
  const [edit, setEdit] = useState<BulkEdit | undefined>(
    kind === "enable" || kind === "disable" ? { kind } : undefined,
  );
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const [busy, setBusy] = useState(false);
  const whole = useQuery({
    queryKey: ["setup-bulk", chosen.map(({ objectId, revision }) => `${objectId} ${revision}`)],
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    gcTime: 0,
    queryFn: () => wholeConfigurations(chosen),
  });
  const planned = useMemo(() => plan(chosen, whole.data, edit, kind), [chosen, whole.data, edit, kind]);
  const due = planned.filter(
    ({ changes, summary }) => changes.length > 0 && outcomes.get(summary.objectId) !== true,
  );
  const isOver = outcomes.size > 0 && !busy;
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);

  const apply = async (): Promise<void> => {
    setBusy(true);
    for (const one of due) {
      // Whoever closes the dialog wants no more of it.
      if (!isOpen.current) break;
      const outcome = await changeOne(one, kind);
      setOutcomes((before) => new Map(before).set(one.summary.objectId, outcome));
    }
    setBusy(false);
    await refresh();
  };
  const again = async (): Promise<void> => {
    setOutcomes((before) => new Map([...before].filter(([, outcome]) => outcome === true)));
    await whole.refetch();
  };
  const failed = [...outcomes.values()].filter((outcome) => outcome !== true).length;
  return (
    <Modal
      opened
      onClose={() => onClose(outcomes.size > 0)}
      size="lg"
      title={`${TITLES[kind]}: ${nouns(chosen.length)}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack gap="sm">
        {isOver ? null : <BulkForm kind={kind} chosen={chosen} onChange={setEdit} />}
        {whole.isError ? <Notice failure={whole.error} onRetry={() => void whole.refetch()} /> : null}
        {whole.isPending && !whole.isError ? (
          <Skeleton h={120} />
        ) : (
          <Rows planned={planned} outcomes={outcomes} />
        )}
        {isOver && failed > 0 ? (
          <Text size="sm">
            {failed} of {outcomes.size} were not changed. Those that somebody else changed meanwhile are as he
            left them: look at the new preview, then try again.
          </Text>
        ) : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => onClose(outcomes.size > 0)}>
            {isOver ? "Close" : "Cancel"}
          </Button>
          {isOver && failed > 0 ? <Button onClick={() => void again()}>Read them anew</Button> : null}
          {isOver ? null : (
            <Button
              {...(kind === "delete" ? { color: "red" } : {})}
              loading={busy}
              disabled={due.length === 0 || whole.data === undefined}
              onClick={() => void apply()}
            >
              {due.length === 0
                ? "Nothing to change"
                : `${kind === "delete" ? "Delete" : "Change"} ${nouns(due.length)}`}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

const nouns = (count: number): string => (count === 1 ? "1 configuration" : `${count} configurations`);

interface Planned {
  readonly summary: ConfigurationSummary;
  readonly configuration: Configuration | undefined;
  readonly value: unknown;
  readonly changes: readonly string[];
}

function plan(
  chosen: readonly ConfigurationSummary[],
  whole: readonly Configuration[] | undefined,
  edit: BulkEdit | undefined,
  kind: BulkKind,
): readonly Planned[] {
  return chosen.map((summary, i) => {
    const configuration = whole?.[i];
    if (kind === "delete") {
      const text = `${summary.devices} ${summary.devices === 1 ? "device is" : "devices are"} no longer polled by it`;
      return { summary, configuration, value: undefined, changes: [text] };
    }
    if (configuration === undefined || edit === undefined)
      return { summary, configuration, value: undefined, changes: [] };
    return { summary, configuration, ...edited(valueOf(configuration.value), edit) };
  });
}

/** Refused when somebody else was faster: only what was looked at is changed. */
async function changeOne({ summary, configuration, value }: Planned, kind: BulkKind): Promise<Outcome> {
  const path = configurationPath(summary.extension, summary.objectId);
  const headers = { "if-match": `"${configuration?.revision ?? summary.revision}"` };
  try {
    await (kind === "delete" ? remove(path, { headers }) : put(path, { value }, { headers }));
    return true;
  } catch (error) {
    if (error instanceof ApiFailure) return error;
    throw error;
  }
}

function Rows({
  planned,
  outcomes,
}: {
  readonly planned: readonly Planned[];
  readonly outcomes: ReadonlyMap<string, Outcome>;
}) {
  return (
    // Scrolled by keyboard, too.
    <ul className={classes["rows"]} aria-label="What changes" tabIndex={0}>
      {planned.map(({ summary, changes }) => {
        const outcome = outcomes.get(summary.objectId);
        return (
          <li key={summary.objectId} className={classes["row"]}>
            <Group gap="xs" justify="space-between" wrap="nowrap">
              <Text size="sm" truncate>
                {summary.description || summary.objectId}
              </Text>
              {outcome === undefined ? null : outcome === true ? (
                <ToneBadge tone="ok">Done</ToneBadge>
              ) : (
                <ToneBadge tone="error">{outcome.status === 412 ? "Changed meanwhile" : "Refused"}</ToneBadge>
              )}
            </Group>
            <div className={classes["changes"]}>
              {outcome instanceof ApiFailure
                ? reasonOf(outcome)
                : changes.length === 0
                  ? "stays as it is"
                  : changes.join(", ")}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

const reasonOf = ({ message, violations, status }: ApiFailure): string =>
  status === 412
    ? "Somebody changed it after this preview was made, so it was left alone."
    : [message, ...violations.map(({ path, message: text }) => `${path}: ${text}`)].join(" ");

import { Button, Checkbox, Group, List, NumberInput, Stack, Text, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMemo } from "react";
import { Notice } from "../parts/notice.tsx";
import { counted } from "../words/counted.ts";
import { formatCount } from "../words/units.ts";
import type { Draft } from "./draft.ts";
import { listOfTable, pastedTable } from "./hosts.ts";
import { ANY_SOURCE_LABEL, TIMEOUT_LABEL } from "./remedy-words.ts";
import { useTargets } from "./setup-api.ts";
import { textRows } from "./text-rows.ts";
import type { ChangeDraft } from "./use-draft.ts";

/** Typing is not held up by asking. */
export const TYPING_MS = 250;

const EXAMPLE = `192.0.2.10
192.0.2.20-40        # access layer, building 4
198.51.100.0/24
core-sw-1.example.net
[2001:db8::17]:1161`;

/** Which devices, as a text that is read as one types. */
export function StepSwitches({ draft, change }: { readonly draft: Draft; readonly change: ChangeDraft }) {
  const [text] = useDebouncedValue(draft.targets, TYPING_MS);
  const targets = useTargets(text, draft.port);
  const problems = targets.data?.problems ?? [];
  return (
    <Stack gap="sm">
      <Textarea
        label="Addresses"
        description="IP addresses, names, ranges and networks, in lines or separated by commas or blanks. What follows # is a comment. Paste a list or a CSV."
        placeholder={EXAMPLE}
        rows={textRows(draft.targets, 8, 20)}
        spellCheck={false}
        data-autofocus
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        value={draft.targets}
        onChange={(event) => change({ targets: event.currentTarget.value })}
      />
      <Text size="sm" role="status" mih={22}>
        <Count draft={draft} targets={targets.data} />
      </Text>
      {targets.isError ? <Notice failure={targets.error} onRetry={() => void targets.refetch()} /> : null}
      <PastedTableNotice text={draft.targets} change={change} />
      {problems.length === 0 || draft.targets.trim() === "" ? null : (
        <Notice
          tone="warning"
          title={
            problems.length === 1 ? "One entry cannot be used" : `${problems.length} entries cannot be used`
          }
        >
          <List size="sm">
            {problems.map((problem) => (
              <List.Item key={problem}>{problem}</List.Item>
            ))}
          </List>
          <Text size="sm" mt={4}>
            You can go on: they are left out.
          </Text>
        </Notice>
      )}
      <Group gap="md" align="flex-start">
        <NumberInput
          label="UDP port"
          description="of entries without one"
          w={150}
          min={1}
          max={65_535}
          allowDecimal={false}
          value={draft.port}
          onChange={(port) => change({ port: typeof port === "number" ? port : 161 })}
        />
        <NumberInput
          label={TIMEOUT_LABEL}
          description="seconds, usually 1"
          w={150}
          min={1}
          max={60}
          allowDecimal={false}
          value={draft.timeoutSecs ?? ""}
          onChange={(value) => change({ timeoutSecs: typeof value === "number" ? value : undefined })}
        />
        <NumberInput
          label="Repeats"
          description="after the first try"
          w={150}
          min={0}
          max={20}
          allowDecimal={false}
          value={draft.retries ?? ""}
          onChange={(value) => change({ retries: typeof value === "number" ? value : undefined })}
        />
        <Checkbox
          size="xs"
          label={ANY_SOURCE_LABEL}
          description="of devices that reply from another interface"
          mt={26}
          checked={draft.anySource}
          onChange={(event) => change({ anySource: event.currentTarget.checked })}
        />
      </Group>
    </Stack>
  );
}

function Count({
  draft,
  targets,
}: {
  readonly draft: Draft;
  readonly targets: ReturnType<typeof useTargets>["data"];
}) {
  if (draft.targets.trim() === "" || targets === undefined) return <span> </span>;
  const { count, duplicates, polled, first } = targets;
  if (count === 0) return <b>No device yet</b>;
  const names = first.slice(0, 3).join(", ");
  return (
    <>
      <b>{counted(count, "device")}</b>: {names}
      {count > 3 ? " …" : ""}
      {duplicates === 0 ? null : `; ${counted(duplicates, "entry was", "entries were")} named before`}
      {polled === 0 ? null : `; ${formatCount(polled)} of them ${polled === 1 ? "is" : "are"} polled already`}
    </>
  );
}

function PastedTableNotice({ text, change }: { readonly text: string; readonly change: ChangeDraft }) {
  const table = useMemo(() => pastedTable(text), [text]);
  if (table === undefined) return null;
  const { columns, addressColumn, rows } = table;
  return (
    <Notice title={`This looks like a table with ${columns.length} columns`}>
      <Text size="sm">
        Each cell counts as a device. The addresses are in the column “{columns[addressColumn]}”.
      </Text>
      <Button mt="xs" variant="light" onClick={() => change({ targets: listOfTable(table) })}>
        Keep the {formatCount(rows.length)} addresses, the rest as comments
      </Button>
    </Notice>
  );
}

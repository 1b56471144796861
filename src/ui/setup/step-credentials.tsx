import { ActionIcon, Button, Card, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { Credential } from "../../api/contract/index.ts";
import { Notice } from "../parts/notice.tsx";
import { counted } from "../words/counted.ts";
import { CredentialEditor } from "./credential-editor.tsx";
import { describeCredential } from "./credential-words.ts";
import type { Draft } from "./draft.ts";
import { useCredentials } from "./setup-api.ts";
import classes from "./step-credentials.module.css";
import type { ChangeDraft } from "./use-draft.ts";

/** As many as a check tries. */
const CHOSEN_MAX = 10;

/** Which credentials are tried on each device, and in which order. */
export function StepCredentials({ draft, change }: { readonly draft: Draft; readonly change: ChangeDraft }) {
  const credentials = useCredentials();
  const [creating, setCreating] = useState(false);
  const all = credentials.data ?? [];
  const chosen = draft.credentials.flatMap((name) => all.find((one) => one.name === name) ?? []);
  const others = all.filter(({ name }) => !draft.credentials.includes(name));
  const isEmpty = credentials.isSuccess && all.length === 0;
  const add = (name: string): void =>
    change(({ credentials: before }) => ({ credentials: [...before, name] }));

  if (credentials.isError && credentials.data === undefined)
    return <Notice failure={credentials.error} onRetry={() => void credentials.refetch()} />;
  if (credentials.isPending) return <Skeleton h={200} />;
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {chosen.length > 1
          ? "They are tried from top to bottom on each device until it takes one."
          : "Choose one or more. Several are tried in turn on each device, and each device keeps the one that it took."}
      </Text>
      {chosen.length === 0 ? null : <Chosen chosen={chosen} change={change} />}
      {creating || isEmpty ? (
        <Card>
          <Text fw={600} mb="xs">
            New credential
          </Text>
          <CredentialEditor
            credential={undefined}
            taken={all.map(({ name }) => name)}
            saveLabel="Save and use it"
            onSaved={({ name }) => {
              setCreating(false);
              add(name);
            }}
            onCancel={() => setCreating(false)}
          />
        </Card>
      ) : (
        <Button
          variant="light"
          w="fit-content"
          leftSection={<IconPlus size={16} />}
          onClick={() => setCreating(true)}
        >
          New credential
        </Button>
      )}
      {others.length === 0 ? null : (
        <section>
          <Text size="sm" fw={600} mb={4}>
            There already
          </Text>
          <ul className={classes["list"]}>
            {others.map(({ name, authentication, usedBy }) => (
              <li key={name} className={classes["row"]}>
                <Words name={name} text={describeCredential(authentication)} usedBy={usedBy} />
                <Button
                  variant="light"
                  size="compact-sm"
                  disabled={chosen.length >= CHOSEN_MAX}
                  onClick={() => add(name)}
                  aria-label={`Use ${name}`}
                >
                  Use
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Stack>
  );
}

function Chosen({
  chosen,
  change,
}: {
  readonly chosen: readonly Credential[];
  readonly change: ChangeDraft;
}) {
  const names = chosen.map(({ name }) => name);
  const move = (from: number, to: number): void => {
    const name = names[from]!;
    change({ credentials: names.toSpliced(from, 1).toSpliced(to, 0, name) });
  };
  return (
    <ol className={classes["list"]} aria-label="Credentials that are tried, in this order">
      {chosen.map(({ name, authentication, usedBy }, i) => (
        <li key={name} className={classes["row"]} data-chosen>
          <span className={classes["place"]}>{i + 1}</span>
          <Words name={name} text={describeCredential(authentication)} usedBy={usedBy} />
          <Group gap={2} wrap="nowrap">
            <ActionIcon disabled={i === 0} onClick={() => move(i, i - 1)} aria-label={`Try ${name} earlier`}>
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon
              disabled={i === chosen.length - 1}
              onClick={() => move(i, i + 1)}
              aria-label={`Try ${name} later`}
            >
              <IconArrowDown size={16} />
            </ActionIcon>
            <ActionIcon
              onClick={() => change({ credentials: names.filter((one) => one !== name) })}
              aria-label={`Do not try ${name}`}
            >
              <IconX size={16} />
            </ActionIcon>
          </Group>
        </li>
      ))}
    </ol>
  );
}

function Words({
  name,
  text,
  usedBy,
}: {
  readonly name: string;
  readonly text: string;
  readonly usedBy: number;
}) {
  return (
    <div className={classes["words"]}>
      <Text size="sm" fw={600} truncate>
        {name}
      </Text>
      <Text size="xs" c="dimmed">
        {text}
        {usedBy === 0 ? "" : `; used by ${counted(usedBy, "device")}`}
      </Text>
    </div>
  );
}

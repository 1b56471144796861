import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { Credential } from "../../api/contract/index.ts";
import { Notice } from "../parts/notice.tsx";
import { counted } from "../words/counted.ts";
import { type CheckedDevice, namesOf } from "./check-merge.ts";
import { type FailureGroup, failureGroups } from "./failure-group.ts";
import { remedyWords, sentenceOf } from "./remedy-words.ts";
import { UNHEARD } from "./verdict-kind.ts";

export interface FailureGroupsProps {
  readonly devices: readonly CheckedDevice[];
  /** Those that were tried. */
  readonly credentials: readonly Credential[];
  readonly onFix: (
    credential: Credential | "new",
    suspects: readonly string[],
    retry: readonly CheckedDevice[],
  ) => void;
  readonly onRetry: (devices: readonly CheckedDevice[]) => void;
  readonly onDrop: (devices: readonly CheckedDevice[]) => void;
  /** Back to where addresses and the port are entered. */
  readonly onAddresses: () => void;
}

/** More would push the table out of sight: it has them all. */
const SHOWN_MAX = 3;

/** Why devices fail, once for all that fail alike, with what can be done about it. */
export function FailureGroups(props: FailureGroupsProps) {
  const [all, setAll] = useState(false);
  const groups = failureGroups(props.devices);
  if (groups.length === 0) return null;
  const more = groups.length - SHOWN_MAX;
  return (
    <Stack gap="xs">
      {groups.slice(0, all ? undefined : SHOWN_MAX).map((group) => (
        <Failure key={group.devices[0]!.key} {...props} group={group} />
      ))}
      {more > 0 ? (
        <Button variant="subtle" w="fit-content" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "Show fewer causes" : `Show ${counted(more, "other cause")}`}
        </Button>
      ) : null}
    </Stack>
  );
}

function Failure({
  group,
  credentials,
  onFix,
  onRetry,
  onDrop,
  onAddresses,
}: FailureGroupsProps & { readonly group: FailureGroup }) {
  const { devices, fault, kind } = group;
  const wrong = credentials.find(({ name }) => name === fault?.credential);
  const isUnheard = UNHEARD.includes(kind);
  // Nobody knows which one is wrong when a device is silent, but a wrong community is silent, too.
  const only = credentials.length === 1 ? credentials[0] : undefined;
  const mayBeChanged = kind === "silent" || !isUnheard ? only : undefined;
  const mayBeCredential = kind === "credentials" || kind === "silent";
  return (
    <Notice tone={isUnheard ? "warning" : "error"} title={group.title}>
      {devices.length === 1 ? null : (
        <Text size="sm" fw={600}>
          {namesOf(devices)}
        </Text>
      )}
      <Text size="sm">{sentenceOf(group.message)}</Text>
      {group.remedy === undefined ? null : (
        <Text size="sm" mt={2}>
          {remedyWords(group.remedy)}
        </Text>
      )}
      <Group gap="xs" mt="xs">
        {wrong === undefined ? null : (
          <Button onClick={() => onFix(wrong, fault?.settings ?? [], devices)}>Correct {wrong.name}</Button>
        )}
        {wrong === undefined && mayBeChanged !== undefined ? (
          <Button variant="light" onClick={() => onFix(mayBeChanged, [], devices)}>
            Change {mayBeChanged.name}
          </Button>
        ) : null}
        {mayBeCredential ? (
          <Button variant="light" onClick={() => onFix("new", [], devices)}>
            Try another credential
          </Button>
        ) : null}
        <Button variant="light" onClick={() => onRetry(devices)}>
          Test again
        </Button>
        {isUnheard ? (
          <Button variant="light" onClick={onAddresses}>
            {kind === "noName" ? "Change the name" : "Change address or port"}
          </Button>
        ) : null}
        <Button variant="subtle" onClick={() => onDrop(devices)}>
          {devices.length === 1 ? "Take it off the list" : "Take them off the list"}
        </Button>
      </Group>
    </Notice>
  );
}

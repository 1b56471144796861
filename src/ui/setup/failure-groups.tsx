import { Button, Group, Stack, Text } from "@mantine/core";
import type { Credential } from "../../api/contract/index.ts";
import { Notice } from "../parts/notice.tsx";
import { counted } from "../words/counted.ts";
import { type CheckedDevice, type FailureGroup, failureGroups } from "./check-merge.ts";
import { type CredentialField } from "./credential-form.ts";
import { FIELD_LABELS } from "./credential-words.ts";
import { remedyWords } from "./remedy-words.ts";

export interface FailureGroupsProps {
  readonly devices: readonly CheckedDevice[];
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
  const groups = failureGroups(props.devices);
  if (groups.length === 0) return null;
  return (
    <Stack gap="xs">
      {groups.slice(0, SHOWN_MAX).map((group) => (
        <Failure key={group.devices[0]!.key} {...props} group={group} />
      ))}
      {groups.length > SHOWN_MAX ? (
        <Text size="sm" c="dimmed">
          {counted(groups.length - SHOWN_MAX, "other cause is", "other causes are")} in the table.
        </Text>
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
  // Nobody knows which one is wrong when a device is silent, but a wrong community is silent, too.
  const mayBeCredential = kind === "credentials" || kind === "silent";
  return (
    <Notice tone={kind === "silent" ? "warning" : "error"} title={titleOf(group)}>
      <Text size="sm">{capital(group.message)}.</Text>
      {group.remedy === undefined ? null : (
        <Text size="sm" mt={2}>
          {remedyWords(group.remedy)}
        </Text>
      )}
      <Group gap="xs" mt="xs">
        {wrong === undefined ? null : (
          <Button onClick={() => onFix(wrong, fault?.settings ?? [], devices)}>Correct {wrong.name}</Button>
        )}
        {mayBeCredential ? (
          <Button variant="light" onClick={() => onFix("new", [], devices)}>
            Try another credential
          </Button>
        ) : null}
        <Button variant="light" onClick={() => onRetry(devices)}>
          Test again
        </Button>
        {kind === "silent" ? (
          <Button variant="light" onClick={onAddresses}>
            Change address or port
          </Button>
        ) : null}
        <Button variant="subtle" onClick={() => onDrop(devices)}>
          {devices.length === 1 ? "Take it off the list" : "Take them off the list"}
        </Button>
      </Group>
    </Notice>
  );
}

function titleOf({ devices, fault, kind }: FailureGroup): string {
  const [first] = devices;
  const who = devices.length === 1 ? (first!.sysName ?? first!.target) : counted(devices.length, "device");
  if (fault !== undefined) {
    return `${who}: ${settingsWords(fault.settings)} in ${fault.credential} is wrong`;
  }
  return kind === "silent" ? `${who}: no answer` : `${who}: failed`;
}

/** `authentication password or protocol`. */
function settingsWords(settings: readonly string[]): string {
  const labels = settings.map(
    (setting) => FIELD_LABELS[setting as CredentialField]?.toLowerCase() ?? setting,
  );
  const [first = "", ...others] = labels;
  const start = `${first.split(" ")[0]} `;
  return [
    first,
    ...others.map((label) => (label.startsWith(start) ? label.slice(start.length) : label)),
  ].join(" or ");
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).replace(/\.$/, "");

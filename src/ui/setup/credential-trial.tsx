import { Button, Group, Modal, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Credential, OnboardingDevice, OnboardingJob } from "../../api/contract/index.ts";
import { post } from "../api/client.ts";
import { Notice } from "../parts/notice.tsx";
import { digits } from "../words/units.ts";
import { failureGroups } from "./failure-group.ts";
import { remedyWords, sentenceOf } from "./remedy-words.ts";
import { useChecks } from "./use-checks.ts";
import { kindOf, UNHEARD } from "./verdict-kind.ts";

export interface CredentialTrialProps {
  readonly credential: Credential;
  readonly onClose: () => void;
  readonly onEdit: (suspects: readonly string[]) => void;
}

/** Asks one device whether it takes the credential. */
export function CredentialTrial({ credential, onClose, onEdit }: CredentialTrialProps) {
  const [address, setAddress] = useState("");
  const [port, setPort] = useState(161);
  const [job, setJob] = useState<string>();
  const [failure, setFailure] = useState<unknown>();
  const checks = useChecks(job === undefined ? [] : [job]);
  const device = checks.jobs[0]?.devices[0];
  const isAsking =
    job !== undefined &&
    (device === undefined || device.verdict === "pending" || device.verdict === "checking");

  const ask = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setFailure(undefined);
    try {
      const request = { targets: address, port, credentials: [credential.name] };
      setJob((await post<OnboardingJob>("/api/snmpgate/onboarding", request)).id);
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Test ${credential.name}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={(event) => void ask(event)}>
        <Stack gap="sm">
          <Group align="flex-end" gap="xs" wrap="nowrap">
            <TextInput
              label="Address or name"
              flex={1}
              data-autofocus
              value={address}
              onChange={(event) => setAddress(event.currentTarget.value)}
            />
            <NumberInput
              label="Port"
              w={90}
              min={1}
              max={65_535}
              hideControls
              value={port}
              onChange={(value) => setPort(Number(value) || 161)}
            />
            <Button type="submit" loading={isAsking} disabled={address.trim() === ""}>
              Test
            </Button>
          </Group>
          {failure === undefined ? null : <Notice failure={failure} />}
          {device === undefined || isAsking ? null : <Answer device={device} onEdit={onEdit} />}
        </Stack>
      </form>
    </Modal>
  );
}

function Answer({
  device,
  onEdit,
}: {
  readonly device: OnboardingDevice;
  readonly onEdit: (suspects: readonly string[]) => void;
}) {
  const { verdict, message, remedy, fault, sysName, vendor, sysDescr, responseMs, target } = device;
  if (verdict === "ok") {
    return (
      <Notice tone="ok" title={`${sysName ?? target} takes it`}>
        <Text size="sm">
          {[vendor, responseMs === undefined ? undefined : `answered in ${digits(responseMs)} ms`]
            .filter(Boolean)
            .join(", ")}
        </Text>
        <Text size="xs" c="dimmed">
          {sysDescr ?? ""}
        </Text>
      </Notice>
    );
  }
  const [unheard] = UNHEARD.includes(kindOf(device)) ? failureGroups([{ ...device, key: target }]) : [];
  return (
    <Notice
      tone={unheard === undefined ? "error" : "warning"}
      title={unheard?.title ?? `${target} does not take it`}
    >
      <Text size="sm">{sentenceOf(message ?? verdict)}</Text>
      <Text size="sm">{remedyWords(remedy ?? "")}</Text>
      {fault === undefined ? null : (
        <Button mt="xs" onClick={() => onEdit(fault.settings)}>
          Correct it
        </Button>
      )}
    </Notice>
  );
}

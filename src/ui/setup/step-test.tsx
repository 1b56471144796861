import { Button, Group, Stack, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { Credential } from "../../api/contract/index.ts";
import { remove } from "../api/client.ts";
import { Notice } from "../parts/notice.tsx";
import { formatCount } from "../words/units.ts";
import { type CheckedDevice } from "./check-merge.ts";
import { CredentialDialog } from "./credential-dialog.tsx";
import { type Draft, testSignature } from "./draft.ts";
import { withSameFault } from "./failure-group.ts";
import { FailureGroups } from "./failure-groups.tsx";
import { KindFilter } from "./kind-filter.tsx";
import { useCredentials } from "./setup-api.ts";
import { startCheck } from "./start-check.ts";
import { TestProgress } from "./test-progress.tsx";
import type { Checks } from "./use-checks.ts";
import type { ChangeDraft } from "./use-draft.ts";
import { hasFailed } from "./verdict-kind.ts";
import { VerdictTable } from "./verdict-table.tsx";

export interface StepTestProps {
  readonly draft: Draft;
  readonly change: ChangeDraft;
  readonly checks: Checks;
  readonly devices: readonly CheckedDevice[];
  /** Back to where addresses and the port are entered. */
  readonly onAddresses: () => void;
}

/** Asks all devices, and shows what each says. What fails can be mended here and asked again. */
export function StepTest({ draft, change, checks, devices, onAddresses }: StepTestProps) {
  const credentials = useCredentials();
  const [failure, setFailure] = useState<unknown>();
  const [fixing, setFixing] = useState<{
    readonly credential: Credential | "new";
    readonly suspects: readonly string[];
    readonly retry: readonly CheckedDevice[];
  }>();
  const running = checks.jobs.find(({ state }) => state === "running");
  const outdated = draft.tested !== testSignature(draft);

  const testAll = async (): Promise<void> => {
    setFailure(undefined);
    try {
      const id = await startCheck(draft);
      change({ jobs: [id], tested: testSignature(draft), dropped: [], ticks: {} });
    } catch (error) {
      setFailure(error);
    }
  };
  const testAgain = async (
    some: readonly CheckedDevice[],
    credentialNames = draft.credentials,
  ): Promise<void> => {
    setFailure(undefined);
    try {
      const id = await startCheck({ ...draft, credentials: credentialNames }, some);
      change(({ jobs }) => ({ jobs: [...jobs, id] }));
    } catch (error) {
      setFailure(error);
    }
  };
  // Whoever comes here for the first time, or with other devices, wants to see them tested.
  useEffect(() => {
    if (outdated) void testAll();
  }, []); // oxlint-disable-line react-hooks/exhaustive-deps -- once, when the step is opened

  const failed = devices.filter(hasFailed);
  const taken = (credentials.data ?? []).map(({ name }) => name);
  const saved = ({ name }: Credential): void => {
    const retry = fixing?.retry ?? [];
    setFixing(undefined);
    const names = draft.credentials.includes(name) ? draft.credentials : [...draft.credentials, name];
    const next = { ...draft, credentials: names };
    change({ credentials: names, tested: testSignature(next) });
    if (retry.length > 0) void testAgain(retry, names);
  };
  return (
    <Stack gap="sm">
      <TestProgress
        checks={checks}
        devices={devices}
        onStop={(id) => void remove(`/api/snmpgate/onboarding/${id}`).catch(setFailure)}
        onResume={(some) => void testAgain(some)}
      />
      {failure === undefined ? null : (
        <Notice title="The test was not started" failure={failure} onRetry={() => void testAll()} />
      )}
      {checks.gone.length > 0 && running === undefined && devices.length === 0 ? (
        <Notice title="The results are no longer there" tone="warning" onRetry={() => void testAll()}>
          <Text size="sm">snmpgate keeps them for an hour, and not over a restart.</Text>
        </Notice>
      ) : null}
      <FailureGroups
        devices={devices}
        credentials={(credentials.data ?? []).filter(({ name }) => draft.credentials.includes(name))}
        onFix={(credential, suspects, group) => {
          const retry = credential === "new" ? group : withSameFault(devices, group, credential.name);
          setFixing({ credential, suspects, retry });
        }}
        onRetry={(some) => void testAgain(some)}
        onAddresses={onAddresses}
        onDrop={(some) => change(({ dropped }) => ({ dropped: [...dropped, ...some.map(({ key }) => key)] }))}
      />
      <Group justify="space-between" gap="xs">
        <KindFilter devices={devices} />
        <Group gap="xs">
          {failed.length > 1 && running === undefined ? (
            <Button
              variant="default"
              leftSection={<IconRefresh size={14} />}
              onClick={() => void testAgain(failed)}
            >
              Test the {formatCount(failed.length)} failed again
            </Button>
          ) : null}
          <Button
            variant="default"
            leftSection={<IconRefresh size={14} />}
            disabled={running !== undefined}
            onClick={() => void testAll()}
          >
            Test all again
          </Button>
        </Group>
      </Group>
      <VerdictTable devices={devices} draft={draft} change={change} />
      <CredentialDialog
        open={fixing}
        taken={taken}
        saveLabel={fixing === undefined || fixing.retry.length === 0 ? undefined : retryLabel(fixing.retry)}
        onSaved={saved}
        onClose={() => setFixing(undefined)}
      />
    </Stack>
  );
}

const retryLabel = (retry: readonly CheckedDevice[]): string =>
  retry.length === 1 ? "Save and test again" : `Save and test the ${formatCount(retry.length)} again`;

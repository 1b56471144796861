import { Badge, Button, Chip, Group, Progress, Stack, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { Credential } from "../../api/contract/index.ts";
import { remove } from "../api/client.ts";
import { Notice } from "../parts/notice.tsx";
import { formatCount } from "../words/units.ts";
import {
  type CheckedDevice,
  hasFailed,
  KIND_LABELS,
  kindOf,
  VERDICT_KINDS,
  type VerdictKind,
} from "./check-merge.ts";
import { CredentialDialog } from "./credential-dialog.tsx";
import { type Draft, testSignature } from "./draft.ts";
import { FailureGroups } from "./failure-groups.tsx";
import { useCredentials } from "./setup-api.ts";
import { startCheck } from "./start-check.ts";
import type { Checks } from "./use-checks.ts";
import type { ChangeDraft } from "./use-draft.ts";
import { useKindFilter } from "./use-kind-filter.ts";
import { VerdictTable } from "./verdict-table.tsx";

export interface StepTestProps {
  readonly draft: Draft;
  readonly change: ChangeDraft;
  readonly checks: Checks;
  readonly devices: readonly CheckedDevice[];
}

/** Asks all devices, and shows what each says. What fails can be mended here and asked again. */
export function StepTest({ draft, change, checks, devices }: StepTestProps) {
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
      <ProgressLine checks={checks} devices={devices} running={running !== undefined} />
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
        credentials={credentials.data ?? []}
        onFix={(credential, suspects, retry) => setFixing({ credential, suspects, retry })}
        onRetry={(some) => void testAgain(some)}
        onDrop={(some) => change(({ dropped }) => ({ dropped: [...dropped, ...some.map(({ key }) => key)] }))}
      />
      <Group justify="space-between" gap="xs">
        <KindFilter devices={devices} />
        <Group gap="xs">
          {running === undefined ? null : (
            <Button
              variant="default"
              onClick={() => void remove(`/api/snmpgate/onboarding/${running.id}`).catch(setFailure)}
            >
              Stop
            </Button>
          )}
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

function ProgressLine({
  checks,
  devices,
  running,
}: {
  readonly checks: Checks;
  readonly devices: readonly CheckedDevice[];
  readonly running: boolean;
}) {
  const last = checks.jobs.at(-1);
  const checked = devices.filter((device) => kindOf(device) !== "waiting").length;
  const fine = devices.filter(({ verdict }) => verdict === "ok").length;
  const percent = devices.length === 0 ? 0 : (checked / devices.length) * 100;
  const learning = running && last !== undefined && last.checked === last.total;
  return (
    <div>
      <Group justify="space-between" gap="xs">
        <Text size="sm" role="status">
          {devices.length === 0
            ? "Starting …"
            : `${formatCount(checked)} of ${formatCount(devices.length)} tested, ${formatCount(fine)} OK${learning ? "; looking what they support …" : ""}`}
        </Text>
      </Group>
      <Progress value={percent} size="sm" mt={4} animated={running} aria-label="Tested devices" />
    </div>
  );
}

function KindFilter({ devices }: { readonly devices: readonly CheckedDevice[] }) {
  const [kind, setKind] = useKindFilter();
  const counts = new Map<VerdictKind, number>();
  for (const device of devices) counts.set(kindOf(device), (counts.get(kindOf(device)) ?? 0) + 1);
  const present = VERDICT_KINDS.filter((one) => counts.has(one) || one === kind);
  if (present.length < 2) return <span />;
  return (
    <Group gap={6} role="group" aria-label="Show only">
      {present.map((one) => (
        <Chip key={one} size="xs" checked={kind === one} onChange={(on) => setKind(on ? one : undefined)}>
          {KIND_LABELS[one]}{" "}
          <Badge size="xs" variant="transparent" c="inherit" p={0}>
            {counts.get(one) ?? 0}
          </Badge>
        </Chip>
      ))}
    </Group>
  );
}

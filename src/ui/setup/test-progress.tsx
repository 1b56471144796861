import { Button, Group, Progress, Text } from "@mantine/core";
import { formatCount } from "../words/units.ts";
import { type CheckedDevice } from "./check-merge.ts";
import type { Checks } from "./use-checks.ts";
import { kindOf } from "./verdict-kind.ts";

export interface TestProgressProps {
  readonly checks: Checks;
  readonly devices: readonly CheckedDevice[];
  readonly onStop: (jobId: string) => void;
  /** Goes on with those that were not asked before it was stopped. */
  readonly onResume: (devices: readonly CheckedDevice[]) => void;
}

/** How far a test has come, and the ways to stop it and to go on. */
export function TestProgress({ checks, devices, onStop, onResume }: TestProgressProps) {
  const running = checks.jobs.find(({ state }) => state === "running");
  const last = checks.jobs.at(-1);
  const left = devices.filter((device) => kindOf(device) === "waiting");
  const fine = devices.filter(({ verdict }) => verdict === "ok").length;
  const checked = devices.length - left.length;
  const isStopped = running === undefined && last?.state === "cancelled" && left.length > 0;
  const isLearning = running !== undefined && last !== undefined && last.checked === last.total;
  return (
    <div>
      <Group justify="space-between" gap="xs" mih={30}>
        <Text size="sm" role="status">
          {devices.length === 0
            ? "Starting …"
            : `${formatCount(checked)} of ${formatCount(devices.length)} tested, ${formatCount(fine)} OK${isLearning ? "; looking what they support …" : ""}${isStopped ? "; stopped" : ""}`}
        </Text>
        {running === undefined ? null : (
          <Button variant="default" onClick={() => onStop(running.id)}>
            Stop
          </Button>
        )}
        {isStopped ? (
          <Button variant="light" onClick={() => onResume(left)}>
            Test the other {formatCount(left.length)}
          </Button>
        ) : null}
      </Group>
      <Progress
        value={devices.length === 0 ? 0 : (checked / devices.length) * 100}
        size="sm"
        mt={4}
        animated={running !== undefined}
        aria-label="Tested devices"
      />
    </div>
  );
}

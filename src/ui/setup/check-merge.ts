import type { OnboardingDevice, OnboardingJob, OnboardingProgress } from "../../api/contract/index.ts";
import { keyOf } from "./hosts.ts";

// Several checks, one after another, are one list of devices: each as its latest check found it.

/** One device of the list. */
export interface CheckedDevice extends OnboardingDevice {
  readonly key: string;
}

/** The first event of a stream has all devices, the others those that changed. */
export function withProgress(before: OnboardingJob | undefined, progress: OnboardingProgress): OnboardingJob {
  const devices = [...(before?.devices ?? [])];
  for (const { index, ...device } of progress.devices) devices[index] = device;
  return { ...progress, devices };
}

/** @param jobs  oldest first */
export function mergedDevices(
  jobs: readonly OnboardingJob[],
  dropped: readonly string[],
): readonly CheckedDevice[] {
  const byKey = new Map<string, CheckedDevice>();
  for (const { devices } of jobs) {
    for (const device of devices) {
      const key = keyOf(device);
      // A second check names the port, too; it stays called what it was called first.
      byKey.set(key, { ...device, key, target: byKey.get(key)?.target ?? device.target });
    }
  }
  for (const key of dropped) byKey.delete(key);
  return [...byKey.values()];
}

/** Ticked by hand, or else because it answers and nobody polls it yet. */
export function isTicked(device: CheckedDevice, ticks: Readonly<Record<string, boolean>>): boolean {
  return ticks[device.key] ?? (device.verdict === "ok" && device.configurations === undefined);
}

export const VERDICT_KINDS = ["ok", "polled", "credentials", "silent", "other", "waiting"] as const;
/** How verdicts are sorted out for who looks at thousands of them. */
export type VerdictKind = (typeof VERDICT_KINDS)[number];

export const KIND_LABELS: Readonly<Record<VerdictKind, string>> = {
  ok: "OK",
  polled: "Polled already",
  credentials: "Credentials refused",
  silent: "No answer",
  other: "Other problems",
  waiting: "Waiting",
};

export function kindOf({ verdict, configurations }: OnboardingDevice): VerdictKind {
  if (verdict === "pending" || verdict === "checking") return "waiting";
  if (verdict === "ok") return configurations === undefined ? "ok" : "polled";
  if (verdict === "AUTHENTICATION_ERROR") return "credentials";
  return verdict === "DEVICE_CONNECTION_ERROR" ? "silent" : "other";
}

export const hasFailed = (device: OnboardingDevice): boolean =>
  ["credentials", "silent", "other"].includes(kindOf(device));

/** Devices that fail for the same reason, and what can be done for all of them at once. */
export interface FailureGroup {
  readonly kind: VerdictKind;
  readonly message: string;
  readonly remedy: string | undefined;
  readonly fault: OnboardingDevice["fault"];
  readonly devices: readonly CheckedDevice[];
}

/** The largest first. */
export function failureGroups(devices: readonly CheckedDevice[]): readonly FailureGroup[] {
  const groups = new Map<string, CheckedDevice[]>();
  for (const device of devices.filter(hasFailed)) {
    const { verdict, message = "", fault } = device;
    const key =
      fault === undefined ? `${verdict} ${message}` : `${fault.credential} ${fault.settings.join()}`;
    const same = groups.get(key);
    if (same === undefined) groups.set(key, [device]);
    else same.push(device);
  }
  return [...groups.values()]
    .map((same) => {
      const [first] = same as [CheckedDevice, ...CheckedDevice[]];
      return {
        kind: kindOf(first),
        message: first.message ?? "",
        remedy: first.remedy,
        fault: first.fault,
        devices: same,
      };
    })
    .toSorted((a, b) => b.devices.length - a.devices.length);
}

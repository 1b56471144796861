import type { OnboardingDevice, OnboardingJob, OnboardingProgress } from "../../api/contract/index.ts";
import { formatCount } from "../words/units.ts";
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

/** `sw-1, sw-2 and 7 more`. */
export function namesOf(devices: readonly CheckedDevice[]): string {
  const names = devices.map(({ sysName, target }) => sysName ?? target);
  const rest = names.length - NAMED_MAX;
  if (rest > 1) return `${names.slice(0, NAMED_MAX).join(", ")} and ${formatCount(rest)} more`;
  return names.join(", ");
}

const NAMED_MAX = 3;

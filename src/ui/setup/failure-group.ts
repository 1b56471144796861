import type { OnboardingDevice } from "../../api/contract/index.ts";
import { counted } from "../words/counted.ts";
import type { CheckedDevice } from "./check-merge.ts";
import type { CredentialField } from "./credential-form.ts";
import { FIELD_LABELS } from "./credential-words.ts";
import { hasFailed, KIND_LABELS, kindOf, type VerdictKind } from "./verdict-kind.ts";

/** What a changed credential may mend, beside those that it was changed for: all that it was refused by. */
export function withSameFault(
  devices: readonly CheckedDevice[],
  group: readonly CheckedDevice[],
  credential: string,
): readonly CheckedDevice[] {
  const keys = new Set(group.map(({ key }) => key));
  return devices.filter(
    (device) => keys.has(device.key) || (hasFailed(device) && device.fault?.credential === credential),
  );
}

/** Devices that fail for the same reason, and what can be done for all of them at once. */
export interface FailureGroup {
  readonly kind: VerdictKind;
  /** Who, and what is wrong. */
  readonly title: string;
  readonly message: string;
  readonly remedy: string | undefined;
  readonly fault: OnboardingDevice["fault"];
  readonly devices: readonly CheckedDevice[];
}

/** What can be mended here first, and of those the largest. */
export function failureGroups(devices: readonly CheckedDevice[]): readonly FailureGroup[] {
  const groups = new Map<string, [CheckedDevice, ...CheckedDevice[]]>();
  for (const device of devices.filter(hasFailed)) {
    const key = likeness(device);
    const same = groups.get(key);
    if (same === undefined) groups.set(key, [device]);
    else same.push(device);
  }
  return [...groups.values()]
    .map((same) => {
      const [first] = same;
      return {
        kind: kindOf(first),
        title: titleOf(same),
        message: first.message ?? "",
        remedy: first.remedy,
        fault: first.fault,
        devices: same,
      };
    })
    .toSorted((a, b) => mendable(b) - mendable(a) || b.devices.length - a.devices.length);
}

function likeness(device: CheckedDevice): string {
  const { fault, message = "" } = device;
  if (fault !== undefined) return `${fault.credential} ${fault.settings.join()}`;
  const kind = kindOf(device);
  // The message has the name in it.
  return kind === "noName" ? kind : `${kind} ${message}`;
}

const mendable = ({ fault }: FailureGroup): number => (fault === undefined ? 0 : 1);

function titleOf(devices: readonly [CheckedDevice, ...CheckedDevice[]]): string {
  const [first] = devices;
  const who = devices.length === 1 ? (first.sysName ?? first.target) : counted(devices.length, "device");
  if (first.fault !== undefined)
    return `${who}: ${settingsWords(first.fault.settings)} in ${first.fault.credential} is wrong`;
  const kind = kindOf(first);
  return `${who}: ${kind === "other" ? "failed" : kindWords(kind, devices)}`;
}

function kindWords(kind: VerdictKind, devices: readonly CheckedDevice[]): string {
  if (kind !== "closed") return KIND_LABELS[kind].toLowerCase();
  const ports = [...new Set(devices.map(({ port }) => port))];
  return `nothing listens on UDP port ${ports.length > 3 ? "of theirs" : ports.join(", ")}`;
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

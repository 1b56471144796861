import { counted } from "../words/counted.ts";
import { formatCount } from "../words/units.ts";
import type { CheckedDevice } from "./check-merge.ts";
import { type Draft, STEP_TITLES, type Step } from "./draft.ts";
import type { SavedPart } from "./saved-parts.ts";

/** What was entered and found so far. */
export interface WizardState {
  readonly draft: Draft;
  /** Devices that the text means, once it was read. */
  readonly count: number | undefined;
  readonly devices: readonly CheckedDevice[];
  /** Those to be polled. */
  readonly ticked: readonly CheckedDevice[];
  /** All that one of them is polled for. */
  readonly featureSets: readonly string[];
  /** What becomes one configuration each. */
  readonly parts: readonly SavedPart[];
}

/** What a configuration may be called: by its device, or the first of them. */
export function suggestedName([first, ...others]: readonly CheckedDevice[]): string {
  if (first === undefined) return "";
  const name = first.sysName ?? first.target;
  return others.length === 0 ? name : `${name} and ${formatCount(others.length)} more`;
}

/** What the button to the next step says. */
export function nextLabel(next: Step, count: number | undefined): string {
  if (next !== "test") return `Next: ${STEP_TITLES[next].toLowerCase()}`;
  if (count === undefined) return "Test";
  return count === 1 ? "Test the device" : `Test ${counted(count, "device")}`;
}

/** What was chosen in each step, in a few words. */
export function summariesOf(state: Omit<WizardState, "parts">): Readonly<Record<Step, string>> {
  const { draft, count = 0, devices, ticked, featureSets } = state;
  const fine = devices.filter(({ verdict }) => verdict === "ok").length;
  return {
    collect: draft.extension,
    switches: count === 0 ? "" : counted(count, "device"),
    credentials: draft.credentials.join(", "),
    test: devices.length === 0 ? "" : `${formatCount(fine)} of ${formatCount(devices.length)} OK`,
    preview: "",
    save:
      ticked.length === 0
        ? ""
        : `${counted(featureSets.length, "feature set")}, ${counted(ticked.length, "device")}`,
  };
}

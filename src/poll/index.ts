export { DevicePoller, type DevicePollerOptions, type PollLimits } from "./device-poller.ts";
export type { LabelPolicy, LabelStock } from "./labels.ts";
export { describeMissing } from "./missing.ts";
export type { PolledCells, PollResult } from "./result.ts";
export type { WantedRows } from "./row-choice.ts";

export { Lateness, type LatenessFigures, latenessOf } from "./lateness.ts";
export { MinuteRate } from "./minute-rate.ts";
export type { PollDetails } from "./poll-details.ts";
export { type PolledWords, wordsOf } from "./polled-words.ts";
export { DevicePolling, type PollingPortOptions } from "./polling-port.ts";

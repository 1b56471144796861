// How late polls begin and how long they take, from the status of the devices: their latest poll each. The scheduler
// starts all groups of a device at its phase of the interval counted from the epoch, so the plan of a poll can be
// computed.
import { phaseMs } from "../../dist/schedule/index.js";
import { quantile } from "../figures.mjs";

/** @param devices states of devices with one group each */
export function punctuality(devices, intervalMs) {
  const polled = devices.filter(({ lastPollAtMs }) => lastPollAtMs !== undefined);
  const lateness = polled.map((device) => latenessMs(device, intervalMs));
  const durations = polled.flatMap(({ pollDurationMs }) => pollDurationMs ?? []);
  return { latenessMs: spread(lateness), pollDurationMs: spread(durations) };
}

/** Actual minus planned start, from the last tick before it; a clock that steps back a little is a little early. */
function latenessMs({ configurationId, id, lastPollAtMs }, intervalMs) {
  const late = (lastPollAtMs - phaseMs(`${configurationId}/${id}`, intervalMs)) % intervalMs;
  return late > intervalMs * 0.95 ? late - intervalMs : late;
}

function spread(list) {
  if (list.length === 0) return undefined;
  return {
    p50: quantile(list, 0.5),
    p99: quantile(list, 0.99),
    max: quantile(list, 1),
    samples: list.length,
  };
}

import type { DeviceSources } from "./device-interfaces.ts";
import { isOwn } from "./own-lines.ts";

const MINUTE_MS = 60_000;
const UPTIME_MINUTES = 30;
/** sysUpTime alone: ifLastChange is told in its time, and not in that of the host. */
const SYS_UP_TIME_RANK = 0;

/** When the agent began, by its latest sysUpTime: to half a minute. */
export async function bootTime(
  { places, endpoint, metrics }: DeviceSources,
  nowMs: number,
): Promise<number | undefined> {
  const place = places.find(
    ({ meaning, type }) =>
      meaning?.role === "uptime" && meaning.rank === SYS_UP_TIME_RANK && type === "gauge",
  );
  const metric = place && metrics.metric(place.key);
  const condition = place && isOwn(place, endpoint);
  if (place?.meaning === undefined || metric === undefined || condition === undefined) return undefined;
  const startMs = Math.floor(nowMs / MINUTE_MS - UPTIME_MINUTES) * MINUTE_MS;
  const grid = { startMs, stepMs: MINUTE_MS, slots: UPTIME_MINUTES + 1 };
  const tuples = [];
  for await (const tuple of metrics.tuples(metric, [condition])) {
    if (tuple.lastWrittenMs >= startMs) tuples.push(tuple);
  }
  const { scale } = place.meaning;
  let [slot, uptime] = [-1, 0];
  await metrics.read(tuples, grid, ({ count, max }) => {
    for (let i = 0; i < grid.slots; i++) if (count[i] !== 0 && i >= slot) [slot, uptime] = [i, max[i]!];
  });
  return slot < 0 ? undefined : startMs + (slot + 0.5) * MINUTE_MS - uptime * scale * 1_000;
}

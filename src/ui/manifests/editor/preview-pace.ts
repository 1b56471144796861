/** After the last key. */
const TYPING_MS = 800;
/** A real device has other things to do: from the start of one preview to the start of the next. */
const DEVICE_MS = 5_000;

/** How long a preview waits. @param lastStartMs  when the last one began; undefined: none did */
export function previewDelay(
  source: "device" | "recording",
  nowMs: number,
  lastStartMs: number | undefined,
): number {
  if (source === "recording" || lastStartMs === undefined) return TYPING_MS;
  return Math.max(TYPING_MS, lastStartMs + DEVICE_MS - nowMs);
}

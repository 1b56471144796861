import type { QueueDamage, QueueStatus, SinkWaiting } from "../app/index.ts";
import { ageText, grouped, sizeText, timeText } from "./amounts.ts";
import { counted } from "./counted.ts";
import { alignColumns } from "./table.ts";

const STATES: Readonly<Record<SinkWaiting["state"], string>> = {
  placed: "",
  new: "new: gets what comes from now on",
  lost: "its place cannot be read: gets all there is again",
  gone: "not in the configuration: forgotten at the next start",
};

/** The state of a queue for people. @param nowMs  wall clock, UTC */
export function statusText(status: QueueStatus, nowMs: number): string[] {
  const { folder, servicePid, log, sinks } = status;
  const user = servicePid === undefined ? "no service runs" : `the service runs as process ${servicePid}`;
  return [
    `queue ${folder} (${user})`,
    `log   ${grouped(log.segments)} ${log.segments === 1 ? "segment" : "segments"}, ${sizeText(log.bytes)}, ${linesText(log.lines)}${spanText(log)}`,
    "",
    ...sinkTable(sinks, nowMs),
    ...troubles(status),
  ];
}

/** The same with exact figures. */
export function statusJson(status: QueueStatus, nowMs: number): unknown {
  const { folder, servicePid, log, sinks, damages, setAside } = status;
  return {
    folder,
    servicePid: servicePid ?? null,
    log: {
      segments: log.segments,
      bytes: log.bytes,
      lines: log.lines,
      firstAt: timeOrNull(log.firstMs),
      lastAt: timeOrNull(log.lastMs),
    },
    sinks: sinks.map(({ sink, state, place, lines, bytes, oldestMs, missingLines }) => ({
      sink,
      state,
      lines,
      bytes,
      missingLines,
      oldestAt: timeOrNull(oldestMs),
      oldestAgeMs: oldestMs === undefined ? null : nowMs - oldestMs,
      place: place === undefined ? null : { line: place.line, position: place.position },
    })),
    damages: damages.map(({ file, what, lines }) => ({ file, what, lines: lines ?? null })),
    setAside,
  };
}

/** damageText(…) → "0000000000000000.lines: from octet 32 on, 90 octets are damaged: 3 lines are lost" */
export function damageText({ file, what, lines = 0 }: QueueDamage): string {
  return `${file}: ${what}${lines > 0 ? `: ${linesText(lines)} ${lines === 1 ? "is" : "are"} lost` : ""}`;
}

/** linesText(1234) → "1,234 lines" */
export function linesText(lines: number): string {
  return `${grouped(lines)} ${lines === 1 ? "line" : "lines"}`;
}

/** From which poll to which. */
export function spanText({ firstMs, lastMs }: Pick<QueueStatus["log"], "firstMs" | "lastMs">): string {
  if (firstMs === undefined || lastMs === undefined) return "";
  return `, from ${timeText(firstMs)} to ${timeText(lastMs)}`;
}

function sinkTable(sinks: readonly SinkWaiting[], nowMs: number): string[] {
  const rows = sinks.map(({ sink, state, place, lines, bytes, oldestMs, missingLines }) => [
    sink,
    grouped(lines),
    sizeText(bytes),
    oldestMs === undefined ? "–" : ageText(nowMs - oldestMs),
    place === undefined ? "–" : grouped(place.line),
    noteOf(state, missingLines),
  ]);
  const head = ["sink", "lines waiting", "size", "oldest", "lines done", ""];
  return alignColumns([head, ...rows], new Set([1, 2, 3, 4]));
}

function noteOf(state: SinkWaiting["state"], missingLines: number): string {
  const missing = missingLines === 0 ? "" : `${linesText(missingLines)} missing`;
  return [STATES[state], missing].filter((note) => note !== "").join("; ");
}

function troubles({ damages, setAside }: QueueStatus): string[] {
  const found = damages.map((damage) => `damaged  ${damageText(damage)}`);
  const aside = setAside.map((name) => `set aside earlier  ${name}`);
  const head =
    found.length === 0 ? [] : [`${counted(found.length, "damage")} found; the service goes on behind it`];
  return found.length + aside.length === 0 ? [] : ["", ...head, ...found, ...aside];
}

function timeOrNull(ms: number | undefined): string | null {
  return ms === undefined ? null : timeText(ms);
}

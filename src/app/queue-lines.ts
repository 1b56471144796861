import { LOG_START, logFiles, type Place, type StoredLines, storedLines } from "../ingest/index.ts";
import type { DamageList } from "./queue-damage.ts";
import { knownSink, type QueueView, sinksOf, waitsFrom } from "./queue-view.ts";

/** Which lines: those that wait for one sink or (undefined) for any of them, or all that there are. */
export interface WhichLines {
  readonly sink: string | undefined;
  readonly all: boolean;
}

export interface LineFilter {
  /** UTC ms: older lines are passed over, and those without a time. */
  readonly fromMs: number | undefined;
  /** Occurs in the line. */
  readonly text: string | undefined;
}

export interface StoredLine {
  /** Number of the line in the log. */
  readonly number: number;
  /** UTC ms; undefined for a metadata line. */
  readonly timestampMs: number | undefined;
  readonly text: string;
}

const NEWLINE = 0x0a;
/** A blank, 13 digits and the line break. */
const TIME_ENDING = /^ (\d{13})\n$/;
const TIME_ENDING_BYTES = 15;

/**
 * The lines of the log, oldest first, a record at a time.
 * @throws {AppError} `app.unknown-sink`
 */
export async function* linesOfQueue(
  view: QueueView,
  { sink, all }: WhichLines,
  damages: DamageList,
): AsyncGenerator<StoredLines> {
  const from = all
    ? LOG_START
    : firstPlace(sink === undefined ? sinksOf(view) : [knownSink(sink, view)], view);
  if (from === undefined) return;
  yield* storedLines(logFiles(view.folder), view.segments, from, (one) => damages.add(one));
}

/** The lines one by one. */
export function* eachLine(
  { bytes, place }: StoredLines,
  { fromMs, text }: LineFilter,
): Generator<StoredLine> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let hit = text === undefined ? 0 : buffer.indexOf(text);
  for (let start = 0, number = place.line; start < buffer.length && hit >= 0; number++) {
    const end = endOfLine(buffer, start);
    if (text === undefined || hit < end) {
      const timestampMs = timestampOf(buffer, start, end);
      const isYoung = fromMs === undefined || (timestampMs !== undefined && timestampMs >= fromMs);
      if (isYoung) yield { number, timestampMs, text: buffer.toString("utf8", start, end - 1) };
      if (text !== undefined) hit = buffer.indexOf(text, end);
    }
    start = end;
  }
}

/** How many lines from the first on are older than `beforeMs`; those without a time go with what is before them. */
export function olderLines({ bytes }: StoredLines, beforeMs: number): { lines: number; bytes: number } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let [lines, start] = [0, 0];
  while (start < buffer.length) {
    const end = endOfLine(buffer, start);
    if ((timestampOf(buffer, start, end) ?? 0) >= beforeMs) break;
    lines += 1;
    start = end;
  }
  return { lines, bytes: start };
}

/** The place of the sink that is furthest behind. */
function firstPlace(sinks: readonly string[], view: QueueView): Place | undefined {
  const places = sinks.map((sink) => waitsFrom(sink, view)).filter((place) => place !== undefined);
  return places.toSorted((a, b) => a.position - b.position || a.line - b.line)[0];
}

function endOfLine(buffer: Buffer, start: number): number {
  const at = buffer.indexOf(NEWLINE, start);
  return at < 0 ? buffer.length : at + 1;
}

function timestampOf(buffer: Buffer, start: number, end: number): number | undefined {
  const time = TIME_ENDING.exec(
    buffer.toString("latin1", Math.max(start, end - TIME_ENDING_BYTES), end),
  )?.[1];
  return time === undefined ? undefined : Number(time);
}

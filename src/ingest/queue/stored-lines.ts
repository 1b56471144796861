import { messageOf } from "../../base/index.ts";
import { endOfLines, type LineBatch } from "../line-batch.ts";
import { isGone } from "./inspect.ts";
import type { LogFiles } from "./log-files.ts";
import { behind, type Place } from "./record.ts";
import { SegmentReader, type StoredRecord } from "./segment-reader.ts";
import { type Damage, offsetIn, type Segment } from "./segments.ts";

/** The lines of a record, or of one the last of them. The bytes stand until the next ones are asked for. */
export interface StoredLines extends LineBatch {
  /** Position of the record, number of the first of these lines. */
  readonly place: Place;
  /** Behind the record. */
  readonly next: Place;
}

/** What in a segment cannot be read. */
export interface LogDamage extends Damage {
  /** That are lost; undefined when nothing tells how many. */
  readonly lines: number | undefined;
  /** At the end of the log: it is being written, or a process ended in writing it. */
  readonly isTail: boolean;
}

/** Before all lines. */
export const LOG_START: Place = Object.freeze({ position: 0, line: 0 });

/**
 * Reads the log from a place on, with all checksums. What is damaged is passed over to the next record that can be
 * read, as the service does it, and told to `onDamage`, never thrown.
 */
export async function* storedLines(
  files: LogFiles,
  segments: readonly Segment[],
  from: Place,
  onDamage: (damage: LogDamage) => void,
): AsyncGenerator<StoredLines> {
  const reader = new SegmentReader(files);
  try {
    for (const [index, segment] of segments.entries()) {
      if (segment.end <= from.position) continue;
      yield* linesOfSegment(reader, segment, from, segments[index + 1], onDamage);
    }
  } finally {
    await reader.close();
  }
}

/** Those lines of a record that are behind a place. */
export function linesBehind(stored: StoredLines, { position, line }: Place): StoredLines | undefined {
  const { place, next, bytes, lines } = stored;
  if (place.position < position || line >= next.line) return undefined;
  if (line <= place.line) return stored;
  const start = endOfLines(bytes, 0, line - place.line);
  return {
    ...stored,
    place: { ...place, line },
    lines: lines - (line - place.line),
    bytes: bytes.subarray(start),
  };
}

async function* linesOfSegment(
  reader: SegmentReader,
  segment: Segment,
  from: Place,
  following: Segment | undefined,
  onDamage: (damage: LogDamage) => void,
): AsyncGenerator<StoredLines> {
  let at = from.position > segment.start.position ? from : segment.start;
  const holes: Hole[] = [];
  try {
    while (at.position < segment.end) {
      const record = await reader.read(segment, at.position);
      if (record === undefined) {
        const end = await endOfHole(reader, segment, at.position, following);
        if (end === undefined) return onDamage(tailOf(segment, at));
        holes.push({ from: at, to: end });
        at = end;
        continue;
      }
      const stored = asLines(record);
      at = stored.next;
      const wanted = linesBehind(stored, from);
      if (wanted !== undefined) yield wanted;
    }
  } catch (error) {
    if (isGone(error)) return; // all sinks have it
    const lines = following && following.start.line - at.line;
    onDamage({ file: segment.name, what: `it cannot be read: ${messageOf(error)}`, lines, isTail: false });
  } finally {
    if (holes.length > 0) onDamage(damageOf(segment, holes));
  }
}

/** What is passed over. */
interface Hole {
  readonly from: Place;
  readonly to: Place;
}

const asLines = ({ header, lines: bytes }: StoredRecord): StoredLines => ({
  bytes,
  lines: header.lines,
  timestampMs: header.timestampMs,
  place: { position: header.position, line: header.line },
  next: behind(header),
});

/** @returns undefined for the end of the log when nothing tells how many lines there were */
async function endOfHole(
  reader: SegmentReader,
  segment: Segment,
  position: number,
  following: Segment | undefined,
): Promise<Place | undefined> {
  // Lines may be damaged behind a header that is not; what is being written is shorter than its header says.
  const header = await reader.header(segment, position);
  if (header !== undefined) return behind(header);
  const next = await reader.headerBehind(segment, position);
  return next ?? (following && { position: segment.end, line: following.start.line });
}

function tailOf(segment: Segment, { position }: Place): LogDamage {
  const what = `its last ${segment.end - position} octets are torn; the next start of the service cuts them off`;
  return { file: segment.name, what, lines: undefined, isTail: true };
}

/** All holes of a segment as one damage: a disk that spoils many records fills no screen. */
function damageOf(segment: Segment, holes: readonly Hole[]): LogDamage {
  const octets = holes.reduce((sum, { from, to }) => sum + to.position - from.position, 0);
  const lines = holes.reduce((sum, { from, to }) => sum + Math.max(0, to.line - from.line), 0);
  const first = offsetIn(segment, holes[0]!.from.position);
  const where =
    holes.length === 1 ? `at octet ${first}` : `in ${holes.length} places, first at octet ${first}`;
  return { file: segment.name, what: `${octets} octets are damaged ${where}`, lines, isTail: false };
}

import { messageOf } from "../../base/index.ts";
import { type LogFile, type LogFiles, readFully, withFile } from "./log-files.ts";
import { behind, isIntact, type Place, RECORD_HEADER_BYTES, readRecordHeader } from "./record.ts";
import {
  type Damage,
  endWhereNextBegins,
  headerFrom,
  offsetIn,
  positionOf,
  readSegment,
  SEGMENT_SUFFIX,
  type Segment,
  setAside,
} from "./segments.ts";

/** A file that cannot even be opened may be longer than we know: positions go on so far behind its begin. */
const UNKNOWN_BYTES = 2 ** 32;

/** What is on disk of a log. */
export interface Found {
  /** In their order. */
  readonly segments: readonly Segment[];
  /** Behind all that is there; undefined when there is nothing. */
  readonly end: Place | undefined;
  readonly damages: readonly Damage[];
}

/**
 * Finds the segments of a log. The last one is read through: its torn tail, from a process or host that ended in
 * mid-write, is cut off. Rejects when the folder cannot be read, never for what is in it.
 */
export async function findSegments(files: LogFiles): Promise<Found> {
  const names = (await files.list()).filter((name) => name.endsWith(SEGMENT_SUFFIX)).toSorted();
  const segments: Segment[] = [];
  const damages: Damage[] = [];
  let unknownEnd = 0;
  for (const name of names) {
    try {
      const found = await withFile(files.openToRead(name), (file) => readSegment(file, name));
      // A process ended before it had written the header: nobody misses the file.
      if (found === undefined) await files.remove(name).catch(() => undefined);
      else if (typeof found === "string") damages.push(await setAside(files, name, found));
      else segments.push(found);
    } catch (error) {
      damages.push({ file: name, what: `it cannot be read: ${messageOf(error)}` });
      unknownEnd = Math.max(unknownEnd, (positionOf(name) || 0) + UNKNOWN_BYTES);
    }
  }
  endWhereNextBegins(segments);
  const last = segments.at(-1);
  let end: Place | undefined;
  try {
    end = last && (await endOf(files, last, damages));
  } catch (error) {
    damages.push({ file: last!.name, what: `it cannot be read: ${messageOf(error)}` });
    unknownEnd = Math.max(unknownEnd, segments.pop()!.start.position + UNKNOWN_BYTES);
  }
  for (const { name } of segments.filter(({ isDamaged }) => isDamaged))
    damages.push({ file: name, what: "a part of it cannot be read; the rest is used" });
  const used = await withoutEmpty(files, segments);
  if (unknownEnd === 0) return { segments: used, end, damages };
  const [position, line] = [Math.max(end?.position ?? 0, unknownEnd), end?.line ?? 0];
  return { segments: used, end: { position, line }, damages };
}

/** Segments in which nothing was written are deleted: the next one may have the same name. */
async function withoutEmpty(files: LogFiles, segments: readonly Segment[]): Promise<readonly Segment[]> {
  const isEmpty = ({ start, end }: Segment): boolean => end <= start.position;
  for (const { name } of segments.filter(isEmpty)) await files.remove(name).catch(() => undefined);
  return segments.filter((segment) => !isEmpty(segment));
}

/** Behind the last intact record; what follows it in the file is cut off. */
async function endOf(files: LogFiles, last: Segment, damages: Damage[]): Promise<Place> {
  const end = await withFile(files.openToRead(last.name), (file) => lastIntact(file, last));
  const tornBytes = last.end - end.position;
  if (tornBytes === 0) return end;
  const what = `its last ${tornBytes} octets were torn and are cut off`;
  damages.push({ file: last.name, what, isTorn: true });
  last.end = end.position;
  // A disk that takes nothing keeps them; the next segment begins before them all the same.
  const offset = offsetIn(last, end.position);
  await withFile(files.open(last.name), (file) => file.truncate(offset)).catch(() => undefined);
  return end;
}

/** Goes through all records of a segment, over damaged ones as well. @returns behind the last that is intact */
async function lastIntact(file: LogFile, segment: Segment): Promise<Place> {
  let end = segment.start;
  let buffer = Buffer.alloc(0);
  for (let at = segment.start.position; at < segment.end; ) {
    const head = new Uint8Array(RECORD_HEADER_BYTES);
    await readFully(file, head, offsetIn(segment, at));
    const header = readRecordHeader(head, at) ?? (await headerFrom(file, segment, at));
    if (header === undefined) break;
    const bytes = RECORD_HEADER_BYTES + header.bytes;
    if (buffer.length < bytes) buffer = Buffer.allocUnsafe(bytes);
    const record = buffer.subarray(0, bytes);
    const read = await readFully(file, record, offsetIn(segment, header.position));
    at = behind(header).position;
    if (read < bytes || !isIntact(record)) continue;
    // Something before an intact record was damaged, and is no torn tail.
    if (header.position > end.position) segment.isDamaged = true;
    end = behind(header);
  }
  return end;
}

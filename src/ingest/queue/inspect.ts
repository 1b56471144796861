import { messageOf } from "../../base/index.ts";
import { CursorFile, cursorName, isCursorName } from "./cursor-file.ts";
import { type LogFiles, withFile } from "./log-files.ts";
import type { Place } from "./record.ts";
import {
  CORRUPT_SUFFIX,
  type Damage,
  endWhereNextBegins,
  readSegment,
  SEGMENT_SUFFIX,
  type Segment,
} from "./segments.ts";

/** Where a sink is: a place, or `lost` when it cannot be read any more: then the sink gets all there is again. */
export type SinkPlace = Place | "lost";

/** What lies in the folder of a queue. */
export interface QueueFolder {
  /** In their order; `end` is the end of the file, whatever lies before it. */
  readonly segments: readonly Segment[];
  /** By sink; one without an entry is new and gets what comes from now on. */
  readonly places: ReadonlyMap<string, SinkPlace>;
  /** Files of the log that cannot be read. */
  readonly damages: readonly Damage[];
  /** Names of files that a service found damaged and set aside. */
  readonly setAside: readonly string[];
}

/**
 * Looks into the folder of a queue and changes nothing in it: a service may write to it meanwhile. The places are read
 * before the segments, so none of them is ahead of the lines that are found.
 * Rejects when the folder itself cannot be read.
 */
export async function findQueue(files: LogFiles): Promise<QueueFolder> {
  const places = new Map<string, SinkPlace>();
  for (const name of (await files.list()).filter(isCursorName)) {
    const place = await placeIn(files, name);
    if (place !== undefined) places.set(sinkOf(name), place);
  }
  const names = (await files.list()).toSorted();
  const setAside = names.filter((name) => name.endsWith(CORRUPT_SUFFIX));
  const [segments, damages]: [Segment[], Damage[]] = [[], []];
  for (const name of names.filter((one) => one.endsWith(SEGMENT_SUFFIX))) {
    const found = await lookAt(files, name);
    if (typeof found === "string") damages.push({ file: name, what: found });
    else if (found !== undefined) segments.push(found);
  }
  endWhereNextBegins(segments);
  return { segments, places, damages, setAside };
}

/** Whether the file is gone: a running service deletes what all sinks have. */
export function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** Names of sinks are such that they stand in a file's name as they are (config/sink-names.ts). */
const sinkOf = (name: string): string => name.slice(cursorName("").length);

/** @returns undefined when there is none yet, or no longer */
async function placeIn(files: LogFiles, name: string): Promise<SinkPlace | undefined> {
  try {
    const { at, isNew } = await CursorFile.open(files, name);
    return isNew ? undefined : (at ?? "lost");
  } catch {
    return "lost";
  }
}

/** @returns what is wrong with it; undefined when it is gone, or holds nothing yet */
async function lookAt(files: LogFiles, name: string): Promise<Segment | string | undefined> {
  try {
    return await withFile(files.openToRead(name), (file) => readSegment(file, name));
  } catch (error) {
    return isGone(error) ? undefined : `it cannot be read: ${messageOf(error)}`;
  }
}

import { AppError } from "../base/index.ts";
import { logFiles, movePlace, type Place, type StoredLines, storedLines } from "../ingest/index.ts";
import { lockDataDir } from "./data-dir.ts";
import { DamageList, type QueueDamage } from "./queue-damage.ts";
import { olderLines } from "./queue-lines.ts";
import { knownSink, type QueueView, viewQueue, waitsFrom } from "./queue-view.ts";
import { readServiceConfig } from "./service-file.ts";

export interface PurgeRequest {
  readonly sink: string;
  /** UTC ms: the lines before the first one that is not older are given up; undefined: all. */
  readonly beforeMs: number | undefined;
}

/** What a sink is never to get. */
export interface GivenUp {
  readonly lines: number;
  readonly bytes: number;
  /** Of the first and last poll, UTC ms. */
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
  readonly damages: readonly QueueDamage[];
}

export interface Purged extends GivenUp {
  readonly confirmed: boolean;
  /** Octets of the segments that no sink needs any more, and that are deleted. */
  readonly freedBytes: number;
}

/**
 * Moves the place of a sink forward. The data directory is claimed all the while: what was asked is what is done.
 * @param confirm  asked before anything is changed, unless there is nothing to give up
 * @throws {AppError} `app.queue-in-use` while the service runs, `app.unknown-sink`, `app.queue-unreadable`
 */
export async function purgeQueue(
  configPath: string,
  request: PurgeRequest,
  confirm: (planned: GivenUp) => Promise<boolean>,
): Promise<Purged> {
  const { config } = await readServiceConfig(configPath);
  const before = await viewQueue(config);
  knownSink(request.sink, before);
  rejectInUse(before);
  if (waitsFrom(request.sink, before) === undefined) return { ...NOTHING, confirmed: true };
  const lock = await lockDataDir(config.dataDir);
  try {
    return await purge(await viewQueue(config), request, confirm);
  } finally {
    await lock.release();
  }
}

async function purge(
  view: QueueView,
  request: PurgeRequest,
  confirm: (planned: GivenUp) => Promise<boolean>,
): Promise<Purged> {
  const { givenUp, place } = await planPurge(view, request);
  if (givenUp.lines === 0) return { ...givenUp, confirmed: true, freedBytes: 0 };
  if (!(await confirm(givenUp))) return { ...givenUp, confirmed: false, freedBytes: 0 };
  await movePlace(logFiles(view.folder), request.sink, place);
  return {
    ...givenUp,
    confirmed: true,
    freedBytes: await freeSegments(view, { sink: request.sink, place, damages: givenUp.damages }),
  };
}

function rejectInUse({ servicePid }: QueueView): void {
  if (servicePid === undefined) return;
  const message = `the service runs (process ${servicePid}): the places of its sinks are its own.`;
  throw new AppError("app.queue-in-use", message, {
    remedy: "Stop the service, purge, and start it again.",
  });
}

interface Moved {
  readonly sink: string;
  /** Where the sink is now. */
  readonly place: Place;
  readonly damages: readonly QueueDamage[];
}

/** What would be given up, and where the sink would be then. */
async function planPurge(
  view: QueueView,
  { sink, beforeMs = Number.POSITIVE_INFINITY }: PurgeRequest,
): Promise<{ readonly givenUp: GivenUp; readonly place: Place }> {
  const damages = new DamageList(view);
  const files = logFiles(view.folder);
  let place = waitsFrom(sink, view)!;
  let [lines, bytes] = [0, 0];
  let [firstMs, lastMs]: (number | undefined)[] = [];
  for await (const stored of storedLines(files, view.segments, place, (one) => damages.add(one))) {
    const older = olderOf(stored, beforeMs);
    if (older.lines === 0) break;
    lines += older.lines;
    bytes += older.bytes;
    firstMs ??= stored.timestampMs;
    lastMs = stored.timestampMs;
    place = placeBehind(stored, older.lines);
    if (older.lines < stored.lines) break;
  }
  return { givenUp: { lines, bytes, firstMs, lastMs, damages: damages.damages }, place };
}

function olderOf(stored: StoredLines, beforeMs: number): { lines: number; bytes: number } {
  if (beforeMs === Number.POSITIVE_INFINITY) return { lines: stored.lines, bytes: stored.bytes.length };
  return olderLines(stored, beforeMs);
}

function placeBehind({ place, next, lines: all }: StoredLines, lines: number): Place {
  return lines === all ? next : { position: place.position, line: place.line + lines };
}

/**
 * Deletes the segments that all configured sinks are behind, as the running service does when one of them moves on;
 * damaged ones stay for whoever wants to look.
 */
async function freeSegments(view: QueueView, { sink, place, damages }: Moved): Promise<number> {
  const moved = { ...view, places: new Map([...view.places, [sink, place]]) };
  const needed = view.sinks.map((name) => waitsFrom(name, moved)?.position ?? Number.POSITIVE_INFINITY);
  const damaged = new Set(damages.map(({ file }) => file));
  const free = view.segments.filter(({ name, end }) => end <= Math.min(...needed) && !damaged.has(name));
  const files = logFiles(view.folder);
  for (const { name } of free) await files.remove(name);
  return free.reduce((sum, { start, end }) => sum + end - start.position, 0);
}

const NOTHING = {
  lines: 0,
  bytes: 0,
  firstMs: undefined,
  lastMs: undefined,
  damages: [],
  freedBytes: 0,
} as const;

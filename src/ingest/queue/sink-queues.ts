import { type Clock, type Logger, messageOf } from "../../base/index.ts";
import { CursorFile, cursorName, isCursorName } from "./cursor-file.ts";
import { remedyOf } from "./disk-health.ts";
import { LineLog, type SyncPolicy } from "./line-log.ts";
import type { LogFiles } from "./log-files.ts";
import { LogQueue, type LogQueueBounds } from "./log-queue.ts";
import type { Place } from "./record.ts";

export { cursorName } from "./cursor-file.ts";

export interface SinkQueuesOptions {
  readonly files: LogFiles;
  readonly clock: Clock;
  readonly logger: Logger;
  /** By name, each once. */
  readonly sinks: readonly { readonly name: string; readonly bounds: LogQueueBounds }[];
  readonly sync?: SyncPolicy | undefined;
  readonly segmentBytes?: number | undefined;
  readonly memoryBytes?: number | undefined;
}

/** The log of a service with the queues of its sinks. */
export interface SinkQueues {
  readonly log: LineLog;
  /** @param sink  one of those it was opened with */
  of(sink: string): LogQueue;
}

interface Opened {
  readonly file: CursorFile;
  /** Undefined when there is none, or none that can be read. */
  readonly at: Place | undefined;
  /** The sink was not there before: it gets what comes from now on. */
  readonly isNew: boolean;
}

const LOST_PLACE = "the place of a sink in the queue cannot be read: it gets all that is queued again";
const LOST_PLACE_REMEDY =
  "Nothing needs to be done; lines that the sink had already come to it twice. Check the disk if it comes again.";

/**
 * Opens the log and the place of each sink. A sink that is new gets what comes from now on; one whose place was lost
 * gets all there is again. Places of sinks that are gone are forgotten. Never rejects: what the disk refuses is told
 * and kept in memory.
 */
export async function openSinkQueues(options: SinkQueuesOptions): Promise<SinkQueues> {
  const { files, clock, logger, sinks } = options;
  const opened = new Map<string, Opened>();
  for (const { name } of sinks) opened.set(name, await openCursor(files, name, logger));
  const cursors = [...opened.values()].flatMap(({ at }) => at ?? []);
  const log = await LineLog.open(options, cursors);
  // Who could not read the folder must not change it.
  if (log.isOnDisk) await forgetOthers(options);
  const queues = new Map<string, LogQueue>();
  const all = (): LogQueue[] => [...queues.values()];
  const places = (): Place[] => all().map(({ place }) => place);
  const keptPlaces = (): Place[] => all().map(({ kept }) => kept);
  // Sinks may be ahead of what can be read now: they read memory while the disk was behind.
  const onMoved = (): void => log.passed(firstOf(places(), log.end));
  const onKept = (): Promise<void> => log.release(firstOf(keptPlaces(), log.readableEnd));
  const unplaced: LogQueue[] = [];
  for (const { name, bounds } of sinks) {
    const { file, at, isNew } = opened.get(name)!;
    const cursor = log.isOnDisk ? file : undefined;
    const start = at ?? (isNew ? log.end : log.start);
    const own = { sink: name, bounds, cursor, at: start };
    const queue = new LogQueue({ log, files, clock, logger, onMoved, onKept, ...own });
    queues.set(name, queue);
    if (at === undefined) unplaced.push(queue);
  }
  // Written down before the first line comes: after a crash the sink is not new any more.
  for (const queue of unplaced) await queue.keepPlace();
  onMoved();
  await onKept();
  // Without sinks nobody else tells that lines are done with.
  if (sinks.length === 0) {
    log.onReadable(() => {
      onMoved();
      void onKept();
    });
  }
  return { log, of: (sink) => queues.get(sink)! };
}

/** The place that is furthest behind. */
const firstOf = (places: readonly Place[], end: Place): Place =>
  places.reduce(
    (a, b) => (b.position < a.position || (b.position === a.position && b.line < a.line) ? b : a),
    end,
  );

async function openCursor(files: LogFiles, sink: string, logger: Logger): Promise<Opened> {
  const name = cursorName(sink);
  try {
    const opened = await CursorFile.open(files, name);
    if (opened.at === undefined && !opened.isNew) {
      const fields = { code: "queue.damaged", sink, file: name, remedy: LOST_PLACE_REMEDY };
      logger.error(fields, LOST_PLACE);
    }
    return opened;
  } catch (error) {
    const fields = {
      code: "queue.disk",
      sink,
      file: name,
      reason: messageOf(error),
      remedy: remedyOf(error),
    };
    logger.error(fields, LOST_PLACE);
    return { file: CursorFile.unread(files, name), at: undefined, isNew: false };
  }
}

async function forgetOthers({ files, sinks, logger }: SinkQueuesOptions): Promise<void> {
  const ours = new Set(sinks.map(({ name }) => cursorName(name)));
  try {
    for (const name of await files.list()) {
      if (!isCursorName(name) || ours.has(name)) continue;
      logger.info(
        { file: name },
        "a sink is gone from the configuration: its place in the queue is forgotten",
      );
      await files.remove(name);
    }
  } catch (error) {
    const fields = { code: "queue.not-removed", folder: files.path, reason: messageOf(error) };
    logger.warn({ ...fields, remedy: remedyOf(error) }, "the folder of the queue cannot be tidied");
  }
}

import {
  LOG_START,
  linesBehind,
  logFiles,
  type Place,
  type StoredLines,
  storedLines,
} from "../ingest/index.ts";
import { DamageList, type QueueDamage } from "./queue-damage.ts";
import { bytesOf, type QueueView, sinksOf, waitsFrom } from "./queue-view.ts";

/** What waits for a sink. */
export interface SinkWaiting {
  readonly sink: string;
  /** `new`: gets what comes from now on. `lost`: its place cannot be read, it gets all again. `gone`: not configured. */
  readonly state: "placed" | "new" | "lost" | "gone";
  readonly place: Place | undefined;
  readonly lines: number;
  /** Of the lines, without what the log adds to them. */
  readonly bytes: number;
  /** Of the first line, UTC ms. */
  readonly oldestMs: number | undefined;
  /**
   * Behind its place, but damaged or not there any more. 0 while the service runs: then files that the sink is done
   * with go away as we look.
   */
  readonly missingLines: number;
}

export interface QueueStatus {
  readonly folder: string;
  readonly servicePid: number | undefined;
  readonly log: {
    readonly segments: number;
    /** On disk. */
    readonly bytes: number;
    readonly lines: number;
    /** Of the first and the last poll, UTC ms. */
    readonly firstMs: number | undefined;
    readonly lastMs: number | undefined;
  };
  readonly sinks: readonly SinkWaiting[];
  readonly damages: readonly QueueDamage[];
  /** Files that a service set aside earlier. */
  readonly setAside: readonly string[];
}

/** Octets of the log that are read, of how many. */
export type OnProgress = (doneBytes: number, allBytes: number) => void;

/** Reads the whole log, with its checksums. @throws the reason of `signal` */
export async function queueStatus(
  view: QueueView,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<QueueStatus> {
  const damages = new DamageList(view);
  const waiting = sinksOf(view).map((sink) => new Count(waitsFrom(sink, view)));
  const all = new Count(LOG_START);
  const bytes = bytesOf(view);
  const start = view.segments[0]?.start.position ?? 0;
  const files = logFiles(view.folder);
  for await (const stored of storedLines(files, view.segments, LOG_START, (one) => damages.add(one))) {
    signal.throwIfAborted();
    for (const count of [all, ...waiting]) count.add(stored);
    onProgress(stored.next.position - start, bytes);
  }
  return {
    folder: view.folder,
    servicePid: view.servicePid,
    log: {
      segments: view.segments.length,
      bytes,
      lines: all.lines,
      firstMs: all.firstMs,
      lastMs: all.lastMs,
    },
    sinks: sinksOf(view).map((sink, index) => sinkWaiting(sink, waiting[index]!, all, view)),
    damages: damages.damages,
    setAside: view.setAside,
  };
}

/** Counts lines behind a place. */
class Count {
  readonly #from: Place | undefined;
  lines = 0;
  bytes = 0;
  firstMs: number | undefined;
  lastMs: number | undefined;
  /** Number of the line behind the last. */
  end = 0;

  constructor(from: Place | undefined) {
    this.#from = from;
  }

  add(stored: StoredLines): void {
    const wanted = this.#from && linesBehind(stored, this.#from);
    if (wanted === undefined) return;
    this.lines += wanted.lines;
    this.bytes += wanted.bytes.length;
    this.firstMs ??= wanted.timestampMs;
    this.lastMs = wanted.timestampMs;
    this.end = wanted.next.line;
  }
}

function sinkWaiting(
  sink: string,
  { lines, bytes, firstMs }: Count,
  { end }: Count,
  view: QueueView,
): SinkWaiting {
  const found = view.places.get(sink);
  const place = found === "lost" ? undefined : found;
  const isKnown = place !== undefined && view.servicePid === undefined;
  const state = found === undefined ? "new" : found === "lost" ? "lost" : "placed";
  return {
    sink,
    state: view.sinks.includes(sink) ? state : "gone",
    place,
    lines,
    bytes,
    oldestMs: firstMs,
    missingLines: isKnown ? Math.max(0, end - place.line - lines) : 0,
  };
}

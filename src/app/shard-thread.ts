import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { AppError, type Clock, type Logger, messageOf, within } from "../base/index.ts";
import type { FamilyText } from "../prometheus/index.ts";
import type { TaskReport } from "../store/index.ts";
import type { Part, PartFigures } from "./part.ts";
import type { PollRecord, ShardEvents, TaskName, Topology } from "./shard.ts";
import {
  type FromShard,
  fromPlain,
  type PollsMessage,
  type ShardOrder,
  type ToShard,
} from "./shard-messages.ts";

export interface ShardThreadOptions {
  readonly order: ShardOrder;
  readonly tasks: readonly TaskName[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A thread that died is started again after this time, which doubles: what killed it is often there still. */
const RESTART_AFTER_MS = { first: 5_000, most: 300_000 };
/** A thread that does not come to its end is ended. */
const STOP_WITHIN_MS = 30_000;

/** The main thread's end of a shard in a thread of its own. */
export class ShardThread implements Part {
  readonly #options: ShardThreadOptions;
  readonly #events: ShardEvents;
  readonly #stopping = new AbortController();
  #worker: Worker | undefined;
  #restartAfterMs = RESTART_AFTER_MS.first;
  #asked: ((topology: Topology) => void)[] = [];
  #askedFamilies: ((families: readonly FamilyText[]) => void)[] = [];
  #stopped: (() => void) | undefined;
  #figures: PartFigures | undefined;

  constructor(options: ShardThreadOptions, events: ShardEvents) {
    this.#options = options;
    this.#events = events;
  }

  start(): void {
    const { order, logger } = this.#options;
    try {
      const worker = new Worker(shardFile(), { workerData: order });
      this.#worker = worker;
      worker.on("message", (message: FromShard) => this.#take(message));
      worker.on("error", (error) =>
        logger.error({ thread: order.number, err: error }, "a polling thread died"),
      );
      worker.once("exit", () => this.#onExit());
    } catch (error) {
      logger.error(
        { thread: order.number, reason: messageOf(error), ...remedyOf(error) },
        "no polling thread",
      );
      this.#startAgain();
    }
  }

  topology(): Promise<Topology> {
    if (this.#worker === undefined) return Promise.resolve(NOTHING);
    this.#tell({ kind: "topology" });
    return new Promise((resolve) => this.#asked.push(resolve));
  }

  families(): Promise<readonly FamilyText[]> {
    if (this.#worker === undefined) return Promise.resolve([]);
    this.#tell({ kind: "families" });
    return new Promise((resolve) => this.#askedFamilies.push(resolve));
  }

  figures(): PartFigures | undefined {
    return this.#figures;
  }

  async stop(): Promise<void> {
    const { clock } = this.#options;
    this.#stopping.abort();
    const worker = this.#worker;
    if (worker === undefined) return;
    const over = new Promise<void>((resolve) => {
      this.#stopped = resolve;
    });
    this.#tell({ kind: "stop" });
    await within(clock, STOP_WITHIN_MS, over);
    await worker.terminate();
  }

  #take(message: FromShard): void {
    const { logger, order } = this.#options;
    switch (message.kind) {
      case "ready":
        this.#restartAfterMs = RESTART_AFTER_MS.first;
        return;
      case "failed":
        logger.error({ thread: order.number, reason: message.message }, "a polling thread cannot work");
        return;
      case "polls":
        takePolls(message, this.#options.tasks, this.#events);
        this.#tell({ kind: "taken", bytes: message.lines.bytes.length });
        return;
      case "topology":
        this.#asked.shift()?.(message.topology);
        return;
      case "families":
        this.#askedFamilies.shift()?.(message.families);
        return;
      case "figures":
        this.#figures = message.figures;
        return;
      case "stopped":
        this.#stopped?.();
        return;
      default:
        message satisfies never;
    }
  }

  #tell(message: ToShard): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#worker?.postMessage(message);
  }

  #onExit(): void {
    this.#worker = undefined;
    for (const answer of this.#asked.splice(0)) answer(NOTHING);
    for (const answer of this.#askedFamilies.splice(0)) answer([]);
    this.#stopped?.();
    if (this.#stopping.signal.aborted) return;
    const { logger, order } = this.#options;
    const fields = { thread: order.number, againInMs: this.#restartAfterMs };
    logger.error(fields, "a polling thread ended; it is started again");
    this.#startAgain();
  }

  #startAgain(): void {
    const { clock } = this.#options;
    const atMs = clock.monotonicMs() + this.#restartAfterMs;
    this.#restartAfterMs = Math.min(2 * this.#restartAfterMs, RESTART_AFTER_MS.most);
    void clock.sleepUntil(atMs, this.#stopping.signal).then(
      () => this.start(),
      () => undefined,
    );
  }
}

/** Tells what a thread has told. @param tasks  as both count them */
export function takePolls(message: PollsMessage, tasks: readonly TaskName[], events: ShardEvents): void {
  const { lines, checks, skips } = message;
  for (const { device, check, atMs } of checks) events.checked(device, check, atMs);
  if (lines.lines > 0) events.lines(lines);
  message.tasks.forEach((number, position) => events.polled(recordAt(message, position, tasks[number]!)));
  for (const { task, ticks } of skips) events.skipped(tasks[task]!, ticks);
}

function recordAt(message: PollsMessage, at: number, task: TaskName): PollRecord {
  const { reports, identities, startedAtMs, durationMs, lineCounts } = message;
  const report = reports.get(at);
  return {
    task,
    identity: identities.get(at),
    report: report === undefined ? plainlyDone(task) : fromPlain(report),
    startedAtMs: startedAtMs[at]!,
    durationMs: durationMs[at]!,
    lines: lineCounts[at]!,
  };
}

const plainlyDone = ({ group }: TaskName): TaskReport => ({
  group,
  outcome: "done",
  error: undefined,
  missing: NONE,
  late: false,
});

const NOTHING: Topology = { entities: [], relationships: [] };
const NONE: readonly string[] = [];

/** Through package.json, so that the built file is found from the sources and from the package alike. */
function shardFile(): string {
  try {
    return createRequire(import.meta.url).resolve("#shard-worker");
  } catch (cause) {
    throw new AppError("app.shard-thread", `the polling thread is not there: ${messageOf(cause)}`, {
      remedy:
        "Build the project (npm run build), or install the package again: dist/app/shard-worker.js is missing.",
      cause,
    });
  }
}

const remedyOf = (error: unknown): { readonly remedy?: string | undefined } =>
  error instanceof AppError ? { remedy: error.remedy } : {};

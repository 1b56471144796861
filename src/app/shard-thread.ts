import { AppError, type Clock, type Logger, messageOf, within } from "../base/index.ts";
import type { FamilyText } from "../prometheus/index.ts";
import { objectsOf } from "./object-names.ts";
import type { Part, PartFigures, PartLoad } from "./part.ts";
import { PartWords, type PartWordsOptions } from "./part-words.ts";
import { toPlainPlans } from "./plain-plans.ts";
import type { PlanChange } from "./plan-change.ts";
import { partOf, type WhichPart } from "./plan-part.ts";
import type { PollDetails } from "./poll-view/poll-details.ts";
import type { ShardEvents, TaskName } from "./shard-events.ts";
import type { DeviceName, FromShard, PlainChange, ShardSettings, ToShard } from "./shard-messages.ts";
import { takePolls } from "./taken-polls.ts";
import { type OpenThread, openThread, type ThreadPort } from "./thread-port.ts";

export interface ShardThreadOptions extends PartWordsOptions, WhichPart {
  readonly settings: ShardSettings;
  /** Resolves when more lines may come; undefined: at once. */
  readonly room?: (() => Promise<void> | undefined) | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Default: a thread of this process. */
  readonly open?: OpenThread | undefined;
}

/** A thread that died is started again after this time, which doubles: what killed it is often there still. */
const RESTART_AFTER_MS = { first: 5_000, most: 300_000 };
/** A thread that does not come to its end is ended. */
const STOP_WITHIN_MS = 30_000;
/** A thread that is busier than that takes the change up later: others need not wait for it. */
const APPLY_WITHIN_MS = 30_000;

/** The main thread's end of a shard in a thread of its own. Knows its plans, for a thread that is started again. */
export class ShardThread implements Part {
  readonly #options: ShardThreadOptions;
  readonly #events: ShardEvents;
  readonly #stopping = new AbortController();
  /** All plans as they are now, by configuration: each start and change takes the part of this thread. */
  readonly #plans = new Map<string, PlanChange["plans"][number]>();
  #catalogues: PlanChange["catalogues"] = [];
  #port: ThreadPort | undefined;
  #words: PartWords;
  /** Tasks by number, as the thread has told. */
  #names: TaskName[] = [];
  #generation = 0;
  readonly #applying = new Map<number, () => void>();
  #restartAfterMs = RESTART_AFTER_MS.first;
  #askedFamilies: ((families: readonly FamilyText[]) => void)[] = [];
  #askedDetails: ((details: PollDetails | undefined) => void)[] = [];
  #stopped: (() => void) | undefined;
  #load: PartLoad | undefined;
  #figures: PartFigures | undefined;

  constructor(options: ShardThreadOptions, events: ShardEvents) {
    this.#options = options;
    this.#events = events;
    this.#words = new PartWords(options);
  }

  start(change: PlanChange): void {
    this.#note(change);
    this.#open();
  }

  async apply(change: PlanChange): Promise<void> {
    this.#note(change);
    if (this.#port === undefined) return; // it is started with these plans
    const generation = ++this.#generation;
    const applied = new Promise<true>((resolve) => {
      this.#applying.set(generation, () => resolve(true));
    });
    this.#tell({ kind: "apply", generation, ...this.#plainOf(change) });
    const { clock, logger, number } = this.#options;
    if ((await within(clock, APPLY_WITHIN_MS, applied)) === undefined)
      logger.error({ thread: number }, "a polling thread has not taken up a change of plans in time");
  }

  families(): Promise<readonly FamilyText[]> {
    if (this.#port === undefined) return Promise.resolve([]);
    this.#tell({ kind: "families" });
    return new Promise((resolve) => this.#askedFamilies.push(resolve));
  }

  figures(): PartFigures | undefined {
    return this.#figures;
  }

  load(): PartLoad | undefined {
    return this.#load;
  }

  pollDetails(device: DeviceName): Promise<PollDetails | undefined> {
    if (this.#port === undefined) return Promise.resolve(undefined);
    this.#tell({ kind: "pollDetails", device });
    return new Promise((resolve) => this.#askedDetails.push(resolve));
  }

  async stop(): Promise<void> {
    const { clock } = this.#options;
    this.#stopping.abort();
    const port = this.#port;
    if (port === undefined) return;
    const over = new Promise<void>((resolve) => {
      this.#stopped = resolve;
    });
    this.#tell({ kind: "stop" });
    await within(clock, STOP_WITHIN_MS, over);
    await port.terminate();
  }

  #note({ plans, removed, catalogues }: PlanChange): void {
    for (const id of removed) this.#plans.delete(id);
    for (const plan of plans) this.#plans.set(plan.configurationId, plan);
    this.#catalogues = catalogues;
  }

  #open(): void {
    const { number, logger, settings, open = openThread } = this.#options;
    try {
      this.#port = open({
        message: (message) => this.#take(message),
        error: (error) => logger.error({ thread: number, err: error }, "a polling thread died"),
        exit: () => this.#onExit(),
      });
      const all = { plans: [...this.#plans.values()], removed: [], catalogues: this.#catalogues };
      this.#tell({ kind: "start", settings, ...this.#plainOf(all) });
    } catch (error) {
      logger.error({ thread: number, reason: messageOf(error), ...remedyOf(error) }, "no polling thread");
      this.#openAgain();
    }
  }

  #plainOf(change: PlanChange): PlainChange {
    const { catalogues, names, infos } = this.#words.next(change);
    return {
      plans: toPlainPlans(change.plans.map((plan) => partOf(plan, this.#options))),
      removed: change.removed,
      words: { objects: catalogues && objectsOf(catalogues), names, infos },
    };
  }

  #take(message: FromShard): void {
    const { logger, number } = this.#options;
    switch (message.kind) {
      case "ready":
        this.#restartAfterMs = RESTART_AFTER_MS.first;
        return;
      case "failed":
        logger.error({ thread: number, reason: message.message }, "a polling thread cannot work");
        return;
      case "polls":
        takePolls(message, this.#names, this.#events);
        this.#taken(message.lines.bytes.length);
        return;
      case "applied":
        this.#applying.get(message.generation)?.();
        this.#applying.delete(message.generation);
        return;
      case "families":
        this.#askedFamilies.shift()?.(message.families);
        return;
      case "pollDetails":
        this.#askedDetails.shift()?.(message.details);
        return;
      case "figures":
        this.#figures = message.figures;
        this.#load = message.load;
        return;
      case "stopped":
        this.#stopped?.();
        return;
      default:
        message satisfies never;
    }
  }

  /** Said once there is room for more, so that a thread waits with its polls and skips ticks, which are named. */
  #taken(bytes: number): void {
    const port = this.#port;
    const tell = (): void => {
      // Another thread by now has lines of its own.
      if (this.#port === port) this.#tell({ kind: "taken", bytes });
    };
    const room = this.#options.room?.();
    if (room === undefined) tell();
    else void room.then(tell);
  }

  #tell(message: ToShard): void {
    this.#port?.post(message);
  }

  /** What the thread knew went with it: its numbers, and what it had been told. */
  #onExit(): void {
    this.#port = undefined;
    this.#names = [];
    this.#words = new PartWords(this.#options);
    for (const answer of this.#askedFamilies.splice(0)) answer([]);
    for (const answer of this.#askedDetails.splice(0)) answer(undefined);
    for (const done of this.#applying.values()) done();
    this.#applying.clear();
    this.#stopped?.();
    if (this.#stopping.signal.aborted) return;
    const { logger, number } = this.#options;
    const fields = { thread: number, againInMs: this.#restartAfterMs };
    logger.error(fields, "a polling thread ended; it is started again");
    this.#openAgain();
  }

  #openAgain(): void {
    const { clock } = this.#options;
    const atMs = clock.monotonicMs() + this.#restartAfterMs;
    this.#restartAfterMs = Math.min(2 * this.#restartAfterMs, RESTART_AFTER_MS.most);
    void clock.sleepUntil(atMs, this.#stopping.signal).then(
      () => this.#open(),
      () => undefined,
    );
  }
}

const remedyOf = (error: unknown): { readonly remedy?: string | undefined } =>
  error instanceof AppError ? { remedy: error.remedy } : {};

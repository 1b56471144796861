import { AppError, type Clock, type Logger, messageOf, type Random, withRemedy } from "../base/index.ts";
import type { StoreSettings } from "../config/index.ts";
import type { LineBatch } from "../ingest/index.ts";
import type { TopologyRules } from "../topology/index.ts";
import { AbsentKeyValue } from "./absent-key-value.ts";
import { EntityStore } from "./entities/entity-store.ts";
import { EventStore } from "./events.ts";
import { IntakeQueue } from "./intake-queue.ts";
import type { KeyValue } from "./key-value.ts";
import { openKeyValue } from "./key-value-level.ts";
import { MetricStore } from "./metrics/metric-store.ts";

export interface StoreOptions {
  readonly folder: string;
  readonly settings: StoreSettings;
  readonly rules: TopologyRules;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export interface StoreFigures {
  readonly entities: number;
  readonly metrics: number;
  readonly tuples: number;
  readonly bytesOnDisk: number;
  /** Lost, because the disk took nothing for too long, or more came than could be taken. */
  readonly droppedSamples: number;
  /** Why the disk takes nothing right now, and what to do. */
  readonly fault: string | undefined;
}

const TICK_MS = 1_000;

/**
 * What was polled and received, remembered: metrics, entities, events, in one folder. It takes every line that leaves
 * the service; a disk that fails is an alarm and no more: polling and delivery do not wait for it.
 */
export class Store {
  readonly metrics: MetricStore;
  readonly entities: EntityStore;
  readonly events: EventStore;
  readonly #intake: IntakeQueue;
  readonly #kv: KeyValue;
  readonly #options: StoreOptions;
  readonly #end = new AbortController();
  readonly #loop: Promise<void>;
  #eventsFault: AppError | undefined;

  private constructor(options: StoreOptions, kv: KeyValue, parts: Parts) {
    this.#options = options;
    this.#kv = kv;
    this.metrics = parts.metrics;
    this.entities = parts.entities;
    this.events = parts.events;
    const { clock } = options;
    this.#intake = new IntakeQueue({ clock, take: (batch) => this.metrics.append(batch) });
    this.#loop = this.#run();
  }

  /**
   * Opens what an earlier run has left. A store that cannot be opened is told of, and lives in memory; one that is off
   * keeps no lines, and what else it is given only until the end of the process.
   * @throws {AppError} `store.in-use`
   */
  static async open(options: StoreOptions): Promise<Store> {
    const { kv, parts } = await openOrAbsent(options);
    return new Store(options, kv, parts);
  }

  /** Takes lines before it returns, or copies them; never throws. */
  append(batch: LineBatch): void {
    if (this.#options.settings.enabled) this.#intake.append(batch);
  }

  /** Resolves when more may be polled: what is polled comes faster than it can be taken. Undefined: at once. */
  room(): Promise<void> | undefined {
    return this.#intake.room();
  }

  /** Rules of other manifests hold from now on. */
  setRules(rules: TopologyRules): void {
    this.entities.setRules(rules);
  }

  figures(): StoreFigures {
    const { metrics, series, bytesOnDisk, droppedSamples, fault } = this.metrics.stats();
    const worst = fault ?? this.entities.fault ?? this.#eventsFault;
    return {
      entities: this.entities.stats().entities,
      metrics,
      tuples: series,
      bytesOnDisk,
      droppedSamples: droppedSamples + this.#intake.droppedLines,
      fault: worst && withRemedy(worst),
    };
  }

  /** Brings the last second to disk and ends. */
  async close(): Promise<void> {
    this.#end.abort();
    await this.#loop;
    await this.#intake.drained();
    await this.metrics.close();
    await this.entities.close();
    await this.#flushEvents();
    await this.#kv.close();
  }

  async #run(): Promise<void> {
    const { clock, logger } = this.#options;
    for (;;) {
      try {
        await clock.sleepUntil(clock.monotonicMs() + TICK_MS, this.#end.signal);
      } catch {
        return;
      }
      try {
        this.entities.tend();
        await this.entities.flush();
        await this.#flushEvents();
      } catch (error) {
        logger.error({ err: error }, "the store could not be looked after, for a reason that is our bug");
      }
    }
  }

  /** What the disk does not take waits; said once. */
  async #flushEvents(): Promise<void> {
    try {
      await this.events.flush();
      await this.events.tend();
      this.#eventsFault = undefined;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (this.#eventsFault === undefined) {
        const fields = { code: error.code, reason: messageOf(error), remedy: error.remedy };
        this.#options.logger.error(fields, "events are kept in memory until the disk takes them");
      }
      this.#eventsFault = error;
    }
  }
}

interface Parts {
  readonly metrics: MetricStore;
  readonly entities: EntityStore;
  readonly events: EventStore;
}

async function openParts(
  kv: KeyValue,
  { clock, random, logger, settings, rules }: StoreOptions,
): Promise<Parts> {
  const entities = await EntityStore.open({ kv, clock, logger });
  entities.setRules(rules);
  const metrics = await MetricStore.open({ kv, clock, logger, random, settings, binder: entities });
  const events = new EventStore({ kv, clock, random, logger, keepDays: settings.eventDays });
  return { metrics, entities, events };
}

interface Opened {
  readonly kv: KeyValue;
  readonly parts: Parts;
}

async function openOrAbsent(options: StoreOptions): Promise<Opened> {
  const { folder, settings, logger } = options;
  if (!settings.enabled) return await openAbsent(options);
  let parts: Parts | undefined;
  const read = async (kv: KeyValue): Promise<void> => {
    parts = await openParts(kv, options);
  };
  try {
    const { kv } = await openKeyValue(folder, { logger, read });
    return { kv, parts: parts! };
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "store.in-use") throw error;
    const fault = untilRestart(error);
    const fields = { code: fault.code, folder, reason: messageOf(fault), remedy: fault.remedy };
    logger.error(
      fields,
      "the store cannot be opened: what comes is kept in memory only, until the service starts anew",
    );
    return await openAbsent(options, fault);
  }
}

/** Parts that live in memory alone. @param fault  why they do, when they should not */
async function openAbsent(options: StoreOptions, fault?: AppError): Promise<Opened> {
  const kv = new AbsentKeyValue();
  const parts = await openParts(kv, options);
  kv.fault = fault; // only now: the parts write when they open
  return { kv, parts };
}

/** A disk that was full while the store ran is written again by itself; one that was full at the start is not. */
function untilRestart(error: AppError): AppError {
  if (error.code !== "store.full") return error;
  const remedy = "Free space there, then start the service anew.";
  return new AppError(error.code, error.message, { cause: error, remedy });
}

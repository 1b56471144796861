import {
  type AppError,
  type Clock,
  type Logger,
  messageOf,
  type Random,
  yieldNow,
} from "../../base/index.ts";
import type { StoreSettings } from "../../config/index.ts";
import type { LineBatch } from "../../ingest/index.ts";
import type {
  DimensionCondition,
  Grid,
  MetricSource,
  SlotColumns,
  StoredMetric,
  Tuple,
} from "../../query/index.ts";
import type { LineBinder } from "../binding.ts";
import { KEY_AREAS, type KeyChange, type KeyValue } from "../key-value.ts";
import { type Block, indexOf } from "./blocks.ts";
import type { Dictionary } from "./dictionary.ts";
import { DictionaryStore } from "./dictionary-store.ts";
import { Heads } from "./heads.ts";
import { type LimitFigure, Limits, type LimitWarning } from "./limits.ts";
import { type IntakeCounts, LineIntake } from "./line-intake.ts";
import { MetricQueries } from "./metric-queries.ts";
import { Replay } from "./replay.ts";
import { type LogRecord, OpenRecord, recordKey } from "./sample-log.ts";
import { Scribe } from "./scribe.ts";
import { SeriesReader } from "./series-reader.ts";
import { Upkeep } from "./upkeep.ts";

const MINUTE_MS = 60_000;
const TICK_MS = 1_000;
/** What waits for a disk that takes nothing. */
const WAITING_BYTES_MAX = 64 << 20;
/** Slots outside of the rings, of some 100 octets each. */
const EXTRA_SLOTS_MAX = 2_000_000;
/** Blocks that are due are spread over so many seconds; a minute's are done before the next minute's. */
const SPREAD_TICKS = 30;
/** Each series is looked after once in so many seconds. */
const UPKEEP_ROUND_S = 86_400;
const UPKEEP_SERIES_MAX = 200;
/** The disk is asked for its figure so often. */
const MEASURE_TICKS = 60;

export interface MetricStoreOptions {
  readonly kv: KeyValue;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly binder: LineBinder;
  readonly settings: StoreSettings;
  readonly random: Random;
}

export interface MetricStoreStats extends IntakeCounts {
  readonly metrics: number;
  /** Lists of dimensions; metrics of one row share theirs. */
  readonly tuples: number;
  readonly series: number;
  readonly bytesOnDisk: number;
  /** Waiting for the disk. */
  readonly pendingBytes: number;
  /** Lost, because the disk took nothing for too long. */
  readonly droppedSamples: number;
  readonly damagedParts: number;
  /** Why the last write failed. */
  readonly fault?: AppError | undefined;
}

/**
 * Metrics in slots of a minute. A sample goes into the heads and the log of the open second; once a second the log is
 * written, so a kill loses at most that; every twelve minutes what a block of series holds becomes chunks, and the
 * records of the log that they cover are removed.
 */
export class MetricStore implements MetricSource {
  readonly #kv: KeyValue;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #disk: DictionaryStore;
  readonly #dictionary: Dictionary;
  readonly #heads: Heads;
  readonly #record = new OpenRecord();
  readonly #scribe: Scribe;
  readonly #limits: Limits;
  readonly #intake: LineIntake;
  readonly #queries: MetricQueries;
  readonly #reader: SeriesReader;
  readonly #upkeep: Upkeep;
  readonly #hourDays: number;
  /** On disk, oldest first. */
  #records: LogRecord[];
  #removals: KeyChange[] = [];
  #sequence: number;
  readonly #damagedAtOpen: number;
  readonly #end = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  /** One at a time changes what is on disk. */
  #turn: Promise<void> = Promise.resolve();
  #ticks = 0;
  #upkeepAt = 0;
  #upkeepOwed = 0;
  #bytesOnDisk = 0;
  #hasComplained = false;

  private constructor(
    { kv, clock, logger, binder, settings }: MetricStoreOptions,
    disk: DictionaryStore,
    heads: Heads,
    replay: Replay,
  ) {
    this.#kv = kv;
    this.#clock = clock;
    this.#logger = logger;
    this.#disk = disk;
    this.#dictionary = disk.dictionary;
    this.#heads = heads;
    this.#records = replay.records;
    this.#sequence = replay.lastSequence;
    this.#damagedAtOpen = replay.damaged;
    this.#hourDays = settings.hourDays;
    this.#limits = new Limits(settings, disk.dictionary, logger);
    this.#scribe = new Scribe(kv, {
      logger,
      maxBytes: WAITING_BYTES_MAX,
      onWritten: (record) => this.#records.push(record),
    });
    this.#intake = new LineIntake({
      clock,
      logger,
      dictionary: disk.dictionary,
      heads,
      record: this.#record,
      limits: this.#limits,
      binder,
      seeds: disk.seeds,
    });
    this.#queries = new MetricQueries(disk.dictionary, (series) => heads.lastMinute(series));
    this.#upkeep = new Upkeep(kv, settings, logger);
    this.#reader = new SeriesReader(kv, this.#openSeries(), logger, () => clock.monotonicMs());
  }

  /**
   * Opens what is there, and begins to write once a second.
   * @throws {AppError} `store.full`, `store.failed`
   */
  static async open(options: MetricStoreOptions): Promise<MetricStore> {
    const { kv, logger, random } = options;
    const disk = await DictionaryStore.open(kv, logger, random);
    const typeOf = (series: number) => disk.dictionary.metricOf(series)?.type;
    const heads = new Heads((series) => typeOf(series) === "count");
    const replay = new Replay(heads, typeOf);
    await replay.run(kv, logger);
    const store = new MetricStore(options, disk, heads, replay);
    await store.#measure();
    store.#loop = store.#run();
    return store;
  }

  /** Takes lines, polled or received. Never throws; what is not taken is counted. The bytes are only read during the call. */
  append(batch: LineBatch): void {
    try {
      this.#intake.append(batch);
    } catch (error) {
      if (!this.#hasComplained)
        this.#logger.error(
          { cause: messageOf(error) },
          "lines were not stored: this is a fault of the program",
        );
      this.#hasComplained = true;
    }
  }

  metric(key: string): StoredMetric | undefined {
    return this.#queries.metric(key);
  }

  metrics(): Iterable<StoredMetric> {
    return this.#queries.metrics();
  }

  tuples(metric: StoredMetric, conditions?: readonly DimensionCondition[]): AsyncIterable<Tuple> {
    return this.#queries.tuples(metric, conditions);
  }

  dimensionKeys(metric: StoredMetric): readonly string[] {
    return this.#queries.dimensionKeys(metric);
  }

  read(
    tuples: readonly Tuple[],
    grid: Grid,
    each: (slots: SlotColumns, tuple: Tuple, index: number) => void,
  ): Promise<void> {
    return this.#reader.read(tuples, grid, () => this.#upkeep.moving, each);
  }

  /** Writes all that is in memory as chunks, the open minutes too. What the disk does not take stays in memory. */
  flush(): Promise<void> {
    return this.#inTurn(async () => {
      this.#seal();
      for (const block of this.#heads.all()) {
        if (block.filled === 0) continue;
        this.#flushBlock(block, true);
        if (this.#scribe.fault === undefined) await this.#scribe.write();
      }
      await this.#scribe.write();
      this.#removeRecords();
      await this.#writeRemovals();
    });
  }

  /** Writes the open second and ends. The KeyValue stays open. */
  async close(): Promise<void> {
    this.#end.abort();
    await this.#loop;
    await this.#inTurn(async () => {
      this.#seal();
      await this.#scribe.write();
    });
  }

  stats(): MetricStoreStats {
    return {
      ...this.#intake.counts,
      metrics: this.#dictionary.metricCount,
      tuples: this.#dictionary.tupleCount,
      series: this.#dictionary.seriesCount,
      bytesOnDisk: this.#bytesOnDisk,
      pendingBytes: this.#scribe.bytes + this.#record.bytes,
      droppedSamples: this.#scribe.droppedSamples,
      damagedParts: this.#damagedAtOpen + this.#reader.damagedChunks + this.#upkeep.damagedChunks,
      fault: this.#scribe.fault,
    };
  }

  /** How near the limits of spec 6 §4 are. */
  limits(): readonly LimitFigure[] {
    return this.#limits.figures();
  }

  warnings(): readonly LimitWarning[] {
    return this.#limits.warnings();
  }

  /** Series refused, by stored metric key. */
  get refused(): ReadonlyMap<string, number> {
    return this.#limits.refused;
  }

  #openSeries() {
    return {
      isCount: (series: number) => this.#dictionary.metricOf(series)?.type === "count",
      collectHead: (series: number, into: Parameters<Heads["collect"]>[1]) =>
        this.#heads.collect(series, into),
      unwritten: (series: number, to: number) => this.#scribe.unwritten(series, to),
    };
  }

  async #run(): Promise<void> {
    const { signal } = this.#end;
    for (;;) {
      try {
        await this.#clock.sleepUntil(this.#clock.monotonicMs() + TICK_MS, signal);
      } catch {
        return;
      }
      try {
        await this.#inTurn(() => this.#tick());
      } catch (error) {
        this.#logger.error(
          { cause: messageOf(error) },
          "the store could not be looked after; it is tried again",
        );
      }
    }
  }

  async #tick(): Promise<void> {
    this.#seal();
    const due = this.#heads.overdue(this.#nowMinute());
    const count = Math.max(2, Math.ceil(due.length / SPREAD_TICKS));
    for (const block of due.slice(0, count)) {
      this.#flushBlock(block, false);
      if (this.#scribe.fault === undefined) await this.#scribe.write();
      await yieldNow();
    }
    const isWritten = await this.#scribe.write();
    this.#removeRecords();
    if (isWritten) await this.#lookAfterSeries();
    if (isWritten && this.#ticks++ % MEASURE_TICKS === 0) await this.#measure();
  }

  /** Makes what came since the last time a record that waits to be written. */
  #seal(): void {
    const record = this.#record.take(this.#sequence + 1);
    const additions = this.#disk.additions();
    if (record === undefined && additions === undefined && this.#removals.length === 0) return;
    if (record !== undefined) this.#sequence += 1;
    this.#scribe.add({
      record,
      changes: additions === undefined ? this.#removals : [additions, ...this.#removals],
    });
    this.#removals = [];
  }

  /** In one go with the record of what is still open, so that the mark is true of every sample. */
  #flushBlock(block: Block, isWhole: boolean): void {
    this.#seal();
    this.#scribe.add(this.#heads.flush(block, this.#nowMinute(), this.#sequence, isWhole));
  }

  /** Finds the records whose samples are all in chunks that are on disk. */
  #removeRecords(): void {
    if (!this.#scribe.isIdle) return;
    let [sequence, below, extras] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
    for (const block of this.#heads.all()) {
      extras += block.extraSlots;
      if (block.filled === 0) continue;
      sequence = Math.min(sequence, block.sequence);
      below = Math.min(below, block.below);
    }
    this.#intake.isCrowded = extras > EXTRA_SLOTS_MAX;
    const kept: LogRecord[] = [];
    for (const record of this.#records) {
      if (record.sequence > sequence || record.maxMinute >= below) kept.push(record);
      else this.#removals.push({ key: recordKey(record.sequence) });
    }
    this.#records = kept;
  }

  async #writeRemovals(): Promise<void> {
    this.#seal();
    await this.#scribe.write();
  }

  async #lookAfterSeries(): Promise<void> {
    const end = this.#dictionary.seriesEnd;
    if (end === 0) return;
    this.#upkeepOwed = Math.min(UPKEEP_SERIES_MAX, this.#upkeepOwed + Math.max(1, end / UPKEEP_ROUND_S));
    for (; this.#upkeepOwed >= 1; this.#upkeepOwed -= 1) {
      if (this.#upkeepAt >= end) this.#upkeepAt = 0;
      await this.#lookAfter(this.#upkeepAt++);
    }
  }

  async #lookAfter(series: number): Promise<void> {
    const metric = this.#dictionary.metricOf(series);
    const now = this.#nowMinute();
    await this.#upkeep.tidy(series, metric?.type === "count", now);
    const oldest = now - this.#hourDays * 1_440;
    if (metric === undefined || this.#heads.lastMinute(series) >= oldest) return;
    if (!(await this.#upkeep.isGone(series)) || this.#heads.lastMinute(series) >= oldest) return;
    this.#dictionary.forget(series);
    const block = this.#heads.known(series);
    if (block !== undefined) block.bindings[indexOf(series)] = undefined;
    this.#intake.forgetRefused();
  }

  async #measure(): Promise<void> {
    const areas = [KEY_AREAS.dictionary, KEY_AREAS.samples, KEY_AREAS.chunks];
    const sizes = await Promise.all(
      areas.map((area) =>
        this.#kv.approximateBytes({ from: Uint8Array.of(area), below: Uint8Array.of(area + 1) }),
      ),
    );
    this.#bytesOnDisk = sizes.reduce((sum, bytes) => sum + bytes, 0);
  }

  #nowMinute(): number {
    return Math.floor(this.#clock.wallMs() / MINUTE_MS);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

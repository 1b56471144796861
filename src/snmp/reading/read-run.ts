import type { ColumnsOptions, ReadAnswer, ReadWish } from "../client.ts";
import type { SnmpError } from "../errors.ts";
import { Asking, type Trouble } from "./asking.ts";
import type { Batch } from "./batch.ts";
import { BootWatch } from "./boot-watch.ts";
import { ColumnCursor } from "./column-cursor.ts";
import type { DeviceState } from "./device-state.ts";
import type { Item } from "./item.ts";
import { capacityOf, letRide, NextBatch } from "./next-batch.ts";
import { Reactions } from "./reactions.ts";
import { ReadItems } from "./read-items.ts";

export interface ReadOptions {
  /** A poll: sysUpTime goes with every request, and columns go on where an earlier poll had to stop. */
  readonly polls: boolean;
  readonly onCells?: ColumnsOptions["onCells"];
}

/** Requests after which a long read counts as one without trouble: what is learned helps in the same read. */
const STRETCH_REQUESTS = 16;

/** One read: asks until all is there, cannot be had, or time is over. */
export class ReadRun {
  readonly #device: DeviceState;
  readonly #wish: ReadWish;
  readonly #options: ReadOptions;
  readonly #asking: Asking;
  readonly #next: NextBatch;
  readonly #boots: BootWatch;
  readonly #reactions: Reactions;
  readonly #lanes = new Set<Promise<void>>();
  readonly #troubles: Trouble[] = [];
  #items: ReadItems;
  #startedOver = false;
  #stretchFrom = 0;

  constructor(device: DeviceState, wish: ReadWish, options: ReadOptions) {
    this.#device = device;
    this.#wish = wish;
    this.#options = options;
    const { polls } = options;
    this.#boots = new BootWatch();
    const deadlineMs = wish.deadlineMs ?? Number.POSITIVE_INFINITY;
    this.#asking = new Asking(device, {
      boots: polls ? this.#boots : undefined,
      deadlineMs,
      signal: wish.signal,
    });
    this.#next = new NextBatch(device, polls, deadlineMs);
    this.#items = this.#createItems();
    const isSingle = wish.instances.length + wish.columns.length === 1 && wish.columns.length === 0;
    this.#reactions = new Reactions(device, this.#asking, isSingle, () => this.#progress());
  }

  async run(): Promise<ReadAnswer> {
    this.#device.pace.readStarted();
    const lost = await this.#work();
    const items = this.#items;
    if (lost !== undefined) items.failAll(lost);
    items.defer();
    items.tellUptime(this.#boots.first?.ticks);
    this.#learn();
    return {
      values: items.values,
      failures: items.failures,
      columns: items.columns,
      uptime: this.#boots.first,
      rebooted: this.#boots.rebooted,
    };
  }

  #createItems(): ReadItems {
    const { polls, onCells } = this.#options;
    const capacity = capacityOf(this.#device, polls);
    const items = new ReadItems(this.#device, {
      wish: this.#wish,
      capacity,
      streams: onCells !== undefined,
      polls,
    });
    letRide(items, this.#device, polls);
    return items;
  }

  /** @returns why the device is lost; undefined when all was asked, or time is over */
  async #work(): Promise<SnmpError | undefined> {
    for (;;) {
      const mayAsk = this.#troubles.length === 0 && !this.#mustStartOver && !this.#asking.isOver;
      if (mayAsk && this.#device.pace.window === 1 && this.#lanes.size === 0) {
        const batch = this.#nextBatch(1); // most devices: one request after the other
        if (batch !== undefined) {
          await this.#ask(batch);
          continue;
        }
      } else if (mayAsk) this.#fillLanes();
      if (this.#lanes.size > 0) {
        await Promise.race(this.#lanes);
        continue;
      }
      if (this.#asking.isOver) return undefined;
      if (this.#mustStartOver) {
        this.#startOver();
        continue;
      }
      const trouble = this.#troubles.shift();
      if (trouble === undefined) return undefined;
      const lost = await this.#reactions.handle(trouble);
      if (lost !== undefined) return lost;
      this.#progress();
    }
  }

  #fillLanes(): void {
    for (;;) {
      const free = this.#device.pace.window - this.#lanes.size;
      const batch = free > 0 ? this.#nextBatch(free) : undefined;
      if (batch === undefined) return;
      const lane = this.#ask(batch).finally(() => this.#lanes.delete(lane));
      this.#lanes.add(lane);
    }
  }

  #nextBatch(lanes: number): Batch | undefined {
    const batch = this.#next.of(this.#items, lanes);
    if (batch !== undefined) for (const item of batch.items) item.inFlight = true;
    return batch;
  }

  async #ask(batch: Batch): Promise<void> {
    const result = await this.#asking.ask(batch);
    for (const item of batch.items) item.inFlight = false;
    if (result.kind === "taken") {
      this.#reactions.taken(result.batch);
      this.#progress(result.batch.items);
    } else if (result.kind !== "late") {
      this.#troubles.push(result);
    }
  }

  /** Answers have been taken: columns end or go further, cells are told of. */
  #progress(items: readonly Item[] = this.#items.cursors): void {
    this.#items.settle();
    const { onCells } = this.#options;
    if (onCells !== undefined) {
      for (const item of items) {
        const cells = item instanceof ColumnCursor ? item.takeFresh() : [];
        if (cells.length > 0) onCells((item as ColumnCursor).info.oid, cells);
      }
    }
    if (this.#asking.requests - this.#stretchFrom < STRETCH_REQUESTS) return;
    this.#stretchFrom = this.#asking.requests;
    this.#device.size.readEnded(this.#next.confined, this.#asking.clean);
  }

  get #mustStartOver(): boolean {
    return this.#boots.rebooted && !this.#startedOver;
  }

  /** What was read belongs to the time before the restart, and does not go together with what follows. */
  #startOver(): void {
    this.#device.trace(() => "sysUpTime went back: the device restarted, so this read begins once more");
    this.#startedOver = true;
    this.#boots.startOver();
    this.#troubles.length = 0;
    this.#items = this.#createItems();
  }

  #learn(): void {
    const { size, pace } = this.#device;
    const { clean, requests } = this.#asking;
    this.#items.remember();
    const before = size.budgetBytes;
    if (size.readEnded(this.#next.confined, clean)) {
      this.#device.trace(
        () => `all replies of up to ${before} bytes came: the next read tries up to ${size.budgetBytes}`,
      );
    }
    pace.readEnded(requests, clean);
  }
}

import { type LineBatch, textsOf } from "../../src/ingest/index.ts";
import type { LogFiles } from "../../src/ingest/queue/log-files.ts";
import type { LogQueue } from "../../src/ingest/queue/log-queue.ts";
import {
  openSinkQueues,
  type SinkQueues,
  type SinkQueuesOptions,
} from "../../src/ingest/queue/sink-queues.ts";
import { recordingLogger } from "./delivery-run.ts";
import { FakeClock } from "./fake-clock.ts";
import { FaultyDisk } from "./faulty-files.ts";
import { numberOf } from "./played-sink.ts";

export const NO_BOUNDS = { maxLines: 1e9, maxBytes: 1e12 };

type Options = Partial<Omit<SinkQueuesOptions, "clock" | "logger" | "files" | "sinks">> & {
  readonly sinks?: readonly string[];
  readonly bounds?: { readonly maxLines: number; readonly maxBytes: number };
};

/** A service's queue on a disk in memory, over several lives. */
export class QueueRun {
  readonly disk = new FaultyDisk();
  readonly clock = new FakeClock();
  readonly logger = recordingLogger();
  readonly dropped: Record<string, number> = {};
  queues!: SinkQueues;
  files!: LogFiles;

  /** Begins a life; the one before has ended, in order or not. */
  async open({ sinks = ["one"], bounds = NO_BOUNDS, ...options }: Options = {}): Promise<void> {
    this.files = this.disk.mount();
    this.queues = await openSinkQueues({
      files: this.files,
      clock: this.clock,
      logger: this.logger,
      sinks: sinks.map((name) => ({ name, bounds })),
      ...options,
    });
    for (const name of sinks) {
      this.of(name).onDropped = (reason, lines) => {
        this.dropped[`${name}.${reason}`] = (this.dropped[`${name}.${reason}`] ?? 0) + lines;
      };
    }
  }

  of(sink = "one"): LogQueue {
    return this.queues.of(sink);
  }

  /** Appends a batch, which makes a record of its own, and lets the disk work. */
  async append(batch: LineBatch): Promise<void> {
    this.queues.log.append(batch);
    await this.clock.settle(8);
  }

  /** Takes and settles until nothing is left. @returns the numbers of the lines */
  async drain(sink = "one", maxLines = 1_000): Promise<number[]> {
    const numbers: number[] = [];
    for (let batches = 0; this.of(sink).waiting > 0; batches++) {
      if (batches > 10_000) throw new Error("the queue gives nothing, but lines wait");
      const batch = await this.of(sink).take(maxLines, 1_000_000);
      if (batch !== undefined) numbers.push(...textsOf(batch).map(numberOf));
      await this.of(sink).settle();
    }
    return numbers;
  }

  async close(): Promise<void> {
    for (const name of ["one", "two"]) await this.queues.of(name)?.close();
    await this.queues.log.close();
  }

  segments(): string[] {
    return this.disk.names().filter((name) => name.endsWith(".lines"));
  }

  /** Flips a bit of a file, as a disk that goes bad does. */
  flip(name: string, at: number): void {
    this.disk.bytesOf(name)[at]! ^= 0x10;
  }

  /** What was told people under a code. */
  told(code: string) {
    return this.logger.entries.filter(({ level, fields }) => level !== "debug" && fields["code"] === code);
  }
}

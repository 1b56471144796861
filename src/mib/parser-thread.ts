import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { AppError, type Clock, messageOf } from "../base/index.ts";
import type { WorkerMessage } from "./mib-worker.ts";
import type { ParsedFile } from "./parsed-module.ts";

/** Memory of the thread: a MIB of the largest size allowed takes about a tenth of it. */
const HEAP_MAX_MB = 256;

/** Why a text was not parsed: it took too long, or the thread died of it. */
export interface ParseFailure {
  readonly failure: string;
}

/**
 * A thread that reads MIB texts off the main thread. One that overruns its time or dies is replaced,
 * so the next text starts on a fresh one.
 */
export class ParserThread {
  readonly #clock: Clock;
  #worker: Worker | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Parses one text; only one at a time.
   * @throws {AppError} `mib.worker` when no thread can be started; the signal's reason when aborted
   */
  async parse(text: string, timeoutMs: number, signal?: AbortSignal): Promise<ParsedFile | ParseFailure> {
    signal?.throwIfAborted();
    const worker = (this.#worker ??= await startWorker());
    const answer = nextMessage(worker);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage(text);
    const limit = new AbortController();
    const bounds = signal === undefined ? limit.signal : AbortSignal.any([limit.signal, signal]);
    const timeout = this.#clock
      .sleepUntil(this.#clock.monotonicMs() + timeoutMs, bounds)
      .then((): ParseFailure => ({ failure: `took longer than ${timeoutMs} ms to read` }))
      .catch((): ParseFailure => ({ failure: "was interrupted" }));
    const result = await Promise.race([answer, timeout]);
    limit.abort();
    if ("failure" in result) await this.close();
    signal?.throwIfAborted();
    return result;
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

async function startWorker(): Promise<Worker> {
  try {
    // Through package.json, so that the built file is found from the sources and from the package alike.
    const file = createRequire(import.meta.url).resolve("#mib-worker");
    const worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MAX_MB } });
    await new Promise<void>((started, failed) => {
      worker.once("error", failed);
      worker.once("message", () => {
        worker.off("error", failed);
        worker.on("error", () => {}); // it is reported where a text is waited for, and must not end the process
        started();
      });
    });
    return worker;
  } catch (cause) {
    throw new AppError("mib.worker", `the thread that reads MIB files does not start: ${messageOf(cause)}`, {
      remedy:
        "Build the project (npm run build), or install the package again: dist/mib/mib-worker.js is missing.",
      cause,
    });
  }
}

function nextMessage(worker: Worker): Promise<ParsedFile | ParseFailure> {
  return new Promise((resolve) => {
    const finish = (result: ParsedFile | ParseFailure): void => {
      worker.off("message", onMessage).off("error", onError);
      resolve(result);
    };
    const onMessage = (message: WorkerMessage): void => {
      if ("parsed" in message) finish(message.parsed);
    };
    const onError = (error: unknown): void => finish({ failure: `stopped the reader: ${messageOf(error)}` });
    worker.on("message", onMessage).on("error", onError);
  });
}

import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { AppError, messageOf } from "../base/index.ts";
import type { FromShard, ToShard } from "./shard-messages.ts";

/** The main thread's way to a polling thread. */
export interface ThreadPort {
  post(message: ToShard): void;
  /** Ends the thread, whatever it does. */
  terminate(): Promise<unknown>;
}

export interface ThreadListener {
  message(message: FromShard): void;
  error(error: unknown): void;
  /** Nothing more comes. */
  exit(): void;
}

export type OpenThread = (listener: ThreadListener) => ThreadPort;

/** Starts a thread that polls. @throws {AppError} `app.shard-thread` when its program is not there */
export const openThread: OpenThread = (listener) => {
  const worker = new Worker(shardFile());
  worker.on("message", (message: FromShard) => listener.message(message));
  worker.on("error", (error) => listener.error(error));
  worker.once("exit", () => listener.exit());
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    post: (message) => worker.postMessage(message),
    terminate: () => worker.terminate(),
  };
};

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

import { parentPort } from "node:worker_threads";
import { createLogger, messageOf, systemClock } from "../base/index.ts";
import type { FromShard, ToShard } from "./shard-messages.ts";
import { ShardServer } from "./shard-server.ts";
import { openShard } from "./shard-setup.ts";
import { watchThread } from "./thread-figures.ts";

// A thread that polls its part of the devices. It reads no configuration: all it works with comes in messages.

/** How often the thread tells how it is. */
const FIGURES_EVERY_MS = 10_000;

const port = parentPort!;
const post = (message: FromShard): void => port.postMessage(message);
const server = new ShardServer({ clock: systemClock, loggerOf: createLogger, open: openShard, post });
const figures = watchThread(() => server.kernelDrops.total);

port.on("message", (message: ToShard) => {
  try {
    server.take(message);
  } catch (error) {
    if (message.kind !== "start") throw error;
    post({ kind: "failed", message: messageOf(error) });
  }
});
setInterval(
  () => post({ kind: "figures", figures: figures(), load: server.load() }),
  FIGURES_EVERY_MS,
).unref();

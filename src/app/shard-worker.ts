import { parentPort, workerData } from "node:worker_threads";
import { messageOf, systemClock } from "../base/index.ts";
import { Shard } from "./shard.ts";
import type { FromShard, ShardOrder, ToShard } from "./shard-messages.ts";
import { ShardOutbox } from "./shard-outbox.ts";
import { loadShard } from "./shard-setup.ts";
import { watchThread } from "./thread-figures.ts";

// A thread that polls its part of the devices. It reads the same files as the main thread, so that nothing but plain
// data crosses between them.

/** How often the thread tells how it is. */
const FIGURES_EVERY_MS = 10_000;

const port = parentPort!;
const post = (message: FromShard): void => port.postMessage(message);

async function run(order: ShardOrder): Promise<void> {
  const { options, numberOf, kernelDrops } = await loadShard(order, systemClock);
  const outbox = new ShardOutbox({
    clock: systemClock,
    numberOf,
    post,
  });
  const shard = new Shard({ ...options, room: outbox.room }, outbox);
  port.on("message", (message: ToShard) => {
    if (message.kind === "taken") outbox.taken(message.bytes);
    else if (message.kind === "topology") post({ kind: "topology", topology: shard.topology() });
    else if (message.kind === "families") post({ kind: "families", families: shard.families() });
    else void stop(shard, outbox);
  });
  shard.start();
  post({ kind: "ready" });
  const figures = watchThread(() => kernelDrops.total);
  setInterval(() => post({ kind: "figures", figures: figures() }), FIGURES_EVERY_MS).unref();
}

async function stop(shard: Shard, outbox: ShardOutbox): Promise<void> {
  await shard.stop();
  outbox.flush();
  post({ kind: "stopped" });
}

run(workerData as ShardOrder).catch((error: unknown) => post({ kind: "failed", message: messageOf(error) }));

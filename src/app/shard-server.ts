import type { Clock, Logger } from "../base/index.ts";
import { catalogueOf } from "../smi/index.ts";
import { declaredInfo } from "./metric-infos.ts";
import { layeredCatalogue } from "./object-names.ts";
import type { PartLoad } from "./part.ts";
import { fromPlainPlans } from "./plain-plans.ts";
import type { ShardEvents } from "./shard-events.ts";
import type { FromShard, PlainChange, PlainWords, ShardSettings, ToShard } from "./shard-messages.ts";
import { ShardOutbox } from "./shard-outbox.ts";
import type { KernelDropCount, OpenedShard, openShard, ShardWords } from "./shard-setup.ts";

export interface ShardServerOptions {
  readonly clock: Clock;
  readonly loggerOf: (level: ShardSettings["logLevel"]) => Logger;
  readonly open: typeof openShard;
  readonly post: (message: FromShard) => void;
}

/** The polling thread's end: does what the main thread asks for, and tells it what comes of it. */
export class ShardServer {
  readonly kernelDrops: KernelDropCount = { total: 0 };
  readonly #options: ShardServerOptions;
  readonly #outbox: ShardOutbox;
  #opened: OpenedShard | undefined;

  constructor(options: ShardServerOptions) {
    const { clock, post } = options;
    this.#options = options;
    this.#outbox = new ShardOutbox({ clock, post });
  }

  /** What there is to do; undefined before the start. */
  load(): PartLoad | undefined {
    return this.#opened?.shard.load();
  }

  /** @throws what keeps the thread from its work */
  take(message: ToShard): void {
    switch (message.kind) {
      case "start":
        this.#start(message.settings, message);
        return;
      case "apply":
        this.#apply(message);
        this.#options.post({ kind: "applied", generation: message.generation });
        return;
      case "taken":
        this.#outbox.taken(message.bytes);
        return;
      case "families":
        this.#options.post({ kind: "families", families: this.#opened?.shard.families() ?? [] });
        return;
      case "pollDetails":
        this.#options.post({ kind: "pollDetails", details: this.#opened?.shard.pollDetails(message.device) });
        return;
      case "stop":
        void this.#stop();
        return;
      default:
        message satisfies never;
    }
  }

  #start(settings: ShardSettings, { plans, words }: PlainChange): void {
    const { clock, loggerOf, open, post } = this.#options;
    const events: ShardEvents = this.#outbox;
    const surroundings = {
      clock,
      logger: loggerOf(settings.logLevel),
      room: this.#outbox.room,
      kernelDrops: this.kernelDrops,
    };
    this.#opened = open(settings, surroundings, events);
    this.#opened.learn(wordsOf(words));
    this.#opened.shard.start(fromPlainPlans(plans));
    post({ kind: "ready" });
  }

  #apply({ plans, removed, words }: PlainChange): void {
    if (this.#opened === undefined) return;
    this.#opened.learn(wordsOf(words));
    this.#outbox.forget(this.#opened.shard.apply({ plans: fromPlainPlans(plans), removed }));
  }

  async #stop(): Promise<void> {
    await this.#opened?.shard.stop();
    this.#outbox.flush();
    this.#options.post({ kind: "stopped" });
  }
}

const wordsOf = ({ objects, names, infos }: PlainWords): ShardWords => ({
  objects: objects && layeredCatalogue([catalogueOf(objects)]),
  names,
  infoOf: infos && ((key) => declaredInfo(infos, key)),
});

import { setMaxListeners } from "node:events";
import type { Oid } from "../smi/index.ts";
import type {
  ClientStats,
  ColumnsAnswer,
  ColumnsOptions,
  GetAnswer,
  LearnedDevice,
  ReadAnswer,
  ReadWish,
  SnmpClient,
  SnmpTarget,
} from "./client.ts";
import type { Exchange } from "./exchange/exchange.ts";
import { DeviceState, type ReadingHost } from "./reading/device-state.ts";
import { type ReadOptions, ReadRun } from "./reading/read-run.ts";
import { Turns } from "./reading/turns.ts";

const WALK: ReadOptions = { polls: false };
const POLL: ReadOptions = { polls: true };

/** An SnmpClient over any exchange of requests: one device, whose reads wait their turn. */
export class DeviceClient implements SnmpClient {
  readonly #state: DeviceState;
  readonly #turns = new Turns();

  constructor(target: SnmpTarget, exchange: Exchange, host: ReadingHost) {
    this.#state = new DeviceState(target, exchange, host);
  }

  get(oids: readonly Oid[], signal?: AbortSignal): Promise<GetAnswer> {
    return this.#run({ instances: oids, columns: [], signal }, WALK);
  }

  columns(
    columns: readonly Oid[],
    { signal, rowsMax, onCells }: ColumnsOptions = {},
  ): Promise<ColumnsAnswer> {
    const wishes = columns.map((column) => ({ column, priority: 0 }) as const);
    return this.#run({ instances: [], columns: wishes, rowsMax, signal }, { polls: false, onCells });
  }

  async read(wish: ReadWish): Promise<ReadAnswer> {
    const answer = await this.#run(wish, POLL);
    const { boots } = this.#state;
    return boots === undefined ? answer : { ...answer, boots };
  }

  learned(): LearnedDevice {
    return { version: 1, exchange: this.#state.exchange.learned(), reading: this.#state.learned() };
  }

  stats(): ClientStats {
    const { exchange, size, pace, tooBig, varbinds, lastRttMs } = this.#state;
    const { requests, retries, timeouts, lateReplies } = exchange.stats;
    return {
      requests,
      retries,
      timeouts,
      tooBig,
      varbinds,
      lastRttMs,
      lateReplies,
      replyBudgetBytes: size.budgetBytes,
      inFlightWindow: pace.window,
      srttMs: pace.srttMs,
      busyMs: pace.busyMs,
    };
  }

  close(): void {
    this.#state.exchange.close();
  }

  #run(wish: ReadWish, options: ReadOptions): Promise<ReadAnswer> {
    const { signal } = wish;
    // One signal may stop the polls of thousands of devices; Node takes more than ten listeners for a leak.
    if (signal !== undefined) setMaxListeners(0, signal);
    return this.#turns.run(() => new ReadRun(this.#state, wish, options).run(), signal);
  }
}

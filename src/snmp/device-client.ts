import { setMaxListeners } from "node:events";
import type { Clock } from "../base/index.ts";
import { type Oid, oid } from "../smi/index.ts";
import type {
  ClientStats,
  ColumnsAnswer,
  ColumnsOptions,
  GetAnswer,
  SnmpClient,
  SnmpTarget,
} from "./client.ts";
import { readColumns } from "./columns.ts";
import { Diagnosis } from "./diagnosis.ts";
import type { Exchange, SnmpRequest } from "./exchange.ts";
import { readInstances } from "./get.ts";
import type { Reader } from "./reader.ts";
import { RequestQueue } from "./request-queue.ts";
import { RequestSize } from "./request-size.ts";

/** Every agent has sysUpTime, and says so quickly if not. */
const SYS_UP_TIME = oid("1.3.6.1.2.1.1.3.0");
/** One repeat, since the datagram may have been lost; more would make a dead device twice as slow to notice. */
const PROBE_ATTEMPTS = 2;

/** An SnmpClient over any exchange of requests. */
export class DeviceClient implements SnmpClient {
  readonly #exchange: Exchange;
  readonly #queue = new RequestQueue();
  readonly #diagnosis: Diagnosis;
  readonly #size: RequestSize;

  constructor(target: SnmpTarget, exchange: Exchange, clock: Clock) {
    this.#exchange = exchange;
    this.#diagnosis = new Diagnosis(target);
    this.#size = new RequestSize(target.options, target.credentials.version !== "1", clock);
  }

  get(oids: readonly Oid[], signal?: AbortSignal): Promise<GetAnswer> {
    return readInstances(oids, this.#reader(signal));
  }

  columns(columns: readonly Oid[], options: ColumnsOptions = {}): Promise<ColumnsAnswer> {
    return readColumns(columns, this.#reader(options.signal), options);
  }

  stats(): ClientStats {
    return this.#exchange.stats();
  }

  close(): void {
    this.#exchange.close();
  }

  #reader(signal: AbortSignal | undefined): Reader {
    this.#size.refresh();
    // One signal may stop the polls of thousands of devices; Node takes more than ten listeners for a leak.
    if (signal !== undefined) setMaxListeners(0, signal);
    const ask = (request: SnmpRequest) => this.#queue.run(() => this.#exchange.ask(request, signal), signal);
    return {
      diagnosis: this.#diagnosis,
      size: this.#size,
      ask,
      explainSilence: async (silence) => {
        const outcome = await ask({ kind: "get", oids: [SYS_UP_TIME], attemptsMax: PROBE_ATTEMPTS });
        if (outcome.kind === "refused") return outcome.error;
        return outcome.kind === "silent" ? silence : undefined;
      },
    };
  }
}

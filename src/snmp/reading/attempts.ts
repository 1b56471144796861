import type { SnmpRequest } from "../exchange/exchange.ts";
import type { Batch } from "./batch.ts";
import type { DeviceState } from "./device-state.ts";

/** A reply of that size is seldom lost for its size, so a silence is taken for a loss first. */
const COMMON_BYTES = 1_400;
/** A device whose round trips take less of the time-out is not slow all of a sudden. */
const SLOW_RATIO = 0.25;

/** The attempts of one ask: what is not answered is asked for in smaller parts, for its reply may have been too large. */
export class Attempts {
  readonly #batches: Batch[];
  readonly #isAlone: boolean;
  readonly #device: DeviceState;

  /** @param isAlone nothing else is under way to the device */
  constructor(batch: Batch, device: DeviceState, isAlone: boolean) {
    this.#batches = [batch];
    this.#isAlone = isAlone;
    this.#device = device;
  }

  get first(): Batch {
    return this.#batches[0]!;
  }

  get last(): Batch {
    return this.#batches.at(-1)!;
  }

  /** The smallest that was sent before a smaller one; undefined for the first. */
  before(batch: Batch): Batch | undefined {
    return this.#batches[this.#batches.indexOf(batch) - 1];
  }

  /** Whether an answer may come after its time-out: then it shall be known which attempt it belongs to. */
  get #mayBeSlow(): boolean {
    const { pace, options } = this.#device;
    return this.#isAlone && (pace.srttMs === undefined || pace.srttMs > options.timeoutMs * SLOW_RATIO);
  }

  requestOf(attempt: number): SnmpRequest {
    while (this.#batches.length <= attempt) this.#batches.push(this.#next());
    return this.#batches[attempt]!.request;
  }

  batchOf(request: SnmpRequest): Batch {
    return this.#batches.find((batch) => batch.request === request) ?? this.first;
  }

  #next(): Batch {
    const { last, first } = this;
    const mayBeLoss = last.bytes <= COMMON_BYTES || this.#device.size.isProven(last.bytes);
    if (this.#batches.length === 1 && mayBeLoss) return this.#mayBeSlow ? first.variant() : first;
    return last.smaller() ?? last;
  }
}

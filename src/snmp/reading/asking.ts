import type { SnmpError } from "../errors.ts";
import type { Ask, Outcome, Reply, SnmpRequest } from "../exchange/exchange.ts";
import { Attempts } from "./attempts.ts";
import type { Batch } from "./batch.ts";
import type { BootWatch } from "./boot-watch.ts";
import type { DeviceState } from "./device-state.ts";
import { type Taken, takeReply } from "./take-reply.ts";

/** How a batch ended. `batch` is the one that was answered, or the last that was sent: maybe a smaller one. */
export type Result =
  | { readonly kind: "taken"; readonly batch: Batch }
  /** Time was over before it could be sent. */
  | { readonly kind: "late"; readonly batch: Batch }
  | Trouble;

export type Trouble =
  | { readonly kind: "empty" | "tooBig"; readonly batch: Batch }
  | { readonly kind: "status"; readonly batch: Batch; readonly status: number; readonly index: number }
  | { readonly kind: "malformed" | "refused"; readonly batch: Batch; readonly error: SnmpError }
  | {
      readonly kind: "silent";
      readonly batch: Batch;
      readonly error: SnmpError;
      /** Replies did come meanwhile, but to earlier requests: the agent cannot keep up. */
      readonly overloaded: boolean;
    };

export interface AskingOptions {
  /** Looks at sysUpTime of every reply; undefined when it is not asked for. */
  readonly boots: BootWatch | undefined;
  /** Monotonic. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Of two replies that differ by less, it is not the size that makes one come and the other not. */
const SAME_SIZE_RATIO = 0.8;
/** sysUpTime has no reply of its own worth asking for in smaller parts. */
const PROBE_ATTEMPTS = 2;

/** Asks for batches on behalf of one read, and learns from each answer what can be learned from it alone. */
export class Asking {
  readonly deadlineMs: number;
  /** Nothing was lost, refused or cut. */
  clean = true;
  requests = 0;
  /** Whether a reply other than to a probe has come. */
  answered = false;
  readonly signal: AbortSignal | undefined;
  readonly #device: DeviceState;
  readonly #boots: BootWatch | undefined;
  #underWay = 0;

  constructor(device: DeviceState, { boots, deadlineMs, signal }: AskingOptions) {
    this.#device = device;
    this.#boots = boots;
    this.deadlineMs = deadlineMs;
    this.signal = signal;
  }

  get isOver(): boolean {
    return this.#device.clock.monotonicMs() >= this.deadlineMs;
  }

  async ask(batch: Batch, attemptsMax?: number): Promise<Result> {
    const turn = this.#device.pace.turn(this.deadlineMs, this.signal);
    if (turn !== undefined) await turn;
    if (this.isOver) return { kind: "late", batch };
    const attempts = new Attempts(batch, this.#device, this.#underWay === 0);
    const { stats } = this.#device.exchange;
    const lateBefore = stats.lateReplies;
    const startMs = this.#device.clock.monotonicMs();
    let taken: Taken | undefined;
    let varbinds = 0;
    const outcome = await this.#send({
      requestOf: (attempt) => attempts.requestOf(attempt),
      attemptsMax,
      table: batch.table,
      onReply: (reply, request) => {
        varbinds = reply.count;
        taken = this.#take(reply, attempts.batchOf(request));
      },
      signal: this.signal,
    });
    if (outcome.kind === "answered" && taken !== undefined) {
      this.#device.lastRttMs = this.#device.clock.monotonicMs() - startMs;
      this.#device.pace.answered(outcome.rttMs, varbinds, outcome.attempts);
      return this.#judge(attempts, outcome, taken);
    }
    this.clean = false;
    this.#device.pace.lost();
    const last = attempts.last;
    if (outcome.kind === "silent") {
      const overloaded = this.#device.exchange.stats.lateReplies > lateBefore;
      return { kind: "silent", batch: last, error: outcome.error, overloaded };
    }
    if (outcome.kind === "answered") return { kind: "empty", batch: last };
    return { kind: outcome.kind, batch: last, error: outcome.error };
  }

  /**
   * The smallest question: does the device answer at all?
   * @returns why not; undefined when it does
   */
  async probe(request: SnmpRequest, silence: SnmpError): Promise<SnmpError | undefined> {
    const { signal } = this;
    const outcome = await this.#send({
      requestOf: () => request,
      attemptsMax: PROBE_ATTEMPTS,
      onReply: () => {},
      signal,
    });
    if (outcome.kind === "refused") return outcome.error;
    return outcome.kind === "silent" ? silence : undefined;
  }

  #send(ask: Ask): Promise<Outcome> {
    this.requests++;
    this.#underWay++;
    return this.#device.exchange.ask(ask).then(this.#landed, this.#lost);
  }

  readonly #landed = (outcome: Outcome): Outcome => {
    this.#underWay--;
    return outcome;
  };

  readonly #lost = (reason: unknown): never => {
    this.#underWay--;
    throw reason;
  };

  #take(reply: Reply, batch: Batch): Taken {
    const device = this.#device;
    device.varbinds += reply.count;
    device.measureHeader(reply);
    this.answered = true;
    const taken = takeReply(reply, batch, {
      boots: this.#boots,
      nowMs: device.clock.monotonicMs(),
      aside: this.#underWay > 1,
      noUptime: () => {
        device.quirks.noUptime = true;
      },
    });
    if (taken.kind !== "taken") return taken;
    if (batch.shape.kind === "getBulk") device.quirks.bulkDidWork();
    if (taken.cut) this.#learnCut(reply, batch);
    else device.size.arrived(reply.messageBytes);
    return taken;
  }

  #learnCut({ messageBytes, count }: Reply, batch: Batch): void {
    const { size } = this.#device;
    const { budgetBytes } = size;
    size.cut(messageBytes);
    if (size.budgetBytes >= budgetBytes) return;
    this.#device.trace(
      () =>
        `the agent cut its reply to ${count} of ${batch.head + batch.cells} varbinds: asking for less at once`,
    );
  }

  #judge(attempts: Attempts, outcome: Extract<Outcome, { kind: "answered" }>, taken: Taken): Result {
    const device = this.#device;
    const batch = attempts.batchOf(outcome.request);
    if (outcome.attempts > 1) {
      this.clean = false;
      device.pace.lost();
      if (batch === attempts.last) this.#learnLoss(attempts.before(batch), batch, taken);
      else this.#learnOverload(outcome.rttMs, batch);
    }
    if (taken.kind === "taken") return { kind: "taken", batch };
    this.clean = false;
    if (taken.kind === "tooBig") device.tooBig++;
    return { ...taken, batch };
  }

  /** An attempt was lost; if a smaller one got through where the larger did not, it may have been the size. */
  #learnLoss(larger: Batch | undefined, answered: Batch, { kind }: Taken): void {
    const { size } = this.#device;
    if (larger === undefined || kind !== "taken" || larger.bytes * SAME_SIZE_RATIO < answered.bytes) return;
    const { budgetBytes } = size;
    size.failed(larger.bytes, "silent");
    if (size.budgetBytes >= budgetBytes) return;
    const [lost, came] = [Math.round(larger.bytes), Math.round(answered.bytes)];
    this.#device.trace(
      () => `a reply of about ${lost} bytes did not come, one of ${came} did: asking for less`,
    );
  }

  /** The answer to an attempt that was given up already: the agent needs longer than we waited. */
  #learnOverload(rttMs: number | undefined, { head, cells }: Batch): void {
    const { pace } = this.#device;
    if (rttMs === undefined) return;
    pace.overloaded(rttMs, head + cells);
    this.#device.trace(
      () => `the agent took ${Math.round(rttMs)} ms for ${head + cells} varbinds: asking for less at once`,
    );
  }
}

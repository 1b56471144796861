import { messageOf } from "../base/index.ts";
import type { LogRecord } from "../otlp/index.ts";

/** What became of logs or traces that were passed on. */
export type Forwarded =
  /** @property note  for the sender: empty, or that they are not stored */
  | { readonly ok: true; readonly note: string }
  /** Some target did not take them: the sender is to send them again. */
  | { readonly ok: false; readonly reason: string };

/** A sink that takes logs or traces as they come. A rejection counts as a reason to send them again. */
export interface SignalTarget {
  readonly name: string;
  /** @returns undefined when taken, or refused for good; a reason when they may be sent again */
  logs?(records: readonly LogRecord[]): Promise<string | undefined>;
  /** @param bytes  of an ExportTraceServiceRequest */
  traces?(bytes: Uint8Array, spans: number): Promise<string | undefined>;
}

/**
 * Passes logs and traces on to every sink that takes them, while the sender waits: its own queue is what keeps them
 * when a sink is away, so none of ours is needed. A sender that has to repeat sends again to those that took them.
 */
export class Forwarder {
  readonly #targets: readonly SignalTarget[];

  constructor(targets: readonly SignalTarget[]) {
    this.#targets = targets;
  }

  logs(records: readonly LogRecord[]): Promise<Forwarded> {
    if (records.length === 0) return Promise.resolve({ ok: true, note: "" });
    return this.#toAll("logs", (target) => target.logs?.(records));
  }

  traces(bytes: Uint8Array, spans: number): Promise<Forwarded> {
    return this.#toAll("traces", (target) => target.traces?.(bytes, spans));
  }

  async #toAll(
    what: "logs" | "traces",
    send: (target: SignalTarget) => Promise<string | undefined> | undefined,
  ): Promise<Forwarded> {
    const sends = this.#targets.flatMap((target) => send(target) ?? []);
    if (sends.length === 0) return { ok: true, note: `${what} not stored` };
    const answers = await Promise.all(sends.map((sent) => sent.catch(messageOf)));
    const reasons = answers.filter((reason) => reason !== undefined);
    return reasons.length === 0 ? { ok: true, note: "" } : { ok: false, reason: reasons.join(" ") };
  }
}

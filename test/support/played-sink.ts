import {
  createMemoryDelivery,
  type DeliveryOptions,
  type Outcome,
  type QueueBounds,
  type Sink,
  textsOf,
} from "../../src/ingest/index.ts";
import { recordingLogger } from "./delivery-run.ts";
import { FakeClock } from "./fake-clock.ts";

export const delivered = (count: number, rejectedCount = 0): Outcome => ({
  kind: "delivered",
  accepted: count - rejectedCount,
  rejected: Array.from({ length: rejectedCount }, (_, index) => ({ index, reason: "bad" })),
  rejectedCount,
  warnings: [],
});
export const retry = (afterMs?: number): Outcome => ({ kind: "retry", reason: "down", afterMs });
export const refused: Outcome = {
  kind: "refused",
  reason: "who are you",
  remedy: "give a token",
  afterMs: 60_000,
};
export const tooLarge: Outcome = { kind: "tooLarge", reason: "413" };
export const drop: Outcome = { kind: "drop", reason: "404", remedy: "check the address" };

type Answer = Outcome | Promise<Outcome> | undefined;

/** A delivery to a sink that plays a script by the texts it gets; `undefined` takes them. Without jitter unless `random` is given. */
export function play(
  answer: (texts: readonly string[], n: number, signal: AbortSignal) => Answer = () => undefined,
  options: Partial<
    Omit<DeliveryOptions, "queue"> & { readonly queue: QueueBounds } & Pick<
        Sink,
        "maxBatchLines" | "maxBatchBytes" | "maxAgeMs"
      >
  > = {},
) {
  const { maxBatchLines = 10, maxBatchBytes = 1_000_000, maxAgeMs, ...rest } = options;
  const clock = new FakeClock({ monotonicMs: 0 });
  const logger = recordingLogger();
  const sends: { atMs: number; numbers: number[] }[] = [];
  let closed = 0;
  const sink: Sink = {
    name: "played",
    maxBatchLines,
    maxBatchBytes,
    maxAgeMs,
    send: async (batch, signal) => {
      const texts = textsOf(batch);
      sends.push({ atMs: clock.monotonicMs(), numbers: texts.map(numberOf) });
      return (await answer(texts, sends.length - 1, signal)) ?? delivered(texts.length);
    },
    close: async () => {
      closed++;
    },
  };
  const queue = { maxLines: 1_000, maxBytes: 1_000_000 };
  const delivery = createMemoryDelivery({ sink, clock, random: { next: () => 0.5 }, logger, queue, ...rest });
  return { clock, logger, sends, delivery, closed: () => closed };
}

export const numberOf = (text: string) => Number(/gauge,(\d+)/.exec(text)?.[1]);

/** An answer that never comes, as from a server that hangs. */
export function hangUntil(signal: AbortSignal): Promise<Outcome> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}

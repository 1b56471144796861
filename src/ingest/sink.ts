import type { LineBatch } from "./line-batch.ts";

/**
 * Where lines go. `send` delivers one batch and says what became of it; it never throws for what the other side does,
 * and rejects only when `signal` aborts. `deliver.ts` owns queue, order, waiting and repeats.
 */
export interface Sink {
  /** Unique in the service: shown in logs and status. */
  readonly name: string;
  readonly maxBatchLines: number;
  readonly maxBatchBytes: number;
  /** Lines older than this are dropped before sending; undefined = no limit. */
  readonly maxAgeMs: number | undefined;
  /** @param batch  at least one line; its bytes stand until the promise is settled, later they hold other lines */
  send(batch: LineBatch, signal: AbortSignal): Promise<Outcome>;
  close(): Promise<void>;
}

export type Outcome =
  /** Taken. `rejected` are lines the other side called invalid: final, counted, never resent. */
  | {
      readonly kind: "delivered";
      readonly accepted: number;
      readonly rejected: readonly RejectedLine[];
      readonly rejectedCount: number;
      readonly warnings: readonly string[];
    }
  /** Try the same batch again, not before `afterMs` when given (else back off). */
  | { readonly kind: "retry"; readonly reason: string; readonly afterMs: number | undefined }
  /** The other side refuses us, not the lines (401, 403): keep the queue, probe again after `afterMs`. */
  | { readonly kind: "refused"; readonly reason: string; readonly remedy: string; readonly afterMs: number }
  /** Too large: split in two and send again; a single line is dropped. */
  | { readonly kind: "tooLarge"; readonly reason: string }
  /** Hopeless: drop the batch, count it, say why. */
  | { readonly kind: "drop"; readonly reason: string; readonly remedy: string };

/** All were taken, and nothing was said about them. */
export const delivered = (accepted: number): Outcome => ({
  kind: "delivered",
  accepted,
  rejected: [],
  rejectedCount: 0,
  warnings: [],
});

export interface RejectedLine {
  /** 0-based position of the line in the batch. */
  readonly index: number;
  readonly reason: string;
}

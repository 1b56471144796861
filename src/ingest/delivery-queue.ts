import type { LineBatch } from "./line-batch.ts";

/** Why a queue gave lines up by itself. */
export type QueueDropReason =
  /** They came after the end. */
  | "stopped"
  /** They were the oldest of more than it may hold, on disk or in memory while the disk takes nothing. */
  | "queueFull"
  /** They could not be read from disk. */
  | "damaged";

/** Where a delivery takes its lines from. Lines that were taken are settled or put back before the next call. */
export interface DeliveryQueue {
  readonly bounds: { readonly maxLines: number; readonly maxBytes: number };
  /** What waits survives the end of the service. */
  readonly isDurable: boolean;
  /** Waiting lines, those being sent not included. */
  readonly waiting: number;
  /** Waiting lines and those being sent. */
  readonly lines: number;
  /** Of `lines`, with their line breaks. */
  readonly bytes: number;
  /** Of the first of `lines`, UTC ms; undefined without any, or when that is not known yet. */
  readonly oldestMs: number | undefined;
  /** By lines or by bytes. */
  readonly isHalfFull: boolean;
  /** Told of lines that the queue gives up. */
  onDropped: (reason: QueueDropReason, lines: number) => void;
  /**
   * Takes lines from the front as far as both limits allow, but at least one. Their bytes stand until they are settled.
   * @returns undefined when nothing waits
   */
  take(maxLines: number, maxBytes: number): Promise<LineBatch | undefined> | LineBatch | undefined;
  /** Whether a batch of these limits could be filled from what waits. */
  fills(maxLines: number, maxBytes: number): boolean;
  /** The taken lines are dealt with. */
  settle(): Promise<void> | void;
  /** The taken lines go back to the front, in their order. */
  putBack(): void;
  /** Removes lines older than `oldestMs` from the front. @returns how many */
  dropOlderThan(oldestMs: number): Promise<number> | number;
  /** @returns how many lines end with the queue: none of a durable one */
  clear(): number;
  close(): Promise<void>;
}

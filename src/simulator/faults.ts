import type { Oid } from "../smi/index.ts";

/**
 * What is wrong with a simulated device. Times are milliseconds of the injected clock since the simulator started;
 * ratios (0–1) are shares of the replies, drawn from the agent's own seeded source.
 */
export interface Faults {
  /** Service time of every reply, fixed or uniform in a range. */
  readonly delayMs?: number | { readonly from: number; readonly to: number };
  /** Replies that never arrive. */
  readonly lossRatio?: number;
  /** Replies that carry another request-id (v1, v2c) or msgID (v3). */
  readonly wrongRequestIdRatio?: number;
  /** Replies that are random octets. */
  readonly garbageRatio?: number;
  /** Replies cut off somewhere. */
  readonly truncatedRatio?: number;
  /** Replies that come twice. */
  readonly duplicateRatio?: number;
  /** Replies from another UDP port than the one that was asked. */
  readonly otherPortRatio?: number;
  /** A GETNEXT that would leave this subtree goes back to its first instance: a walk in circles. */
  readonly circularSubtree?: Oid;
  /** A GETNEXT from this instance answers this instance again. */
  readonly stuckAt?: Oid;
  /** A column that never ends: behind its last instance the agent invents another, with the next index. */
  readonly endlessColumn?: Oid;
  /** Reading anything at or below one of these gives genErr with its error-index. */
  readonly genErrAt?: readonly Oid[];
  /** tooBig instead of any reply above this size, GETBULK too. */
  readonly tooBigAboveBytes?: number;
  /** Silence instead of any reply above this size. */
  readonly silentAboveBytes?: number;
  /** GETBULK is answered with genErr. */
  readonly noGetBulk?: boolean;
  /** GETBULK brings at most this many varbinds, whatever was asked. */
  readonly bulkVarbindsMax?: number;
  /** A message that decrypts to noise (a wrong key) gets the Report decryptionErrors, not silence. */
  readonly decryptionReports?: boolean;
  /** The device is dead from `fromMs` until `untilMs` (for good when absent). */
  readonly frozen?: readonly { readonly fromMs: number; readonly untilMs?: number }[];
  /**
   * The agent starts again: engineBoots + 1 and engineTime 0 at once; with moving values sysUpTime and counters
   * start from zero. It is dead for `downMs` before. In increasing order.
   */
  readonly reboots?: readonly { readonly atMs: number; readonly downMs?: number }[];
}

/** Whether the device is dead at this moment. */
export function isDead(faults: Faults, nowMs: number): boolean {
  return (
    (faults.frozen ?? []).some(({ fromMs, untilMs = Infinity }) => nowMs >= fromMs && nowMs < untilMs) ||
    (faults.reboots ?? []).some(({ atMs, downMs = 0 }) => nowMs < atMs && nowMs >= atMs - downMs)
  );
}

/** How often the agent has started again so far, and when it last did; undefined when it has not. */
export function rebootsUntil(
  faults: Faults,
  nowMs: number,
): { readonly count: number; readonly lastAtMs: number | undefined } {
  const past = (faults.reboots ?? []).filter(({ atMs }) => atMs <= nowMs);
  return { count: past.length, lastAtMs: past.at(-1)?.atMs };
}

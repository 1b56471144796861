import type { Oid, Varbind } from "../smi/index.ts";
import type { ClientStats } from "./client.ts";
import type { SnmpError } from "./errors.ts";

/** One request, before it has ids and a security wrapper. */
export interface SnmpRequest {
  readonly kind: "get" | "getNext" | "getBulk";
  readonly oids: readonly Oid[];
  /** GETBULK: rows asked for; non-repeaters are never used. */
  readonly maxRepetitions?: number;
  /** Fewer attempts than configured, for a probe whose failure costs nothing. */
  readonly attemptsMax?: number;
}

/** How a request ended. What the device does wrong is an outcome, not an exception. */
export type Outcome =
  | SnmpResponse
  /** Answered, but the reply cannot be decoded: a smaller question may get a readable answer. */
  | { readonly kind: "malformed"; readonly error: SnmpError }
  /** No usable answer within all attempts. */
  | { readonly kind: "silent"; readonly error: SnmpError }
  /** Device or network would say no to every request: unreachable, unknown user, … */
  | { readonly kind: "refused"; readonly error: SnmpError };

export interface SnmpResponse {
  readonly kind: "response";
  /** RFC 3416 §3; 0 is noError. */
  readonly errorStatus: number;
  /** 1-based position of the varbind at fault; 0 when none is named. */
  readonly errorIndex: number;
  readonly varbinds: readonly Varbind[];
}

/**
 * Carries single requests to one device and back: codec, security, time-outs and repeats.
 * Rejects only when `signal` aborts (with its reason) or once closed. The caller keeps one request in flight.
 */
export interface Exchange {
  ask(request: SnmpRequest, signal: AbortSignal | undefined): Promise<Outcome>;
  stats(): ClientStats;
  close(): void;
}

/** Error-status values that a reader treats in a way of their own (RFC 3416 §3). */
export const ERROR_STATUS = { noError: 0, tooBig: 1, noSuchName: 2 } as const;

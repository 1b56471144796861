import type { Oid, SnmpValue } from "../../smi/index.ts";
import type { SnmpError } from "../errors.ts";

/** One request, before it has ids and a security wrapper. */
export interface SnmpRequest {
  readonly kind: "get" | "getNext" | "getBulk";
  /** Octets of `encodeOid`. */
  readonly oids: readonly Uint8Array[];
  /** GETBULK: how many of the first `oids` are asked for once; 0 otherwise. */
  readonly nonRepeaters: number;
  /** GETBULK: rows asked for of the others; 0 otherwise. */
  readonly maxRepetitions: number;
}

/** A decoded reply. True during `Ask.onReply` alone: what shall outlive it is copied out. */
export interface Reply {
  /** RFC 3416 §3; 0 is noError. */
  readonly errorStatus: number;
  /** 1-based position of the varbind at fault; 0 when none is named. As sent: agents name varbinds that do not exist. */
  readonly errorIndex: number;
  /** Varbinds. */
  readonly count: number;
  /** Octets of the whole message as it came. */
  readonly messageBytes: number;
  /** Octets of varbind i with its headers: what it costs in a message. */
  varbindBytes(i: number): number;
  oid(i: number): Oid;
  /** A copy of the octets of the name, to go on from in the next request. */
  oidOctets(i: number): Uint8Array;
  /** The same into memory at hand. @returns false, with nothing written, when it is not exactly as long */
  copyOidOctets(i: number, into: Uint8Array): boolean;
  /** Whether the name lies strictly below the column (octets of `encodeOid`), at an arc boundary. */
  isUnder(i: number, column: Uint8Array): boolean;
  /** The arcs behind the column, dotted; only where `isUnder`. */
  index(i: number, column: Uint8Array): string;
  /** Order of the name against another: negative when it comes before. */
  compareOid(i: number, octets: Uint8Array): number;
  /**
   * Order of the names of varbinds i and j: a row against the one before it, without a copy of either.
   * @param shared octets at their beginning that are known to be equal: those of the column they are under
   */
  compareNames(i: number, j: number, shared: number): number;
  /** Undefined for a value whose octets are none of the type they claim. Exceptions (noSuchObject, …) are values. */
  value(i: number): SnmpValue | undefined;
}

/** One question to the device, repeated until it is answered or patience ends. */
export interface Ask {
  /**
   * The request of an attempt, 0 for the first. The same object as before is sent again with the same request-id;
   * another one, say with fewer rows, is a request of its own. Replies to all attempts stay welcome.
   */
  readonly requestOf: (attempt: number) => SnmpRequest;
  /** Fewer attempts than configured (`1 + retries`), for a probe whose failure costs nothing. */
  readonly attemptsMax?: number | undefined;
  /** Round trips are learned by this key, besides the device's: tables differ by factors. */
  readonly table?: string | undefined;
  /**
   * Takes the answer, synchronously, at most once per ask. Any error-status counts as an answer.
   * @param request which of the attempts' requests it answers
   */
  readonly onReply: (reply: Reply, request: SnmpRequest) => void;
  readonly signal?: AbortSignal | undefined;
}

/** How an ask ended. What the device does wrong is an outcome, not an exception. */
export type Outcome =
  | {
      readonly kind: "answered";
      readonly request: SnmpRequest;
      /** How many datagrams were sent until then. */
      readonly attempts: number;
      /** From the send of the attempt that was answered; undefined when that is ambiguous (Karn's rule). */
      readonly rttMs: number | undefined;
    }
  /** Answered, but the reply cannot be decoded: a smaller question may get a readable answer. */
  | { readonly kind: "malformed"; readonly error: SnmpError }
  /** No usable answer within all attempts. */
  | { readonly kind: "silent"; readonly error: SnmpError }
  /** Device or network would say no to every request: unreachable, unknown user, … */
  | { readonly kind: "refused"; readonly error: SnmpError };

/**
 * Carries single requests to one device and back: ids, security, time-outs and repeats. Any number of asks may be in
 * flight; how many is the caller's politeness.
 * `ask` rejects only when its signal aborts (with its reason) or once closed (AppError `snmp.closed`).
 */
export interface Exchange {
  ask(ask: Ask): Promise<Outcome>;
  readonly stats: ExchangeStats;
  /** Smoothed round trip and what is known of the engine; plain data for `LearnedDevice`. */
  learned(): LearnedExchange;
  close(): void;
}

/** Counters since the exchange was made. */
export interface ExchangeStats {
  /** Asks sent, each counted once whatever its attempts; v3 discoveries count. */
  readonly requests: number;
  /** Attempts after the first. */
  readonly retries: number;
  /** Asks given up after all attempts. */
  readonly timeouts: number;
  /** Answers to an attempt that had already been repeated or replaced. */
  readonly lateReplies: number;
  /** Datagrams under one of our ids that were not believed: wrong sender, community, digest. */
  readonly rejected: number;
  /** Round trip of the latest unambiguous answer. */
  readonly lastRttMs: number | undefined;
}

/** What an exchange has learned of a device: survives a restart. */
export interface LearnedExchange {
  /** RFC 6298, in ms; undefined before the first sample. */
  readonly rtt: LearnedRtt | undefined;
  /** By `Ask.table`; bounded. */
  readonly tables: Readonly<Record<string, LearnedRtt>>;
  /**
   * v3: engineID in hexadecimal, the boots last seen, and when its clock stood at zero (wall clock): with all three
   * the first request after a restart needs no discovery and is in time. A wrong one costs a Report.
   */
  readonly engine:
    | { readonly engineId: string; readonly boots: number; readonly bootedAtMs: number }
    | undefined;
  /** enableUnconnectedUdp: where the device really answers from. */
  readonly alternateSource: { readonly address: string; readonly port: number } | undefined;
}

export interface LearnedRtt {
  readonly srttMs: number;
  readonly rttvarMs: number;
  readonly minMs: number;
}

/** Error-status values that a reader treats in a way of their own (RFC 3416 §3). */
export const ERROR_STATUS = { noError: 0, tooBig: 1, noSuchName: 2, genErr: 5 } as const;

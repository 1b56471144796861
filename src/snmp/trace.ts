import type { Oid } from "../smi/index.ts";
import type { SnmpErrorCode } from "./errors.ts";

/**
 * What went over the wire to one device and why, for `poll --trace`, `explain` and the packet log. Made only while
 * somebody listens. No event holds a secret: community and keys never get here.
 */
export type TraceEvent = { readonly atMs: number; readonly device: string } & (
  | {
      readonly kind: "sent";
      /** Number of the ask, per device from 1: ties together what belongs together. */
      readonly ask: number;
      /** 1 for the first. */
      readonly attempt: number;
      readonly pdu: "get" | "getNext" | "getBulk" | "discovery";
      readonly requestId: number;
      readonly oids: readonly Oid[];
      readonly nonRepeaters: number;
      readonly maxRepetitions: number;
      readonly bytes: number;
    }
  | {
      readonly kind: "received";
      readonly ask: number;
      readonly requestId: number;
      /** From the send of the attempt that it answers. */
      readonly rttMs: number | undefined;
      readonly bytes: number;
      /** errorStatus 0 is noError. */
      readonly errorStatus: number;
      readonly errorIndex: number;
      readonly varbinds: readonly { readonly oid: Oid; readonly type: string; readonly text: string }[];
      /** An answer to an attempt that had been repeated or replaced. */
      readonly late: boolean;
    }
  /** Not believed, or not readable: a wrong sender, community, digest; what RFC 3414 reports say. */
  | { readonly kind: "rejected"; readonly ask: number; readonly reason: string; readonly bytes: number }
  | { readonly kind: "timeout"; readonly ask: number; readonly attempt: number; readonly waitedMs: number }
  | { readonly kind: "failed"; readonly ask: number; readonly code: SnmpErrorCode; readonly message: string }
  /** What the planner made of it, in a sentence: "replies above 1,400 bytes are lost: asking for less". */
  | { readonly kind: "decision"; readonly text: string }
);

export type TraceSink = (event: TraceEvent) => void;

/** Asked for every request, so it may be switched while polling: the listener of a device, or undefined. */
export type TraceOf = (device: string) => TraceSink | undefined;

import type { UsmSession } from "../codec.ts";
import type { SnmpError } from "../errors.ts";
import type { Arrival } from "../transport/channel.ts";
import type { IdSpace } from "../transport/pending-ids.ts";
import type { Ending, Silence } from "./ending.ts";
import type { Reply, SnmpRequest } from "./exchange.ts";

/** Why a datagram that carried our id was not taken as the answer. */
export type RejectReason =
  | "undecodable"
  /** From another source than the device. */
  | "source"
  | "version"
  | "community"
  | "level"
  | "digest"
  | "decryption";

/** One request under its id, sent once or more often. */
export interface Sent {
  readonly request: SnmpRequest;
  readonly id: number;
  /** What to send, as of the last encoding. */
  bytes: Uint8Array;
  times: number;
  firstAtMs: number;
  lastAtMs: number;
  /** v3: the keys it was made with. */
  session?: UsmSession | undefined;
  /** v3: of the PDU, besides the msgID. */
  pduRequestId?: number;
}

/** What one datagram means for the ask that waits for its id; undefined: nothing. */
export type Verdict =
  | { readonly kind: "answer"; readonly reply: Reply | undefined }
  | { readonly kind: "malformed"; readonly cause: string }
  | { readonly kind: "rejected"; readonly reason: RejectReason }
  /** Our notion of the engine was wrong and is right now: send the request again, at once and under a new id. */
  | { readonly kind: "repeat"; readonly because: string }
  /** Perhaps a refusal, but anyone could have sent it: it counts when nothing better comes. */
  | { readonly kind: "doubt"; readonly error: SnmpError }
  | { readonly kind: "refused"; readonly error: SnmpError }
  | undefined;

/** How the requests of one ask become datagrams, and datagrams its answer. */
export interface Dialogue {
  /** Encodes for the first time, or anew where time stamps have to be. @throws {Error} what the runtime lacks */
  encode(sent: Sent): Uint8Array;
  judge(sent: Sent, arrival: Arrival): Verdict;
}

/** A way to speak to one device: by community, or by USM. */
export interface Flow {
  readonly ids: IdSpace;
  /** v3: the same request is stamped anew for each attempt. */
  readonly stamps: boolean;
  /** Undefined when requests can be encoded now; else resolves when they can, or with how that failed. */
  prepare(attemptsMax: number): Promise<Ending | undefined> | undefined;
  open(): Dialogue;
  /** A closer look at why nobody answered; undefined, or without this method, when there is none to be had. */
  explainSilence?(silence: Silence): Promise<Ending> | undefined;
}

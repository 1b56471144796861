import type { SnmpError } from "../errors.ts";
import type { RejectReason } from "./dialogue.ts";
import type { SnmpRequest } from "./exchange.ts";

/** How sending and waiting ended. */
export type Ending =
  | {
      readonly kind: "answered";
      readonly request: SnmpRequest;
      /** Datagrams sent. */
      readonly attempts: number;
      readonly rttMs: number | undefined;
    }
  | { readonly kind: "malformed"; readonly request: SnmpRequest; readonly cause: string }
  | Silence
  | { readonly kind: "refused"; readonly error: SnmpError }
  | { readonly kind: "unreachable"; readonly cause: NodeJS.ErrnoException }
  /** The runtime lacks a digest or cipher. */
  | { readonly kind: "unencodable"; readonly cause: unknown };

/** All attempts passed. */
export interface Silence {
  readonly kind: "silent";
  /** Of the last attempt. */
  readonly request: SnmpRequest;
  /** Datagrams sent. */
  readonly attempts: number;
  /** What came instead of an answer. */
  readonly rejected: ReadonlyMap<RejectReason, number>;
  /** A refusal that anyone could have sent. */
  readonly doubt: SnmpError | undefined;
}

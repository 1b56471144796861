import type { Oid } from "../../smi/index.ts";
import type { SnmpError } from "../errors.ts";
import type { Reply } from "../exchange/exchange.ts";
import type { Wanted } from "./planner.ts";

/** What a request may ask for: the next rows of a column, or one instance. */
export interface Item extends Wanted {
  /** Octets of the OID that GETNEXT and GETBULK go on after. */
  readonly at: Uint8Array;
  /** What is asked for next, for messages and quarantine. */
  readonly name: Oid;
  /** Nothing more will be asked. */
  readonly done: boolean;
  /** A request for it is under way. */
  inFlight: boolean;
  /**
   * Takes varbind i, an answer to GETNEXT or GETBULK.
   * @param previous number of the varbind that holds the row before; −1 for the first row of a reply
   */
  take(reply: Reply, i: number, previous: number): void;
  /** Called after the last `take` of a reply, while it is still true. */
  settle(reply: Reply): void;
  /** Nothing lies behind: the way of v1 to say so (RFC 1157 §4.1.3). */
  end(): void;
  /** Cannot be read, or not further; what was read stays. */
  fail(error: SnmpError): void;
}

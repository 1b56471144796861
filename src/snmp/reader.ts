import type { Diagnosis } from "./diagnosis.ts";
import type { SnmpError } from "./errors.ts";
import type { Outcome, SnmpRequest } from "./exchange.ts";
import type { RequestSize } from "./request-size.ts";

/** What the readers of instances and columns work with: one device, seen request by request. */
export interface Reader {
  readonly diagnosis: Diagnosis;
  readonly size: RequestSize;
  /** Sends one request when it is its turn. */
  ask(request: SnmpRequest): Promise<Outcome>;
  /**
   * After a silence, asks the smallest possible question: tells a lost device from a reply too large to arrive.
   * @returns why the device is lost (`silence`, unless there is a better reason); undefined when it answers
   */
  explainSilence(silence: SnmpError): Promise<SnmpError | undefined>;
}

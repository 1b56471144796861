import type { Credentials } from "../config/index.ts";
import type { SnmpErrorCode } from "./errors.ts";

export type UsmUser = Extract<Credentials, { readonly version: "3" }>;

/** Who asks in a discovery (RFC 3414 §4). */
export const ANONYMOUS: UsmUser = {
  version: "3",
  userName: "",
  securityLevel: "NO_AUTH_NO_PRIV",
  auth: undefined,
  priv: undefined,
  contextName: "",
};

/** Engines count seconds in 31 bits (RFC 3414 §2.2.1). */
const TIME_MAX = 0x7fff_ffff;

/** Our notion of the authoritative engine's clock (RFC 3414 §2.3): it runs on with the local monotonic clock. */
export class EngineClock {
  readonly engineId: Buffer;
  #boots: number;
  #timeSeconds: number;
  #atMs: number;

  constructor(engineId: Buffer, boots: number, timeSeconds: number, nowMs: number) {
    this.engineId = engineId;
    this.#boots = boots;
    this.#timeSeconds = timeSeconds;
    this.#atMs = nowMs;
  }

  /** What a request sent now has to carry. */
  at(nowMs: number): { readonly engineId: Buffer; readonly boots: number; readonly timeSeconds: number } {
    const elapsedSeconds = Math.floor((nowMs - this.#atMs) / 1_000);
    return {
      engineId: this.engineId,
      boots: this.#boots,
      timeSeconds: Math.min(this.#timeSeconds + elapsedSeconds, TIME_MAX),
    };
  }

  /** Takes over what an authentic reply says, when it is ahead of our notion (RFC 3414 §3.2 step 7b). */
  advance(boots: number, timeSeconds: number, nowMs: number): void {
    const own = this.at(nowMs);
    if (boots < own.boots || (boots === own.boots && timeSeconds <= own.timeSeconds)) return;
    this.#boots = boots;
    this.#timeSeconds = timeSeconds;
    this.#atMs = nowMs;
  }
}

/** Counters that a Report PDU may name: RFC 3414 §5 (usmStats), RFC 3413 §4.1.2 (snmpTargetMIB), RFC 3412 §5. */
const REPORTS: readonly (readonly [prefix: string, code: SnmpErrorCode])[] = [
  ["1.3.6.1.6.3.15.1.1.1.", "snmp.unsupported-security-level"],
  ["1.3.6.1.6.3.15.1.1.2.", "snmp.not-in-time-window"],
  ["1.3.6.1.6.3.15.1.1.3.", "snmp.unknown-user"],
  ["1.3.6.1.6.3.15.1.1.4.", "snmp.unknown-engine-id"],
  ["1.3.6.1.6.3.15.1.1.5.", "snmp.wrong-digest"],
  ["1.3.6.1.6.3.15.1.1.6.", "snmp.decryption-error"],
  ["1.3.6.1.6.3.12.1.4.", "snmp.unknown-context"],
  ["1.3.6.1.6.3.12.1.5.", "snmp.unknown-context"],
  ["1.3.6.1.6.3.11.2.1.1.", "snmp.unsupported"],
];

/** @returns `snmp.bad-response` for a report that says nothing we know */
export function codeOfReport(oid: string): SnmpErrorCode {
  return REPORTS.find(([prefix]) => oid.startsWith(prefix))?.[1] ?? "snmp.bad-response";
}

/** A report as a message tells it: `the device reported unknown user`. */
export function reportText(oid: string): string {
  const code = codeOfReport(oid);
  const name =
    code === "snmp.bad-response" ? oid || "nothing" : code.slice("snmp.".length).replaceAll("-", " ");
  return `the device reported ${name}`;
}

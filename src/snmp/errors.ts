import { AppError } from "../base/index.ts";

export type SnmpErrorCode =
  /** No answer within all attempts. A wrong v1/v2c community looks the same: agents drop it in silence. */
  | "snmp.timeout"
  /** The network said no: ICMP unreachable, no route. */
  | "snmp.unreachable"
  | "snmp.name-not-resolved"
  /** v3 reports (RFC 3414 §3.2). */
  | "snmp.unknown-user"
  | "snmp.wrong-digest"
  | "snmp.decryption-error"
  | "snmp.unsupported-security-level"
  | "snmp.not-in-time-window"
  | "snmp.unknown-engine-id"
  | "snmp.unknown-context"
  /** An error-status other than those handled: genErr, authorizationError, … */
  | "snmp.error-status"
  /** A single varbind still does not fit. */
  | "snmp.too-big"
  /** The reply could not be decoded, or does not answer what was asked. */
  | "snmp.bad-response"
  /** The agent went backwards or in circles in a walk. */
  | "snmp.not-increasing"
  | "snmp.too-many-rows"
  /** Not read before the deadline of the poll; the next one goes on from there. */
  | "snmp.deferred"
  /** This OID made the agent fail or fall silent before, and is left out for some time. */
  | "snmp.quarantined"
  /** These credentials cannot be used here (e.g. a cipher the runtime lacks). */
  | "snmp.unsupported";

const PUT_OFF: ReadonlySet<SnmpErrorCode> = new Set(["snmp.deferred", "snmp.quarantined"]);
const LOCAL: ReadonlySet<SnmpErrorCode> = new Set([
  ...PUT_OFF,
  "snmp.error-status",
  "snmp.too-big",
  "snmp.not-increasing",
  "snmp.too-many-rows",
]);

/** Why a device, an OID or the rest of a column could not be read. */
export class SnmpError extends AppError {
  declare readonly code: SnmpErrorCode;
  /** `host:port` as configured. */
  readonly device: string;

  constructor(
    code: SnmpErrorCode,
    message: string,
    options: { device: string; remedy?: string | undefined; cause?: unknown },
  ) {
    super(code, message, options);
    this.name = "SnmpError";
    this.device = options.device;
  }

  /** It was us: the device answers, but not all of it fits its interval, or an OID of it is left alone. */
  get isPutOff(): boolean {
    return PUT_OFF.has(this.code);
  }

  /** The cause lies in the one OID that was asked for, or in us: other questions may well be answered. */
  get isLocal(): boolean {
    return LOCAL.has(this.code);
  }
}

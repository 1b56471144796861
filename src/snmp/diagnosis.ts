import type { SnmpTarget } from "./client.ts";
import { SnmpError, type SnmpErrorCode } from "./errors.ts";
import type { SnmpRequest } from "./exchange.ts";

// The words of every failure. No secret is at hand here: messages name settings, never their values
// (the USM user name is no secret; it travels in clear text).

const STATUS_NAMES = [
  "noError",
  "tooBig",
  "noSuchName",
  "badValue",
  "readOnly",
  "genErr",
  "noAccess",
  "wrongType",
  "wrongLength",
  "wrongEncoding",
  "wrongValue",
  "noCreation",
  "inconsistentValue",
  "resourceUnavailable",
  "commitFailed",
  "undoFailed",
  "authorizationError",
  "notWritable",
  "inconsistentName",
] as const;

/** How an error-status is called in RFC 3416 §3. */
const statusName = (status: number): string => STATUS_NAMES[status] ?? `error-status ${status}`;

const OPERATION = { get: "GET", getNext: "GETNEXT", getBulk: "GETBULK" } as const;

/** What was asked, for a message: `GETBULK of 3 columns from 1.3.6.1.2.1.2.2.1.2`. */
function describeRequest({ kind, oids }: Pick<SnmpRequest, "kind" | "oids">): string {
  const noun = kind === "get" ? "OIDs" : "columns";
  return oids.length === 1
    ? `${OPERATION[kind]} of ${oids[0]}`
    : `${OPERATION[kind]} of ${oids.length} ${noun} from ${oids[0]}`;
}

/** Builds the errors of one target. */
export class Diagnosis {
  readonly #target: SnmpTarget;

  constructor(target: SnmpTarget) {
    this.#target = target;
  }

  error(code: SnmpErrorCode, what: string, remedy: string, cause?: unknown): SnmpError {
    const { device } = this.#target;
    return new SnmpError(code, `${device}: ${what}`, { device, remedy, cause });
  }

  /** @param engineKnown v3: whether the device has told its engineID, so it is there and speaks SNMPv3 */
  timeout(request: SnmpRequest, attempts: number, engineKnown: boolean): SnmpError {
    const { credentials, options } = this.#target;
    const what = `no answer to a ${describeRequest(request)} in ${attempts} attempts of ${options.timeoutMs} ms`;
    return this.error("snmp.timeout", what, this.#timeoutRemedy(credentials.version, engineKnown));
  }

  #timeoutRemedy(version: "1" | "2c" | "3", engineKnown: boolean): string {
    const reach =
      "Check ip and port, that SNMP is enabled, and that firewalls and the device's access list let us in";
    if (version !== "3") {
      return `${reach}. A wrong community looks the same: agents drop such requests in silence. For a slow device raise timeoutSecs.`;
    }
    if (!engineKnown) return `${reach}; check that the device speaks SNMPv3.`;
    return "The device has answered SNMPv3 before: it may be overloaded or rebooting; for a slow device raise timeoutSecs. A wrong privProtocol or privPassword looks the same on many agents.";
  }

  unreachable(cause: NodeJS.ErrnoException): SnmpError {
    const code = cause.code ?? "unknown error";
    if (code === "EMFILE" || code === "ENFILE") {
      return this.error(
        "snmp.unreachable",
        `no socket left (${code})`,
        "Raise the limit of open files (LimitNOFILE): each device takes one.",
        cause,
      );
    }
    const refused = code === "ECONNREFUSED";
    return this.error(
      "snmp.unreachable",
      refused ? "nothing listens on that UDP port (ICMP port unreachable)" : `the network says no (${code})`,
      refused
        ? "Check port and that the SNMP agent is running. If a firewall forges the ICMP message, set enableUnconnectedUdp: true."
        : "Check ip, routing and the local firewall.",
      cause,
    );
  }

  unsupported(cause: unknown): SnmpError {
    return this.error(
      "snmp.unsupported",
      "the runtime cannot compute this authentication or privacy protocol",
      "Choose another authProtocol or privProtocol, or a Node.js build whose OpenSSL has it (FIPS builds lack MD5 and DES).",
      cause,
    );
  }

  /** Datagrams came, but none could be decoded as an answer. */
  undecodable(request: SnmpRequest, datagrams: number): SnmpError {
    return this.error(
      "snmp.bad-response",
      `${datagrams} datagrams came back for a ${describeRequest(request)}, none a decodable SNMP message`,
      "Check that ip and port belong to an SNMP agent; a packet capture shows what answers there.",
    );
  }

  malformed(request: SnmpRequest, cause: unknown): SnmpError {
    return this.error(
      "snmp.bad-response",
      `the reply to a ${describeRequest(request)} cannot be decoded`,
      "The agent's encoding is faulty: ask its vendor for an update, or leave these OIDs out.",
      cause,
    );
  }

  mismatch(request: SnmpRequest, what: string): SnmpError {
    return this.error(
      "snmp.bad-response",
      `the reply to a ${describeRequest(request)} ${what}`,
      "The agent is faulty: ask its vendor for an update, or leave these OIDs out.",
    );
  }

  errorStatus(oid: string, status: number): SnmpError {
    const denied = status === 16 || status === 6;
    return this.error(
      "snmp.error-status",
      `the agent answered ${statusName(status)} for ${oid}`,
      denied
        ? "Grant the community or user read access to this OID on the device (view, group), or raise securityLevel."
        : "The agent failed to read it: look into the device's log, or leave this OID out.",
    );
  }

  tooBig(oid: string): SnmpError {
    return this.error(
      "snmp.too-big",
      `the agent cannot fit the single value of ${oid} into a message`,
      "Leave this OID out, or raise the agent's maximum message size.",
    );
  }

  notIncreasing(column: string, from: string, to: string): SnmpError {
    return this.error(
      "snmp.not-increasing",
      `walking ${column}, the agent went from ${from} back to ${to}`,
      "The agent's table is out of order: ask its vendor for an update. The rows before this point were read.",
    );
  }

  tooManyRows(column: string, rowsMax: number): SnmpError {
    return this.error(
      "snmp.too-many-rows",
      `${column} has more than ${rowsMax} rows`,
      "The agent may walk in circles; if the table is really that long, leave it out.",
    );
  }

  /** A v3 report, or a reply that fails our own checks in the way the report would say. */
  security(code: SnmpErrorCode, what: string): SnmpError {
    return this.error(code, what, this.#securityRemedy(code));
  }

  #securityRemedy(code: SnmpErrorCode): string {
    const { credentials } = this.#target;
    const user = credentials.version === "3" ? `'${credentials.userName}'` : "";
    return (
      SECURITY_REMEDIES[code]?.(user) ??
      "Check that the device speaks SNMPv3 with the User-based Security Model."
    );
  }
}

const SECURITY_REMEDIES: { readonly [code in SnmpErrorCode]?: (user: string) => string } = {
  "snmp.unknown-user": (user) => `Check userName: the device has no USM user ${user}.`,
  "snmp.wrong-digest": (user) => `Check authProtocol and authPassword of USM user ${user}.`,
  "snmp.decryption-error": (user) =>
    `Check privProtocol and privPassword of USM user ${user}. AES192 and AES192C, as AES256 and AES256C, differ in how they lengthen keys; Cisco devices use the C variants.`,
  "snmp.unsupported-security-level": (user) =>
    `Check securityLevel: on the device, USM user ${user} has no keys for it.`,
  "snmp.not-in-time-window": () =>
    "The device's engineBoots or engineTime keep jumping: check its clock, and that no two devices share this address or engineID.",
  "snmp.unknown-engine-id": () =>
    "The device keeps changing its engineID: check that no two devices share this address.",
  "snmp.unknown-context": () => "Check contextName: the device does not know this SNMPv3 context.",
};

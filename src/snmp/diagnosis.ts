import type { SnmpTarget } from "./client.ts";
import { statusName } from "./error-status.ts";
import { SnmpError, type SnmpErrorCode } from "./errors.ts";
import type { SnmpRequest } from "./exchange/exchange.ts";
import { oidText } from "./wire/index.ts";

// The words of every failure. No secret is at hand here: messages name settings, never their values
// (the USM user name is no secret; it travels in clear text).

const OPERATION = { get: "GET", getNext: "GETNEXT", getBulk: "GETBULK" } as const;

/** What was asked, for a message: `a GETBULK of 3 columns from 1.3.6.1.2.1.2.2.1.2`. */
function describeRequest({ kind, oids, nonRepeaters }: SnmpRequest): string {
  // sysUpTime.0 rides in every GETBULK: it is the columns behind it that tell one from another.
  const asked = oids.length > nonRepeaters ? oids.slice(nonRepeaters) : oids;
  const [first] = asked;
  if (first === undefined) return "an SNMPv3 discovery";
  const name = oidText(first, 0, first.length);
  if (asked.length === 1) return `a ${OPERATION[kind]} of ${name}`;
  return `a ${OPERATION[kind]} of ${asked.length} ${kind === "get" ? "OIDs" : "columns"} from ${name}`;
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

  /**
   * @param attempts  datagrams sent
   * @param elsewhere  whether answers came, but from another source
   */
  timeout(request: SnmpRequest, attempts: number, elsewhere = false): SnmpError {
    const { timeoutMs } = this.#target.options;
    const tries = attempts === 1 ? "one attempt" : `${attempts} attempts`;
    const what = `no answer to ${describeRequest(request)} in ${tries} of up to ${timeoutMs} ms`;
    if (!elsewhere) return this.error("snmp.timeout", what, this.#timeoutRemedy(request));
    return this.error(
      "snmp.timeout",
      `${what}, but answers from another source address or port`,
      "If the device answers from another interface, set enableUnconnectedUdp: true; otherwise somebody forges answers.",
    );
  }

  #timeoutRemedy({ oids }: SnmpRequest): string {
    const { credentials, options } = this.#target;
    // Discoveries alone ask for nothing. Whoever has answered one is there and speaks SNMPv3.
    if (credentials.version === "3" && oids.length > 0) {
      return "The device has answered SNMPv3 before: it may be overloaded or rebooting; for a slow device raise timeoutSecs. A wrong privProtocol or privPassword looks the same on many agents.";
    }
    const reach =
      "Check ip and port, that SNMP is enabled, and that firewalls and the device's access list let us in";
    const elsewhere = options.enableUnconnectedUdp
      ? ""
      : " A device that answers from another address needs enableUnconnectedUdp: true.";
    if (credentials.version === "3") return `${reach}; check that the device speaks SNMPv3.${elsewhere}`;
    return `${reach}. A wrong community looks the same: agents drop such requests in silence. For a slow device raise timeoutSecs.${elsewhere}`;
  }

  unreachable(cause: NodeJS.ErrnoException): SnmpError {
    const code = cause.code ?? "unknown error";
    if (code === "EMFILE" || code === "ENFILE") {
      return this.error(
        "snmp.unreachable",
        `no socket left (${code})`,
        "Raise the limit of open files (LimitNOFILE): all devices share a few sockets, and not even those could be opened.",
        cause,
      );
    }
    if (cause.syscall === "bind") return this.#unbound(code, cause);
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

  /** Our own end of the way: the device has nothing to do with it. */
  #unbound(code: string, cause: Error): SnmpError {
    const remedy =
      code === "EAFNOSUPPORT"
        ? "This host has no IPv6: switch it on, or give the device's IPv4 address."
        : "Check bindAddress and bindAddress6 under snmp in the service configuration: this host must have that address.";
    return this.error("snmp.unreachable", `no socket of ours can be bound (${code})`, remedy, cause);
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
      `${datagrams === 1 ? "one datagram" : `${datagrams} datagrams`} came back for ${describeRequest(request)}, and nothing that can be decoded as an SNMP message`,
      "Check that ip and port belong to an SNMP agent; a packet capture shows what answers there.",
    );
  }

  malformed(request: SnmpRequest, cause: unknown): SnmpError {
    return this.error(
      "snmp.bad-response",
      `the reply to ${describeRequest(request)} cannot be decoded`,
      "The agent's encoding is faulty: ask its vendor for an update, or leave these OIDs out.",
      cause,
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

  tooMuch(column: string, bytesMax: number): SnmpError {
    return this.error(
      "snmp.too-many-rows",
      `what one read brought takes more than ${Math.round(bytesMax / 1e6)} MB; ${column} is cut there`,
      "The agent may invent rows without an end; if its tables are really that large, poll fewer of them together.",
    );
  }

  tooManyRows(column: string, rowsMax: number): SnmpError {
    return this.error(
      "snmp.too-many-rows",
      `${column} has more than ${rowsMax} rows`,
      "The agent may walk in circles; if the table is really that long, leave it out.",
    );
  }

  undecodableValue(oid: string): SnmpError {
    return this.error(
      "snmp.bad-response",
      `the value of ${oid} cannot be decoded`,
      "The agent's encoding is faulty: ask its vendor for an update, or leave this OID out.",
    );
  }

  leftOut(oid: string): SnmpError {
    return this.error(
      "snmp.bad-response",
      `the reply has no value for ${oid}`,
      "The agent is faulty: ask its vendor for an update, or leave this OID out.",
    );
  }

  /** Error after error, and no OID to be blamed. */
  failing(): SnmpError {
    return this.error(
      "snmp.error-status",
      "the agent fails at random: requests that it refused are answered in parts",
      "Look into the device's log: its agent may be out of memory, or overloaded.",
    );
  }

  /** Time ran out before it was its turn. */
  deferred(oid: string): SnmpError {
    return this.error(
      "snmp.deferred",
      `${oid} was not read in time`,
      "The next poll goes on from there. Poll less often, ask for fewer feature sets, or allow the device more work with us (busyShareRatio).",
    );
  }

  quarantined(oid: string): SnmpError {
    return this.error(
      "snmp.quarantined",
      `what follows ${oid} is left out: the agent failed or fell silent when it was asked for`,
      "It is tried again every hour. Ask the agent's vendor for an update, or leave this OID out.",
    );
  }

  /** A v3 report, or a reply that fails our own checks in the way the report would say. */
  security(code: SnmpErrorCode, what: string): SnmpError {
    return this.error(code, what, this.#securityRemedy(code));
  }

  bootsExhausted(): SnmpError {
    return this.error(
      "snmp.not-in-time-window",
      "the device's engineBoots has reached its end, 2147483647: it refuses all authenticated requests (RFC 3414 §2.2.1)",
      "Give the device a new engineID, which starts its engineBoots anew, and enter the keys of its users again.",
    );
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

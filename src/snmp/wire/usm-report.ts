import type { SnmpErrorCode } from "../errors.ts";

/** A counter that a Report PDU may name, with what it means for the request. */
interface ReportCounter {
  readonly oid: string;
  readonly code: SnmpErrorCode;
}

/** RFC 3414 §5 (usmStats), RFC 3413 §4.1.2 (snmpTargetMIB), RFC 3412 §5 (snmpMPDStats). */
export const REPORT_COUNTERS = {
  usmStatsUnsupportedSecLevels: { oid: "1.3.6.1.6.3.15.1.1.1", code: "snmp.unsupported-security-level" },
  usmStatsNotInTimeWindows: { oid: "1.3.6.1.6.3.15.1.1.2", code: "snmp.not-in-time-window" },
  usmStatsUnknownUserNames: { oid: "1.3.6.1.6.3.15.1.1.3", code: "snmp.unknown-user" },
  usmStatsUnknownEngineIDs: { oid: "1.3.6.1.6.3.15.1.1.4", code: "snmp.unknown-engine-id" },
  usmStatsWrongDigests: { oid: "1.3.6.1.6.3.15.1.1.5", code: "snmp.wrong-digest" },
  usmStatsDecryptionErrors: { oid: "1.3.6.1.6.3.15.1.1.6", code: "snmp.decryption-error" },
  snmpUnavailableContexts: { oid: "1.3.6.1.6.3.12.1.4", code: "snmp.unknown-context" },
  snmpUnknownContexts: { oid: "1.3.6.1.6.3.12.1.5", code: "snmp.unknown-context" },
  snmpUnknownSecurityModels: { oid: "1.3.6.1.6.3.11.2.1.1", code: "snmp.unsupported" },
  snmpInvalidMsgs: { oid: "1.3.6.1.6.3.11.2.1.2", code: "snmp.bad-response" },
  /** No application behind the engine takes requests for the contextEngineID. */
  snmpUnknownPDUHandlers: { oid: "1.3.6.1.6.3.11.2.1.3", code: "snmp.unknown-context" },
} as const satisfies Readonly<Record<string, ReportCounter>>;

export type ReportName = keyof typeof REPORT_COUNTERS;

const NAMES: ReadonlyMap<string, ReportName> = new Map(
  Object.entries(REPORT_COUNTERS).map(([name, { oid }]) => [oid, name as ReportName]),
);

/**
 * Which counter a Report names; undefined for none that we know.
 * @param oid  of the first varbind, with the instance `.0` or, as some agents send it, without; empty for no varbind
 */
export function reportNameOf(oid: string): ReportName | undefined {
  return NAMES.get(oid.endsWith(".0") ? oid.slice(0, -2) : oid);
}

/** @returns `snmp.bad-response` for a Report that says nothing we know */
export function codeOfReport(name: ReportName | undefined): SnmpErrorCode {
  return name === undefined ? "snmp.bad-response" : REPORT_COUNTERS[name].code;
}

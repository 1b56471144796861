import { withRemedy } from "../base/index.ts";
import type { PollResult } from "../poll/index.ts";
import type { SnmpError, SnmpErrorCode } from "../snmp/index.ts";

/** Endpoint codes as the vendor's data source reports them (spec 2 §6.1), plus PENDING before the first word. */
export const ENDPOINT_CODES = [
  "PENDING",
  "OK",
  "WARNING",
  "AUTHENTICATION_ERROR",
  "DEVICE_CONNECTION_ERROR",
  "GENERIC_ERROR",
] as const;
export type EndpointCode = (typeof ENDPOINT_CODES)[number];

/** What one task last brought, as far as the device's status needs it. */
export interface TaskReport {
  readonly group: string;
  readonly outcome: PollResult["outcome"];
  readonly error: SnmpError | undefined;
  /** What is missing and why, in words; empty when nothing is. */
  readonly missing: readonly string[];
  /** The previous run was not over when this tick came. */
  readonly late: boolean;
}

export interface Verdict {
  readonly code: EndpointCode;
  /** What is wrong and what to do; empty when OK. */
  readonly message: string;
  /** The same apart, where there is one cause: what is wrong, */
  readonly cause?: string | undefined;
  /** and what to do. */
  readonly remedy?: string | undefined;
}

const ENDPOINT_CODE_OF: Readonly<Record<SnmpErrorCode, EndpointCode>> = {
  "snmp.timeout": "DEVICE_CONNECTION_ERROR",
  "snmp.unreachable": "DEVICE_CONNECTION_ERROR",
  "snmp.name-not-resolved": "DEVICE_CONNECTION_ERROR",
  "snmp.unknown-user": "AUTHENTICATION_ERROR",
  "snmp.wrong-digest": "AUTHENTICATION_ERROR",
  "snmp.decryption-error": "AUTHENTICATION_ERROR",
  "snmp.unsupported-security-level": "AUTHENTICATION_ERROR",
  "snmp.not-in-time-window": "AUTHENTICATION_ERROR",
  "snmp.unknown-engine-id": "AUTHENTICATION_ERROR",
  "snmp.unknown-context": "AUTHENTICATION_ERROR",
  "snmp.error-status": "GENERIC_ERROR",
  "snmp.too-big": "GENERIC_ERROR",
  "snmp.bad-response": "GENERIC_ERROR",
  "snmp.not-increasing": "GENERIC_ERROR",
  "snmp.too-many-rows": "GENERIC_ERROR",
  "snmp.deferred": "GENERIC_ERROR",
  "snmp.quarantined": "GENERIC_ERROR",
  "snmp.unsupported": "GENERIC_ERROR",
};

/** The endpoint code a failed request means for its device. */
export function endpointCodeOf(error: SnmpError): EndpointCode {
  return ENDPOINT_CODE_OF[error.code];
}

/**
 * One verdict for a device from the latest report of each of its tasks: OK when all are whole, the error's own code
 * when all failed, WARNING for anything between (spec 2 §6.1, §6.5).
 */
export function judge(reports: readonly TaskReport[]): Verdict {
  if (reports.length === 0) return { code: "PENDING", message: "" };
  const failed = reports.filter((report) => report.outcome === "failed");
  if (failed.length === reports.length) {
    const error = failed[0]!.error;
    if (error === undefined)
      return { code: "GENERIC_ERROR", message: "the poll failed for an unknown reason" };
    return verdictOn(error);
  }
  const complaints = reports.flatMap(complaintsOf);
  return complaints.length === 0
    ? { code: "OK", message: "" }
    : { code: "WARNING", message: complaints.join("; ") };
}

/** Nothing came, and this is why. */
export function verdictOn(error: SnmpError): Verdict {
  const { message: cause, remedy } = error;
  return { code: endpointCodeOf(error), message: withRemedy(error), cause, remedy };
}

function complaintsOf(report: TaskReport): string[] {
  const late = report.late
    ? [`group ${report.group}: the poll takes longer than its interval, ticks are skipped`]
    : [];
  if (report.outcome === "failed") {
    return [
      `group ${report.group}: ${report.error === undefined ? "failed" : withRemedy(report.error)}`,
      ...late,
    ];
  }
  return [...report.missing.map((text) => `group ${report.group}: ${text}`), ...late];
}

/** The status of a configuration (spec 2 §6.2): all OK, all failing, or a mix; then each unhealthy endpoint. */
export function aggregate(devices: readonly { readonly id: string; readonly verdict: Verdict }[]): Verdict {
  const of = (wanted: (code: EndpointCode) => boolean): number =>
    devices.filter(({ verdict }) => wanted(verdict.code)).length;
  const ok = of((code) => code === "OK");
  const warning = of((code) => code === "WARNING");
  const pending = of((code) => code === "PENDING");
  const failing = devices.length - ok - warning - pending;
  const counts = `${ok} OK, ${warning} WARNING, ${failing} ERROR${pending > 0 ? `, ${pending} PENDING` : ""}`;
  if (devices.length > 0 && pending === devices.length) return { code: "PENDING", message: counts };
  if (failing === 0 && warning === 0) return { code: "OK", message: counts };
  const unhealthy = devices.filter(({ verdict }) => verdict.code !== "OK" && verdict.code !== "PENDING");
  const listed = unhealthy
    .slice(0, UNHEALTHY_LISTED_MAX)
    .map(({ id, verdict }) => `${id} ${verdict.code} ${verdict.message}`);
  if (unhealthy.length > listed.length) listed.push(`and ${unhealthy.length - listed.length} more`);
  const code = failing === devices.length ? "GENERIC_ERROR" : "WARNING";
  return { code, message: [counts, ...listed].join("\n") };
}

const UNHEALTHY_LISTED_MAX = 50;

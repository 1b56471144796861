import type { ConfigurationElement } from "./evaluate.ts";
import { isError } from "./finding.ts";

/** What the service says of a configuration (spec 2 §6.1), and when; wall clock. */
export interface ConfigurationVerdict {
  readonly code: string;
  readonly message: string;
  readonly atMs: number;
}

export type VerdictOf = (configurationId: string) => ConfigurationVerdict | undefined;

export type ApiStatus = "OK" | "WARNING" | "ERROR" | "PENDING" | "UNKNOWN";

/** The code of a data source or of a life cycle in the API's five words (spec 2 §6.1). */
function apiStatusOf(code: string): ApiStatus {
  if (code === "OK" || code === "IDLE") return "OK";
  if (code === "WARNING" || code.startsWith("HIGH_")) return "WARNING";
  // STARTUP_ERROR is the end of a start that failed, not a start.
  if (code === "STARTUP_ERROR") return "ERROR";
  if (code === "PENDING" || code === "RESTART" || code.startsWith("STARTUP")) return "PENDING";
  return code === "UNASSIGNED" ? "UNKNOWN" : "ERROR";
}

/** The status of a configuration as the API gives it. */
export function statusOf(
  { id, activation, findings }: ConfigurationElement,
  verdictOf: VerdictOf,
  nowMs: number,
): { readonly status: ApiStatus; readonly timestamp: number; readonly message: string } {
  if (activation === undefined) {
    const message = findings.find(isError)?.message ?? "the configuration has errors";
    return { status: "ERROR", timestamp: nowMs, message };
  }
  if (!activation.configuration.enabled) {
    return { status: "UNKNOWN", timestamp: nowMs, message: "the configuration is disabled" };
  }
  const verdict = verdictOf(id);
  if (verdict === undefined)
    return { status: "UNKNOWN", timestamp: nowMs, message: "nothing was polled yet" };
  return { status: apiStatusOf(verdict.code), timestamp: verdict.atMs, message: verdict.message };
}

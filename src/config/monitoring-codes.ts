import type { FaultCodes } from "./report.ts";

// The C-codes: findings in a monitoring configuration. C107 (load above this host's capacity) is the service's.

export const INSTALLED = "C003";
export const VARIABLE = "C004";
export const VARIABLE_FILTER = "C005";
export const NO_METRIC_LEFT = "C007";
export const TOO_MANY_CONFIGURATIONS = "C008";
export const UNKNOWN_FEATURE_SET = "C101";
export const UNKNOWN_VARIABLE = "C102";
export const DUPLICATE_DEVICE = "C104";
export const WEAK_SECRET = "C105";
export const DUPLICATE_SERIES = "C106";
/** Info: a form outside the format that is understood all the same. */
export const TOLERATED_FORM = "C108";

export const MONITORING_CODES: FaultCodes = {
  syntax: "C001",
  missing: "C001",
  type: "C001",
  value: "C002",
  size: "C006",
  unknownKey: { code: "C103", severity: "warning" },
};

import type { FaultCodes } from "./report.ts";

// The S-codes: findings in the configuration of the service itself.

export const DUPLICATE = "S007";
export const CLEAR_TEXT_SECRET = "S008";
/** Warning: others can read or change what is sent. */
export const INSECURE = "S101";
/** Warning: a setting that does nothing here. */
export const WITHOUT_EFFECT = "S102";

export const SERVICE_CODES: FaultCodes = {
  syntax: "S001",
  missing: "S002",
  type: "S003",
  value: "S004",
  size: "S006",
  // The file is our own: a key we do not know is a slip.
  unknownKey: { code: "S005", severity: "error" },
};

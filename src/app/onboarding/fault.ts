import type { OnboardingFault, OnboardingReason } from "../../api/index.ts";
import type { SnmpError, SnmpErrorCode } from "../../snmp/index.ts";
import type { Attempt } from "./verdict.ts";

// What an error of the SNMP client says of a device, or of a credential.

/** Undefined when something came back, and when it is this host that cannot ask: no socket, no address of its own. */
export function reasonOf({ code, cause }: SnmpError): OnboardingReason | undefined {
  if (code === "snmp.timeout") return "silent";
  if (code === "snmp.name-not-resolved") return "name-unknown";
  if (code !== "snmp.unreachable") return undefined;
  const said = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (said === "ECONNREFUSED") return "port-closed";
  return said === "EHOSTUNREACH" || said === "ENETUNREACH" ? "no-route" : undefined;
}

/** What a report of the device proves to be wrong (RFC 3414 §3.2), most likely first. */
const FAULTS: { readonly [code in SnmpErrorCode]?: readonly [what: string, ...settings: string[]] } = {
  "snmp.unknown-user": ["the device does not know this user name", "userName"],
  "snmp.unsupported-security-level": ["the user has no keys for this security level", "securityLevel"],
  "snmp.wrong-digest": ["authentication password or protocol is wrong", "authPassword", "authProtocol"],
  "snmp.decryption-error": ["privacy password or protocol is wrong", "privPassword", "privProtocol"],
  "snmp.unknown-context": ["the device does not know this context", "contextName"],
};

export const hasContext = ({ credential: { credentials } }: Attempt): boolean =>
  credentials.version === "3" && credentials.contextName !== "";

/** Net-SNMP does so, where RFC 3413 §3.2 has a report of snmpUnknownContexts. */
export const CONTEXT_SILENCE =
  "some agents are silent when they do not know the context, and most devices have none.";

export function faultOf(attempt: Attempt): OnboardingFault | undefined {
  const { error, credential } = attempt;
  const [, ...settings] = FAULTS[error.code] ?? [];
  // Both look the same from here: the request is dropped.
  if (error.code === "snmp.decryption-error" && hasContext(attempt)) settings.push("contextName");
  return settings.length === 0 ? undefined : { credential: credential.name, settings };
}

/** What is wrong, and what the device said that proves it. */
export function saidOf(error: SnmpError): string {
  const [what] = FAULTS[error.code] ?? [];
  return what === undefined ? whatOf(error) : `${what} (${whatOf(error)})`;
}

/** Without the device's name, which stands beside it. */
export function whatOf({ message, device }: SnmpError): string {
  return message.startsWith(`${device}: `) ? message.slice(device.length + 2) : message;
}

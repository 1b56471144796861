import type { OnboardingFault, OnboardingReason } from "../../api/index.ts";
import type { SnmpError, SnmpErrorCode } from "../../snmp/index.ts";
import { endpointCodeOf } from "../../store/index.ts";
import type { NamedCredential } from "./credential-choices.ts";
import { CONTEXT_SILENCE, faultOf, hasContext, reasonOf, saidOf } from "./fault.ts";

/** What one credential got that did not get in. */
export interface Attempt {
  readonly credential: NamedCredential;
  readonly error: SnmpError;
}

/** What a device that was silent said when it was asked in other ways. */
export interface Clues {
  /** It answers SNMPv1 with this community, and not SNMPv2c. */
  readonly answersV1: NamedCredential | undefined;
  /** It has answered an SNMPv3 discovery. */
  readonly speaksV3: boolean;
}

export const NO_CLUES: Clues = { answersV1: undefined, speaksV3: false };

export interface Verdict {
  /** `ok`, or a status code (spec 2 §6.1). */
  readonly code: string;
  readonly message?: string | undefined;
  readonly remedy?: string | undefined;
  /** Set when nothing came back at all. */
  readonly reason?: OnboardingReason | undefined;
  /** What is wrong in which credential; undefined when what came back does not tell. */
  readonly fault?: OnboardingFault | undefined;
}

/** The more a failure tells of the device, the earlier it stands: a wrong password says more than silence. */
const TELLING: readonly SnmpErrorCode[] = [
  "snmp.unknown-context",
  "snmp.decryption-error",
  "snmp.wrong-digest",
  "snmp.not-in-time-window",
  "snmp.unsupported-security-level",
  "snmp.unknown-user",
  "snmp.error-status",
  "snmp.unknown-engine-id",
  "snmp.bad-response",
  "snmp.unsupported",
  "snmp.unreachable",
  "snmp.name-not-resolved",
];

/** The verdict on a device that took none of the credentials. @param attempts  not empty, as they were made */
export function failedVerdict(attempts: readonly Attempt[], clues: Clues): Verdict {
  const best = attempts.toSorted((a, b) => rank(a) - rank(b))[0]!;
  const each = attempts.map(({ credential, error }) =>
    attempts.length === 1 ? saidOf(error) : `${credential.name}: ${saidOf(error)}`,
  );
  const found = clueVerdict(attempts, best, clues);
  const mayBeContext = best.error.code === "snmp.decryption-error" && hasContext(best);
  const remedies = [
    remedyOf(best, attempts.length),
    mayBeContext ? `Check contextName, too: ${CONTEXT_SILENCE}` : undefined,
  ];
  return {
    code: found?.code ?? endpointCodeOf(best.error),
    message: [...each, found?.message].filter((text) => text !== undefined).join("; "),
    remedy: found?.remedy ?? (remedies.filter((text) => text !== undefined).join(" ") || undefined),
    reason: found === undefined ? reasonOf(best.error) : undefined,
    fault: found === undefined ? faultOf(best) : found.fault,
  };
}

/** Silence can be told apart when the device has answered something else. */
function clueVerdict(
  attempts: readonly Attempt[],
  { error, credential }: Attempt,
  { answersV1, speaksV3 }: Clues,
): Verdict | undefined {
  if (error.code !== "snmp.timeout") return undefined;
  const inContext = attempts.find(hasContext);
  if (speaksV3 && inContext !== undefined) {
    return {
      code: "AUTHENTICATION_ERROR",
      message: "the device answers SNMPv3 discoveries, and drops what asks for this context",
      remedy: `Check contextName: ${CONTEXT_SILENCE}`,
      fault: { credential: inContext.credential.name, settings: ["contextName"] },
    };
  }
  if (answersV1 !== undefined) {
    return {
      code: "AUTHENTICATION_ERROR",
      message: `the device answers SNMPv1 with the community of ${answersV1.name}, and is silent to SNMPv2c`,
      remedy: "Use a credential of type SNMPv1, or switch SNMPv2c on at the device.",
      fault: { credential: answersV1.name, settings: ["type"] },
    };
  }
  if (!speaksV3 || credential.credentials.version === "3") return undefined;
  return {
    code: "AUTHENTICATION_ERROR",
    message: "the device is there, for it has answered an SNMPv3 discovery",
    remedy:
      "Check the community first, then the device's access list, which may let others in; or SNMPv1 and SNMPv2c are off there: then give an SNMPv3 credential.",
  };
}

function remedyOf({ error, credential }: Attempt, attempts: number): string | undefined {
  const which = attempts === 1 ? "" : `${credential.name} got furthest. `;
  if (error.code === "snmp.timeout") return error.remedy;
  if (error.code === "snmp.unreachable" || error.code === "snmp.name-not-resolved") return error.remedy;
  return `${which}${error.remedy ?? ""}`.trim() || undefined;
}

const rank = ({ error }: Attempt): number => {
  const place = TELLING.indexOf(error.code);
  return place < 0 ? TELLING.length : place;
};

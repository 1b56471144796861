import { ApiError, type Violation } from "../../api/index.ts";
import {
  type AdvancedOptions,
  type Credentials,
  loadCredential,
  loadDevices,
  type SecretReader,
} from "../../config/index.ts";
import type { Diagnostic } from "../../source/index.ts";

/** As requests name one: by name, or an authentication object as in the activation JSON. */
export type CredentialChoice = string | Readonly<Record<string, unknown>>;

/** One of those that are tried. */
export interface NamedCredential {
  /** Its name, or `credentials[1]`. */
  readonly name: string;
  readonly credentials: Credentials;
}

/** A check asks many that are not there: it does not wait as long as a poll. */
const CHECK_DEFAULTS = { timeoutSecs: 1, retries: 1 };

/**
 * @throws {ApiError} 400 `onboarding.wrong-credential` with a violation for each that is not well-formed or unknown
 */
export function readCredentials(
  choices: readonly CredentialChoice[],
  secrets: SecretReader,
): readonly NamedCredential[] {
  const violations: Violation[] = [];
  const read = choices.flatMap((choice, i) => {
    const { value, diagnostics } = loadCredential(JSON.stringify(authenticationOf(choice)), { secrets });
    if (value !== undefined)
      return { name: typeof choice === "string" ? choice : `credentials[${i}]`, credentials: value };
    violations.push(...violationsOf(`credentials/${i}`, diagnostics));
    return [];
  });
  if (violations.length === 0) return read;
  throw refusal("onboarding.wrong-credential", "a credential cannot be used", violations);
}

/** As the activation JSON has it. */
export const authenticationOf = (choice: CredentialChoice): object =>
  typeof choice === "string" ? { credential: choice } : choice;

/** @throws {ApiError} 400 `onboarding.wrong-option` */
export function readAdvanced(advanced: Readonly<Record<string, unknown>> | undefined): AdvancedOptions {
  const device = {
    ip: "localhost",
    port: 161,
    authentication: { type: "SNMPv2c", community: "-" },
    advanced: { ...CHECK_DEFAULTS, ...advanced },
  };
  const { value, diagnostics } = loadDevices(JSON.stringify({ devices: [device] }));
  const config = value?.[0];
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (config !== undefined && errors.length === 0) return config.advanced;
  throw refusal("onboarding.wrong-option", "advanced cannot be used", violationsOf("advanced", errors));
}

/** A request whose body says what cannot be done. */
export function refusal(code: string, message: string, violations: readonly Violation[]): ApiError {
  const text = [message, ...violations.map(({ path, message: why }) => `${path}: ${why}`)].join("; ");
  return new ApiError(400, code, text, { violations });
}

export function violationsOf(path: string, diagnostics: readonly Diagnostic[]): readonly Violation[] {
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map((diagnostic) => ({ path, message: diagnostic.message, parameterLocation: "PAYLOAD_BODY" as const }));
}

import { Secret } from "../../base/index.ts";
import type { Credentials } from "../../config/index.ts";
import { hasContext } from "./fault.ts";
import type { Attempt, Clues } from "./verdict.ts";

/** Asks once with other credentials; true when anything came back. */
export type TryOnce = (trial: {
  readonly credential: { readonly credentials: Credentials };
}) => Promise<boolean>;

/**
 * An SNMPv3 request of nobody: whoever speaks SNMPv3 answers the discovery that comes before it (RFC 3414 §4),
 * without any secret.
 */
const NOBODY: Credentials = {
  version: "3",
  userName: "snmpgate-check",
  securityLevel: "NO_AUTH_NO_PRIV",
  auth: undefined,
  priv: undefined,
  contextName: "",
};

/**
 * Looks again at a device that was silent to all credentials: does it speak another version? One attempt each, side by
 * side, and none for what the credentials have shown already.
 * @returns undefined when it stays silent
 */
export async function cluesOf(attempts: readonly Attempt[], tryOnce: TryOnce): Promise<Clues | undefined> {
  const versions = new Set(attempts.map(({ credential }) => credential.credentials.version));
  const v2c = attempts.find(({ credential }) => credential.credentials.version === "2c")?.credential;
  const wantsV1 = v2c !== undefined && !versions.has("1");
  // Whoever has tried SNMPv3 knows, unless a context was asked for: some agents drop what names one they have not.
  const wantsV3 = !versions.has("3") || attempts.some(hasContext);
  const [answersV1, speaksV3] = await Promise.all([
    wantsV1 && tryOnce({ credential: { credentials: asV1(v2c.credentials) } }),
    wantsV3 && tryOnce({ credential: { credentials: NOBODY } }),
  ]);
  return answersV1 || speaksV3 ? { answersV1: answersV1 ? v2c : undefined, speaksV3 } : undefined;
}

function asV1(credentials: Credentials): Credentials {
  return { version: "1", community: credentials.version === "3" ? new Secret("") : credentials.community };
}

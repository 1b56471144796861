import type { Diagnosis } from "../diagnosis.ts";
import type { Ending, Silence } from "./ending.ts";
import type { Outcome } from "./exchange.ts";

/** What an ending means for who asked, in words. */
export function conclude(ending: Ending, diagnosis: Diagnosis): Outcome {
  switch (ending.kind) {
    case "answered":
    case "refused":
      return ending;
    case "malformed":
      return { kind: "malformed", error: diagnosis.malformed(ending.request, ending.cause) };
    case "silent":
      return concludeSilence(ending, diagnosis);
    case "unreachable":
      return { kind: "refused", error: diagnosis.unreachable(ending.cause) };
    case "unencodable":
      return { kind: "refused", error: diagnosis.unsupported(ending.cause) };
    default:
      return ending satisfies never;
  }
}

/** Nothing that came could be believed, but it tells what is wrong; the surest sign first. */
function concludeSilence({ request, attempts, rejected, doubt }: Silence, diagnosis: Diagnosis): Outcome {
  if (doubt !== undefined) return { kind: "refused", error: doubt };
  for (const [reason, code, what] of SECURITY_SIGNS) {
    if (rejected.has(reason)) return { kind: "refused", error: diagnosis.security(code, what) };
  }
  const undecodable = rejected.get("undecodable");
  const error =
    undecodable === undefined
      ? diagnosis.timeout(request, attempts, rejected.has("source"))
      : diagnosis.undecodable(request, undecodable);
  return { kind: "silent", error };
}

const SECURITY_SIGNS = [
  ["decryption", "snmp.decryption-error", "the device's replies cannot be decrypted"],
  ["digest", "snmp.wrong-digest", "the device's replies carry a wrong digest"],
  ["level", "snmp.bad-response", "the device's replies are below the securityLevel asked for"],
] as const;

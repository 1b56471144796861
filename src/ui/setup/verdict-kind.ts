import type { OnboardingDevice } from "../../api/contract/index.ts";

export const VERDICT_KINDS = [
  "ok",
  "polled",
  "credentials",
  "silent",
  "closed",
  "noRoute",
  "noName",
  "other",
  "waiting",
] as const;
/** How verdicts are sorted out for who looks at thousands of them. */
export type VerdictKind = (typeof VERDICT_KINDS)[number];

export const KIND_LABELS: Readonly<Record<VerdictKind, string>> = {
  ok: "OK",
  polled: "Polled already",
  credentials: "Credentials refused",
  silent: "No answer",
  closed: "Nothing listens",
  noRoute: "No route",
  noName: "Unknown name",
  other: "Other problems",
  waiting: "Waiting",
};

/** Nothing came back: an address, a port or a name is wrong, or the way there, rather than a secret. */
export const UNHEARD: readonly VerdictKind[] = ["silent", "closed", "noRoute", "noName"];

const KIND_OF_REASON: Readonly<Record<NonNullable<OnboardingDevice["reason"]>, VerdictKind>> = {
  silent: "silent",
  "port-closed": "closed",
  "no-route": "noRoute",
  "name-unknown": "noName",
};

export function kindOf({ verdict, reason, configurations }: OnboardingDevice): VerdictKind {
  if (verdict === "pending" || verdict === "checking") return "waiting";
  if (verdict === "ok") return configurations === undefined ? "ok" : "polled";
  if (verdict === "AUTHENTICATION_ERROR") return "credentials";
  return reason === undefined ? "other" : KIND_OF_REASON[reason];
}

export const hasFailed = (device: OnboardingDevice): boolean => {
  const kind = kindOf(device);
  return kind === "credentials" || kind === "other" || UNHEARD.includes(kind);
};

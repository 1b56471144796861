import { TOKEN_SCOPES, type TokenScope } from "./tokens.ts";

export const ROLES = ["viewer", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

const VIEWER: readonly TokenScope[] = [
  "metrics.read",
  "entities.read",
  "events.read",
  "extensions.read",
  "extensionEnvironment.read",
  "extensionConfigurations.read",
  "credentials.read",
];

const OPERATOR: readonly TokenScope[] = [
  ...VIEWER,
  "entities.write",
  "metrics.ingest",
  "extensions.write",
  "extensionEnvironment.write",
  "extensionConfigurations.write",
  "credentials.write",
];

/** What each role may do, in the words that tokens have for it. */
export const SCOPES_OF_ROLE: Readonly<Record<Role, readonly TokenScope[]>> = {
  viewer: VIEWER,
  operator: OPERATOR,
  admin: TOKEN_SCOPES,
};

/** Whether who has `held` may hand on `wanted`: nobody makes somebody who may do more. */
export function mayGrant(held: readonly TokenScope[], wanted: readonly TokenScope[]): boolean {
  return wanted.every((scope) => held.includes(scope));
}

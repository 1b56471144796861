import type { Credentials } from "../config/index.ts";

export type UsmUser = Extract<Credentials, { readonly version: "3" }>;

/** Who asks in a discovery (RFC 3414 §4). */
export const ANONYMOUS: UsmUser = {
  version: "3",
  userName: "",
  securityLevel: "NO_AUTH_NO_PRIV",
  auth: undefined,
  priv: undefined,
  contextName: "",
};

import type { User } from "../../api/contract/index.ts";

export type Role = User["role"];

/** What each role may do; from least to most. */
export const ROLE_WORDS: Readonly<Record<Role, { readonly label: string; readonly about: string }>> = {
  viewer: {
    label: "Viewer",
    about: "Sees everything except users, tokens and the audit log; changes nothing.",
  },
  operator: {
    label: "Operator",
    about: "Sees what a viewer sees, and sets up devices: configurations, credentials, manifests and tags.",
  },
  admin: { label: "Admin", about: "Does everything, also users, tokens and the audit log." },
};

export const ROLES = Object.keys(ROLE_WORDS) as readonly Role[];

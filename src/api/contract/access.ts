import { z } from "zod";
import { PASSWORD_LENGTH, ROLES, TOKEN_SCOPES, USER_NAME } from "../../access/index.ts";
import type { DeepReadonly } from "./deep-readonly.ts";
import { flag, time } from "./parameters.ts";

// Who may come in: sessions, users, tokens, and the log of what they changed. Secrets go in, and out once when made.

const password = z
  .string()
  .max(PASSWORD_LENGTH.max * 2)
  .describe(`${PASSWORD_LENGTH.min} to ${PASSWORD_LENGTH.max} characters; never given out.`);
const userName = z.string().regex(USER_NAME, "1 to 64 letters, digits, dots, hyphens, underscores or @");
const role = z.enum(ROLES);
const scopes = z.array(z.enum(TOKEN_SCOPES)).max(TOKEN_SCOPES.length);

export const newSession = z
  .strictObject({ name: z.string().max(64), password: z.string().max(PASSWORD_LENGTH.max * 2) })
  .meta({ id: "NewSession", examples: [{ name: "admin", password: "correct horse battery" }] });

export const whoAmIQuery = z.object({
  optional: flag
    .optional()
    .describe("Answers 204 in place of 401 where nobody is known: for pages that ask first."),
});

export const whoAmI = z
  .object({
    id: z.string().describe("As in the audit log: user:<name>, public part of the token, or loopback."),
    kind: z.enum(["session", "token", "loopback"]),
    user: z.string().optional(),
    role: role.optional(),
    scopes,
    csrfToken: z
      .string()
      .optional()
      .describe("For the header X-CSRF-Token, with every request of the session that is no GET."),
  })
  .meta({ id: "WhoAmI", description: "Who calls, and what they may do." });
export type WhoAmI = DeepReadonly<z.infer<typeof whoAmI>>;

export const ownPassword = z
  .strictObject({ currentPassword: z.string().max(PASSWORD_LENGTH.max * 2), newPassword: password })
  .meta({ id: "OwnPassword" });

export const userPath = z.object({ name: z.string().max(64) });

export const newUser = z
  .strictObject({ name: userName, role, password })
  .meta({ id: "NewUser", examples: [{ name: "ops", role: "operator", password: "correct horse battery" }] });

export const changedUser = z
  .strictObject({ role: role.optional(), password: password.optional(), disabled: z.boolean().optional() })
  .meta({ id: "ChangedUser", description: "What is left out stays.", examples: [{ role: "viewer" }] });

export const user = z
  .object({ name: z.string(), role, createdAt: z.string().describe("ISO 8601."), disabled: z.boolean() })
  .meta({ id: "User" });
export type User = DeepReadonly<z.infer<typeof user>>;
export const userList = z.object({ users: z.array(user) }).meta({ id: "UserList" });

export const tokenPath = z.object({ id: z.string().max(100).describe("Public part of the token.") });

export const newToken = z
  .object({
    name: z.string().regex(/^[^\p{Cc}]{1,100}$/u, "1 to 100 characters"),
    scopes: scopes.min(1),
    expirationDate: z.string().max(50).optional().describe("ISO 8601, or now+14d. Default: never."),
  })
  .meta({ id: "ApiTokenCreate", examples: [{ name: "backup-script", scopes: ["metrics.ingest"] }] });

export const createdToken = z
  .object({
    id: z.string(),
    token: z.string().describe("Shown this once."),
    expirationDate: z.string().optional(),
  })
  .meta({ id: "ApiTokenCreated" });

export const token = z
  .object({
    id: z.string().describe("Public part of the token."),
    name: z.string(),
    enabled: z.boolean().describe("False when it has expired."),
    owner: z.string(),
    creationDate: z.string().describe("ISO 8601."),
    expirationDate: z.string().optional(),
    scopes,
  })
  .meta({ id: "ApiToken" });
export type ApiToken = DeepReadonly<z.infer<typeof token>>;
export const tokenList = z
  .object({
    totalCount: z.number().int(),
    pageSize: z.number().int(),
    nextPageKey: z.null().describe("All come at once."),
    apiTokens: z.array(token),
  })
  .meta({ id: "ApiTokenList" });

export const auditQuery = z.object({
  from: time("the beginning"),
  to: time("now"),
  text: z.string().max(200).optional().describe("In any field, in any case."),
  limit: z.coerce.number().int().min(1).max(1_000).optional().describe("Default 100."),
});

export const auditEntry = z
  .object({
    timestamp: z.number().int().describe("UTC milliseconds."),
    who: z.string(),
    address: z.string(),
    action: z.string().describe("Subject and verb: user.create, token.delete, session.refused."),
    object: z.string(),
    details: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
      .optional(),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntryJson = DeepReadonly<z.infer<typeof auditEntry>>;
export const auditList = z.object({ entries: z.array(auditEntry) }).meta({ id: "AuditList" });

import type { AuditDetail, Role, TokenScope } from "../../access/index.ts";
import { mayGrant, SCOPES_OF_ROLE } from "../../access/index.ts";
import { AppError, type Clock } from "../../base/index.ts";
import type { Admittance, Admitted } from "../admittance.ts";
import { ApiError } from "../api-error.ts";
import type { Logins } from "../logins.ts";

/** What the routes of users, sessions and tokens have in common. */
export interface AccessContext {
  readonly logins: Logins;
  readonly admittance: Admittance;
  readonly clock: Clock;
  readonly isTls: boolean;
}

/** Writes a change to the audit log. */
export function note(
  { logins }: AccessContext,
  { id, address }: Pick<Admitted, "id" | "address">,
  action: string,
  object: string,
  details?: Readonly<Record<string, AuditDetail>>,
): void {
  logins.audit.record({ who: id, address, action, object, details });
}

/** @throws {ApiError} 403 when somebody would hand on more than they may do */
export function demandGrant(caller: Admitted, wanted: readonly TokenScope[]): void {
  if (mayGrant(caller.scopes, wanted)) return;
  const missing = wanted.filter((scope) => !caller.scopes.includes(scope));
  throw new ApiError(403, "api.grant", `nobody gives away what they may not do: ${missing.join(", ")}`, {
    remedy: "Ask somebody with the role admin.",
  });
}

export function demandRole(caller: Admitted, role: Role): void {
  demandGrant(caller, SCOPES_OF_ROLE[role]);
}

/** @throws {ApiError} 400 for a password that is not taken */
export function refusePassword(problem: string | undefined, path: string): void {
  if (problem === undefined) return;
  const violation = { path, message: problem, parameterLocation: "PAYLOAD_BODY", location: null } as const;
  throw new ApiError(400, "api.password", problem, { violations: [violation] });
}

/** Does it, and answers what the user files refuse by HTTP's words. */
export async function answering<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const status = error instanceof AppError && !(error instanceof ApiError) ? STATUS[error.code] : undefined;
    if (status === undefined) throw error;
    const { code, message, remedy } = error as AppError;
    const headers = status === 429 || status === 503 ? { "retry-after": "5" } : undefined;
    throw new ApiError(status, code, message, { remedy, headers, cause: error });
  }
}

const STATUS: Readonly<Record<string, number>> = {
  "access.user-unknown": 404,
  "access.token-unknown": 404,
  "access.user-exists": 409,
  "access.token-name": 409,
  "access.last-admin": 409,
  "access.too-many": 409,
  "access.busy": 429,
  "app.users": 503,
  "app.tokens": 503,
  "app.locked": 503,
};

export {
  type AuditDetail,
  type AuditEntry,
  type AuditLog,
  type AuditQuery,
  parseAuditLine,
} from "./audit.ts";
export { LOCKOUT_LIMITS, Lockout } from "./lockout.ts";
export { checkLogin, type LoginOutcome } from "./login.ts";
export { PASSWORD_LENGTH, type PasswordRecord, Passwords, passwordProblem } from "./passwords.ts";
export { mayGrant, ROLES, type Role, SCOPES_OF_ROLE } from "./roles.ts";
export { isCsrfToken, SESSION_LIMITS, type Session, Sessions } from "./sessions.ts";
export {
  hashToken,
  type IssuedToken,
  isExpired,
  issueToken,
  matchingToken,
  newToken,
  type StoredToken,
  TOKEN_SCOPES,
  type TokenCheck,
  type TokenDirectory,
  type TokenScope,
} from "./tokens.ts";
export {
  accessStamp,
  isStoredUser,
  knownUser,
  type StoredUser,
  USER_NAME,
  type UserChange,
  type UserDirectory,
  withChanged,
  withoutUser,
  withUser,
} from "./users.ts";

import { isRecord } from "../base/index.ts";

/** One change, or one try to get in. Nothing of it is a secret. */
export interface AuditEntry {
  /** UTC ms. */
  readonly timestamp: number;
  /** `user:<name>`, public part of a token, `loopback`, or `cli:<account of the host>`. */
  readonly who: string;
  readonly address: string;
  /** `<subject>.<verb>`: `user.create`, `configuration.replace`, `session.refused`. */
  readonly action: string;
  /** What was changed: a name or an id. */
  readonly object: string;
  readonly details?: Readonly<Record<string, AuditDetail>> | undefined;
}

export type AuditDetail = string | number | boolean | readonly string[];

export interface AuditQuery {
  /** UTC ms, inclusive. */
  readonly from?: number | undefined;
  /** UTC ms, exclusive. */
  readonly to?: number | undefined;
  readonly limit: number;
  /** In any field, in any case. */
  readonly text?: string | undefined;
}

export interface AuditLog {
  /** Returns at once and never throws; the time is added. */
  record(entry: Omit<AuditEntry, "timestamp">): void;
  /** Latest first. */
  list(query: AuditQuery): Promise<readonly AuditEntry[]>;
}

/** One line of the log. @returns undefined for one that was torn by a power cut */
export function parseAuditLine(line: string): AuditEntry | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return isAuditEntry(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}

function isAuditEntry(value: unknown): value is AuditEntry {
  if (!isRecord(value)) return false;
  const { timestamp, who, address, action, object } = value;
  return (
    typeof timestamp === "number" && [who, address, action, object].every((text) => typeof text === "string")
  );
}

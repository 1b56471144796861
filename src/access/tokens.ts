import { createHash, randomInt, timingSafeEqual } from "node:crypto";
import { Secret } from "../base/index.ts";

/** What a token allows: the vendor's scopes (specs 2 to 4) for what the vendor's API has, and like names for the rest. */
export const TOKEN_SCOPES = [
  "metrics.ingest",
  "logs.ingest",
  "openTelemetryTrace.ingest",
  "metrics.read",
  "entities.read",
  "entities.write",
  "events.read",
  "extensions.read",
  "extensions.write",
  "extensionEnvironment.read",
  "extensionEnvironment.write",
  "extensionConfigurations.read",
  "extensionConfigurations.write",
  "credentials.read",
  "credentials.write",
  "apiTokens.read",
  "apiTokens.write",
  "users.read",
  "users.write",
  "auditLogs.read",
] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** A token as it is kept: all but the token itself. */
export interface StoredToken {
  /** The public part, `dt0c01.` and 24 characters: may be shown and logged. */
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** ISO 8601. */
  readonly createdAt: string;
  /** SHA-256 of the whole token in hex. */
  readonly sha256: string;
  /** ISO 8601; from then on it is unknown. Undefined: until it is revoked. */
  readonly expiresAt?: string | undefined;
  /** Who made it, for the list. */
  readonly owner?: string | undefined;
}

/** Makes the record of a new token; the token itself is nowhere but in the answer. @param nowMs  wall clock */
export function issueToken(
  wish: Pick<StoredToken, "name" | "scopes" | "expiresAt" | "owner">,
  nowMs: number,
): IssuedToken {
  const { id, token } = newToken();
  const stored = {
    id,
    ...wish,
    createdAt: new Date(nowMs).toISOString(),
    sha256: hashToken(token.reveal()),
  };
  return { stored, token };
}

export interface IssuedToken {
  readonly stored: StoredToken;
  readonly token: Secret;
}

export interface TokenCheck {
  /** @returns undefined for a token that is not one of ours. Never rejects. */
  find(token: string): Promise<StoredToken | undefined>;
}

/** The tokens as they are managed. */
export interface TokenDirectory extends TokenCheck {
  list(): Promise<readonly StoredToken[]>;
  /** @throws {AppError} `access.token-name` when the name is taken, `access.too-many` */
  add(token: StoredToken): Promise<void>;
  /** @param nameOrId  name or public part. @throws {AppError} `access.token-unknown` */
  remove(nameOrId: string): Promise<StoredToken>;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const PREFIX = "dt0c01";
const [PUBLIC_LENGTH, SECRET_LENGTH] = [24, 64];
const TOKEN = /^(dt0c01\.[A-Z0-9]{24})\.[A-Z0-9]{64}$/;

/** A new token of the vendor's shape (spec 3 §3), from the system's randomness: 64 characters are 330 bits. */
export function newToken(): { readonly id: string; readonly token: Secret } {
  const id = `${PREFIX}.${randomText(PUBLIC_LENGTH)}`;
  return { id, token: new Secret(`${id}.${randomText(SECRET_LENGTH)}`) };
}

/**
 * What is kept of a token. One round of SHA-256 without salt is enough: slow hashes defend what people think up, and
 * nobody guesses 64 random characters.
 */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/**
 * The stored token that a sender presents: found by its public part, the rest compared in constant time.
 * @param nowMs  wall clock; a token that has expired by then is none
 */
export function matchingToken(
  tokens: readonly StoredToken[],
  presented: string,
  nowMs: number,
): StoredToken | undefined {
  const id = TOKEN.exec(presented)?.[1];
  const candidate = id === undefined ? undefined : tokens.find((token) => token.id === id);
  if (candidate === undefined || isExpired(candidate, nowMs)) return undefined;
  const [ours, theirs] = [candidate.sha256, hashToken(presented)].map((hash) => Buffer.from(hash, "hex"));
  return ours!.length === theirs!.length && timingSafeEqual(ours!, theirs!) ? candidate : undefined;
}

export function isExpired({ expiresAt }: StoredToken, nowMs: number): boolean {
  return expiresAt !== undefined && !(nowMs < Date.parse(expiresAt));
}

function randomText(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}

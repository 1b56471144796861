import { createHash, randomInt, timingSafeEqual } from "node:crypto";
import { Secret } from "../base/index.ts";

/** What a token allows (spec 3 §3): to send metrics, logs or traces, or to read what was polled. */
export const TOKEN_SCOPES = [
  "metrics.ingest",
  "logs.ingest",
  "openTelemetryTrace.ingest",
  "metrics.read",
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
}

export interface TokenCheck {
  /** @returns undefined for a token that is not one of ours. Never rejects. */
  find(token: string): Promise<StoredToken | undefined>;
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

/** The stored token that a sender presents: found by its public part, the rest compared in constant time. */
export function matchingToken(tokens: readonly StoredToken[], presented: string): StoredToken | undefined {
  const id = TOKEN.exec(presented)?.[1];
  const candidate = id === undefined ? undefined : tokens.find((token) => token.id === id);
  if (candidate === undefined) return undefined;
  const [ours, theirs] = [candidate.sha256, hashToken(presented)].map((hash) => Buffer.from(hash, "hex"));
  return ours!.length === theirs!.length && timingSafeEqual(ours!, theirs!) ? candidate : undefined;
}

function randomText(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}

import { createHash } from "node:crypto";
import { isRecord } from "../../base/index.ts";
import { ApiError } from "../api-error.ts";

// A page key is the query of the first part and where the next part begins, in base64url with a checksum. It holds
// nothing that a caller could not write into a query, and is checked like one: the checksum finds what was cut off on
// the way, or is of another path.

export interface PageStart {
  /** As it came with the first part. */
  readonly query: Readonly<Record<string, unknown>>;
  readonly offset: number;
}

const SUM_LENGTH = 11;

export function pageKey(url: string, start: PageStart): string {
  const text = Buffer.from(JSON.stringify([start.offset, start.query])).toString("base64url");
  return sumOf(url, text) + text;
}

/**
 * Where a request for a list begins.
 * @throws {ApiError} 400 for a key that is not ours, or that has other parameters beside it (spec 4 §5.1)
 */
export function pageStart(url: string, query: Readonly<Record<string, unknown>>): PageStart {
  const { nextPageKey: key } = query;
  if (key === undefined) return { query, offset: 0 };
  if (Object.keys(query).length > 1)
    throw refusal("nextPageKey must be the only parameter", "Leave the others out; the key knows them.");
  const start = typeof key === "string" ? read(url, key) : undefined;
  if (start === undefined) throw refusal("nextPageKey is not one of this list", "Begin again without it.");
  return start;
}

function read(url: string, key: string): PageStart | undefined {
  const [sum, text] = [key.slice(0, SUM_LENGTH), key.slice(SUM_LENGTH)];
  if (sum !== sumOf(url, text)) return undefined;
  const [offset, query] = listIn(Buffer.from(text, "base64url").toString());
  const isPlace = Number.isSafeInteger(offset) && Number(offset) >= 0;
  return isPlace && isRecord(query) ? { offset: Number(offset), query } : undefined;
}

function listIn(json: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** 8 bytes are 11 characters. */
function sumOf(url: string, text: string): string {
  return createHash("sha256").update(`${url}\n${text}`).digest().subarray(0, 8).toString("base64url");
}

function refusal(message: string, remedy: string): ApiError {
  const violation = { path: "nextPageKey", message, parameterLocation: "QUERY", location: null } as const;
  return new ApiError(400, "api.page-key", message, { remedy, violations: [violation] });
}

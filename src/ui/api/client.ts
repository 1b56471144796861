import type { ErrorEnvelope, Violation } from "../../api/contract/index.ts";
import { takeAskedAhead } from "./asked-ahead.ts";

// The one way to the service: JSON over fetch on this very host, with the token against CSRF, and errors that say what
// to change.

/** A request that was refused, or that nobody answered. */
export class ApiFailure extends Error {
  /** HTTP status; 0 when the service could not be reached. */
  readonly status: number;
  readonly violations: readonly Violation[];

  constructor(
    status: number,
    message: string,
    violations: readonly Violation[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "ApiFailure";
    this.status = status;
    this.violations = violations;
  }
}

export interface RequestOptions {
  /** Members that are undefined are left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** Sent as JSON; a string or bytes go as they are. */
  readonly body?: unknown;
  /** Of a body that is no JSON. */
  readonly contentType?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Statuses whose body is an answer all the same, as that of a list with a verdict for each element. */
  readonly accept?: readonly number[] | undefined;
}

let csrfToken: string | undefined;
let onUnauthorized: () => void = () => undefined;

/** Of the session that requests belong to from now on. */
export function setCsrfToken(token: string | undefined): void {
  csrfToken = token;
}

/** Called when the service no longer knows who asks. */
export function setOnUnauthorized(listener: () => void): void {
  onUnauthorized = listener;
}

export async function get<T>(path: string, options?: RequestOptions): Promise<T> {
  const ahead = await takeAskedAhead(urlOf(path, options?.query));
  return ahead === undefined ? ask<T>("GET", path, options) : (ahead as T);
}
export const post = <T>(path: string, body: unknown, options?: RequestOptions): Promise<T> =>
  ask<T>("POST", path, { ...options, body });
export const put = <T>(path: string, body: unknown, options?: RequestOptions): Promise<T> =>
  ask<T>("PUT", path, { ...options, body });
export const remove = <T = undefined>(path: string, options?: RequestOptions): Promise<T> =>
  ask<T>("DELETE", path, options);

/** The path with its query, as `get` asks for it; for links and for `copy as API call`. */
export function urlOf(path: string, query: RequestOptions["query"] = {}): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)] as [string, string]],
  );
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
}

/** @throws {ApiFailure}, or the reason of `signal` */
async function ask<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  return (await answerOf<T>(method, path, options)).body;
}

/** With the headers of the answer, for ETag and the like. @throws {ApiFailure} */
export async function answerOf<T>(
  method: string,
  path: string,
  options: RequestOptions = {},
): Promise<{ readonly body: T; readonly headers: Headers; readonly status: number }> {
  const response = await send(method, path, options);
  const text = await response.text();
  if (!response.ok && options.accept?.includes(response.status) !== true) throw failureOf(response, text);
  if (isWebPage(response)) throw new ApiFailure(response.status, notOurWords(response, text));
  const isJson = response.headers.get("content-type")?.includes("json") === true;
  const body = (text === "" ? undefined : isJson ? JSON.parse(text) : text) as T;
  return { body, headers: response.headers, status: response.status };
}

async function send(method: string, path: string, options: RequestOptions): Promise<Response> {
  const { query, body, contentType, headers, signal } = options;
  const isRaw = typeof body === "string" || body instanceof Uint8Array || body instanceof Blob;
  const init: RequestInit = {
    method,
    credentials: "same-origin",
    headers: {
      ...(body === undefined ? {} : { "content-type": contentType ?? "application/json" }),
      ...(csrfToken === undefined || method === "GET" ? {} : { "x-csrf-token": csrfToken }),
      ...headers,
    },
    signal: signal ?? null,
    ...(body === undefined
      ? {}
      : { body: isRaw ? (body as NonNullable<RequestInit["body"]>) : JSON.stringify(body) }),
  };
  try {
    return await fetch(urlOf(path, query), init);
  } catch (cause) {
    signal?.throwIfAborted();
    throw new ApiFailure(0, "snmpgate does not answer. Is it running? This page asks again by itself.", [], {
      cause,
    });
  }
}

function failureOf(response: Response, text: string): ApiFailure {
  // A wrong password is 401, too, but asks nobody who they are.
  if (response.status === 401 && response.headers.has("www-authenticate")) {
    onUnauthorized();
    return new ApiFailure(401, NOBODY);
  }
  const envelope = envelopeOf(text);
  if (envelope === undefined) return new ApiFailure(response.status, notOurWords(response, text));
  return new ApiFailure(
    response.status,
    sentence(envelope.error.message),
    envelope.error.constraintViolations ?? [],
  );
}

/** What a proxy or a portal says for the service, or what is no JSON. */
function notOurWords(response: Response, text: string): string {
  const { status } = response;
  if (status >= 502 && status <= 504)
    return `A proxy answers ${status} for snmpgate: it gets no answer itself. Is snmpgate running? This page asks again by itself.`;
  if (isWebPage(response))
    return `A proxy or portal in front of snmpgate answers with a page of its own (${status}). Load this page again to see what it wants.`;
  return text.slice(0, 500) || `The service answered ${status}.`;
}

const isWebPage = ({ headers }: Response): boolean =>
  headers.get("content-type")?.startsWith("text/html") === true;

/** The service's own words are for programs, which have tokens. */
const NOBODY = "This takes signing in: nobody is signed in here, or the session has ended.";

function envelopeOf(text: string): ErrorEnvelope | undefined {
  try {
    const value = JSON.parse(text) as ErrorEnvelope | null;
    return typeof value?.error?.message === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** As `{ error: … }` has it, where an answer of several holds one. */
export const failureOfEnvelope = ({ error }: ErrorEnvelope): ApiFailure =>
  new ApiFailure(error.code, sentence(error.message), error.constraintViolations ?? []);

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

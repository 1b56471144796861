import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import type { TokenScope } from "../../access/index.ts";
import type { Admitted } from "../admittance.ts";

/** A route that answers JSON, as data: what it takes and gives is checked, served and documented from this alone. */
export interface JsonRoute<
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodObject = z.ZodObject<z.core.$ZodShape>,
  B extends z.ZodType = z.ZodUndefined,
> {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** What begins with `/api/v2/` is there below `/e/:environment`, too. */
  readonly url: `/api/${string}`;
  /** Undefined: for everybody, unless `admit` says otherwise. */
  readonly scope: TokenScope | undefined;
  /** In place of the check of `scope`. */
  readonly admit?: (request: IncomingMessage) => Promise<Admitted>;
  readonly doc: RouteDoc;
  readonly params?: P;
  readonly query?: Q;
  /** The query may hold `pageSize` and `nextPageKey`; more than `maxSize` is refused. */
  readonly paged?: { readonly size: number; readonly maxSize: number };
  readonly body?: B;
  readonly bodyLimitBytes?: number;
  /** A body that is no JSON. */
  readonly file?: FileBody;
  readonly answers: Readonly<Record<number, AnswerDoc>>;
  readonly handle: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Answer | Promise<Answer>;
}

export interface RouteDoc {
  /** Heading of the docs page. */
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
}

export interface AnswerDoc {
  readonly text: string;
  /** Undefined: no body. */
  readonly schema?: z.ZodType;
  /** Default: `application/json`. */
  readonly type?: string;
}

export interface FileBody {
  readonly types: readonly string[];
  readonly limitBytes: number;
  readonly text: string;
}

export interface Call<P = unknown, Q = unknown, B = unknown> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Empty unless the route takes a `file`. Stands until the answer is given. */
  readonly file: Uint8Array;
  readonly caller: Admitted;
  readonly page: CallPage;
  readonly request: IncomingMessage;
  /** The revision that If-Match names. */
  readonly ifRevision: string | undefined;
  /** `If-None-Match: *` came along: only what is not there yet may be made. */
  readonly ifNew: boolean;
  /** Aborted when the caller leaves before the answer. */
  readonly left: () => AbortSignal;
}

export interface CallPage {
  readonly offset: number;
  readonly limit: number;
  /** The key of the part behind this one. */
  next(totalCount: number): string | null;
}

export interface Answer {
  readonly status: number;
  /** Written as JSON; undefined: no body. */
  readonly body?: unknown;
  /** Text of JSON that may be long: it is sent while it is made. */
  readonly pieces?: Iterable<string>;
  /** A body that is written as it is. */
  readonly text?: { readonly type: string; readonly text: string };
  readonly headers?: Readonly<Record<string, string>>;
}

export function ok(body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, body, headers };
}

export const NO_CONTENT: Answer = { status: 204 };

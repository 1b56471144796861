import { TOKEN_SCOPES, type TokenScope } from "../../src/access/index.ts";
import type { ApiOptions } from "../../src/api/index.ts";
import { type ApiBench, startApiBench } from "./api-bench.ts";
import { type FakePorts, fakePorts } from "./fake-ports.ts";

// The API with fake ports behind it, called by somebody who may do everything unless told otherwise.

export interface CallOptions {
  /** Sent as JSON, unless it is text or bytes. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly scopes?: readonly TokenScope[];
}

export interface Called {
  readonly status: number;
  readonly json: unknown;
  readonly headers: Headers;
}

export interface ApiCalls extends ApiBench {
  readonly ports: FakePorts;
  /** @param call  method and path: `GET /api/v2/metrics` */
  readonly call: (call: string, options?: CallOptions) => Promise<Called>;
}

export async function startApiCalls(parts: Partial<ApiOptions> = {}): Promise<ApiCalls> {
  const ports = fakePorts();
  const bench = await startApiBench({ ports, ...parts });
  const all = bench.issue(...TOKEN_SCOPES);
  return {
    ...bench,
    ports,
    call: async (call, { body, headers = {}, scopes } = {}) => {
      const [method, path] = call.split(" ") as [string, string];
      const token = scopes === undefined ? all : bench.issue(...scopes);
      const isRaw = typeof body === "string" || body instanceof Uint8Array;
      const response = await fetch(`${bench.api.url}${path}`, {
        method,
        headers: {
          authorization: `Api-Token ${token}`,
          ...(body === undefined || isRaw ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
      return { status: response.status, json: isJson ? JSON.parse(text) : text, headers: response.headers };
    },
  };
}

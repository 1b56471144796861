import { connect } from "node:net";
import { onTestFinished } from "vitest";
import { issueToken, matchingToken, type StoredToken, type TokenScope } from "../../src/access/index.ts";
import { type Api, type ApiOptions, startApi } from "../../src/api/index.ts";
import { type Logger, silentLogger } from "../../src/base/index.ts";
import { FakeClock } from "./fake-clock.ts";

// The HTTP front on a loopback port, with a played ingest behind it.

export interface Taken {
  readonly what: string;
  readonly body: string;
  readonly from: string;
}

export interface ApiBench {
  readonly api: Api;
  readonly clock: FakeClock;
  /** What reached the ingest, in order. */
  readonly taken: Taken[];
  /** What was logged as a warning: code and fields. */
  readonly warnings: Readonly<Record<string, unknown>>[];
  /** A token that the front knows. */
  readonly issue: (...scopes: TokenScope[]) => string;
  readonly post: (
    path: string,
    body: string | Uint8Array,
    headers?: Record<string, string>,
  ) => Promise<Response>;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>;
}

/** @param parts  what differs from a front whose ingest takes every line */
export async function startApiBench(parts: Partial<ApiOptions> = {}): Promise<ApiBench> {
  const clock = new FakeClock();
  const taken: Taken[] = [];
  const tokens: StoredToken[] = [];
  const warnings: Record<string, unknown>[] = [];
  const logger: Logger = { ...silentLogger, warn: (fields) => warnings.push({ ...fields }) };
  const api = await startApi({
    listen: { host: "127.0.0.1", port: 0 },
    clock,
    logger,
    loopbackWithoutToken: true,
    maxRequestsPerSecond: 1_000,
    tokens: { find: (token) => Promise.resolve(matchingToken(tokens, token, clock.wallMs())) },
    health: { live: () => ({ ok: true, reasons: [] }), ready: () => ({ ok: true, reasons: [] }) },
    metrics: () => Promise.resolve("# nothing\n"),
    ingest: {
      metrics: (body, from) => {
        const text = Buffer.from(body).toString();
        taken.push({ what: "lines", body: text, from: from.id });
        const linesOk = text.split("\n").filter((line) => line !== "").length;
        return Promise.resolve({
          kind: "taken",
          linesOk,
          linesInvalid: 0,
          invalidLines: [],
          changedKeys: [],
        });
      },
      otlp: ({ signal, body, encoding }, from) => {
        taken.push({ what: `${signal} ${encoding}`, body: Buffer.from(body).toString(), from: from.id });
        const contentType = encoding === "json" ? "application/json" : "application/x-protobuf";
        const answer = Buffer.from(encoding === "json" ? "{}" : "");
        return Promise.resolve({ status: 200, contentType, body: answer });
      },
      otlpError: (encoding, status, message) => ({
        status,
        contentType: encoding === "json" ? "application/json" : "application/x-protobuf",
        body: Buffer.from(`${encoding} ${status} ${message}`),
      }),
    },
    ...parts,
  });
  onTestFinished(async () => {
    const closed = api.close();
    // A connection that is kept alive would be waited for, on a clock that stands still.
    await clock.advance(5_000);
    await closed;
  });
  return {
    api,
    clock,
    taken,
    warnings,
    issue: (...scopes) => {
      const { stored, token } = issueToken({ name: `token ${tokens.length}`, scopes }, clock.wallMs());
      tokens.push(stored);
      return token.reveal();
    },
    post: (path, body, headers = {}) => fetch(`${api.url}${path}`, { method: "POST", body: body, headers }),
    get: (path, headers = {}) => fetch(`${api.url}${path}`, { headers }),
  };
}

/**
 * Writes bytes to the front as they are, and reads until it closes the connection or has been silent for `quietMs`.
 * The time is real, for it is that of the kernel's sockets.
 */
export function rawExchange(
  { port }: { readonly port: number },
  text: string,
  quietMs = 10_000,
  address = "127.0.0.1",
): Promise<{ readonly answer: string; readonly closed: boolean }> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(port, address, () => socket.write(text));
    socket.setTimeout(quietMs, () => {
      resolve({ answer, closed: false });
      socket.destroy();
    });
    socket.on("data", (chunk: Buffer) => {
      answer += chunk.toString();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve({ answer, closed: true }));
  });
}

/** A promise that the test settles itself. */
export function gate(): { readonly passed: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

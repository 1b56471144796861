import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { type ParsedLine, parseLine } from "./line-grammar.ts";

export { type ParsedLine, type ParseResult, type Payload, parseLine } from "./line-grammar.ts";

const MAX_BODY_BYTES = 1_048_576;
const INGEST_PATH = /^(?:\/e\/[^/]+)?\/api\/v2\/metrics\/ingest$|^\/metrics\/ingest$/;

export interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body's lines, blank ones left out. */
  readonly lines: readonly string[];
  /** Counts TCP connections from 0: equal numbers mean the connection was kept alive. */
  readonly connection: number;
}

export type StubResponse =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Objects are sent as JSON. */
      readonly body?: string | object;
    }
  /** Never answers. */
  | "hang"
  /** Sends half an answer, then nothing. */
  | "hangInBody"
  /** Cuts the connection. */
  | "cut";

export interface IngestStubOptions {
  /**
   * Plays a fault: called per request, counted from 0. `undefined` is the honest answer: lines are checked, valid
   * ones are kept in `received`. With any other answer nothing is kept.
   */
  readonly script?: (request: StubRequest, n: number) => StubResponse | undefined;
  /** When given, other tokens get 401. */
  readonly token?: string;
  /** For the window of timestamps. Default: the host's clock. */
  readonly nowMs?: () => number;
  /** Port of an earlier stub, to come back at. Default: any free one. */
  readonly port?: number;
  readonly tls?: { readonly key: string; readonly cert: string };
}

export interface IngestStub {
  /** The ingest address. */
  readonly url: string;
  readonly port: number;
  /** Lines that were accepted, in the order of arrival. */
  readonly received: ParsedLine[];
  /** Every request, whatever the answer was. */
  readonly requests: StubRequest[];
  close(): Promise<void>;
}

/** A metric ingest API on loopback that answers as the documentation says, and reads lines with its own parser. */
export async function startIngestStub(options: IngestStubOptions = {}): Promise<IngestStub> {
  const received: ParsedLine[] = [];
  const requests: StubRequest[] = [];
  const connections = new Map<Socket, number>();
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming, connections.get(incoming.socket) ?? -1);
    const n = requests.push(request) - 1;
    write(options.script?.(request, n) ?? answerHonestly(request, options, received), response);
  };
  const listener: RequestListener = (incoming, response) => {
    serve(incoming, response).catch(() => response.destroy());
  };
  const { tls } = options;
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.on(tls === undefined ? "connection" : "secureConnection", (socket: Socket) => {
    connections.set(socket, connections.size);
  });
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}/api/v2/metrics/ingest`,
    port,
    received,
    requests,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function write(answer: StubResponse, response: ServerResponse): void {
  if (answer === "hang") return;
  if (answer === "cut") {
    response.destroy();
  } else if (answer === "hangInBody") {
    response.writeHead(202, { "content-length": "100" });
    response.write('{"linesOk":');
  } else {
    const { status, headers = {}, body = "" } = answer;
    response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  }
}

async function readRequest(incoming: IncomingMessage, connection: number): Promise<StubRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  return {
    method: incoming.method ?? "",
    path: incoming.url ?? "",
    headers: incoming.headers,
    body,
    lines: body.split(/\r?\n/).filter((line) => line !== ""),
    connection,
  };
}

function answerHonestly(
  request: StubRequest,
  options: IngestStubOptions,
  received: ParsedLine[],
): StubResponse {
  const path = request.path.split("?")[0] ?? "";
  if (!INGEST_PATH.test(path)) return envelope(404, "There is no such resource.");
  if (request.method !== "POST") return envelope(405, "Use POST.");
  if (!/^text\/plain\b/.test(request.headers["content-type"] ?? "")) return envelope(415, "Use text/plain.");
  if (options.token !== undefined && request.headers.authorization !== `Api-Token ${options.token}`) {
    return envelope(401, "Token authentication failed.");
  }
  if (Buffer.byteLength(request.body) > MAX_BODY_BYTES) return envelope(413, "The body is larger than 1 MB.");
  const nowMs = (options.nowMs ?? Date.now)();
  const invalidLines: { line: number; error: string }[] = [];
  for (const [index, text] of request.lines.entries()) {
    const result = parseLine(text, nowMs);
    if (result.ok) received.push(result.line);
    else invalidLines.push({ line: index + 1, error: result.error });
  }
  const counts = { linesOk: request.lines.length - invalidLines.length, linesInvalid: invalidLines.length };
  if (invalidLines.length === 0) return { status: 202, body: { ...counts, error: null, warnings: null } };
  const error = { code: 400, message: `${invalidLines.length} invalid lines`, invalidLines };
  return { status: 400, body: { ...counts, error, warnings: null } };
}

/** The error envelope of the API. */
export function envelope(status: number, message: string): { status: number; body: object } {
  return { status, body: { error: { code: status, message } } };
}

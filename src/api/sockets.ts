import { createServer, type RequestListener, type Server, STATUS_CODES } from "node:http";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import type { Socket } from "node:net";
import { envelope } from "./api-error.ts";
import type { ApiLimits } from "./options.ts";
import { type Certificate, TLS_OPTIONS } from "./tls-files.ts";

/** Longer than most senders pause: one a minute keeps its connection. */
const KEEP_ALIVE_MS = 75_000;
/** How often overdue requests are looked for, at most. */
const LOOK_EVERY_MS = 1_000;

/**
 * The listening sockets with their bounds. `localhost` has one for each family, and fastify would give those after
 * the first neither bounds nor our answers.
 */
export class Sockets {
  readonly #limits: ApiLimits;
  readonly #certificate: (() => Certificate) | undefined;
  readonly #servers: Server[] = [];
  readonly #tlsServers: TlsServer[] = [];

  /** @param certificate  the one to show; undefined: clear text */
  constructor(limits: ApiLimits, certificate?: () => Certificate) {
    this.#limits = limits;
    this.#certificate = certificate;
  }

  /** Those that show a certificate. */
  get tlsServers(): readonly TlsServer[] {
    return this.#tlsServers;
  }

  open(handler: RequestListener): Server {
    const server = this.#create(handler);
    server.setTimeout(this.#limits.idleTimeoutMs);
    server.maxConnections = this.#limits.connections;
    server.on("clientError", answerBroken);
    this.#servers.push(server);
    return server;
  }

  #create(handler: RequestListener): Server {
    const { requestTimeoutMs, headersTimeoutMs, headerBytes } = this.#limits;
    const bounds = {
      maxHeaderSize: headerBytes,
      headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs),
      requestTimeout: requestTimeoutMs,
      connectionsCheckingInterval: Math.min(LOOK_EVERY_MS, headersTimeoutMs),
      keepAliveTimeout: KEEP_ALIVE_MS,
    };
    if (this.#certificate === undefined) return createServer(bounds, handler);
    const options = { ...bounds, handshakeTimeout: headersTimeoutMs, ...TLS_OPTIONS, ...this.#certificate() };
    const server = createTlsServer(options, handler);
    this.#tlsServers.push(server);
    return server;
  }

  /** Ends all connections at once. */
  cut(): void {
    for (const server of this.#servers) server.closeAllConnections();
  }
}

/** A request that is none, or does not end: there is no reply to use, only the socket. */
function answerBroken(error: NodeJS.ErrnoException, socket: Socket): void {
  // Who does not speak TLS, or an older one, could not read the answer.
  const isHandshake = /^(?:ERR_SSL|ERR_TLS|EPROTO)/.test(error.code ?? "");
  if (error.code === "ECONNRESET" || isHandshake || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = BROKEN[error.code ?? ""] ?? [400, "this is no HTTP request"];
  const body = envelope(status, message);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}

const BROKEN: Readonly<Record<string, readonly [number, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "the request did not arrive in time"],
  HPE_HEADER_OVERFLOW: [431, "the headers are too large"],
};

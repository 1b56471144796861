import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";

export interface PeerRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** As it came: still compressed when the sink compresses. */
  readonly body: Buffer;
  /** Counts TCP connections from 0: equal numbers mean the connection was kept alive. */
  readonly connection: number;
}

export type PeerAnswer =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Objects are sent as JSON. */
      readonly body?: string | Uint8Array | object;
    }
  /** Never answers. */
  | "hang"
  /** Answers 503, of which the body never ends. */
  | "hangInBody"
  /** Cuts the connection. */
  | "cut";

export interface TlsPair {
  readonly key: string;
  readonly cert: string;
}

export interface HttpPeerOptions {
  /** Plays the other side: called for each whole request, counted from 0. */
  readonly answer: (request: PeerRequest, n: number) => PeerAnswer;
  readonly tls?: TlsPair | undefined;
  /** For servers that ask for a client's certificate: who may have signed it. */
  readonly clientCa?: string | undefined;
  /** Port of an earlier peer, to come back at. Default: any free one. */
  readonly port?: number | undefined;
}

/** An HTTP server on loopback that can be taken away, come back, and play faults. */
export interface HttpPeer {
  readonly origin: string;
  readonly port: number;
  readonly requests: readonly PeerRequest[];
  /** Requests that hang now, so that only a time-out of the client can go on. */
  readonly held: number;
  /** Shows another certificate to connections from now on. */
  useTls(pair: TlsPair): void;
  /** Cuts every connection; new ones are taken. */
  cutAll(): void;
  close(): Promise<void>;
}

export async function startHttpPeer(options: HttpPeerOptions): Promise<HttpPeer> {
  const requests: PeerRequest[] = [];
  const connections = new Map<Socket, number>();
  const held = new Set<ServerResponse>();
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming, connections.get(incoming.socket) ?? -1);
    const answer = options.answer(request, requests.push(request) - 1);
    if (answer === "hang" || answer === "hangInBody") {
      held.add(response);
      response.on("close", () => held.delete(response));
    }
    write(answer, response);
  };
  const listener: RequestListener = (incoming, response) => {
    serve(incoming, response).catch(() => response.destroy());
  };
  const { tls, clientCa } = options;
  const server = tls === undefined ? createServer(listener) : createTlsServer(tlsOf(tls, clientCa), listener);
  server.on(tls === undefined ? "connection" : "secureConnection", (socket: Socket) => {
    connections.set(socket, connections.size);
  });
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    port,
    requests,
    get held() {
      return held.size;
    },
    useTls: (pair) => (server as TlsServer).setSecureContext(pair),
    cutAll: () => server.closeAllConnections(),
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const tlsOf = (tls: TlsPair, clientCa: string | undefined) =>
  clientCa === undefined ? tls : { ...tls, ca: clientCa, requestCert: true, rejectUnauthorized: true };

async function readRequest(incoming: IncomingMessage, connection: number): Promise<PeerRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const { method = "", url = "", headers } = incoming;
  return { method, path: url, headers, body: Buffer.concat(chunks), connection };
}

function write(answer: PeerAnswer, response: ServerResponse): void {
  if (answer === "hang") return;
  if (answer === "cut") {
    response.destroy();
  } else if (answer === "hangInBody") {
    response.writeHead(503, { "content-length": "100" });
    response.write("We are very");
  } else {
    const { status, headers = {}, body = "" } = answer;
    const isJson = typeof body === "object" && !(body instanceof Uint8Array);
    response.writeHead(status, isJson ? { "content-type": "application/json", ...headers } : headers);
    response.end(isJson ? JSON.stringify(body) : body);
  }
}

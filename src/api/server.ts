import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import { AppError, messageOf, within } from "../base/index.ts";
import { addAccessRoutes } from "./access-routes.ts";
import { Admittance } from "./admittance.ts";
import { ApiError } from "./api-error.ts";
import { addApiRoutes } from "./api-routes.ts";
import type { ApiDoor, Door } from "./door.ts";
import { InFlight } from "./in-flight.ts";
import { addIngestRoutes } from "./ingest-routes.ts";
import { EventStreams } from "./json/event-streams.ts";
import { openLogins } from "./logins.ts";
import { addRoutesAlone } from "./methods.ts";
import { watchRoutes } from "./openapi/document.ts";
import { addDocsRoutes } from "./openapi/routes.ts";
import { type Api, type ApiLimits, type ApiOptions, DEFAULT_LIMITS } from "./options.ts";
import { QuietLog } from "./quiet-log.ts";
import { asEnvelope, refuse } from "./replies.ts";
import { addSecurityHeaders } from "./security-headers.ts";
import { SenderRates } from "./sender-rates.ts";
import { Sockets } from "./sockets.ts";
import { addStatusRoutes } from "./status-routes.ts";
import { TlsFiles } from "./tls-files.ts";
import { addUiRoutes } from "./ui/routes.ts";

/** A stop waits so long for requests under way. */
const CLOSE_MS = 5_000;
/** Keys of metrics, and devices by name and port. */
const PARAMETER_LENGTH_MAX = 500;

/** Starts the HTTP front. @throws {AppError} `api.listen` when the address cannot be used */
export async function listen(options: ApiOptions): Promise<Api> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const tls = options.tls && (await TlsFiles.open(options.tls, options));
  const sockets = new Sockets(limits, tls && (() => tls.current));
  const app = createServer(sockets);
  if (tls !== undefined) app.addHook("onRequest", demandTls);
  const { host, port } = options.listen;
  const log = new QuietLog(options.clock, options.logger);
  addSecurityHeaders(app);
  if (options.ports !== undefined) await watchRoutes(app);
  const admittance = addRoutes(app, options, limits, log);
  if (options.uiFolder !== undefined) await addUiRoutes(app, options.uiFolder, admittance);
  try {
    await app.listen({ host, port });
  } catch (cause) {
    await app.close();
    throw cannotListen(cause, host, port);
  }
  void tls?.follow(() => sockets.tlsServers);
  return apiOf(app, { sockets, tls }, options);
}

/** A browser that was here once never comes in clear text again (RFC 6797). Set on the raw answer: it holds for streams, too. */
function demandTls(_request: FastifyRequest, { raw }: FastifyReply, done: () => void): void {
  raw.setHeader("strict-transport-security", "max-age=31536000");
  done();
}

/** Below this the vendor's SDK asks for what its API has below `/api/v2/`. */
const PLATFORM_PATH = "/platform/classic/environment-api/v2/";

const ownPath = (url: string): string =>
  url.startsWith(PLATFORM_PATH) ? `/api/v2/${url.slice(PLATFORM_PATH.length)}` : url;

/** Bodies are left to the routes: no parser reads one before its sender and size are known. */
function createServer(sockets: Sockets): FastifyInstance {
  const app: FastifyInstance = fastify({
    logger: false,
    serverFactory: (handler) => sockets.open(handler),
    clientErrorHandler: () => undefined, // `sockets` answers, on all addresses alike
    forceCloseConnections: "idle",
    rewriteUrl: ({ url = "/" }) => ownPath(url),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: PARAMETER_LENGTH_MAX },
    frameworkErrors: (error, _request, reply) => {
      void asEnvelope(reply, new ApiError(error.statusCode ?? 400, "api.url", "the URL is not readable"));
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
  // Schemas are for the OpenAPI document: routes check by themselves.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => JSON.stringify);
  return app;
}

/** @returns who lets callers in */
function addRoutes(app: FastifyInstance, options: ApiOptions, limits: ApiLimits, log: QuietLog): Admittance {
  const { clock, ingest, maxRequestsPerSecond } = options;
  const logins = options.access && openLogins(options.access, options);
  const isTls = options.tls !== undefined;
  const admittance = new Admittance({ ...options, logins, isTls });
  const rates = new SenderRates(clock, { perSecond: maxRequestsPerSecond, sendersMax: limits.sendersKnown });
  const inFlight = new InFlight(clock, { requests: limits.requestsInFlight, bytes: limits.bytesInFlight });
  const door: Door = { admittance, rates, inFlight, limits, clock, log };
  const asking = askingDoor(door);
  app.addHook("preClose", (done) => {
    asking.streams.close();
    done();
  });
  app.setErrorHandler((error, request, reply) =>
    refuse(request, reply, known(error), { log, write: asEnvelope }),
  );
  addRoutesAlone(app, log, () => {
    addStatusRoutes(app, options, { admittance, log });
    addIngestRoutes(app, { ...door, ingest, maxRequestsPerSecond });
    if (logins !== undefined) addAccessRoutes(app, asking, { logins, admittance, clock, isTls });
    if (options.ports === undefined) return;
    addApiRoutes(app, asking, options.ports);
    addDocsRoutes(app);
  });
  return admittance;
}

/** The door of questions has bounds of its own: slow ones must not keep lines out. */
function askingDoor(door: Door): ApiDoor {
  const { clock, limits } = door;
  const { questionsInFlight: requests, questionBytesInFlight: bytes } = limits;
  const inFlight = new InFlight(clock, { requests, bytes });
  return { ...door, inFlight, streams: new EventStreams(clock, limits) };
}

/** What fastify itself refuses, such as a Content-Type that is none. */
function known(error: unknown): unknown {
  const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 500;
  return status < 500 ? new ApiError(status, "api.request", messageOf(error)) : error;
}

function cannotListen(cause: unknown, host: string, port: number): AppError {
  return new AppError("api.listen", `cannot listen on ${host}:${port}: ${messageOf(cause)}.`, {
    remedy: "Write an address of this host and a free port into listen, or stop the program that has it.",
    cause,
  });
}

function apiOf(
  app: FastifyInstance,
  { sockets, tls }: { readonly sockets: Sockets; readonly tls: TlsFiles | undefined },
  { clock, listen: { host } }: ApiOptions,
): Api {
  const address = app.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `${tls === undefined ? "http" : "https"}://${host.includes(":") ? `[${host}]` : host}:${port}`,
    port,
    close: async () => {
      tls?.close();
      const closed = app.close();
      await within(clock, CLOSE_MS, closed);
      sockets.cut();
      await closed;
    },
  };
}

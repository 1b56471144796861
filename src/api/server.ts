import { type FastifyInstance, fastify } from "fastify";
import { AppError, messageOf, within } from "../base/index.ts";
import { Admittance } from "./admittance.ts";
import { ApiError } from "./api-error.ts";
import { InFlight } from "./in-flight.ts";
import { addIngestRoutes } from "./ingest-routes.ts";
import { addRoutesAlone } from "./methods.ts";
import { type Api, type ApiLimits, type ApiOptions, DEFAULT_LIMITS } from "./options.ts";
import { QuietLog } from "./quiet-log.ts";
import { asEnvelope, refuse } from "./replies.ts";
import { SenderRates } from "./sender-rates.ts";
import { Sockets } from "./sockets.ts";
import { addStatusRoutes } from "./status-routes.ts";

/** A stop waits so long for requests under way. */
const CLOSE_MS = 5_000;
const PARAMETER_LENGTH_MAX = 200;

/** Starts the HTTP front. @throws {AppError} `api.listen` when the address cannot be used */
export async function listen(options: ApiOptions): Promise<Api> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const sockets = new Sockets(limits);
  const app = createServer(sockets);
  const { host, port } = options.listen;
  const log = new QuietLog(options.clock, options.logger);
  addRoutes(app, options, limits, log);
  try {
    await app.listen({ host, port });
  } catch (cause) {
    await app.close();
    throw cannotListen(cause, host, port);
  }
  return apiOf(app, sockets, options);
}

/** Bodies are left to the routes: no parser reads one before its sender and size are known. */
function createServer(sockets: Sockets): FastifyInstance {
  const app: FastifyInstance = fastify({
    logger: false,
    serverFactory: (handler) => sockets.open(handler),
    clientErrorHandler: () => undefined, // `sockets` answers, on all addresses alike
    forceCloseConnections: "idle",
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: PARAMETER_LENGTH_MAX },
    frameworkErrors: (error, _request, reply) => {
      void asEnvelope(reply, new ApiError(error.statusCode ?? 400, "api.url", "the URL is not readable"));
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
  return app;
}

function addRoutes(app: FastifyInstance, options: ApiOptions, limits: ApiLimits, log: QuietLog): void {
  const { clock, ingest, maxRequestsPerSecond } = options;
  const admittance = new Admittance(options);
  const rates = new SenderRates(clock, { perSecond: maxRequestsPerSecond, sendersMax: limits.sendersKnown });
  const inFlight = new InFlight(clock, { requests: limits.requestsInFlight, bytes: limits.bytesInFlight });
  app.setErrorHandler((error, request, reply) =>
    refuse(request, reply, known(error), { log, write: asEnvelope }),
  );
  addRoutesAlone(app, log, () => {
    addStatusRoutes(app, options, { admittance, log });
    addIngestRoutes(app, { ingest, admittance, rates, inFlight, limits, maxRequestsPerSecond, clock, log });
  });
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

function apiOf(app: FastifyInstance, sockets: Sockets, { clock, listen: { host } }: ApiOptions): Api {
  const address = app.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    port,
    close: async () => {
      const closed = app.close();
      await within(clock, CLOSE_MS, closed);
      sockets.cut();
      await closed;
    },
  };
}

import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { type Admitted, addressOf } from "../admittance.ts";
import type { Door } from "../door.ts";
import type { Place } from "../in-flight.ts";
import { networkOf } from "../network.ts";
import { asEnvelope, refuse } from "../replies.ts";
import { checked } from "./checked.ts";
import { readFile, readJson } from "./json-body.ts";
import { sendWhole } from "./packed.ts";
import { pageKey, pageStart } from "./page-key.ts";
import type { Answer, Call, CallPage, JsonRoute } from "./route.ts";
import { documented, HIDDEN } from "./route-schema.ts";
import { sendPieces } from "./text-pieces.ts";

const V2 = "/api/v2/";

/** Adds a route as it is described; one of the vendor's API also below `/e/:environment` (spec 2 §3). */
export function addRoute<P extends z.ZodType, Q extends z.ZodObject, B extends z.ZodType>(
  app: FastifyInstance,
  door: Door,
  route: JsonRoute<P, Q, B>,
): void {
  const query = querySchema(route);
  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    try {
      await answer(door, { route, query }, request, reply);
      return reply;
    } catch (error) {
      return refuse(request, reply, error, { log: door.log, write: asEnvelope });
    }
  };
  const { method, url } = route;
  app.route({ method, url, exposeHeadRoute: false, schema: documented(route, query), handler });
  if (!url.startsWith(V2)) return;
  app.route({ method, url: `/e/:environment${url}`, exposeHeadRoute: false, schema: HIDDEN, handler });
}

/** The query with the parameters of paging; what else is in it is passed over, as the vendor does. */
function querySchema({ query = z.object({}), paged }: Pick<JsonRoute, "paged"> & { query?: z.ZodObject }) {
  if (paged === undefined) return query;
  const { size, maxSize } = paged;
  return query.extend({
    pageSize: z.coerce.number().int().min(1).max(maxSize).default(size).describe("Entries of a part."),
    nextPageKey: z.string().optional().describe("Of the part before; then the only parameter."),
  });
}

interface Prepared<P extends z.ZodType, Q extends z.ZodObject, B extends z.ZodType> {
  readonly route: JsonRoute<P, Q, B>;
  readonly query: z.ZodObject;
}

/** Who asks is known before anything of the request is looked at, and the body comes last. It counts until all is sent. */
async function answer<P extends z.ZodType, Q extends z.ZodObject, B extends z.ZodType>(
  door: Door,
  { route, query: querySchemaOf }: Prepared<P, Q, B>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const caller = await admitted(door, route, request);
  door.rates.take(caller.id);
  const place = door.inFlight.enter();
  let sending: Readable | undefined;
  try {
    const params = checked(route.params ?? z.undefined(), route.params && request.params, "PATH");
    const start = pageStart(route.url, request.query as Record<string, unknown>);
    const { pageSize = 0, nextPageKey: _, ...query } = checked(querySchemaOf, start.query, "QUERY");
    const page = callPage(route.url, start, Number(pageSize));
    const { body, file } = await bodyOf(door, route, request, place);
    const call = { params, query, body, file, caller, page, request: request.raw };
    const ifRevision = revisionIn(request.headers["if-match"]);
    const ifNew = request.headers["if-none-match"]?.trim() === "*";
    const conditions = { ifRevision, ifNew };
    const given = await route.handle({ ...call, ...conditions, left: () => leaving(reply) } as CallOf<
      P,
      Q,
      B
    >);
    sending = await write(request.raw, reply, given);
    sending?.once("error", (error) => brokenOff(door, request, error));
  } finally {
    if (sending === undefined) place.leave();
    else sending.once("close", () => place.leave());
  }
}

type CallOf<P extends z.ZodType, Q extends z.ZodObject, B extends z.ZodType> = Call<
  z.output<P>,
  z.output<Q>,
  z.output<B>
>;

async function admitted(
  { admittance }: Door,
  { scope, admit }: Pick<JsonRoute, "scope" | "admit">,
  { raw }: FastifyRequest,
): Promise<Admitted> {
  if (admit !== undefined) return await admit(raw);
  if (scope !== undefined) return await admittance.admit(raw, scope);
  // Each network by itself: one that calls all the time must not keep others from logging in.
  const address = addressOf(raw);
  return { id: `anybody from ${networkOf(address)}`, address, scopes: [] };
}

async function bodyOf(
  { limits }: Door,
  {
    body,
    file,
    bodyLimitBytes = limits.jsonBytes,
  }: Pick<JsonRoute, "bodyLimitBytes" | "file"> & { body?: z.ZodType },
  request: FastifyRequest,
  place: Place,
): Promise<{ readonly body: unknown; readonly file: Uint8Array }> {
  if (file !== undefined) return { body: undefined, file: await readFile(request, file, place) };
  if (body === undefined) return { body: undefined, file: NO_BYTES };
  return {
    body: checked(body, await readJson(request, bodyLimitBytes, place), "PAYLOAD_BODY"),
    file: NO_BYTES,
  };
}

const NO_BYTES = new Uint8Array();

function callPage(url: string, { query, offset }: ReturnType<typeof pageStart>, limit: number): CallPage {
  return {
    offset,
    limit,
    next: (totalCount) =>
      offset + limit < totalCount ? pageKey(url, { query, offset: offset + limit }) : null,
  };
}

/** RFC 9110 §13.1.1; `*` means any revision, as no header does. */
function revisionIn(header: string | undefined): string | undefined {
  const revision = header?.trim().replace(/^(?:W\/)?"(.*)"$/, "$1");
  return revision === "*" ? undefined : revision;
}

function leaving({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  const leave = (): void => {
    if (!raw.writableFinished) gone.abort(new Error("the caller has left"));
  };
  if (raw.destroyed) leave();
  else raw.once("close", leave);
  return gone.signal;
}

/** @returns what is still being sent */
async function write(
  request: IncomingMessage,
  reply: FastifyReply,
  answered: Answer,
): Promise<Readable | undefined> {
  const { status, body, pieces, text, headers = {} } = answered;
  reply.headers(headers);
  if (pieces !== undefined) return await sendPieces(request, reply, { status, pieces });
  if (text !== undefined) reply.code(status).type(text.type).send(text.text);
  else if (body === undefined) reply.code(status).send();
  else await sendWhole(request, reply, { status, json: JSON.stringify(body) });
  return undefined;
}

/** The reader sees that something is missing: the connection is cut. */
function brokenOff({ log }: Door, { routeOptions }: FastifyRequest, error: Error): void {
  log.warn("api.failed", { route: routeOptions.url, err: error }, "an answer was broken off");
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { type Admitted, addressOf } from "../admittance.ts";
import type { Door } from "../door.ts";
import type { Place } from "../in-flight.ts";
import { asEnvelope, refuse, sendJson } from "../replies.ts";
import { checked } from "./checked.ts";
import { readFile, readJson } from "./json-body.ts";
import { pageKey, pageStart } from "./page-key.ts";
import type { Answer, Call, CallPage, JsonRoute } from "./route.ts";
import { documented, HIDDEN } from "./route-schema.ts";

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
      return write(reply, await answer(door, { route, query }, request, reply));
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

/** Who asks is known before anything of the request is looked at, and the body comes last. */
async function answer<P extends z.ZodType, Q extends z.ZodObject, B extends z.ZodType>(
  door: Door,
  { route, query: querySchemaOf }: Prepared<P, Q, B>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Answer> {
  const caller = await admitted(door, route, request);
  door.rates.take(caller.id);
  const place = door.inFlight.enter();
  try {
    const params = checked(route.params ?? z.undefined(), route.params && request.params, "PATH");
    const start = pageStart(route.url, request.query as Record<string, unknown>);
    const { pageSize = 0, nextPageKey: _, ...query } = checked(querySchemaOf, start.query, "QUERY");
    const page = callPage(route.url, start, Number(pageSize));
    const { body, file } = await bodyOf(door, route, request, place);
    const call = { params, query, body, file, caller, page, request: request.raw };
    const ifRevision = revisionIn(request.headers["if-match"]);
    return await route.handle({ ...call, ifRevision, left: () => leaving(reply) } as CallOf<P, Q, B>);
  } finally {
    place.leave();
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
  return { id: "anybody", address: addressOf(raw), scopes: [] };
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

function write(reply: FastifyReply, { status, body, text, headers = {} }: Answer): FastifyReply {
  reply.headers(headers);
  if (text !== undefined) return reply.code(status).type(text.type).send(text.text);
  return body === undefined ? reply.code(status).send() : sendJson(reply, status, JSON.stringify(body));
}

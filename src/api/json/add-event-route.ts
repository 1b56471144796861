import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { TokenScope } from "../../access/index.ts";
import type { ApiDoor } from "../door.ts";
import { asEnvelope, refuse } from "../replies.ts";
import { checked } from "./checked.ts";
import type { EventStream } from "./event-streams.ts";
import type { RouteDoc } from "./route.ts";
import { documented } from "./route-schema.ts";

/** A route whose answer is a stream of server-sent events. */
export interface EventRoute<P extends z.ZodType = z.ZodUndefined> {
  readonly url: `/api/snmpgate/${string}`;
  readonly scope: TokenScope;
  readonly doc: RouteDoc;
  readonly params?: P;
  /** Shape of the data of an event. */
  readonly event: z.ZodType;
  /** Looks before the answer begins. @throws {ApiError} */
  readonly find?: (params: z.output<P>) => void;
  readonly follow: (params: z.output<P>, stream: EventStream) => void;
}

export function addEventRoute<P extends z.ZodType>(
  app: FastifyInstance,
  door: ApiDoor,
  route: EventRoute<P>,
): void {
  const { url, scope, doc, params: paramsSchema = z.undefined(), event } = route;
  const answers = { 200: { text: "A stream of events.", schema: event, type: "text/event-stream" } };
  const described = route.params === undefined ? {} : { params: route.params };
  const schema = documented({ scope, doc, answers, ...described });
  app.get(url, { exposeHeadRoute: false, schema }, async (request, reply) => {
    const { raw } = request;
    try {
      const caller = await door.admittance.admit(raw, scope);
      door.rates.take(caller.id);
      const params = checked(paramsSchema, route.params && request.params, "PATH") as z.output<P>;
      route.find?.(params);
      door.streams.demandRoom();
      reply.hijack();
      route.follow(
        params,
        door.streams.open(reply.raw, () => door.admittance.admit(raw, scope)),
      );
      return reply;
    } catch (error) {
      return refuse(request, reply, error, { log: door.log, write: asEnvelope });
    }
  });
}

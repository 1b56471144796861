import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { TokenScope } from "../access/index.ts";
import type { Admittance } from "./admittance.ts";
import { exposition, health } from "./contract/health.ts";
import { type DocumentedSchema, documented } from "./json/route-schema.ts";
import type { ApiOptions, Health, WriteText } from "./options.ts";
import type { QuietLog } from "./quiet-log.ts";
import { asEnvelope, refuse, sendJson } from "./replies.ts";

/** Prometheus' text format, version 0.0.4. */
const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

type StatusOptions = Pick<ApiOptions, "health" | "metrics" | "devicesMetrics">;

/**
 * What tells how we are. Health and our own figures are for everybody who reaches the address: they name sinks and
 * counts. The devices' metrics are an inventory of the network, and are given as what was polled is.
 */
export function addStatusRoutes(
  app: FastifyInstance,
  { health: asked, metrics, devicesMetrics }: StatusOptions,
  { admittance, log }: { readonly admittance: Admittance; readonly log: QuietLog },
): void {
  const refusal = { log, write: asEnvelope };
  app.get("/livez", { schema: healthSchema("Tells whether the service runs.") }, (_, reply) =>
    sendHealth(reply, asked.live()),
  );
  const ready = healthSchema("Tells whether the service takes lines.");
  app.get("/readyz", { schema: ready }, (_, reply) => sendHealth(reply, asked.ready()));
  const own = scrapeSchema("Gives our own metrics.", undefined);
  app.get("/metrics", { schema: own }, async (_, reply) => reply.type(EXPOSITION_TYPE).send(await metrics()));
  if (devicesMetrics === undefined) return;
  const schema = scrapeSchema("Gives the metrics of the devices' last polls.", "metrics.read");
  app.get("/metrics/devices", { exposeHeadRoute: false, schema }, async (request, reply) => {
    try {
      await admittance.admit(request.raw, "metrics.read");
    } catch (error) {
      return refuse(request, reply, error, refusal);
    }
    reply.hijack();
    await stream(reply.raw, devicesMetrics, log);
    return reply;
  });
}

const tag = "Health";

function healthSchema(summary: string): DocumentedSchema {
  const answers = {
    200: { text: "It does.", schema: health },
    503: { text: "It does not.", schema: health },
  };
  return documented({ scope: undefined, doc: { tag, summary }, answers });
}

function scrapeSchema(summary: string, scope: TokenScope | undefined): DocumentedSchema {
  const answers = { 200: { text: "Prometheus' text format.", schema: exposition, type: "text/plain" } };
  return documented({ scope, doc: { tag, summary }, answers });
}

function sendHealth(reply: FastifyReply, { ok, reasons }: Health): FastifyReply {
  const text = JSON.stringify({ status: ok ? "ok" : "failing", reasons });
  return sendJson(reply.header("cache-control", "no-store"), ok ? 200 : 503, text);
}

/** The answer in pieces as they are made: those of ten thousand devices are not held in memory at once. */
async function stream(
  response: ServerResponse,
  produce: (write: WriteText) => Promise<void>,
  log: QuietLog,
): Promise<void> {
  const left = new AbortController();
  response.once("close", () => left.abort(new Error("the reader has left")));
  response.on("error", () => undefined);
  response.writeHead(200, { "content-type": EXPOSITION_TYPE });
  const write: WriteText = async (chunk) => {
    left.signal.throwIfAborted();
    if (!response.write(chunk)) await once(response, "drain", { signal: left.signal });
  };
  try {
    await produce(write);
    response.end();
  } catch (error) {
    // Cut off, so that the reader sees that something is missing.
    response.destroy();
    if (!left.signal.aborted) log.warn("api.devices-metrics", { err: error }, "a scrape was broken off");
  }
}

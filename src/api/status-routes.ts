import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Admittance } from "./admittance.ts";
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
  { health, metrics, devicesMetrics }: StatusOptions,
  { admittance, log }: { readonly admittance: Admittance; readonly log: QuietLog },
): void {
  const refusal = { log, write: asEnvelope };
  app.get("/livez", (_, reply) => sendHealth(reply, health.live()));
  app.get("/readyz", (_, reply) => sendHealth(reply, health.ready()));
  app.get("/metrics", async (_, reply) => reply.type(EXPOSITION_TYPE).send(await metrics()));
  if (devicesMetrics === undefined) return;
  app.get("/metrics/devices", { exposeHeadRoute: false }, async (request, reply) => {
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

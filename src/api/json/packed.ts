import type { IncomingMessage } from "node:http";
import { pipeline, type Readable } from "node:stream";
import { promisify } from "node:util";
import { createGzip, gzip } from "node:zlib";
import type { FastifyReply } from "fastify";
import { isFromThisHost } from "../loopback.ts";
import { JSON_TYPE, sendJson } from "../replies.ts";

// Large answers go packed to readers on other hosts, made beside the main thread. Who reads on this host has them sooner as
// they are.

/** What fits into a few packets arrives as soon as it is. Secrets stand in small answers alone, if at all. */
const PACKED_FROM_CHARACTERS = 16_384;
/** A list of thousands packs to a fraction at little cost; what more would save costs several times as much. */
const FAST = { level: 1 };
const PACKED = { "content-encoding": "gzip", vary: "accept-encoding" };

const pack = promisify(gzip);

/** Sends JSON that is there as a whole. */
export async function sendWhole(
  request: IncomingMessage,
  reply: FastifyReply,
  { status, json }: { readonly status: number; readonly json: string },
): Promise<void> {
  if (json.length < PACKED_FROM_CHARACTERS || !isPackedFor(request)) {
    sendJson(reply, status, json);
    return;
  }
  const octets = await pack(json, FAST);
  reply.headers(PACKED).code(status).type(JSON_TYPE).send(octets);
}

/**
 * Sends JSON that is made while it is sent.
 * @returns what closes once all is sent, or the reader has left; it fails with `source`
 */
export function sendStream(
  request: IncomingMessage,
  reply: FastifyReply,
  { status, source }: { readonly status: number; readonly source: Readable },
): Readable {
  if (!isPackedFor(request)) {
    reply.code(status).type(JSON_TYPE).send(source);
    return source;
  }
  const octets = createGzip(FAST);
  // Each ends the other; a failure is told by what is sent.
  pipeline(source, octets, () => undefined);
  reply.headers(PACKED).code(status).type(JSON_TYPE).send(octets);
  return octets;
}

const isPackedFor = (request: IncomingMessage): boolean =>
  !isFromThisHost(request) && takesGzip(request.headers["accept-encoding"]);

/** RFC 9110 §12.5.3: what is named with a weight of 0 is not taken. */
function takesGzip(acceptEncoding: string | string[] | undefined): boolean {
  return String(acceptEncoding ?? "")
    .split(",")
    .some((one) => {
      const [coding = "", weight = ""] = one.toLowerCase().split(";");
      return ["gzip", "x-gzip", "*"].includes(coding.trim()) && !/^\s*q\s*=\s*0(?:\.0*)?\s*$/.test(weight);
    });
}

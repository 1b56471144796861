import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";
import { yieldNow } from "../../base/index.ts";
import { sendStream, sendWhole } from "./packed.ts";

/** Shorter answers are sent in one. */
const WHOLE_CHARACTERS = 1_000_000;
/** Made at once: about a millisecond of work. */
const BATCH_CHARACTERS = 65_536;

/**
 * Sends JSON in pieces, each made when the one before is on its way: neither is the text held in memory as a whole,
 * nor does making it keep others waiting.
 * @returns where a long answer comes from; it closes once all is sent, or the reader has left
 */
export async function sendPieces(
  request: IncomingMessage,
  reply: FastifyReply,
  { status, pieces }: { readonly status: number; readonly pieces: Iterable<string> },
): Promise<Readable | undefined> {
  const batches = batchesOf(pieces);
  const first: string[] = [];
  for (let length = 0; length < WHOLE_CHARACTERS; length += first.at(-1)!.length) {
    const { done, value } = await batches.next();
    if (done === true) {
      await sendWhole(request, reply, { status, json: first.join("") });
      return undefined;
    }
    first.push(value);
  }
  return sendStream(request, reply, { status, source: Readable.from(joined(first, batches)) });
}

async function* batchesOf(pieces: Iterable<string>): AsyncGenerator<string, undefined> {
  let batch = "";
  for (const piece of pieces) {
    batch += piece;
    if (batch.length < BATCH_CHARACTERS) continue;
    yield batch;
    batch = "";
    await yieldNow();
  }
  if (batch !== "") yield batch;
}

async function* joined(first: readonly string[], rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield* first;
  yield* rest;
}

import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";
import { yieldNow } from "../../base/index.ts";
import { JSON_TYPE, sendJson } from "../replies.ts";

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
  reply: FastifyReply,
  status: number,
  pieces: Iterable<string>,
): Promise<Readable | undefined> {
  const batches = batchesOf(pieces);
  const first: string[] = [];
  for (let length = 0; length < WHOLE_CHARACTERS; length += first.at(-1)!.length) {
    const { done, value } = await batches.next();
    if (done === true) {
      sendJson(reply, status, first.join(""));
      return undefined;
    }
    first.push(value);
  }
  const stream = Readable.from(joined(first, batches));
  reply.code(status).type(JSON_TYPE).send(stream);
  return stream;
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

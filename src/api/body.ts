import type { IncomingMessage } from "node:http";
import { createGunzip } from "node:zlib";
import { ApiError } from "./api-error.ts";
import type { Place } from "./in-flight.ts";

/** Read and thrown away of a refused body, so that its sender comes to read the answer; then the line is cut. */
const DISCARD_MAX_BYTES = 16_000_000;

/**
 * Reads a body to its end, inflated when it is gzip.
 * @param limitBytes  of the bytes as sent and of the inflated ones; inflating stops there, whatever would follow
 * @throws {ApiError} 413 above the limit, 415 for another encoding, 400 for broken gzip or a sender that left,
 *   429 when all bodies together take too much memory
 */
export async function readBody(
  request: IncomingMessage,
  limitBytes: number,
  place: Place,
): Promise<Uint8Array> {
  const isGzip = encodingOf(request) === "gzip";
  // Known before a byte is read, in most cases.
  if (Number(request.headers["content-length"] ?? 0) > limitBytes) throw tooLarge(limitBytes);
  const sent = await readBytes(request, limitBytes, place);
  if (!isGzip || sent.length === 0) return sent;
  return inflate(sent, limitBytes, place);
}

/** Lets the rest of a refused body go by. Cutting the line at once could take our answer with it. */
export function discardRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  let left = DISCARD_MAX_BYTES;
  request.on("data", (chunk: Uint8Array) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
  request.on("error", () => undefined);
  request.resume();
}

function encodingOf({ headers }: IncomingMessage): "gzip" | "identity" {
  const encoding = (headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (encoding === "gzip" || encoding === "x-gzip") return "gzip";
  if (encoding === "identity" || encoding === "") return "identity";
  throw new ApiError(415, "api.encoding", "the Content-Encoding of the body is not known here", {
    remedy: "Send it with gzip, or without any.",
  });
}

function readBytes(request: IncomingMessage, limitBytes: number, place: Place): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (done: () => void): void => {
      request.off("data", onData).off("end", onEnd).off("close", onBroken).off("error", onBroken);
      request.on("error", () => undefined);
      done();
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      try {
        if (size > limitBytes) throw tooLarge(limitBytes);
        place.hold(chunk.length);
        chunks.push(chunk);
      } catch (error) {
        end(() => reject(error));
      }
    };
    const onEnd = (): void => end(() => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    const onBroken = (): void => end(() => reject(senderLeft()));
    request.on("data", onData).on("end", onEnd).on("close", onBroken).on("error", onBroken);
    // It may have left while we asked who it is; then no event follows any more.
    if (request.destroyed) onBroken();
  });
}

/** Piece by piece, so that a bomb of a thousand times its size is seen at the limit and not in memory. */
async function inflate(sent: Uint8Array, limitBytes: number, place: Place): Promise<Buffer> {
  const gunzip = createGunzip({ chunkSize: INFLATED_PIECE_BYTES });
  gunzip.end(sent);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limitBytes) throw tooLarge(limitBytes);
      place.hold(chunk.length);
      chunks.push(chunk);
    }
  } catch (cause) {
    throw cause instanceof ApiError ? cause : notGzip(cause);
  }
  return Buffer.concat(chunks, size);
}

const INFLATED_PIECE_BYTES = 65_536;

function tooLarge(limitBytes: number): ApiError {
  return new ApiError(413, "api.too-large", `the body is larger than ${limitBytes} bytes, uncompressed`, {
    remedy: "Send it in several parts.",
  });
}

function senderLeft(): ApiError {
  return new ApiError(400, "api.broken-off", "the body ended before its end");
}

function notGzip(cause: unknown): ApiError {
  return new ApiError(400, "api.gzip", "the body is not valid gzip", {
    remedy: "Leave Content-Encoding out for a body that is not compressed.",
    cause,
  });
}

import type { FastifyRequest } from "fastify";
import { ApiError } from "../api-error.ts";
import { readBody } from "../body.ts";
import type { Place } from "../in-flight.ts";
import { mediaTypeOf } from "../media-type.ts";
import type { FileBody } from "./route.ts";

/** Deeper than anything that is asked for here; what is deeper would be walked by functions that call themselves. */
const DEPTH_MAX = 64;
const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json$/;

/** @throws {ApiError} 415 for what is not called JSON, 400 for what is none, 413 above the limit */
export async function readJson(request: FastifyRequest, limitBytes: number, place: Place): Promise<unknown> {
  if (!JSON_TYPE.test(mediaTypeOf(request))) throw wrongType("application/json");
  const value = parse(text(await readBody(request.raw, limitBytes, place)));
  if (isDeeper(value, DEPTH_MAX)) throw notJson(`it is nested more than ${DEPTH_MAX} deep`);
  return value;
}

/** @throws {ApiError} 415 for other types than those of the route, 413 above the limit, 400 for nothing */
export async function readFile(request: FastifyRequest, file: FileBody, place: Place): Promise<Uint8Array> {
  const type = mediaTypeOf(request);
  if (!file.types.includes(type)) throw wrongType(file.types.join(" or "));
  const bytes = await readBody(request.raw, file.limitBytes, place);
  if (bytes.length > 0) return bytes;
  throw new ApiError(400, "api.empty", "the body is empty", { remedy: file.text });
}

function text(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw notJson("it is not UTF-8", cause);
  }
}

/** The parser's own words quote the text, which may hold a secret: of them only the position is passed on. */
function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    const at = /at position (\d+)/.exec(String(cause))?.[1];
    throw notJson(at === undefined ? "it ends too early, or is empty" : `see character ${Number(at) + 1}`);
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function notJson(why: string, cause?: unknown): ApiError {
  return new ApiError(400, "api.json", `the body is no JSON that can be read here: ${why}`, { cause });
}

function wrongType(types: string): ApiError {
  return new ApiError(415, "api.content-type", "the Content-Type of the body is not one that is taken here", {
    remedy: `Send it with "Content-Type: ${types}".`,
  });
}

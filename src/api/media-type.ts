import type { FastifyRequest } from "fastify";

/** The media type of a body in lower case, without parameters; empty when none is named. */
export function mediaTypeOf({ headers }: Pick<FastifyRequest, "headers">): string {
  return (headers["content-type"] ?? "").split(";", 1)[0]!.trim().toLowerCase();
}

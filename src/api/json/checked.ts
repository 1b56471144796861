import type { z } from "zod";
import { ApiError } from "../api-error.ts";
import type { Violation } from "../ports.ts";

type Place = Violation["parameterLocation"];

/** A body may be wrong in every one of a thousand places. */
const VIOLATIONS_MAX = 100;

/**
 * What came, read by its schema.
 * @throws {ApiError} 400 with a violation for each value that is at fault; no value is quoted, for it may be a secret
 */
export function checked<S extends z.ZodType>(schema: S, value: unknown, place: Place): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const violations = result.error.issues.slice(0, VIOLATIONS_MAX).map(({ path, message }) => ({
    path: pathOf(path, place),
    message,
    parameterLocation: place,
    location: null,
  }));
  const first = violations.map(({ path, message }) => `${path === "" ? "" : `${path}: `}${message}`)[0];
  throw new ApiError(400, "api.invalid", `${PLACES[place]} is not as it should be: ${first}`, {
    remedy: "See /api/docs for what is taken here.",
    violations,
  });
}

const PLACES: Readonly<Record<Place, string>> = {
  HEADER: "a header",
  PATH: "the path",
  PAYLOAD_BODY: "the body",
  QUERY: "the query",
};

/** A JSON pointer (RFC 6901) into the body; elsewhere the name of the parameter. */
function pathOf(path: readonly PropertyKey[], place: Place): string {
  if (place !== "PAYLOAD_BODY") return path.map(String).join(".");
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

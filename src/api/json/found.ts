import { ApiError } from "../api-error.ts";

/** @throws {ApiError} 404 for what is not there. @param what  as a sentence goes on: `an entity HOST-1` */
export function found<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value;
  throw new ApiError(404, "api.not-found", `there is no ${what}`);
}

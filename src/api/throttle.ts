import type { Clock } from "../base/index.ts";
import { ApiError } from "./api-error.ts";

/** The answer 429 with the headers of spec 3 §3.2; the reset is in microseconds since the epoch. */
export function throttled(
  clock: Clock,
  {
    code,
    message,
    waitMs,
    limit,
  }: { readonly code: string; readonly message: string; readonly waitMs: number; readonly limit: number },
): ApiError {
  return new ApiError(429, code, message, {
    remedy: "Send it again after the time in Retry-After.",
    headers: {
      "retry-after": String(Math.max(1, Math.ceil(waitMs / 1_000))),
      "x-ratelimit-limit": String(limit),
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": String(Math.ceil(clock.wallMs() + waitMs) * 1_000),
    },
  });
}

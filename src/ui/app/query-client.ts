import { QueryClient } from "@tanstack/react-query";
import { ApiFailure } from "../api/client.ts";

const RETRIES_MAX = 3;

/** Answers are shown at once and asked for again quietly; what was refused is not asked for a second time. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      retry: (count, error) =>
        count < RETRIES_MAX && !(error instanceof ApiFailure && error.status >= 400 && error.status < 500),
      retryDelay: (attempt) => Math.min(8_000, 500 * 2 ** attempt),
    },
  },
});

import type { QueryClient, QueryKey } from "@tanstack/react-query";

// Queries that are asked every few seconds and told of changes in between. Each change that is put into their data begins
// the interval of react-query anew: where something changes every second, nothing would ever be asked again.

/** What of a query's state the pace goes by. */
export interface AskedState {
  /** Epoch ms; 0: not yet. */
  readonly dataUpdatedAt: number;
  readonly errorUpdatedAt: number;
}

const LEAST_MS = 500;

/** For `refetchInterval`: what is left until the service is to be asked again. @param nowMs  epoch */
export function leftUntilAsked(state: AskedState, everyMs: number, nowMs: number): number {
  const askedAtMs = Math.max(state.dataUpdatedAt, state.errorUpdatedAt);
  return Math.min(everyMs, Math.max(LEAST_MS, askedAtMs + everyMs - nowMs));
}

/** Puts a change into the data of a query, which stays as old as it was. */
export function patchData<T>(client: QueryClient, key: QueryKey, patch: (data: T) => T): void {
  const state = client.getQueryState<T>(key);
  if (state?.data === undefined) return;
  client.setQueryData<T>(key, patch(state.data), { updatedAt: state.dataUpdatedAt });
}

import { DEFAULT_RANGE, FIRST_RANGE, isYoung, type TimeRange } from "../words/time.ts";
import { now } from "./now.ts";
import { queryClient } from "./query-client.ts";
import { statusQuery } from "./status-query.ts";

let range: TimeRange = DEFAULT_RANGE;

/** Asks since when the service runs; who may not know gets the usual range. */
export async function askStart(): Promise<void> {
  try {
    const { startedAt } = await queryClient.fetchQuery({ ...statusQuery, retry: false });
    range = isYoung(startedAt, now()) ? FIRST_RANGE : DEFAULT_RANGE;
  } catch {
    range = DEFAULT_RANGE;
  }
}

/** What is shown when the address says no range; the same as long as the page is open. */
export const defaultRange = (): TimeRange => range;

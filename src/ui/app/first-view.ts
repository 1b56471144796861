import type { WhoAmI } from "../../api/contract/index.ts";
import { forgetAskedAhead } from "../api/asked-ahead.ts";
import { fleetQuery } from "../devices/use-fleet.ts";
import { begin } from "./begin.ts";
import { queryClient } from "./query-client.ts";
import { preload, START } from "./routes.tsx";

/** The list of devices is drawn with its rows, unless they take longer. */
const ROWS_WAIT_MS = 250;
/** By then what was asked ahead is taken, or will not be. */
const AHEAD_MS = 5_000;

/**
 * What is shown first is there, and who looks known.
 * @param pathname  below `/ui`
 * @returns undefined for a service that wants to know first
 */
export async function firstView(pathname: string): Promise<WhoAmI | undefined> {
  setTimeout(forgetAskedAhead, AHEAD_MS);
  const [who] = await Promise.all([begin(), preload(pathname)]);
  if (who !== undefined && ["", "/", START].includes(pathname)) {
    const rows = queryClient.prefetchQuery(fleetQuery(queryClient));
    await Promise.race([rows, new Promise((resolve) => setTimeout(resolve, ROWS_WAIT_MS))]);
  }
  return who;
}

import type { WhoAmI } from "../../api/contract/index.ts";
import { ApiFailure, get, post, setCsrfToken } from "../api/client.ts";
import { askStart } from "./default-range.ts";

export const SESSION_PATH = "/api/snmpgate/session";

/** Who looks, and since when the service runs, for those who may know. */
export async function begin(): Promise<WhoAmI | undefined> {
  const who = await signInByLink();
  setCsrfToken(who?.csrfToken);
  if (who?.scopes.includes("events.read") === true) await askStart();
  return who;
}

/** A link that signs in carries name and password behind the #, which no server sees; it leaves the address bar at once. */
async function signInByLink(): Promise<WhoAmI | undefined> {
  const link = /^#sign-in=([^:]+):(.+)$/.exec(location.hash);
  if (link !== null) {
    history.replaceState(null, "", location.pathname + location.search);
    const [name, password] = [decodeURIComponent(link[1]!), decodeURIComponent(link[2]!)];
    try {
      return await post<WhoAmI>(SESSION_PATH, { name, password });
    } catch {
      // An old link: whoever it was for can still sign in by hand.
    }
  }
  return whoAmI();
}

/** Asks until somebody answers; undefined for a service that wants to know first. */
export async function whoAmI(): Promise<WhoAmI | undefined> {
  for (;;) {
    try {
      return await get<WhoAmI>(SESSION_PATH);
    } catch (error) {
      if (error instanceof ApiFailure && error.status === 401) return undefined;
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  }
}

import type { WhoAmI } from "../../api/contract/index.ts";
import { ApiFailure, get, post, setCsrfToken } from "../api/client.ts";
import { askStart } from "./default-range.ts";

export const SESSION_PATH = "/api/snmpgate/session";

/** Who looks, and since when the service runs, for those who may know. */
export async function begin(): Promise<WhoAmI | undefined> {
  const who = await signInByLink();
  setCsrfToken(who?.csrfToken);
  rememberKnown(who !== undefined);
  if (who?.scopes.includes("events.read") === true) await askStart();
  return who;
}

/** As first.js reads it: whether somebody was known here the last time. */
const KNOWN_KEY = "snmpgate-known";

/** Whoever was known is most often known again: then nothing waits for who looks. It is no secret, and opens nothing. */
export function rememberKnown(isKnown: boolean): void {
  try {
    if (isKnown) localStorage.setItem(KNOWN_KEY, "yes");
    else localStorage.removeItem(KNOWN_KEY);
  } catch {
    // A browser that keeps nothing: who looks is asked first.
  }
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
      // Nobody is no failure, which a browser would write into its console.
      return await get<WhoAmI | undefined>(SESSION_PATH, { query: { optional: true } });
    } catch (error) {
      if (error instanceof ApiFailure && error.status === 401) return undefined;
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  }
}

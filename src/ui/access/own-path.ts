const START = "/devices";
const BASE = "/ui";

/** Where to sign in, and come back from with all that stands in the address. @param from  as the browser has it */
export const signInPath = (from: { readonly pathname: string; readonly search: string }): string =>
  `/sign-in?next=${encodeURIComponent(from.pathname.slice(BASE.length) + from.search)}`;

/**
 * Where to go after signing in: a page of this UI, and nothing else, for links come from anywhere.
 * @param next  as in the address of the sign-in page
 */
export function ownPath(next: string | null): string {
  if (next === null || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next)) return START;
  // Steps upwards would lead out of the UI.
  if (!new URL(`${BASE}${next}`, "http://any").pathname.startsWith(`${BASE}/`)) return START;
  return next.startsWith("/sign-in") ? START : next;
}

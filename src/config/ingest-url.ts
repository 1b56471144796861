/** Where metric lines are posted, or what is wrong with the text (it is not quoted: a token may stand in it). */
export type IngestUrl =
  | { readonly ok: true; readonly url: string; readonly tokenNeeded: boolean; readonly clearText: boolean }
  | { readonly ok: false; readonly message: string };

export const INGEST_PATH = "/api/v2/metrics/ingest";
/** OneAgent and the local ActiveGate executor: no token, loopback only. */
const LOCAL_INGEST_PATH = "/metrics/ingest";
const ENVIRONMENT_PATH = /(?:^|\/e\/[^/]+)$/;
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;
const APPS_HOST = /\.apps\.dynatrace\.com$/;

/**
 * Completes the URL of an environment to that of its metric ingest; a full ingest URL is kept.
 * ingestUrl("https://abc.live.dynatrace.com/") → …"https://abc.live.dynatrace.com/api/v2/metrics/ingest"
 * `clearText` is true for http to another host than this one.
 */
export function ingestUrl(text: string): IngestUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    return {
      ok: false,
      message: "is not an http or https URL. Write it like https://abc.live.dynatrace.com",
    };
  }
  const problem = problemOf(url);
  if (problem !== undefined) return { ok: false, message: problem };
  const path = url.pathname.replace(/\/+$/, "");
  const local = LOOPBACK.test(url.hostname);
  const clearText = url.protocol === "http:" && !local;
  const target = (to: string, tokenNeeded: boolean): IngestUrl => ({
    ok: true,
    url: url.origin + to,
    tokenNeeded,
    clearText,
  });
  if (path === LOCAL_INGEST_PATH) return target(path, !local);
  if (path.endsWith(INGEST_PATH)) return target(path, true);
  if (ENVIRONMENT_PATH.test(path)) return target(path + INGEST_PATH, true);
  const message = `has a path that is no environment. Write the URL up to the host, to /e/<environment>, or to ${INGEST_PATH}`;
  return { ok: false, message };
}

function problemOf(url: URL): string | undefined {
  if (url.username !== "" || url.password !== "") return "holds a user or password. Remove it; use token";
  if (url.search !== "" || url.hash !== "")
    return "has a query or fragment. Remove it; a token goes into token";
  if (!APPS_HOST.test(url.hostname)) return undefined;
  return "is the address of the web interface. Write the one with .live. in place of .apps.";
}

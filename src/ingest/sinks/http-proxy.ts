import { AppError, Secret } from "../../base/index.ts";

/** How a proxy is reached. */
export interface ProxyOptions {
  /** The sink's, for errors. */
  readonly name: string;
  /** Address of an HTTP proxy; may hold user and password. */
  readonly proxy?: string | Secret | undefined;
  /** In place of those in the address. */
  readonly proxyUser?: string | undefined;
  readonly proxyPassword?: Secret | undefined;
}

export interface ProxyAddress {
  readonly uri: string;
  /** The value of `Proxy-Authorization`. */
  readonly token?: string;
}

/**
 * Undefined without a proxy.
 * @throws {AppError} `ingest.bad-proxy`; the address is not shown, it may hold a password
 */
export function proxyAddress(options: ProxyOptions): ProxyAddress | undefined {
  const { name, proxy } = options;
  if (proxy === undefined) return undefined;
  const url = urlOf(proxy);
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new AppError("ingest.bad-proxy", `The proxy of sink ${name} is not an http:// or https:// URL.`, {
      remedy: "Write it as http://host:port; user and password go into proxyUser and proxyPassword.",
    });
  }
  const user = options.proxyUser ?? decodeURIComponent(url.username);
  if (user === "") return { uri: url.origin };
  // RFC 7617 §2: UTF-8, and no colon in the user's name.
  const credentials = Buffer.from(`${user}:${proxyPassword(options)}`, "utf8").toString("base64");
  return { uri: url.origin, token: `Basic ${credentials}` };
}

/** The password in clear text, to take it out of what is logged; empty when there is none. */
export function proxyPassword({ proxy, proxyPassword: secret }: ProxyOptions): string {
  if (secret !== undefined) return secret.reveal();
  return decodeURIComponent(urlOf(proxy ?? "")?.password ?? "");
}

function urlOf(proxy: string | Secret): URL | undefined {
  const text = proxy instanceof Secret ? proxy.reveal() : proxy;
  return URL.canParse(text) ? new URL(text) : undefined;
}

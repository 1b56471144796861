import type { IncomingMessage } from "node:http";
import { SESSION_LIMITS } from "../access/index.ts";
import type { Secret } from "../base/index.ts";

/** With TLS a browser takes `__Host-` cookies alone from this very host, and never in clear text. */
const NAMES = { tls: "__Host-snmpgate", clear: "snmpgate" } as const;

/** The value of the session cookie; undefined when the request has none. */
export function sessionCookieOf({ headers }: IncomingMessage, isTls: boolean): string | undefined {
  const name = `${nameOf(isTls)}=`;
  for (const pair of (headers.cookie ?? "").split(";")) {
    const text = pair.trim();
    if (text.startsWith(name)) return text.slice(name.length);
  }
  return undefined;
}

/**
 * `Set-Cookie` that begins a session: no script reads it, and no other site sends it.
 * @param request  whose answer it is in: behind a proxy with TLS it never goes out in clear text either
 */
export function sessionCookie(value: Secret, request: IncomingMessage, isTls: boolean): string {
  const secure = isTls || isTlsBefore(request);
  return attributes(nameOf(isTls), value.reveal(), SESSION_LIMITS.absoluteMs / 1_000, secure);
}

/** `Set-Cookie` that ends one. */
export function endedCookie(isTls: boolean): string {
  return attributes(nameOf(isTls), "", 0, isTls);
}

/** Whoever says so without a proxy has a browser that keeps no such cookie from clear text, and harms nobody else. */
function isTlsBefore({ headers }: IncomingMessage): boolean {
  const proto = headers["x-forwarded-proto"];
  return typeof proto === "string" && /^https(?:$|[ ,])/i.test(proto);
}

function attributes(name: string, value: string, maxAgeSeconds: number, isSecure: boolean): string {
  const secure = isSecure ? "; Secure" : "";
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${secure}`;
}

function nameOf(isTls: boolean): string {
  return isTls ? NAMES.tls : NAMES.clear;
}

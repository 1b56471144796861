import type { IncomingMessage } from "node:http";

const LOOPBACK = /^(?:::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$|^::1$/;

export function isLoopback(address: string): boolean {
  return LOOPBACK.test(address);
}

/**
 * Whether a program on this host calls by itself. A proxy on this host calls for others, and a browser may call for
 * any page that is open in it: it sends `text/plain` to loopback without asking anybody, but names the page in Origin.
 */
export function isFromThisHost({ socket, headers, method }: IncomingMessage): boolean {
  if (!isLoopback(socket.remoteAddress ?? "")) return false;
  if (FOR_OTHERS.some((name) => headers[name] !== undefined)) return false;
  // A page embeds what it likes with GET and without Origin; it reads nothing, but our work and the size tell.
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  return (method !== "GET" && method !== "HEAD") || isNamedLocally(headers.host);
}

const FOR_OTHERS = ["origin", "forwarded", "x-forwarded-for", "x-real-ip", "via"];

const OWN_NAME = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d+)?$/i;

/**
 * A page whose name was made to point to loopback reads with GET and no Origin, and is told by the name alone. Every
 * browser sends Origin with POST, so what sends data may call us as it likes.
 */
function isNamedLocally(host: string | undefined): boolean {
  return host === undefined || OWN_NAME.test(host);
}

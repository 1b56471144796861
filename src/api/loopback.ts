import type { IncomingMessage } from "node:http";

const LOOPBACK = /^(?:::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$|^::1$/;

/**
 * Whether a program on this host calls by itself. A proxy on this host calls for others, and a browser may call for
 * any page that is open in it: it sends `text/plain` to loopback without asking anybody, but names the page in Origin.
 */
export function isFromThisHost({ socket, headers }: IncomingMessage): boolean {
  if (!LOOPBACK.test(socket.remoteAddress ?? "")) return false;
  return FOR_OTHERS.every((name) => headers[name] === undefined);
}

const FOR_OTHERS = ["origin", "forwarded", "x-forwarded-for", "x-real-ip", "via"];

import { type UsageError, usage } from "./usage.ts";

/**
 * Takes `HOST`, `HOST:PORT`, `[v6]:PORT` or a bare IPv6 address apart.
 * @throws {UsageError}
 */
export function parseEndpoint(
  text: string,
  defaultPort: number,
): { readonly host: string; readonly port: number } {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(text);
  const plain = /^([^:]+)(?::(\d+))?$/.exec(text);
  const match = bracketed ?? plain;
  if (match === null) {
    if (text.includes("::") || text.split(":").length === 8) return { host: text, port: defaultPort };
    throw badEndpoint(text);
  }
  const port = match[2] === undefined ? defaultPort : Number(match[2]);
  if (port < 1 || port > 65_535) throw badEndpoint(text);
  return { host: match[1]!, port };
}

function badEndpoint(text: string): UsageError {
  return usage(
    `"${text}" is not HOST, HOST:PORT or [IPv6]:PORT.`,
    "For example 192.0.2.10, switch.example.net:1161 or [2001:db8::1]:161.",
  );
}

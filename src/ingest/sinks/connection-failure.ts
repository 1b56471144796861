import { messageOf } from "../../base/index.ts";
import type { Outcome } from "../sink.ts";
import { PROBE_EVERY_MS } from "./dynatrace-answer.ts";

/** Certificate checks that fail until a person changes something (OpenSSL's X509_V_ERR names as Node shows them). */
const CERTIFICATE_REMEDIES: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT:
    "The certificate is self-signed: put it, or that of the CA that made it, into caFile.",
  SELF_SIGNED_CERT_IN_CHAIN: "Its CA is not a public one: put that CA's certificate into caFile.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "Put the certificate of the CA into caFile, or mend the server's chain.",
  UNABLE_TO_GET_ISSUER_CERT: "Put the certificate of the CA into caFile, or mend the server's chain.",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "Put the certificate of the CA into caFile, or mend the server's chain.",
  CERT_HAS_EXPIRED: "Renew the server's certificate, and check the date of this host.",
  CERT_NOT_YET_VALID: "Check the date of this host.",
  ERR_TLS_CERT_ALTNAME_INVALID: "Use a host name in url that the server's certificate names.",
};

/** What the usual codes mean, so that a log entry can be read without a manual. */
const MEANINGS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there: check host and port of url, and that the server runs",
  ENOTFOUND: "the host name is unknown: check url and the DNS server of this host",
  EAI_AGAIN: "the DNS server of this host does not answer",
  ECONNRESET: "the connection was cut",
  UND_ERR_SOCKET: "the connection was cut",
  EPIPE: "the connection was cut",
  EHOSTUNREACH: "there is no route to the host: check network and firewall",
  ENETUNREACH: "there is no route to the network: check network and firewall",
  ETIMEDOUT: "no answer to the connection attempt: check network, firewall and proxy",
  UND_ERR_CONNECT_TIMEOUT: "no answer to the connection attempt: check network, firewall and proxy",
};

/**
 * What a failed connection means for the batch: certificates that cannot be trusted need a person (`refused`),
 * everything else may pass (`retry`).
 * @param shownUrl  the address as it may be shown
 */
export function outcomeOfFailure(
  error: unknown,
  shownUrl: string,
  redact: (text: string) => string,
): Outcome {
  const code = codeOf(error);
  const remedy = code === undefined ? undefined : CERTIFICATE_REMEDIES[code];
  if (remedy !== undefined) {
    const reason = `The certificate of ${shownUrl} is not trusted (${code}).`;
    return { kind: "refused", reason, remedy, afterMs: PROBE_EVERY_MS };
  }
  const what = meaningOf(error, code) ?? redact(withoutAddress(error)).slice(0, 300);
  const shownCode = code === undefined ? "" : ` (${code})`;
  return { kind: "retry", reason: `${shownUrl} cannot be reached${shownCode}: ${what}.`, afterMs: undefined };
}

function meaningOf(error: unknown, code: string | undefined): string | undefined {
  if (code !== undefined && MEANINGS[code] !== undefined) return MEANINGS[code];
  if (code?.startsWith("ERR_SSL_") || code === "EPROTO") {
    return "the TLS handshake failed: check that the port speaks TLS and that url starts with the right scheme";
  }
  // undici tells a proxy's refusal in words only.
  const proxyStatus = /Proxy response \((\d{3})\)/.exec(messageOf(error))?.[1];
  if (proxyStatus === "407") return "the proxy wants user and password: put them into the proxy's address";
  return proxyStatus && `the proxy refused to connect us, status ${proxyStatus}: check proxy and its rules`;
}

/** The code and the address are said already: "connect EADDRNOTAVAIL 192.0.2.1:443 - Local (0.0.0.0:0)". */
const withoutAddress = (error: unknown): string =>
  messageOf(error).replace(/^(connect|bind|getaddrinfo|read|write) E[A-Z0-9_]+\b.*$/s, "$1 failed");

/** The code of the error, of its cause, or of the first of several attempts (IPv6, then IPv4). */
function codeOf(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 3) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  const inner = error instanceof AggregateError ? (error.errors as unknown[])[0] : error.cause;
  const innerCode = codeOf(inner, depth + 1);
  // undici wraps: its own code says least.
  return code === undefined || (code.startsWith("UND_ERR_") && innerCode !== undefined) ? innerCode : code;
}

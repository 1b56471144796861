import { messageOf } from "../../base/index.ts";
import type { Outcome } from "../sink.ts";
import { PROBE_EVERY_MS } from "./http-answer.ts";

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

/** The server ends the handshake because of our certificate: also until a person changes something. */
const CLIENT_CERTIFICATE_REMEDIES: Readonly<Record<string, string>> = {
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    "The server wants to see a certificate of ours: name it in clientCertFile and its key in clientKeyFile.",
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE:
    "If the server wants to see a certificate of ours, name it in clientCertFile; else it speaks no version or cipher " +
    "of TLS that we do.",
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA:
    "The server does not know who signed our certificate: have the one in clientCertFile signed by a CA it trusts.",
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: "Check the certificate in clientCertFile.",
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: "Check the certificate in clientCertFile.",
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: "Renew the certificate in clientCertFile.",
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED: "Renew the certificate in clientCertFile.",
};

/** After these codes the request may have been taken: the connection stood, and only the answer is missing. */
const AFTER_SENDING = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT", "UND_ERR_SOCKET", "UND_ERR_ABORTED"]);

/**
 * Whether a request that failed may have arrived all the same, so that sending it again could double it. A cut before
 * anything was sent looks like one after, and is taken for that.
 */
export function mayHaveArrived(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && (AFTER_SENDING.has(code) || code.startsWith("HPE_"));
}

/** What the usual codes mean, so that a log entry can be read without a manual. */
const MEANINGS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there: check host and port of url, and that the server runs",
  ENOTFOUND: "the host name is unknown: check url and the DNS server of this host",
  EAI_AGAIN: "the DNS server of this host does not answer",
  ECONNRESET: "the connection was cut",
  // Over TLS 1.3 the alert of a server that does not like our certificate comes after the handshake and shows as this.
  UND_ERR_SOCKET:
    "the connection was cut; a server that wants a certificate of ours (clientCertFile) does that, too",
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
  const ownRemedy = code === undefined ? undefined : CLIENT_CERTIFICATE_REMEDIES[code];
  if (ownRemedy !== undefined) {
    const reason = `${shownUrl} ended the TLS handshake, most often because of our certificate or for want of one (${code}).`;
    return { kind: "refused", reason, remedy: ownRemedy, afterMs: PROBE_EVERY_MS };
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
  if (proxyStatus === "407") {
    return "the proxy wants user and password: check proxyUser and proxyPassword";
  }
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

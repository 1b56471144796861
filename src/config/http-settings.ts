import { PATH_LENGTH_MAX, readPath } from "./paths.ts";
import { readBoolean, readInteger, readText, type Section } from "./read.ts";
import { readSecretRef, type SecretRef } from "./secret-ref.ts";
import { CLEAR_TEXT_SECRET, INSECURE } from "./service-codes.ts";

/** How a sink over HTTP gets to its server. */
export interface HttpSettings {
  /** PEM file of certificates to trust besides the system's. */
  readonly caFile: string | undefined;
  /** How we show who we are (mTLS). */
  readonly client: ClientCertificateFiles | undefined;
  /** `http://host:port` of an HTTP proxy. */
  readonly proxy: string | undefined;
  readonly proxyUser: string | undefined;
  readonly proxyPassword: SecretRef | undefined;
  readonly timeoutMs: number | undefined;
  readonly insecureSkipVerify: boolean;
}

/** PEM files. */
export interface ClientCertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
  /** Of an encrypted key. */
  readonly passphrase: SecretRef | undefined;
}

export const HTTP_KEYS = [
  "caFile",
  "clientCertFile",
  "clientKeyFile",
  "clientKeyPassphrase",
  "proxy",
  "proxyUser",
  "proxyPassword",
  "timeoutMs",
  "insecureSkipVerify",
] as const;

/** Reads `HTTP_KEYS`. */
export function readHttpSettings(section: Section, file: string): HttpSettings {
  const { report } = section;
  return {
    caFile: readPath(report, section.optional("caFile"), file),
    client: readClient(section, file),
    ...readProxy(section, file),
    timeoutMs: readInteger(report, section.optional("timeoutMs"), { min: 100, max: 600_000 }),
    insecureSkipVerify: readInsecure(section),
  };
}

function readInsecure(section: Section): boolean {
  const skips = readBoolean(section.report, section.optional("insecureSkipVerify")) ?? false;
  if (skips) {
    const message =
      "insecureSkipVerify lets anybody on the way read the token. Name the certificate in caFile instead";
    section.report.warning(INSECURE, section.placeOf("insecureSkipVerify"), message);
  }
  return skips;
}

/** Certificate and key belong together. */
function readClient(section: Section, file: string): ClientCertificateFiles | undefined {
  const { report } = section;
  const keys = ["clientCertFile", "clientKeyFile", "clientKeyPassphrase"];
  if (keys.every((key) => section.optional(key) === undefined)) return undefined;
  const remedy = "Name both the certificate and its key, as PEM files";
  const certFile = readPath(report, section.required("clientCertFile", remedy), file);
  const keyFile = readPath(report, section.required("clientKeyFile", remedy), file);
  const passphraseField = section.optional("clientKeyPassphrase", { confidential: true });
  const passphrase = readSecretRef(report, passphraseField, file);
  return certFile === undefined || keyFile === undefined ? undefined : { certFile, keyFile, passphrase };
}

function readProxy(
  section: Section,
  file: string,
): Pick<HttpSettings, "proxy" | "proxyUser" | "proxyPassword"> {
  const { report } = section;
  const userField = section.optional("proxyUser");
  const passwordField = section.optional("proxyPassword", { confidential: true });
  if (userField !== undefined || passwordField !== undefined) {
    section.required("proxy", "Write the proxy's address, http://host:port", { confidential: true });
  }
  if (passwordField !== undefined)
    section.required("proxyUser", "Write the name that the password belongs to");
  const user = readText(report, userField);
  if (userField !== undefined && user?.includes(":") === true) {
    // RFC 7617 §2: the colon ends the name.
    report.error(
      report.codes.value,
      userField,
      "proxyUser holds a colon, which no proxy can read as part of a name",
    );
  }
  return {
    proxy: readProxyAddress(section),
    proxyUser: user,
    proxyPassword: readSecretRef(report, passwordField, file),
  };
}

function readProxyAddress(section: Section): string | undefined {
  const { report } = section;
  const field = section.optional("proxy", { confidential: true });
  const text = readText(report, field, { max: PATH_LENGTH_MAX });
  if (field === undefined || text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    report.error(report.codes.value, field, "proxy is not an http or https URL. Write http://host:port");
  } else if (url.username !== "" || url.password !== "") {
    const message =
      "proxy holds a user or password in clear text. Write proxyUser and proxyPassword: { env: NAME } instead";
    report.error(CLEAR_TEXT_SECRET, field, message);
  } else {
    return url.origin;
  }
  return undefined;
}

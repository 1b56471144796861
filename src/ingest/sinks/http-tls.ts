import { X509Certificate } from "node:crypto";
import { createSecureContext, rootCertificates, type SecureContext } from "node:tls";
import { AppError, messageOf, type Secret } from "../../base/index.ts";

/** What a connection trusts, and how it shows who we are. */
export interface TlsOptions {
  /** The sink's, for errors. */
  readonly name: string;
  /** Certificates (PEM) to trust besides the public ones. */
  readonly ca?: string | undefined;
  /** The file that `ca` was read from, to name it in errors. */
  readonly caFile?: string | undefined;
  /** Who we are, for servers that ask for a certificate (mTLS). */
  readonly client?: ClientCertificate | undefined;
  /** Accept any certificate. */
  readonly insecureSkipVerify?: boolean | undefined;
}

export interface ClientCertificate {
  /** PEM: our certificate, then those of its chain. */
  readonly cert: string;
  /** PEM; may be encrypted. */
  readonly key: Secret;
  readonly passphrase?: Secret | undefined;
  /** The files that both were read from, to name them in errors. */
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

export interface TlsSettings {
  readonly secureContext?: SecureContext;
  readonly rejectUnauthorized?: boolean;
}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * Settings for the connection to the server. Built once: the public certificates alone take some 10 ms to parse.
 * @throws {AppError} `ingest.bad-ca`, `ingest.bad-client-certificate`
 */
export function tlsToServer(options: TlsOptions): TlsSettings {
  const ca = trusted(options);
  const { client } = options;
  if (client === undefined)
    return settings(options, ca === undefined ? undefined : createSecureContext({ ca }));
  return settings(options, withClient(options.name, client, ca));
}

/** Settings for the connection to a proxy: our certificate is for the server behind it. */
export function tlsToProxy(options: TlsOptions): TlsSettings {
  const ca = trusted(options);
  return settings(options, ca === undefined ? undefined : createSecureContext({ ca }));
}

function settings({ insecureSkipVerify }: TlsOptions, secureContext: SecureContext | undefined): TlsSettings {
  return {
    ...(secureContext === undefined ? {} : { secureContext }),
    ...(insecureSkipVerify === true ? { rejectUnauthorized: false } : {}),
  };
}

function trusted({ name, ca, caFile }: TlsOptions): string[] | undefined {
  if (ca === undefined) return undefined;
  try {
    return [...rootCertificates, ...certificatesOf(ca)];
  } catch (cause) {
    throw new AppError(
      "ingest.bad-ca",
      `The caFile ${shownFile(caFile)}of sink ${name} cannot be read: ${messageOf(cause)}.`,
      { remedy: PEM_REMEDY, cause },
    );
  }
}

/** Parsed one by one: a context passes over what it cannot read, and that would show as failing handshakes only. */
function certificatesOf(pem: string): string[] {
  const certificates = (pem.match(PEM_CERTIFICATE) ?? []).map((one) => new X509Certificate(one).toString());
  if (certificates.length === 0) throw new Error("there is no PEM certificate in it");
  return certificates;
}

const PEM_REMEDY =
  "Name a file with certificates in PEM form: text that starts with -----BEGIN CERTIFICATE-----.";

function withClient(name: string, client: ClientCertificate, ca: string[] | undefined): SecureContext {
  const { cert, key, passphrase, certFile, keyFile } = client;
  const bad = (file: string, cause: unknown, remedy: string) =>
    new AppError(
      "ingest.bad-client-certificate",
      `The ${file}of sink ${name} cannot be used: ${messageOf(cause)}.`,
      {
        remedy,
        cause,
      },
    );
  try {
    certificatesOf(cert);
  } catch (cause) {
    throw bad(`clientCertFile ${shownFile(certFile)}`, cause, PEM_REMEDY);
  }
  try {
    const own = {
      cert,
      key: key.reveal(),
      ...(passphrase === undefined ? {} : { passphrase: passphrase.reveal() }),
    };
    return createSecureContext(ca === undefined ? own : { ...own, ca });
  } catch (cause) {
    throw bad(
      `clientKeyFile ${shownFile(keyFile)}`,
      cause,
      "Name the PEM key that belongs to the certificate in clientCertFile, and when it is encrypted its " +
        "clientKeyPassphrase.",
    );
  }
}

const shownFile = (file: string | undefined): string => (file === undefined ? "" : `${file} `);

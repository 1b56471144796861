import { X509Certificate } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import type { Server } from "node:https";
import { createSecureContext } from "node:tls";
import { AppError, type Clock, type Logger, messageOf } from "../base/index.ts";

/** Paths of PEM files. */
export interface TlsPaths {
  readonly certFile: string;
  readonly keyFile: string;
}

/** What a server shows. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const LOOK_EVERY_MS = 10_000;

/** Certificate and key of the front, as they are in their files: whoever renews them need not restart us. */
export class TlsFiles {
  readonly #paths: TlsPaths;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #closed = new AbortController();
  #current: Certificate;
  /** Of the files as they were read, or as they were when they could not be used. */
  #stamp: string;

  private constructor(
    paths: TlsPaths,
    { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
    first: { readonly current: Certificate; readonly stamp: string },
  ) {
    this.#paths = paths;
    this.#clock = clock;
    this.#logger = logger;
    this.#current = first.current;
    this.#stamp = first.stamp;
  }

  /** @throws {AppError} `api.tls` for files that cannot be read or do not belong together */
  static async open(
    paths: TlsPaths,
    options: { readonly clock: Clock; readonly logger: Logger },
  ): Promise<TlsFiles> {
    const stamp = await stampOf(paths);
    return new TlsFiles(paths, options, { stamp, current: await readCertificate(paths) });
  }

  get current(): Certificate {
    return this.#current;
  }

  /** Looks at the files every ten seconds, and has the servers show what is new. Returns at `close`. */
  async follow(servers: () => readonly Pick<Server, "setSecureContext">[]): Promise<void> {
    const { signal } = this.#closed;
    while (!signal.aborted) {
      await this.#clock.sleepUntil(this.#clock.monotonicMs() + LOOK_EVERY_MS, signal).catch(() => undefined);
      if (!signal.aborted && (await this.#isRenewed())) {
        for (const server of servers()) server.setSecureContext({ ...TLS_OPTIONS, ...this.#current });
      }
    }
  }

  close(): void {
    this.#closed.abort();
  }

  /** What cannot be used is told once and leaves the old certificate; the next change of a file is another try. */
  async #isRenewed(): Promise<boolean> {
    const stamp = await stampOf(this.#paths);
    if (stamp === this.#stamp) return false;
    this.#stamp = stamp;
    try {
      this.#current = await readCertificate(this.#paths);
    } catch (error) {
      const { message, remedy } = error as AppError;
      const fields = { code: "api.tls", ...this.#paths, reason: message, remedy };
      this.#logger.error(fields, "the new certificate cannot be used; the old one stays");
      return false;
    }
    const validTo = new X509Certificate(this.#current.cert).validTo;
    this.#logger.info({ certFile: this.#paths.certFile, validTo }, "the certificate was read again");
    return true;
  }
}

const CIPHERS = [
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "TLS_AES_128_GCM_SHA256",
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
];

/**
 * RFC 9325 §3.1.1 and §4: nothing below TLS 1.2, and of that no cipher without forward secrecy, so that who gets the
 * key later reads nothing of what went by before.
 */
export const TLS_OPTIONS = { minVersion: "TLSv1.2", ciphers: CIPHERS.join(":") } as const;

async function readCertificate({ certFile, keyFile }: TlsPaths): Promise<Certificate> {
  try {
    const [cert, key] = await Promise.all([readFile(certFile, "utf8"), readFile(keyFile, "utf8")]);
    createSecureContext({ ...TLS_OPTIONS, cert, key });
    return { cert, key };
  } catch (cause) {
    throw new AppError("api.tls", `the certificate cannot be used: ${messageOf(cause)}.`, {
      remedy: `Check that ${certFile} and ${keyFile} are PEM files that belong together, and that the service may read them.`,
      cause,
    });
  }
}

/** Changes with each of the files; a file that is away has a stamp as well. */
async function stampOf({ certFile, keyFile }: TlsPaths): Promise<string> {
  const parts = [certFile, keyFile].map(async (path) => {
    const found = await stat(path).catch(() => undefined);
    return found === undefined ? "none" : `${found.ino} ${found.mtimeMs} ${found.size}`;
  });
  return (await Promise.all(parts)).join(" ");
}

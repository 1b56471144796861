import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get as httpGet } from "node:http";
import { type RequestOptions, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type DetailedPeerCertificate, type TLSSocket } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { startApi } from "../../src/api/index.ts";
import { silentLogger } from "../../src/base/index.ts";
import { PASSWORD } from "../support/access.ts";
import { SESSION, startAccessBench } from "../support/access-bench.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { LOOPBACK_TLS, STRANGER_TLS } from "../support/loopback-tls.ts";

interface Pem {
  readonly cert: string;
  readonly key: string;
}

function certificateFiles(first: Pem = LOOPBACK_TLS) {
  const folder = mkdtempSync(join(tmpdir(), "snmpgate-tls-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const tls = { certFile: join(folder, "cert.pem"), keyFile: join(folder, "key.pem") };
  const write = ({ cert, key }: Pem): void => {
    writeFileSync(tls.certFile, cert);
    writeFileSync(tls.keyFile, key, { mode: 0o600 });
  };
  write(first);
  return { tls, write };
}

/** One request; Node's fetch takes no certificate of its own. */
function ask(port: number, path: string, options: RequestOptions & { readonly body?: string } = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; fingerprint: string }>(
    (resolve, reject) => {
      const asking = request(
        { host: "127.0.0.1", port, path, ca: LOOPBACK_TLS.cert, agent: false, ...options },
        (response) => {
          const peer: DetailedPeerCertificate = (response.socket as TLSSocket).getPeerCertificate(true);
          response.resume();
          response.once("end", () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              fingerprint: peer.fingerprint256,
            }),
          );
        },
      );
      asking.once("error", reject);
      asking.end(options.body);
    },
  );
}

test("with a certificate the front speaks HTTPS, asks browsers to insist on it, and answers no clear text", async () => {
  const { tls } = certificateFiles();
  const { api } = await startAccessBench({ tls });
  expect(api.url).toBe(`https://127.0.0.1:${api.port}`);
  const { status, headers } = await ask(api.port, "/livez");
  expect(status).toBe(200);
  expect(headers["strict-transport-security"]).toBe("max-age=31536000");
  const clear = new Promise((resolve, reject) => {
    httpGet({ host: "127.0.0.1", port: api.port, path: "/livez" }, resolve).once("error", reject);
  });
  await expect(clear).rejects.toThrow(/hang up|ECONNRESET/);
});

test("the session cookie of HTTPS is bound to this host and never sent in clear text", async () => {
  const { tls } = certificateFiles();
  const { api } = await startAccessBench({ tls });
  const { headers } = await ask(api.port, SESSION, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "ops", password: PASSWORD }),
  });
  expect(String(headers["set-cookie"])).toMatch(
    /^__Host-snmpgate=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict; Secure$/,
  );
});

test("nothing below TLS 1.2 is spoken", async () => {
  const { tls } = certificateFiles();
  const { api } = await startAccessBench({ tls });
  const old = new Promise((resolve, reject) => {
    const versions = { minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
    connect({ host: "127.0.0.1", port: api.port, ca: LOOPBACK_TLS.cert, ...versions })
      .once("secureConnect", resolve)
      .once("error", reject);
  });
  await expect(old).rejects.toThrow(/protocol version|unsupported protocol|no protocols/i);
});

test("no cipher is spoken that a stolen key would open later", async () => {
  const { tls } = certificateFiles();
  const { api } = await startAccessBench({ tls });
  const ciphers = "AES128-GCM-SHA256:AES256-GCM-SHA384:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA";
  const weak = new Promise((resolve, reject) => {
    const offer = { maxVersion: "TLSv1.2", ciphers } as const;
    connect({ host: "127.0.0.1", port: api.port, ca: LOOPBACK_TLS.cert, ...offer })
      .once("secureConnect", resolve)
      .once("error", reject);
  });
  await expect(weak).rejects.toThrow(/handshake failure/i);
  const good = { maxVersion: "TLSv1.2" } as const;
  expect((await ask(api.port, "/livez", good)).status).toBe(200);
});

test("a new certificate is shown within ten seconds; one that cannot be used leaves the old one and is told once", async () => {
  const { tls, write } = certificateFiles();
  const told: object[] = [];
  const logger = { ...silentLogger, error: (fields: object) => told.push(fields) };
  const { api, clock } = await startAccessBench({ tls, logger });
  const shown = async () => (await ask(api.port, "/livez", { rejectUnauthorized: false })).fingerprint;
  /** Files are read in real time, which the clock does not know of. */
  const look = async (until: () => Promise<boolean>) => {
    await clock.advance(10_000);
    await expect.poll(until, { timeout: 20_000, interval: 20 }).toBe(true);
  };
  const first = await shown();

  write({ cert: STRANGER_TLS.cert, key: LOOPBACK_TLS.key });
  await look(() => Promise.resolve(told.length === 1));
  expect(told[0]).toMatchObject({ code: "api.tls", certFile: tls.certFile });
  expect(JSON.stringify(told)).not.toContain("PRIVATE");
  expect(await shown()).toBe(first);
  await clock.advance(10_000);
  await clock.settle(50);
  expect(told).toHaveLength(1);

  write(STRANGER_TLS);
  await look(async () => (await shown()) !== first);
});

test("without a usable certificate the front does not start, and says which files to look at", async () => {
  const { tls } = certificateFiles({ cert: "no certificate", key: LOOPBACK_TLS.key });
  const bench = { ...({} as Parameters<typeof startApi>[0]), clock: new FakeClock(), logger: silentLogger };
  const starting = startApi({ ...bench, listen: { host: "127.0.0.1", port: 0 }, tls });
  await expect(starting).rejects.toMatchObject({
    code: "api.tls",
    remedy: expect.stringContaining(tls.certFile),
  });
});

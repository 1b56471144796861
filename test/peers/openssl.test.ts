import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { Secret, systemClock } from "../../src/base/index.ts";
import { createDynatraceSink, type DynatraceSinkOptions, type Outcome } from "../../src/ingest/index.ts";
import { linesOf } from "../support/delivery-run.ts";
import { CLIENT_TLS, LOOPBACK_TLS, STRANGER_TLS } from "../support/loopback-tls.ts";
import { temporaryFiles } from "../support/program.ts";

// OpenSSL's own server as the other side of mTLS: unlike Node's it says by an alert what it has against a client.

let server: ChildProcess | undefined;
afterEach(async () => {
  if (server === undefined || server.exitCode !== null) return;
  server.kill("SIGKILL");
  await once(server, "exit");
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
}

/** @param version  `-tls1_2` or `-tls1_3` */
async function startServer(version: string): Promise<number> {
  const { key, cert } = LOOPBACK_TLS;
  const folder = temporaryFiles({ "key.pem": key, "cert.pem": cert, "client.pem": CLIENT_TLS.cert });
  const port = await freePort();
  const files = ["-key", "key.pem", "-cert", "cert.pem", "-CAfile", "client.pem"];
  const args = ["s_server", version, "-accept", `127.0.0.1:${port}`, "-Verify", "1", "-verify_return_error"];
  const child = spawn(
    "openssl",
    [...args, ...files.map((word) => (word.endsWith(".pem") ? join(folder, word) : word))],
    {
      stdio: ["pipe", "pipe", "ignore"],
    },
  );
  server = child;
  // It says ACCEPT when it listens. The pipe stays open: it ends when it cannot tell of a connection.
  await new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      if (chunk.includes("ACCEPT")) resolve();
    });
  });
  return port;
}

async function sendTo(port: number, client: DynatraceSinkOptions["client"]): Promise<Outcome> {
  const sink = createDynatraceSink({
    name: "tenant",
    ingestUrl: `https://127.0.0.1:${port}/api/v2/metrics/ingest`,
    ca: LOOPBACK_TLS.cert,
    timeoutMs: 5_000,
    clock: systemClock,
    client,
  });
  try {
    return await sink.send(linesOf(1, systemClock.wallMs()), new AbortController().signal);
  } finally {
    await sink.close();
  }
}

const STRANGER = { cert: STRANGER_TLS.cert, key: new Secret(STRANGER_TLS.key) };

test.each([
  ["gets none", undefined],
  ["does not know who signed ours", STRANGER],
])(
  "a server that asks for a certificate and %s makes a refusal of it, with the setting to mend",
  async (_, client) => {
    expect(await sendTo(await startServer("-tls1_2"), client)).toMatchObject({
      kind: "refused",
      remedy: expect.stringContaining("clientCertFile"),
    });
  },
);

// With TLS 1.3 the handshake is over for us before the server has looked, and the HTTP client shows a cut only.
test.each([
  ["gets none", undefined],
  ["does not know who signed ours", STRANGER],
])(
  "over TLS 1.3 a server that asks for a certificate and %s looks like a cut, and the reason says so",
  async (_, client) => {
    expect(await sendTo(await startServer("-tls1_3"), client)).toMatchObject({
      kind: "retry",
      reason: expect.stringContaining("clientCertFile"),
    });
  },
);

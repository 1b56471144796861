import { once } from "node:events";
import { createServer } from "node:http";
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { Secret } from "../../src/base/index.ts";
import {
  createDynatraceSink,
  type DynatraceSinkOptions,
  type Outcome,
  type Sink,
} from "../../src/ingest/index.ts";
import { outcomeOfFailure } from "../../src/ingest/sinks/connection-failure.ts";
import { linesOf } from "../support/delivery-run.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { type IngestStub, type StubResponse, startIngestStub } from "../support/ingest-stub.ts";
import { LOOPBACK_TLS } from "../support/loopback-tls.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});

async function stubOf(options: Parameters<typeof startIngestStub>[0]): Promise<IngestStub> {
  const stub = await startIngestStub(options);
  open.push(stub);
  return stub;
}

function sinkTo(
  ingestUrl: string,
  options: Partial<DynatraceSinkOptions> = {},
): { clock: FakeClock; sink: Sink } {
  const clock = new FakeClock();
  const sink = createDynatraceSink({ name: "tenant", ingestUrl, timeoutMs: 5_000, clock, ...options });
  open.push(sink);
  return { clock, sink };
}

const never = () => new AbortController().signal;

async function sendTo(ingestUrl: string, options: Partial<DynatraceSinkOptions> = {}) {
  const { clock, sink } = sinkTo(ingestUrl, options);
  return sink.send(linesOf(2, clock.wallMs()), never());
}

/** Waits until a request has arrived: only then may fake time pass. */
async function arrived(stub: IngestStub): Promise<void> {
  while (stub.requests.length === 0) await wait(1);
}

describe("a server that does not answer", () => {
  test("a refused connection is retried, and says what to check", async () => {
    const stub = await startIngestStub();
    await stub.close();
    expect(await sendTo(stub.url)).toMatchObject({
      kind: "retry",
      reason: expect.stringMatching(/127\.0\.0\.1.*ECONNREFUSED.*check host and port/),
    });
  });

  test("a connection that is cut is retried", async () => {
    const stub = await stubOf({ script: () => "cut" });
    expect(await sendTo(stub.url)).toMatchObject({
      kind: "retry",
      reason: expect.stringContaining("was cut"),
    });
  });

  async function outcomeAfterTimeout(fault: StubResponse): Promise<Outcome> {
    const stub = await stubOf({ script: () => fault });
    const { clock, sink } = sinkTo(stub.url, { timeoutMs: 5_000 });
    const sending = sink.send(linesOf(1, clock.wallMs()), never());
    await arrived(stub);
    await clock.advance(4_999);
    expect(clock.sleeping).toBe(1);
    // The head of the answer may still be on its way.
    await wait(20);
    await clock.advance(1);
    return sending;
  }

  test("a server that hangs is given up after timeoutMs", async () => {
    expect(await outcomeAfterTimeout("hang")).toMatchObject({
      kind: "retry",
      reason: expect.stringContaining("within 5000 ms"),
    });
  });

  test("202 means that the lines were taken, also when the rest of the answer never comes", async () => {
    expect(await outcomeAfterTimeout("hangInBody")).toMatchObject({ kind: "delivered", accepted: 1 });
  });

  test("no timer is left behind when the answer came", async () => {
    const stub = await stubOf({});
    const { clock, sink } = sinkTo(stub.url);
    await sink.send(linesOf(1, clock.wallMs()), never());
    expect(clock.sleeping).toBe(0);
  });

  test("aborting rejects with the caller's reason", async () => {
    const stub = await stubOf({ script: () => "hang" });
    const { clock, sink } = sinkTo(stub.url);
    const controller = new AbortController();
    const sending = sink.send(linesOf(1, clock.wallMs()), controller.signal);
    await arrived(stub);
    controller.abort(new Error("shutdown"));
    await expect(sending).rejects.toThrow("shutdown");
    expect(clock.sleeping).toBe(0);
  });

  test("an endless answer is not read to its end: the status counts", async () => {
    const body = "x".repeat(8_000_000);
    const stub = await stubOf({ script: (_, n) => ({ status: n === 0 ? 503 : 202, body }) });
    expect(await sendTo(stub.url)).toMatchObject({
      kind: "retry",
      reason: expect.stringContaining("503 with a very long text"),
    });
    expect(await sendTo(stub.url)).toMatchObject({ kind: "delivered", accepted: 2 });
  });

  test("what is no HTTP is retried", async () => {
    const port = await listen(createTcpServer((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n")));
    expect(await sendTo(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: "retry" });
  });
});

describe("TLS", () => {
  test("a certificate of a configured CA is trusted", async () => {
    const stub = await stubOf({ tls: LOOPBACK_TLS, nowMs: () => new FakeClock().wallMs() });
    expect(await sendTo(stub.url, { ca: LOOPBACK_TLS.cert })).toMatchObject({
      kind: "delivered",
      accepted: 2,
    });
  });

  test("an unknown certificate is refused before anything is sent, and the remedy names caFile", async () => {
    const stub = await stubOf({ tls: LOOPBACK_TLS });
    expect(await sendTo(stub.url)).toMatchObject({
      kind: "refused",
      afterMs: 60_000,
      reason: expect.stringContaining("not trusted"),
      remedy: expect.stringContaining("into caFile"),
    });
    expect(stub.requests).toEqual([]);
  });

  test("insecureSkipVerify takes any certificate", async () => {
    const stub = await stubOf({ tls: LOOPBACK_TLS, nowMs: () => new FakeClock().wallMs() });
    expect(await sendTo(stub.url, { insecureSkipVerify: true })).toMatchObject({ kind: "delivered" });
  });

  test("https to a port that speaks http is retried with a hint", async () => {
    const stub = await stubOf({});
    expect(await sendTo(stub.url.replace("http:", "https:"))).toMatchObject({
      kind: "retry",
      reason: expect.stringContaining("TLS handshake"),
    });
  });
});

describe("a proxy", () => {
  test("is asked for a tunnel with its user and password, and the lines go through it", async () => {
    const stub = await stubOf({ tls: LOOPBACK_TLS, nowMs: () => new FakeClock().wallMs() });
    const proxy = await startProxy();
    const outcome = await sendTo(stub.url, {
      ca: LOOPBACK_TLS.cert,
      proxy: new Secret(`http://ops:p%40ss@127.0.0.1:${proxy.port}`),
    });
    expect(outcome).toMatchObject({ kind: "delivered", accepted: 2 });
    expect(proxy.tunnels).toEqual([
      { to: `127.0.0.1:${stub.port}`, authorization: `Basic ${Buffer.from("ops:p@ss").toString("base64")}` },
    ]);
  });

  test("gets the user and password that stand beside its address", async () => {
    const stub = await stubOf({ tls: LOOPBACK_TLS, nowMs: () => new FakeClock().wallMs() });
    const proxy = await startProxy();
    const options = { proxyUser: "ops", proxyPassword: new Secret("p:ä ss") };
    await sendTo(stub.url, { ca: LOOPBACK_TLS.cert, proxy: `http://127.0.0.1:${proxy.port}`, ...options });
    expect(proxy.tunnels.map(({ authorization }) => authorization)).toEqual([
      `Basic ${Buffer.from("ops:p:ä ss").toString("base64")}`,
    ]);
  });

  test("that wants a password says so, without ours being shown", async () => {
    const stub = await stubOf({ tls: LOOPBACK_TLS });
    const proxy = await startProxy(407);
    const outcome = await sendTo(stub.url, { proxy: `http://ops:hunter2@127.0.0.1:${proxy.port}` });
    expect(outcome).toMatchObject({
      kind: "retry",
      reason: expect.stringContaining("proxy wants user and password"),
    });
    expect(JSON.stringify(outcome)).not.toContain("hunter2");
  });
});

const failure = (code: string, message = "failed") => Object.assign(new Error(message), { code });
const outcomeOf = (error: unknown) => outcomeOfFailure(error, "https://x.test/api", (text) => text);

describe("failures of the network by their code", () => {
  test.each([
    ["ENOTFOUND", "host name is unknown"],
    ["EAI_AGAIN", "DNS server"],
    ["EHOSTUNREACH", "no route"],
    ["UND_ERR_CONNECT_TIMEOUT", "firewall"],
    ["ETIMEDOUT", "firewall"],
  ])("%s is retried and explained", (code, text) => {
    expect(outcomeOf(failure(code))).toMatchObject({
      kind: "retry",
      reason: expect.stringMatching(new RegExp(`https://x\\.test/api.*${code}.*${text}`)),
    });
  });

  test.each(["CERT_HAS_EXPIRED", "ERR_TLS_CERT_ALTNAME_INVALID", "SELF_SIGNED_CERT_IN_CHAIN"])(
    "%s needs a person",
    (code) => expect(outcomeOf(failure(code))).toMatchObject({ kind: "refused", remedy: expect.any(String) }),
  );

  test.each(["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED"])(
    "%s is about our own certificate, and needs a person too",
    (code) =>
      expect(outcomeOf(failure(code))).toMatchObject({
        kind: "refused",
        remedy: expect.stringContaining("clientCertFile"),
      }),
  );

  test("the code is found in causes and in the first of several attempts", () => {
    const both = new AggregateError([failure("ECONNREFUSED"), failure("ECONNREFUSED")]);
    const wrapped = Object.assign(new Error("other side", { cause: failure("CERT_HAS_EXPIRED") }), {
      code: "UND_ERR_SOCKET",
    });
    expect(outcomeOf(both)).toMatchObject({ reason: expect.stringContaining("ECONNREFUSED") });
    expect(outcomeOf(wrapped)).toMatchObject({ kind: "refused" });
  });

  test("what the system says is shown without the code and the address, which stand there already", () => {
    const error = failure("EADDRNOTAVAIL", "connect EADDRNOTAVAIL 192.0.2.1:443 - Local (0.0.0.0:0)");
    expect(outcomeOf(error)).toMatchObject({
      reason: "https://x.test/api cannot be reached (EADDRNOTAVAIL): connect failed.",
    });
  });

  test.each(["ECONNREFUSED", "ENOTFOUND", "EPROTO", "ERR_TLS_CERT_ALTNAME_INVALID"])(
    "%s names the settings as the configuration does",
    (code) => {
      const text = JSON.stringify(outcomeOf(failure(code)));
      expect(text).toMatch(/\burl\b/);
      expect(text).not.toMatch(/ingestUrl|\bca\b/);
    },
  );

  test("anything else is retried with its own words", () => {
    expect(outcomeOf("odd")).toMatchObject({
      kind: "retry",
      reason: "https://x.test/api cannot be reached: odd.",
    });
  });
});

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => sockets.add(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  open.push({
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  });
  return (server.address() as AddressInfo).port;
}

/** An HTTP proxy that knows CONNECT only. */
async function startProxy(status = 200) {
  const tunnels: { to: string; authorization: string | undefined }[] = [];
  const server = createServer();
  server.on("connect", (request, client: Socket) => {
    tunnels.push({ to: request.url ?? "", authorization: request.headers["proxy-authorization"] });
    if (status !== 200) {
      client.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const [host, port] = (request.url ?? "").split(":");
    const upstream = connect(Number(port), host);
    upstream.on("connect", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on("error", () => to.destroy()).on("close", () => to.destroy());
    }
  });
  return { port: await listen(server), tunnels };
}

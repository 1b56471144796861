import { afterEach, describe, expect, test } from "vitest";
import { Secret } from "../../src/base/index.ts";
import { createDynatraceSink, type DynatraceSinkOptions } from "../../src/ingest/index.ts";
import { linesOf } from "../support/delivery-run.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { startHttpPeer } from "../support/http-peer.ts";
import { CLIENT_TLS, LOOPBACK_TLS, STRANGER_TLS } from "../support/loopback-tls.ts";

const CLIENT = {
  cert: CLIENT_TLS.cert,
  key: new Secret(CLIENT_TLS.key),
  passphrase: new Secret(CLIENT_TLS.passphrase),
  certFile: "/etc/snmpgate/client.pem",
  keyFile: "/etc/snmpgate/client.key",
};

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});

function sinkTo(origin: string, options: Partial<DynatraceSinkOptions>) {
  const common = { name: "tenant", timeoutMs: 5_000, clock: new FakeClock(), ca: LOOPBACK_TLS.cert };
  return createDynatraceSink({ ...common, ingestUrl: `${origin}/api/v2/metrics/ingest`, ...options });
}

/** Sends to a server that asks for a certificate signed by that of `CLIENT_TLS`. */
async function sendWith(client: DynatraceSinkOptions["client"]) {
  const peer = await startHttpPeer({
    answer: () => ({ status: 202, body: { linesOk: 1, linesInvalid: 0 } }),
    tls: LOOPBACK_TLS,
    clientCa: CLIENT_TLS.cert,
  });
  const sink = sinkTo(peer.origin, { client });
  open.push(peer, sink);
  return sink.send(linesOf(1, new FakeClock().wallMs()), new AbortController().signal);
}

describe("a server that asks who we are (mTLS)", () => {
  test("is shown our certificate, whose key may be encrypted", async () => {
    expect(await sendWith(CLIENT)).toMatchObject({ kind: "delivered", accepted: 1 });
  });

  test.each([
    ["gets no certificate", undefined],
    ["does not know who signed ours", { cert: STRANGER_TLS.cert, key: new Secret(STRANGER_TLS.key) }],
  ])("and %s takes nothing, and the lines are kept", async (_, client) => {
    expect(await sendWith(client)).toMatchObject({
      kind: "retry",
      reason: expect.stringContaining("clientCertFile"),
    });
  });
});

describe("a client certificate that cannot work is refused at once, with file and remedy", () => {
  test.each([
    ["a certificate that is none", { cert: "nonsense" }, "clientCertFile /etc/snmpgate/client.pem"],
    ["a key that is none", { key: new Secret("nonsense") }, "clientKeyFile /etc/snmpgate/client.key"],
    ["a wrong passphrase", { passphrase: new Secret("hunter2") }, "clientKeyFile /etc/snmpgate/client.key"],
    ["no passphrase for an encrypted key", { passphrase: undefined }, "clientKeyFile"],
    ["a key of another certificate", { key: new Secret(STRANGER_TLS.key) }, "clientKeyFile"],
  ])("%s", (_, parts, named) => {
    const make = () => sinkTo("https://127.0.0.1:1", { client: { ...CLIENT, ...parts } });
    expect(make).toThrow(
      expect.objectContaining({ code: "ingest.bad-client-certificate", remedy: expect.any(String) }),
    );
    expect(make).toThrow(named);
    expect(make).not.toThrow(/hunter2|loopback/);
  });
});

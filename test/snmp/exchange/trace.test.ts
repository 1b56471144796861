import { afterEach, beforeEach, expect, test } from "vitest";
import { Secret } from "../../../src/base/index.ts";
import type { TraceEvent } from "../../../src/snmp/index.ts";
import { ExchangeBench } from "../../support/exchange-bench.ts";
import { textValue } from "../../support/snmp-bench.ts";
import { switchMib } from "../../support/virtual-switch.ts";

let bench: ExchangeBench;
beforeEach(() => {
  bench = new ExchangeBench();
  bench.tracing = true;
});
afterEach(() => bench.clean());

const kinds = () => bench.traces.map(({ kind }) => kind);
const of = <K extends TraceEvent["kind"]>(kind: K) =>
  bench.traces.filter((event): event is Extract<TraceEvent, { kind: K }> => event.kind === kind);

test("an answered ask is a sent and a received, tied by ask and request-id, with values as text", async () => {
  const agent = bench.agent({ mib: switchMib(1) });
  await bench.ask(bench.exchange(agent));
  const { requestId, datagram } = agent.requests[0]!;
  const device = "192.0.2.1:161";
  expect(bench.traces).toEqual([
    {
      atMs: 1_760_000_000_000,
      device,
      kind: "sent",
      ask: 1,
      attempt: 1,
      pdu: "get",
      requestId,
      oids: ["1.3.6.1.2.1.1.5.0"],
      nonRepeaters: 0,
      maxRepetitions: 0,
      bytes: datagram.length,
    },
    {
      atMs: 1_760_000_000_002,
      device,
      kind: "received",
      ask: 1,
      requestId,
      rttMs: 2,
      bytes: agent.replyBytes[0],
      errorStatus: 0,
      errorIndex: 0,
      varbinds: [{ oid: "1.3.6.1.2.1.1.5.0", type: "OctetString", text: "switch" }],
      late: false,
    },
  ]);
});

test("a silent device is told attempt by attempt, and why the ask failed", async () => {
  await bench.ask(
    bench.exchange(bench.agent({ script: () => "silence" }), { options: { timeoutMs: 500, retries: 1 } }),
  );
  expect(kinds()).toEqual(["sent", "timeout", "sent", "timeout", "failed"]);
  expect(of("timeout").map(({ attempt, waitedMs }) => [attempt, waitedMs])).toEqual([
    [1, 500],
    [2, 500],
  ]);
  expect(of("failed")[0]).toMatchObject({ ask: 1, code: "snmp.timeout" });
});

test("what is not believed is told with its reason", async () => {
  const agent = bench.agent({ mib: switchMib(1) });
  const exchange = bench.exchange(agent);
  await bench.ask(exchange);
  agent.answersFrom = { address: "192.0.2.99", port: 161 };
  await bench.ask(exchange, { attemptsMax: 1 });
  expect(of("rejected").map(({ ask, reason }) => [ask, reason])).toEqual([[2, "source"]]);
});

test("a discovery is an ask of its own, and what a report led to is told", async () => {
  const agent = bench.agent({ mib: switchMib(1), usm: { users: [{ name: "ops" }] } });
  const credentials = {
    version: "3",
    userName: "ops",
    securityLevel: "NO_AUTH_NO_PRIV",
    auth: undefined,
    priv: undefined,
    contextName: "",
  } as const;
  const exchange = bench.exchange(agent, { credentials });
  await bench.ask(exchange);
  agent.engine.id = Buffer.from("80001f888001020304", "hex");
  await bench.ask(exchange);
  expect(of("sent").map(({ pdu }) => pdu)).toEqual(["discovery", "get", "get", "get"]);
  expect(of("rejected").map(({ reason }) => reason)).toEqual(["engine-swapped"]);
  expect(new Set(of("sent").map(({ ask }) => ask)).size).toBe(3);
});

test("long values are cut, and no secret is in any event", async () => {
  const long = { oid: "1.3.6.1.2.1.1.5.0", value: textValue("x".repeat(5_000)) };
  const agent = bench.agent({ community: "s3cr3t-word", script: () => ({ varbinds: [long] }) });
  await bench.ask(
    bench.exchange(agent, { credentials: { version: "2c", community: new Secret("s3cr3t-word") } }),
  );
  expect(of("received")[0]!.varbinds[0]!.text).toBe(`${"x".repeat(200)}…`);
  expect(JSON.stringify(bench.traces)).not.toContain("s3cr3t-word");
});

test("listening can be switched on and off between asks", async () => {
  const exchange = bench.exchange(bench.agent({ mib: switchMib(1) }));
  bench.tracing = false;
  await bench.ask(exchange);
  bench.tracing = true;
  await bench.ask(exchange);
  bench.tracing = false;
  await bench.ask(exchange);
  expect(kinds()).toEqual(["sent", "received"]);
  expect(of("sent")[0]!.ask).toBe(2);
});

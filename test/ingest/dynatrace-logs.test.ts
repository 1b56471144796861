import { afterEach, describe, expect, test } from "vitest";
import { Secret } from "../../src/base/index.ts";
import { logRecordJson } from "../../src/ingest/sinks/dynatrace-log-record.ts";
import { DynatraceLogs, type LogsSent, logsUrlOf } from "../../src/ingest/sinks/dynatrace-logs.ts";
import type { LogRecord } from "../../src/otlp/index.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { type PeerAnswer, type PeerRequest, startHttpPeer } from "../support/http-peer.ts";

const NOW_MS = new FakeClock().wallMs();
const TOKEN = `dt0c01.${"A1".repeat(12)}.${"Z9".repeat(32)}`;
const record = (n: number, parts: Partial<LogRecord> = {}): LogRecord => ({
  timestampMs: NOW_MS,
  severity: "warn",
  content: `trap ${n}`,
  attributes: [["device.address", "192.0.2.1"]],
  ...parts,
});
const records = (count: number) => Array.from({ length: count }, (_, n) => record(n));

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});

async function start(answer: (request: PeerRequest, n: number) => PeerAnswer = () => ({ status: 204 })) {
  const peer = await startHttpPeer({ answer });
  const logsUrl = logsUrlOf(`${peer.origin}/e/abc/api/v2/metrics/ingest`) ?? "";
  const clock = new FakeClock();
  const logs = new DynatraceLogs({
    name: "tenant",
    logsUrl,
    token: new Secret(TOKEN),
    timeoutMs: 5_000,
    clock,
  });
  open.push(peer, logs);
  const send = (list: readonly LogRecord[]): Promise<LogsSent> =>
    logs.send(list, new AbortController().signal);
  const bodies = () => peer.requests.map(({ body }) => JSON.parse(body.toString()) as { content: string }[]);
  return { peer, send, bodies };
}

describe("log records", () => {
  test("are posted as a JSON array to the logs API of the same environment, with the token", async () => {
    const { peer, send, bodies } = await start();
    expect(await send(records(2))).toMatchObject({
      records: 2,
      tooOld: 0,
      outcome: { kind: "delivered", accepted: 2 },
    });
    expect(peer.requests).toMatchObject([
      {
        method: "POST",
        path: "/e/abc/api/v2/logs/ingest",
        headers: { "content-type": "application/json; charset=utf-8", authorization: `Api-Token ${TOKEN}` },
      },
    ]);
    expect(bodies()[0]?.[0]).toEqual({
      "device.address": "192.0.2.1",
      content: "trap 0",
      timestamp: NOW_MS,
      severity: "warn",
    });
  });

  test("go in requests of 50,000 records at most", async () => {
    const { send, bodies } = await start();
    expect(await send(records(50_001))).toMatchObject({ records: 50_000 });
    expect(bodies().map(({ length }) => length)).toEqual([50_000]);
  });

  test("go in requests of 5 MB at most", async () => {
    const { peer, send } = await start();
    const long = Array.from({ length: 800 }, (_, n) => record(n, { content: "x".repeat(8_000) }));
    const { records: sent } = await send(long);
    expect(sent).toBeGreaterThan(600);
    expect(sent).toBeLessThan(800);
    expect(peer.requests[0]!.body.length).toBeLessThanOrEqual(5_000_000);
  });

  test("older than a day are given up and counted, for the server refuses them", async () => {
    const { send, bodies } = await start();
    const old = record(0, { timestampMs: NOW_MS - 24 * 3_600_000 });
    expect(await send([old, old, record(1)])).toMatchObject({
      records: 3,
      tooOld: 2,
      outcome: { accepted: 1 },
    });
    expect(bodies().map((body) => body.map(({ content }) => content))).toEqual([["trap 1"]]);
    expect(await send([old])).toMatchObject({
      records: 1,
      tooOld: 1,
      outcome: { kind: "delivered", accepted: 0 },
    });
    expect(bodies()).toHaveLength(1);
  });
});

describe("an answer of the logs API", () => {
  const outcomeOf = async (answer: PeerAnswer) =>
    (await (await start(() => answer)).send(records(1))).outcome;

  test("200 is final: some records were not stored, and the text says so", async () => {
    expect(await outcomeOf({ status: 200, body: "1 record was too old" })).toMatchObject({
      kind: "delivered",
      accepted: 1,
      warnings: [expect.stringContaining("1 record was too old")],
    });
  });

  test.each([
    [400, "drop", "logs API"],
    [404, "drop", "logs API"],
    [501, "drop", "logs API"],
    [401, "refused", "logs.ingest"],
    [403, "refused", "logs.ingest"],
    [402, "refused", "licence"],
    [307, "refused", "url"],
  ])("%i is %s, with its remedy", async (status, kind, remedy) => {
    expect(await outcomeOf({ status, body: "no" })).toMatchObject({
      kind,
      remedy: expect.stringContaining(remedy),
    });
  });

  test.each([429, 502, 503, 504])(
    "%i is tried again, after the time that the server asks for",
    async (status) => {
      const answer = { status, headers: { "retry-after": "7" } };
      expect(await outcomeOf(answer)).toMatchObject({ kind: "retry", afterMs: 7_000 });
    },
  );

  test("413 halves the request until it fits", async () => {
    const { send, bodies } = await start(({ body }) => ({
      status: (JSON.parse(body.toString()) as unknown[]).length > 10 ? 413 : 204,
    }));
    const list = records(100);
    for (let from = 0; from < list.length; ) {
      const sent = await send(list.slice(from));
      expect(sent.outcome).toMatchObject({ kind: "delivered" });
      from += sent.records;
    }
    const taken = bodies().filter(({ length }) => length <= 10);
    expect(taken.flat().map(({ content }) => content)).toEqual(list.map(({ content }) => content));
  });

  test("413 for a record alone gives that one up, and the next request is full again", async () => {
    const { send, bodies } = await start(({ body }) => ({ status: body.includes('trap 0"') ? 413 : 204 }));
    expect(await send(records(8))).toMatchObject({ records: 1, outcome: { kind: "drop" } });
    expect(await send(records(8).slice(1))).toMatchObject({ records: 7, outcome: { accepted: 7 } });
    expect(
      bodies()
        .map(({ length }) => length)
        .at(-1),
    ).toBe(7);
  });

  test("that repeats the token does not get it into the reason", async () => {
    const outcome = await outcomeOf({ status: 500, body: `who is ${TOKEN}?` });
    expect(JSON.stringify(outcome)).not.toContain("Z9Z9");
  });
});

describe("a record within the limits of the classic store", () => {
  const written = (parts: Partial<LogRecord>) =>
    JSON.parse(logRecordJson(record(0, parts))) as Record<string, string>;

  test("has its content cut to 8 kB, never inside a character", () => {
    const { content } = written({ content: `x${"東".repeat(5_000)}` });
    expect(content).toBe(`x${"東".repeat(2_730)}`);
  });

  test("has keys of 100 and values of 250 bytes", () => {
    const { content: _, ...rest } = written({ attributes: [["k".repeat(120), "ä".repeat(200)]] });
    expect(rest["k".repeat(100)]).toBe("ä".repeat(125));
  });

  test("keeps 32 values of a list, each within its limit", () => {
    const values = Array.from({ length: 40 }, () => "x".repeat(300));
    expect(written({ attributes: [["list", values]] })["list"]).toEqual(
      Array.from({ length: 32 }, () => "x".repeat(250)),
    );
  });

  test("keeps 50 attributes: address, trap OID and source before all others", () => {
    const many = Array.from({ length: 60 }, (_, n) => [`var.${n}`, "1"] as const);
    const must = [
      ["log.source", "snmptraps"],
      ["snmp.trap_oid", "1.3.6.1.6.3.1.1.5.3"],
      ["device.address", "192.0.2.1"],
    ] as const;
    const {
      content: _,
      timestamp: __,
      severity: ___,
      ...attributes
    } = written({ attributes: [...many, ...must] });
    expect(Object.keys(attributes)).toHaveLength(50);
    expect(attributes).toMatchObject(Object.fromEntries(must));
    expect(attributes["var.46"]).toBe("1");
    expect(attributes["var.47"]).toBeUndefined();
  });

  test("is not overwritten by attributes of the API's own names", () => {
    expect(
      written({
        attributes: [
          ["content", "evil"],
          ["timestamp", "0"],
        ],
      }),
    ).toMatchObject({
      content: "trap 0",
      timestamp: NOW_MS,
    });
  });
});

describe("the address of the logs API", () => {
  test.each([
    [
      "https://abc.live.dynatrace.com/api/v2/metrics/ingest",
      "https://abc.live.dynatrace.com/api/v2/logs/ingest",
    ],
    ["https://ag:9999/e/x/api/v2/metrics/ingest", "https://ag:9999/e/x/api/v2/logs/ingest"],
    ["http://localhost:14499/metrics/ingest", undefined],
    ["nonsense", undefined],
  ])("beside %s", (ingestUrl, expected) => {
    expect(logsUrlOf(ingestUrl)).toBe(expected);
  });
});

import { afterEach, describe, expect, test } from "vitest";
import { createDynatraceSink, type MetricInfoOf, type Outcome } from "../../src/ingest/index.ts";
import { KeyScan } from "../../src/ingest/sinks/key-scan.ts";
import { batchOf } from "../support/delivery-run.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { type PeerAnswer, startHttpPeer } from "../support/http-peer.ts";

const NOW_MS = new FakeClock().wallMs();
const lines = (...texts: string[]) => batchOf(texts, NOW_MS);
const gauge = (key: string, dimensions = "") => `${key}${dimensions} gauge,1 ${NOW_MS}`;
const INFOS: Readonly<Record<string, ReturnType<MetricInfoOf>>> = {
  "if.in.octets.count": { displayName: "Octets in", unit: "Byte" },
  "sys.cpu": { displayName: "CPU load", description: "Of one\n minute" },
  "sys.silent": {},
};
const TAKEN = { status: 202, body: { linesOk: 1, linesInvalid: 0, error: null, warnings: null } };

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});

async function start(answer: (body: string, n: number) => PeerAnswer = () => TAKEN) {
  const clock = new FakeClock();
  const peer = await startHttpPeer({ answer: ({ body }, n) => answer(body.toString(), n) });
  const sink = createDynatraceSink({
    name: "tenant",
    ingestUrl: `${peer.origin}/api/v2/metrics/ingest`,
    timeoutMs: 5_000,
    metricInfoOf: (key) => INFOS[key],
    clock,
  });
  open.push(peer, sink);
  const send = (...texts: string[]): Promise<Outcome> =>
    sink.send(lines(...texts), new AbortController().signal);
  const bodies = () => peer.requests.map(({ body }) => body.toString());
  return { clock, send, bodies };
}

const isMetadata = (body: string) => body.startsWith("#");

describe("metadata of metrics", () => {
  test("are told in a request of their own before the first line of the key", async () => {
    const { send, bodies } = await start();
    const count = `if.in.octets.count,if.idx="a b, gauge,1" count,delta=5 ${NOW_MS}`;
    await send(count, gauge("sys.cpu"));
    expect(bodies()).toEqual([
      '#if.in.octets.count count dt.meta.displayName="Octets in",dt.meta.unit="Byte"\n' +
        '#sys.cpu gauge dt.meta.displayName="CPU load",dt.meta.description="Of one minute"',
      `${count}\n${gauge("sys.cpu")}`,
    ]);
  });

  test("are told once per key, however often it comes", async () => {
    const { send, bodies } = await start();
    for (let n = 0; n < 3; n++) await send(gauge("sys.cpu", `,device="${n}"`));
    expect(bodies().filter(isMetadata)).toHaveLength(1);
  });

  test("that say nothing, or of a metric that nobody described, make no request", async () => {
    const { send, bodies } = await start();
    await send(gauge("sys.silent"), gauge("sys.other"));
    expect(bodies().filter(isMetadata)).toEqual([]);
  });

  test("that the server rejects are never sent again, and it says why", async () => {
    const invalidLines = [{ line: 1, error: "unit unknown" }];
    const rejection = { linesOk: 0, linesInvalid: 1, error: { code: 400, message: "", invalidLines } };
    const { send, bodies } = await start((body) =>
      isMetadata(body) ? { status: 400, body: rejection } : TAKEN,
    );
    expect(await send(gauge("sys.cpu"))).toMatchObject({
      kind: "delivered",
      accepted: 1,
      rejectedCount: 0,
      warnings: ["metadata of sys.cpu: unit unknown"],
    });
    await send(gauge("sys.cpu"));
    expect(bodies().filter(isMetadata)).toHaveLength(1);
  });

  test("hold no line up when they fail, are tried again a minute later, and not for ever", async () => {
    const { clock, send, bodies } = await start((body) => (isMetadata(body) ? { status: 500 } : TAKEN));
    for (let second = 0; second < 600; second += 20) {
      expect(await send(gauge("sys.cpu"))).toMatchObject({ kind: "delivered", accepted: 1 });
      await clock.advance(20_000);
    }
    expect(bodies().filter(isMetadata)).toHaveLength(5);
    expect(bodies().filter((body) => !isMetadata(body))).toHaveLength(30);
  });

  test("of more keys than fit into a request go with the batches after it", async () => {
    const clock = new FakeClock();
    const peer = await startHttpPeer({ answer: () => TAKEN });
    const ingestUrl = `${peer.origin}/api/v2/metrics/ingest`;
    const metricInfoOf = () => ({ unit: "Byte" });
    const sink = createDynatraceSink({ name: "tenant", ingestUrl, timeoutMs: 5_000, metricInfoOf, clock });
    open.push(peer, sink);
    const texts = Array.from({ length: 1_500 }, (_, n) => gauge(`sys.m${n}`));
    await sink.send(lines(...texts), new AbortController().signal);
    await sink.send(lines(gauge("sys.m1")), new AbortController().signal);
    const counts = peer.requests.map(({ body }) => body.toString().split("\n").length);
    expect(counts).toEqual([1_000, 1_500, 500, 1]);
  });
});

describe("the scan for new keys", () => {
  test("finds each key once, with the type of its line", () => {
    const scan = new KeyScan(10);
    const batch = lines(gauge("a.b", ',x="1"'), `c.d count,delta=1 ${NOW_MS}`, gauge("a.b", ',x="2"'));
    expect(scan.newKeys(batch)).toEqual([
      { key: "a.b", type: "gauge" },
      { key: "c.d", type: "count" },
    ]);
    expect(scan.newKeys(batch)).toEqual([]);
  });

  test("reads the type from behind texts that look like a payload", () => {
    const batch = lines(`a.b,x="y count,delta=1 1760000000000" gauge,1 ${NOW_MS}`);
    expect(new KeyScan(10).newKeys(batch)).toEqual([{ key: "a.b", type: "gauge" }]);
  });

  test("passes over metadata lines, and over keys beyond its bound", () => {
    const scan = new KeyScan(2);
    const batch = lines('#a.b gauge dt.meta.unit="Byte"', gauge("c.d"), gauge("e.f"), gauge("g.h"));
    expect(scan.newKeys(batch).map(({ key }) => key)).toEqual(["c.d", "e.f"]);
    expect(scan.newKeys(batch)).toEqual([]);
  });

  test("does not hold the memory of the batch", () => {
    const scan = new KeyScan(10);
    const batch = lines(gauge("a.b"));
    scan.newKeys(batch);
    batch.bytes.fill(0x78);
    expect(scan.newKeys(lines(gauge("a.b")))).toEqual([]);
  });
});

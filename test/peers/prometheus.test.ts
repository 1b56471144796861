import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../src/base/index.ts";
import { createPrometheusSink, type Sink } from "../../src/ingest/index.ts";
import type { Sample } from "../../src/mapping/index.ts";
import { EXPOSITION_TYPE, expositionOf, LastPolls, Names, RemoteWrite } from "../../src/prometheus/index.ts";
import { theManifest } from "../extension/network.ts";
import { batchOf } from "../support/delivery-run.ts";
import { type Prometheus, promtoolCheck, type Series, startPrometheus } from "../support/prometheus.ts";

// Debian's Prometheus as the receiver of our remote writes and as the scraper of our exposition.

const MINUTE_MS = 60_000;
const aNames = () => new Names(() => {});

/** Asks until there is an answer that will do; ten seconds at most. */
async function until<T>(ask: () => Promise<T>, isDone: (answer: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    const answer = await ask();
    if (isDone(answer) || tries >= 100) return answer;
    await sleep(100);
  }
}

describe("remote write", () => {
  let prometheus: Prometheus;
  let sink: Sink;
  /** A whole second some minutes ago. */
  const startMs = Math.floor(Date.now() / 1_000) * 1_000 - 20 * MINUTE_MS;
  const { signal } = new AbortController();
  const aSink = () =>
    createPrometheusSink({
      name: "prometheus",
      url: `${prometheus.origin}/api/v1/write`,
      timeoutMs: 10_000,
      clock: systemClock,
      names: aNames(),
      infoOf: () => undefined,
    });
  const send = (to: Sink, ...texts: string[]) => to.send(batchOf(texts, startMs), signal);
  const count = (key: string, increase: number, minute: number) =>
    `${key},device="sw1" count,delta=${increase} ${startMs + minute * MINUTE_MS}`;
  const valuesOf = async (name: string) =>
    (await prometheus.query(`${name}[30m]`)).flatMap(({ values }) => values.map(([, value]) => value));

  beforeAll(async () => {
    prometheus = await startPrometheus();
    sink = aSink();
  });
  afterAll(async () => {
    await sink?.close();
    await prometheus?.stop();
  });

  test("a gauge is found with its labels, value and time", async () => {
    const text = 'Zürich – 東京 \\"core\\" \\\\ 🛰';
    const line = `if.util,_0="x",device.address="192.0.2.7",if.name="${text}" gauge,17.25 ${startMs}`;
    expect(await send(sink, line)).toMatchObject({ kind: "delivered", accepted: 1 });
    expect(await prometheus.query("if_util", startMs)).toEqual([
      {
        metric: {
          __name__: "if_util",
          _0: "x",
          device_address: "192.0.2.7",
          if_name: 'Zürich – 東京 "core" \\ 🛰',
        },
        value: [startMs / 1_000, "17.25"],
      },
    ]);
  });

  test("a summary is found as mean, min, max and number of samples", async () => {
    await send(sink, `rtt gauge,min=1,max=5,sum=9,count=3 ${startMs}`);
    const found = await prometheus.query('{__name__=~"rtt.*"}', startMs);
    const values = Object.fromEntries(found.map(({ metric, value }) => [metric["__name__"], value[1]]));
    expect(values).toEqual({ rtt: "3", rtt_min: "1", rtt_max: "5", rtt_samples: "3" });
  });

  test("a count is found as a counter whose increase is the sum of all its increases", async () => {
    await send(sink, count("if.in", 100, 0), count("if.in", 20, 1));
    await send(sink, count("if.in", 3, 2));
    expect(await valuesOf("if_in_total")).toEqual(["0", "100", "120", "123"]);
  });

  test("a batch that was taken and comes again, with new lines, costs none of the new ones", async () => {
    const batch = Array.from({ length: 50 }, (_, n) => `again.${n} gauge,${n} ${startMs}`);
    await send(sink, count("twice", 100, 0), ...batch);
    const restarted = aSink();
    const fresh = Array.from({ length: 50 }, (_, n) => `fresh.${n} gauge,${n} ${startMs}`);
    const outcome = await send(restarted, count("twice", 100, 0), ...batch, ...fresh);
    expect(outcome).toMatchObject({ kind: "delivered", accepted: 100, rejectedCount: 1 });
    expect(await prometheus.query('count({__name__=~"fresh_.*"})', startMs)).toMatchObject([
      { value: [expect.anything(), "50"] },
    ]);
    await send(restarted, count("twice", 5, 1));
    await restarted.close();
    expect(await valuesOf("twice_total")).toEqual(["0", "100", "0", "5"]);
  });

  test("a sample that is too old is rejected with the server's reason, and its neighbours are kept", async () => {
    const old = `ancient gauge,1 ${startMs - 48 * 60 * MINUTE_MS}`;
    const outcome = await send(sink, `left gauge,1 ${startMs}`, old, `right gauge,1 ${startMs}`);
    expect(outcome).toMatchObject({ kind: "delivered", accepted: 2, rejectedCount: 1 });
    expect(outcome).toMatchObject({
      rejected: [{ index: 1, reason: expect.stringMatching(/out of bounds/) as string }],
    });
    expect(await prometheus.query('count({__name__=~"left|right"})', startMs)).toMatchObject([
      { value: [expect.anything(), "2"] },
    ]);
  });

  test("a stale mark ends a series at once", async () => {
    const writer = new RemoteWrite({ names: aNames(), infoOf: () => undefined });
    const point = { key: "ending", type: "gauge", dimensions: [], timestampMs: startMs } as const;
    writer.begin(0);
    writer.add({ ...point, value: 1 }, 0);
    writer.addStaleMark(point, startMs + 10_000, 1);
    const response = await fetch(`${prometheus.origin}/api/v1/write`, {
      method: "POST",
      body: writer.encode(),
    });
    expect(response.status).toBe(204);
    expect(await prometheus.query("ending", startMs + 9_000)).toHaveLength(1);
    expect(await prometheus.query("ending", startMs + 10_000)).toEqual([]);
  });
});

describe("a scrape", () => {
  let prometheus: Prometheus;
  let server: Server;
  const last = new LastPolls(aNames(), (key) =>
    key === "if.in" ? { description: "Octets received", unit: "Byte" } : undefined,
  );
  const nowMs = () => systemClock.monotonicMs();
  const aSample = (parts: Partial<Sample> & Pick<Sample, "key">): Sample => ({
    storedKey: parts.key,
    type: "gauge",
    value: 1,
    dimensions: [["device.address", "192.0.2.7"]],
    timestampMs: 0,
    ...parts,
  });
  const record = (taskId: string, ...samples: Sample[]) =>
    last.record({ taskId, intervalMs: MINUTE_MS, samples, counterStarts: [] }, nowMs());
  const found = (name: string, isDone: (series: readonly Series[]) => boolean) =>
    until(() => prometheus.query(`${name}{job="devices"}`), isDone);

  beforeAll(async () => {
    record("1", aSample({ key: "if.in", type: "count", total: 18_446_744_073_709n }));
    record("2", aSample({ key: "if.alias", value: -0.5, dimensions: [["alias", 'a "b" \\ 東京']] }));
    server = createServer((_, response) => {
      response.writeHead(200, { "content-type": EXPOSITION_TYPE });
      response.end([...expositionOf([last.families(nowMs())])].join(""));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    prometheus = await startPrometheus(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterAll(async () => {
    await prometheus?.stop();
    server?.closeAllConnections();
    server?.close();
  });

  test("finds the counters of the devices in full, with type and help", async () => {
    const series = await found("if_in_total", ({ length }) => length > 0);
    expect(series).toMatchObject([
      { metric: { device_address: "192.0.2.7" }, value: [expect.anything(), "18446744073709"] },
    ]);
    const metadata = await prometheus.get("/api/v1/targets/metadata?metric=if_in_total");
    expect(metadata).toMatchObject([{ type: "counter", help: "Octets received, in Byte (if.in)" }]);
  });

  test("finds texts unchanged", async () => {
    const series = await found("if_alias", ({ length }) => length > 0);
    expect(series).toMatchObject([
      { metric: { alias: 'a "b" \\ 東京' }, value: [expect.anything(), "-0.5"] },
    ]);
  });

  test("marks the series of a task that is gone as stale at once", async () => {
    record("3", aSample({ key: "leaving" }));
    expect(await found("leaving", ({ length }) => length > 0)).toHaveLength(1);
    last.forget("3");
    expect(await found("leaving", ({ length }) => length === 0)).toEqual([]);
  });
});

describe("promtool check metrics", () => {
  const exposed = (samples: readonly Sample[]) => {
    const last = new LastPolls(aNames(), () => undefined);
    last.record({ taskId: "1", intervalMs: MINUTE_MS, samples, counterStarts: [] }, 0);
    return [...expositionOf([last.families(0)])].join("");
  };
  const aSample = (key: string, type: Sample["type"]): Sample => ({
    key,
    storedKey: key,
    type,
    value: 1,
    total: 1,
    dimensions: [["device", "sw1"]],
    timestampMs: 0,
  });

  test("finds nothing to blame in what our extension collects", async () => {
    const specs = theManifest().snmp.flatMap(({ metrics, subgroups }) => [
      ...metrics,
      ...subgroups.flatMap((subgroup) => subgroup.metrics),
    ]);
    const samples = specs.map(({ key, type }) => aSample(key, type));
    expect(samples.length).toBeGreaterThan(50);
    expect(await promtoolCheck(exposed(samples))).toEqual({ code: 0, findings: "" });
  });

  test("finds nothing to blame in keys that end like another type", async () => {
    const samples = ["memory.total", "sessions.count", "power.sum", "leaky.bucket"].map((key) =>
      aSample(key, "gauge"),
    );
    expect(await promtoolCheck(exposed([...samples, aSample("if.in.count", "count")]))).toEqual({
      code: 0,
      findings: "",
    });
  });
});

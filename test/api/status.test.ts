import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { gate, rawExchange, startApiBench } from "../support/api-bench.ts";

test("/livez answers 200 while all is well", async () => {
  const { get } = await startApiBench();
  const response = await get("/livez");
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toEqual({ status: "ok", reasons: [] });
});

test("/readyz answers 503 with the reasons why not", async () => {
  const reasons = [
    "sink tenant has been away for 12 minutes",
    "the queue is kept in memory: the disk is full",
  ];
  const health = { live: () => ({ ok: true, reasons: [] }), ready: () => ({ ok: false, reasons }) };
  const { get } = await startApiBench({ health });
  const response = await get("/readyz");
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({ status: "failing", reasons });
});

test("/metrics answers in the text format of Prometheus", async () => {
  const { get } = await startApiBench({ metrics: () => Promise.resolve("# TYPE a gauge\na 1\n") });
  const response = await get("/metrics");
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(await response.text()).toBe("# TYPE a gauge\na 1\n");
});

test("/metrics that cannot be made is 500, without the text of the error", async () => {
  const { get } = await startApiBench({ metrics: () => Promise.reject(new Error("inner text")) });
  const response = await get("/metrics");
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("inner text");
});

test("/metrics/devices is not there without a source", async () => {
  const { get } = await startApiBench();
  expect((await get("/metrics/devices")).status).toBe(404);
});

test("/metrics/devices is written in pieces, as fast as the reader takes them", async () => {
  const piece = "x".repeat(99_999);
  const { get } = await startApiBench({
    devicesMetrics: async (write) => {
      for (let i = 0; i < 100; i++) await write(`${piece}\n`);
    },
  });
  const response = await get("/metrics/devices");
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(await response.text()).toHaveLength(10_000_000);
});

test("/metrics/devices is an inventory: from another host it needs a token with metrics.read", async () => {
  const { get, issue } = await startApiBench({ devicesMetrics: (write) => write("a 1\n") });
  const proxied = { "x-forwarded-for": "192.0.2.7" };
  const status = async (token: string) =>
    (await get("/metrics/devices", { ...proxied, authorization: `Bearer ${token}` })).status;
  expect((await get("/metrics/devices")).status).toBe(200);
  expect((await get("/metrics/devices", proxied)).status).toBe(401);
  expect(await status(issue("metrics.ingest"))).toBe(403);
  expect(await status(issue("metrics.read"))).toBe(200);
});

test("a reader of /metrics/devices that leaves ends the writing, and is no news", async () => {
  const ended = gate();
  const { api, warnings } = await startApiBench({
    devicesMetrics: async (write) => {
      try {
        for (;;) await write("x".repeat(100_000));
      } catch (error) {
        ended.open();
        throw error;
      }
    },
  });
  const reading = request(`${api.url}/metrics/devices`, (response) => {
    response.on("error", () => undefined);
    response.once("data", () => response.destroy());
  });
  reading.on("error", () => undefined).end();
  await ended.passed;
  expect(warnings).toEqual([]);
});

test("/metrics/devices that fails half-way is cut off: a reader must not take it for whole", async () => {
  const { get, warnings } = await startApiBench({
    devicesMetrics: async (write) => {
      await write("a 1\n");
      throw new Error("broken");
    },
  });
  await expect((async () => (await get("/metrics/devices")).text())()).rejects.toThrow(TypeError);
  expect(warnings).toMatchObject([{ code: "api.devices-metrics" }]);
});

test("an address that is taken is named with what to do", async () => {
  const { api } = await startApiBench();
  const again = startApiBench({ listen: { host: "127.0.0.1", port: api.port } });
  await expect(again).rejects.toMatchObject({
    code: "api.listen",
    message: expect.stringContaining(`127.0.0.1:${api.port}`),
    remedy: expect.stringContaining("listen"),
  });
});

test("a close lets requests under way end, and takes no more", async () => {
  const [started, released] = [gate(), gate()];
  const { api, get } = await startApiBench({
    metrics: async () => {
      started.open();
      await released.passed;
      return "a 1\n";
    },
  });
  const underWay = get("/metrics");
  await started.passed;
  const closed = api.close();
  released.open();
  expect(await (await underWay).text()).toBe("a 1\n");
  await closed;
  await expect(get("/livez")).rejects.toThrow(TypeError);
});

test("localhost is listened on in both families, with the same bounds", async () => {
  const { api } = await startApiBench({ listen: { host: "localhost", port: 0 } });
  const addresses = (await lookup("localhost", { all: true })).map(({ address }) => address);
  for (const address of addresses) {
    const { answer } = await rawExchange(api, "no request\r\n\r\n", 10_000, address);
    expect(answer).toMatch(/^HTTP\/1\.1 400 [^]*\{"error":/);
  }
});

test("connections beyond the bound are closed at once", async () => {
  const { api } = await startApiBench({ limits: { connections: 1 } });
  const first = connect(api.port, "127.0.0.1");
  await once(first, "connect");
  expect(await rawExchange(api, "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")).toEqual({
    answer: "",
    closed: true,
  });
  first.destroy();
});

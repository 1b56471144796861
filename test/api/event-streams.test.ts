import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { type ApiCalls, startApiCalls } from "../support/api-calls.ts";
import { readEvents } from "../support/event-reader.ts";
import { DEVICE, EVENT } from "../support/fake-ports.ts";

const LIVE = "/api/snmpgate/live";

function tell({ ports }: Pick<ApiCalls, "ports">, title: string): void {
  for (const listener of ports.listeners) listener({ type: "event", event: { ...EVENT, title } });
}

describe("live updates", () => {
  test("reach every reader, each under the name of its type", async () => {
    const bench = await startApiCalls();
    const token = bench.issue("events.read");
    const readers = await Promise.all(
      Array.from({ length: 20 }, () => readEvents(`${bench.api.url}${LIVE}`, token)),
    );
    for (const listener of bench.ports.listeners) listener({ type: "device", device: DEVICE });
    tell(bench, "line one\nline two");
    for (const { events } of readers) {
      await expect.poll(() => events().length).toBe(2);
      expect(events()).toEqual([
        { name: "device", data: { type: "device", device: DEVICE } },
        { name: "event", data: { type: "event", event: { ...EVENT, title: "line one\nline two" } } },
      ]);
    }
    expect(bench.ports.listeners.size).toBe(1);
  });

  test("are asked for no longer when the last reader has left", async () => {
    const bench = await startApiCalls();
    const reader = await readEvents(`${bench.api.url}${LIVE}`, bench.issue("events.read"));
    expect(bench.ports.listeners.size).toBe(1);
    reader.leave();
    await expect.poll(() => bench.ports.listeners.size).toBe(0);
    expect(bench.clock.sleeping).toBe(0);
  });

  test("keep the line open with a comment every 15 seconds", async () => {
    const { api, issue, clock } = await startApiCalls();
    const { text } = await readEvents(`${api.url}${LIVE}`, issue("events.read"));
    await clock.advance(45_000);
    await expect.poll(text).toBe("retry: 5000\n\n: \n\n: \n\n: \n\n");
  });

  test("are never stored on the way, and are called what they are", async () => {
    const { api, issue } = await startApiCalls();
    const { response } = await readEvents(`${api.url}${LIVE}`, issue("events.read"));
    expect(response.headers).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
    });
  });

  test("are for so many readers: 429 beyond, and the others go on", async () => {
    const bench = await startApiCalls({ limits: { streams: 2 } });
    const url = `${bench.api.url}${LIVE}`;
    const token = bench.issue("events.read");
    const [one, two] = [await readEvents(url, token), await readEvents(url, token)];
    const three = await readEvents(url, token);
    expect(three.status).toBe(429);
    expect(three.response.headers["retry-after"]).toBe("30");
    one.leave();
    await expect.poll(async () => (await readEvents(url, token)).status).toBe(200);
    tell(bench, "still here");
    await expect.poll(() => two.events().length).toBe(1);
  });

  test("are cut off for a reader that does not take them, while others get all", async () => {
    const bench = await startApiCalls({ limits: { streamBytes: 100_000 } });
    const { api, issue, ports } = bench;
    const token = issue("events.read");
    const slow = connect(api.port, "127.0.0.1", () => {
      const head = `GET ${LIVE} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Api-Token ${token}`;
      slow.pause().write(`${head}\r\n\r\n`);
    });
    slow.on("error", () => undefined);
    await once(slow, "connect");
    await expect.poll(() => ports.listeners.size).toBe(1);
    const quick = await readEvents(`${api.url}${LIVE}`, token);
    // The kernel's buffers take some megabytes of their own.
    const title = "x".repeat(1_000_000);
    for (let megabytes = 1; megabytes <= 24; megabytes++) {
      tell(bench, title);
      await expect
        .poll(() => quick.text().length, { interval: 2, timeout: 20_000 })
        .toBeGreaterThan(megabytes * 1_000_000);
    }
    quick.leave();
    // Were the slow one still among the readers, somebody would listen.
    await expect.poll(() => ports.listeners.size).toBe(0);
    slow.destroy();
  });

  test("end when the token is revoked", async () => {
    let known = true;
    const stored = { id: "dt0c01.A", name: "a", scopes: ["events.read" as const], createdAt: "", sha256: "" };
    const { api, clock } = await startApiCalls({
      tokens: { find: () => Promise.resolve(known ? stored : undefined) },
    });
    const { isClosed } = await readEvents(`${api.url}${LIVE}`, "x");
    await clock.advance(120_000);
    expect(isClosed()).toBe(false);
    known = false;
    await clock.advance(60_000);
    await expect.poll(isClosed).toBe(true);
  });

  test("end when the service stops, and do not hold it up", async () => {
    const { api, issue } = await startApiCalls();
    const { isClosed } = await readEvents(`${api.url}${LIVE}`, issue("events.read"));
    await api.close();
    await expect.poll(isClosed).toBe(true);
  });
});

describe("the progress of onboarding", () => {
  const PROGRESS = "/api/snmpgate/onboarding/j1/progress";
  const devices = [
    { target: "192.0.2.10", port: 161, verdict: "ok", sysName: "sw-1" },
    { target: "192.0.2.11", port: 161, verdict: "pending" },
  ];

  test("is all devices first, then those that changed, and ends with the job", async () => {
    const { api, issue, ports, clock } = await startApiCalls();
    const token = issue("extensionConfigurations.read");
    const { events, isClosed } = await readEvents(`${api.url}${PROGRESS}`, token);
    await expect.poll(() => events().length).toBe(1);
    ports.job.step({ checked: 1, devices });
    await clock.advance(500);
    await expect.poll(() => events().length).toBe(2);
    ports.job.step({ state: "done", checked: 2 });
    await clock.advance(500);
    await expect.poll(isClosed).toBe(true);
    expect(events().map(({ name, data }) => [name, data["state"], data["checked"], data["devices"]])).toEqual(
      [
        ["job", "running", 0, [expect.objectContaining({ index: 0 }), { index: 1, ...devices[1] }]],
        ["job", "running", 1, [{ index: 0, ...devices[0] }]],
        ["job", "done", 2, []],
      ],
    );
    await expect.poll(() => ports.job.followers).toBe(0);
  });

  test("is at most two events a second, however often the job changes", async () => {
    const { api, issue, ports, clock } = await startApiCalls();
    const { events } = await readEvents(`${api.url}${PROGRESS}`, issue("extensionConfigurations.read"));
    await expect.poll(() => events().length).toBe(1);
    for (let i = 0; i < 100; i++) ports.job.step({ checked: i });
    await clock.advance(500);
    await expect.poll(() => events().at(-1)?.data["checked"]).toBe(99);
    expect(events()).toHaveLength(2);
  });

  test("of a reader that has left is not followed any more", async () => {
    const { api, issue, ports } = await startApiCalls();
    const reader = await readEvents(`${api.url}${PROGRESS}`, issue("extensionConfigurations.read"));
    expect(ports.job.followers).toBe(1);
    reader.leave();
    await expect.poll(() => ports.job.followers).toBe(0);
  });
});

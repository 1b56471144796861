import { setTimeout as wait } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import {
  createDynatraceSink,
  type DynatraceSinkOptions,
  type LineBatch,
  type Outcome,
  type Sink,
} from "../../src/ingest/index.ts";
import { batchOf, linesOf, textOf } from "../support/delivery-run.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { type HttpPeer, type HttpPeerOptions, startHttpPeer } from "../support/http-peer.ts";

const NOW_MS = new FakeClock().wallMs();
const COUNTS = batchOf([textOf(1, NOW_MS), `test.n,if.idx="3" count,delta=5 ${NOW_MS}`], NOW_MS);
const GAUGES = linesOf(2, NOW_MS);
const TAKEN = { status: 202, body: { linesOk: 2, linesInvalid: 0 } };

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});

async function start(
  answer: HttpPeerOptions["answer"],
  options: Partial<DynatraceSinkOptions>,
): Promise<{ peer: HttpPeer; clock: FakeClock; sink: Sink; send: (batch: LineBatch) => Promise<Outcome> }> {
  const clock = new FakeClock();
  const peer = await startHttpPeer({ answer });
  const ingestUrl = `${peer.origin}/api/v2/metrics/ingest`;
  const sink = createDynatraceSink({ name: "tenant", ingestUrl, timeoutMs: 5_000, clock, ...options });
  open.push(peer, sink);
  return { peer, clock, sink, send: (batch) => sink.send(batch, new AbortController().signal) };
}

describe("gzip", () => {
  test("is off unless it is asked for: the API does not promise to take it", async () => {
    const { peer, send } = await start(() => TAKEN, {});
    await send(GAUGES);
    expect(peer.requests[0]?.headers["content-encoding"]).toBeUndefined();
  });

  test("compresses the body and says so", async () => {
    const { peer, send } = await start(() => TAKEN, { gzip: true });
    expect(await send(GAUGES)).toMatchObject({ kind: "delivered", accepted: 2 });
    expect(peer.requests[0]?.headers["content-encoding"]).toBe("gzip");
    expect(gunzipSync(peer.requests[0]!.body).toString()).toBe(
      Buffer.from(GAUGES.bytes).toString().trimEnd(),
    );
  });

  test.each([
    ["names gzip when it is on", true, "leave gzip out"],
    ["names the address when it is off", false, "metric ingest API"],
  ])("415 drops the batch and %s", async (_, gzip, remedy) => {
    const { send } = await start(() => ({ status: 415 }), { gzip });
    expect(await send(GAUGES)).toMatchObject({ kind: "drop", remedy: expect.stringContaining(remedy) });
  });
});

describe("cookies", () => {
  test("are not kept: no request depends on the one before", async () => {
    const { peer, send } = await start(
      () => ({ ...TAKEN, headers: { "set-cookie": "dtCookie=1; Path=/" } }),
      {},
    );
    await send(GAUGES);
    await send(GAUGES);
    expect(peer.requests.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined]);
  });
});

describe("a request whose fate is unknown", () => {
  /** Sends to a server that reads the request and does not answer. */
  async function outcomeOf(fault: "hang" | "cut", batch: LineBatch, atMostOnce: boolean): Promise<Outcome> {
    const { peer, clock, send } = await start(() => fault, { atMostOnce });
    const sending = send(batch);
    while (peer.requests.length === 0) await wait(1);
    await clock.advance(fault === "hang" ? 5_000 : 0);
    return sending;
  }

  test.each(["hang", "cut"] as const)("is sent again, counts too (%s)", async (fault) => {
    expect(await outcomeOf(fault, COUNTS, false)).toMatchObject({ kind: "retry" });
  });

  test.each(["hang", "cut"] as const)(
    "with atMostOnce is given up when it holds counts (%s)",
    async (fault) => {
      expect(await outcomeOf(fault, COUNTS, true)).toMatchObject({
        kind: "drop",
        reason: expect.stringContaining("atMostOnce"),
        remedy: expect.stringContaining("timeoutMs"),
      });
    },
  );

  test("with atMostOnce is sent again when it holds gauges alone", async () => {
    expect(await outcomeOf("hang", GAUGES, true)).toMatchObject({ kind: "retry" });
  });

  test("with atMostOnce a connection that was never made is no doubt: it is tried again", async () => {
    const { peer, send } = await start(() => TAKEN, { atMostOnce: true });
    await peer.close();
    expect(await send(COUNTS)).toMatchObject({
      kind: "retry",
      reason: expect.stringContaining("ECONNREFUSED"),
    });
    open.shift();
  });

  test.each([503, 429])("with atMostOnce an answer %i is no doubt either", async (status) => {
    const { send } = await start(() => ({ status }), { atMostOnce: true });
    expect(await send(COUNTS)).toMatchObject({ kind: "retry" });
  });
});

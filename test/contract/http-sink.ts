import dns from "node:dns";
import type { LookupFunction } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Clock, seededRandom } from "../../src/base/index.ts";
import { createMemoryDelivery, type MemoryDelivery, type Sink } from "../../src/ingest/index.ts";
import { linesOf, pass, recordingLogger, runUntil, textOf } from "../support/delivery-run.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { type HttpPeer, type PeerAnswer, type PeerRequest, startHttpPeer } from "../support/http-peer.ts";
import { LOOPBACK_TLS, STRANGER_TLS } from "../support/loopback-tls.ts";
import { sinkContract } from "./sink.ts";

/** What one sink over HTTP tells of itself, so that the suite can play its other side. */
export interface HttpSinkKit {
  /** Path of the address it posts to, such as `/api/v1/write`. */
  readonly path: string;
  /** @param options.ca  PEM to trust besides the public certificates */
  make(options: {
    readonly url: string;
    readonly timeoutMs: number;
    readonly ca: string | undefined;
    readonly clock: Clock;
  }): Sink;
  /** The points of a request as `textOf` of test/support/delivery-run.ts writes them, in their order. */
  linesOf(request: PeerRequest): readonly string[];
  /** The answer for a request whose points were all taken. */
  taken(request: PeerRequest): PeerAnswer;
  /**
   * The answer for a request of which all were taken but those points (their positions, from 0). Left out when the
   * protocol has no such answer.
   */
  readonly takenInPart?: (request: PeerRequest, rejected: readonly number[]) => PeerAnswer;
  /** The protocol's answer to a request that is too large. Default: status 413. */
  readonly tooLarge?: PeerAnswer;
  /** Of such an answer nobody can say whether the points were taken. Default: status 400 drops a batch for good. */
  readonly hopeless?: PeerAnswer;
}

const TIMEOUT_MS = 10_000;
const rangeOf = (count: number, timestampMs: number, first = 0) =>
  Array.from({ length: count }, (_, n) => textOf(first + n, timestampMs));

/** What every sink over HTTP must do: the contract of all sinks, and every fault that a server and the way to it have. */
export function httpSinkContract(name: string, kit: HttpSinkKit): void {
  sinkContract(
    name,
    async (clock) => {
      const bench = await startBench(kit, clock);
      return {
        sink: bench.sink,
        reopen: () => kit.make(bench.options),
        received: async () => bench.received,
        outage: {
          begin: async () => void (bench.fault = () => ({ status: 503 })),
          mend: async () => void (bench.fault = undefined),
        },
        dispose: () => bench.close(),
      };
    },
    { passingFailures: true },
  );
  describe(`the contract of sinks over HTTP: ${name}`, () => {
    faults(kit);
  });
}

/** One sink, its delivery, and the server it talks to. */
interface Bench {
  readonly options: Parameters<HttpSinkKit["make"]>[0];
  readonly sink: Sink;
  /** Lines that the server took. */
  readonly received: string[];
  /** Plays a fault, or a whole answer; undefined takes the points. */
  fault: ((request: PeerRequest, lines: readonly string[]) => PeerAnswer | undefined) | undefined;
  peer: HttpPeer;
  /** The server comes back at its address. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

interface BenchOptions {
  readonly tls?: typeof LOOPBACK_TLS;
  readonly host?: string;
}

async function startBench(
  kit: HttpSinkKit,
  clock: FakeClock,
  { tls, host }: BenchOptions = {},
): Promise<Bench> {
  const received: string[] = [];
  const answer = (request: PeerRequest): PeerAnswer => {
    const lines = kit.linesOf(request);
    const fault = bench.fault?.(request, lines);
    if (fault !== undefined) return fault;
    received.push(...lines);
    return kit.taken(request);
  };
  const peer = await startHttpPeer({ answer, tls });
  const origin = host === undefined ? peer.origin : `http://${host}:${peer.port}`;
  const ca = tls === undefined ? undefined : LOOPBACK_TLS.cert;
  const options = { url: `${origin}${kit.path}`, timeoutMs: TIMEOUT_MS, ca, clock };
  const bench: Bench = {
    options,
    sink: kit.make(options),
    received,
    fault: undefined,
    peer,
    restart: async () => {
      bench.peer = await startHttpPeer({ answer, tls, port: peer.port });
    },
    close: async () => {
      await bench.sink.close();
      await bench.peer.close().catch(() => {});
    },
  };
  return bench;
}

function faults(kit: HttpSinkKit): void {
  let clock: FakeClock;
  let bench: Bench;
  let delivery: MemoryDelivery;
  let logger: ReturnType<typeof recordingLogger>;
  let startMs: number;

  beforeEach(() => {
    clock = new FakeClock();
    startMs = clock.wallMs();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await delivery.stop();
    await bench.close();
  });

  async function start(options: BenchOptions = {}): Promise<void> {
    bench = await startBench(kit, clock, options);
    logger = recordingLogger();
    const queue = { maxLines: 100_000, maxBytes: 50_000_000 };
    delivery = createMemoryDelivery({ sink: bench.sink, clock, random: seededRandom(1), logger, queue });
  }

  const lossesOf = () => Object.values(delivery.stats().dropped).reduce((sum, lines) => sum + lines, 0);
  const settled = () => runUntil(clock, delivery, () => delivery.stats().queued === 0);
  const waits = () => ["backingOff", "refused"].includes(delivery.stats().state);

  const passHere = (ms: number) => pass(clock, delivery, ms, () => bench.peer.held > 0);

  test("a server that restarts, and with it every connection, costs no line and doubles none", async () => {
    await start();
    delivery.enqueue(linesOf(5, startMs));
    await settled();
    await bench.peer.close();
    delivery.enqueue(linesOf(5, startMs, 5));
    await runUntil(clock, delivery, waits);
    await bench.restart();
    await settled();
    expect(bench.received).toEqual(rangeOf(10, startMs));
    expect(lossesOf()).toBe(0);
  });

  test("a connection that was closed while it was idle is made anew", async () => {
    await start();
    delivery.enqueue(linesOf(5, startMs));
    await settled();
    bench.peer.cutAll();
    delivery.enqueue(linesOf(5, startMs, 5));
    await settled();
    expect(bench.received).toEqual(rangeOf(10, startMs));
  });

  test("429 with Retry-After waits that long, and loses nothing", async () => {
    await start();
    const attemptsAtMs: number[] = [];
    bench.fault = () => {
      attemptsAtMs.push(clock.monotonicMs());
      return attemptsAtMs.length === 1 ? { status: 429, headers: { "retry-after": "137" } } : undefined;
    };
    delivery.enqueue(linesOf(10, startMs));
    await settled();
    expect(attemptsAtMs[1]! - attemptsAtMs[0]!).toBe(137_000);
    expect(bench.received).toEqual(rangeOf(10, startMs));
  });

  test("429 without Retry-After backs off with growing waits, and loses nothing", async () => {
    await start();
    const attemptsAtMs: number[] = [];
    bench.fault = () => {
      attemptsAtMs.push(clock.monotonicMs());
      return attemptsAtMs.length <= 4 ? { status: 429 } : undefined;
    };
    delivery.enqueue(linesOf(10, startMs));
    await settled();
    const waitsMs = attemptsAtMs.slice(1).map((atMs, n) => atMs - attemptsAtMs[n]!);
    expect(waitsMs.map((ms) => Math.round(Math.log2(ms / 1_000)))).toEqual([0, 1, 2, 3]);
    expect(bench.received).toEqual(rangeOf(10, startMs));
  });

  test("a request that is too large is split until it fits, and every line arrives in order", async () => {
    await start();
    bench.fault = (_, lines) => (lines.length > 20 ? (kit.tooLarge ?? { status: 413 }) : undefined);
    delivery.enqueue(linesOf(500, startMs));
    await settled();
    expect(bench.received).toEqual(rangeOf(500, startMs));
    expect(lossesOf()).toBe(0);
  });

  test("a line that is too large alone is dropped and counted, and the others arrive", async () => {
    await start();
    const culprit = textOf(17, startMs);
    bench.fault = (_, lines) => (lines.includes(culprit) ? (kit.tooLarge ?? { status: 413 }) : undefined);
    delivery.enqueue(linesOf(40, startMs));
    await settled();
    expect(delivery.stats()).toMatchObject({ delivered: 39, dropped: { tooLarge: 1 } });
    expect(bench.received).toEqual(rangeOf(40, startMs).filter((text) => text !== culprit));
  });

  test.each(kit.takenInPart === undefined ? [] : [kit.takenInPart])(
    "lines that the server rejects are counted and never sent again; the others stay",
    async (takenInPart) => {
      await start();
      bench.fault = (request, lines) => {
        bench.received.push(...lines.filter((_, n) => n !== 2 && n !== 5));
        return takenInPart(request, [2, 5]);
      };
      delivery.enqueue(linesOf(10, startMs));
      await settled();
      expect(delivery.stats()).toMatchObject({ delivered: 8, rejected: 2 });
      expect(bench.received).toEqual(rangeOf(10, startMs).filter((_, n) => n !== 2 && n !== 5));
      expect(bench.peer.requests).toHaveLength(1);
    },
  );

  test("an answer that is final drops the batch once, with the reason counted and told", async () => {
    await start();
    bench.fault = () => kit.hopeless ?? { status: 400, body: "Nonsense, so to speak" };
    delivery.enqueue(linesOf(10, startMs));
    await settled();
    expect(delivery.stats()).toMatchObject({ delivered: 0, dropped: { undeliverable: 10 } });
    expect(bench.peer.requests).toHaveLength(1);
    expect(delivery.stats().lastError?.remedy).toBeTruthy();
    expect(logger.entries.some(({ fields }) => fields["dropped"] !== undefined)).toBe(true);
  });

  test.each([401, 403])(
    "%i keeps every line, tries again each minute, and says what to mend",
    async (status) => {
      await start();
      bench.fault = () => ({ status });
      delivery.enqueue(linesOf(10, startMs));
      await passHere(301_000);
      expect(bench.peer.requests.length).toBeGreaterThanOrEqual(5);
      expect(bench.peer.requests.length).toBeLessThanOrEqual(7);
      expect(delivery.stats()).toMatchObject({ state: "refused", queued: 10 });
      expect(delivery.stats().lastError?.remedy).toBeTruthy();
      bench.fault = undefined;
      await settled();
      expect(bench.received).toEqual(rangeOf(10, startMs));
    },
  );

  test.each(["hang", "hangInBody"] as const)(
    "a server that never finishes its answer (%s) is given up in time, and loses nothing",
    async (fault) => {
      await start();
      bench.fault = () => fault;
      delivery.enqueue(linesOf(10, startMs));
      await passHere(5 * TIMEOUT_MS);
      expect(bench.peer.requests.length).toBeGreaterThanOrEqual(2);
      expect(bench.peer.held).toBeLessThanOrEqual(1);
      bench.fault = undefined;
      await passHere(2 * TIMEOUT_MS + 120_000);
      expect(delivery.stats()).toMatchObject({ queued: 0, delivered: 10 });
      expect(bench.received).toEqual(rangeOf(10, startMs));
    },
  );

  test("a connection that is cut in the middle of a request is tried again", async () => {
    await start();
    let cuts = 0;
    bench.fault = () => (cuts++ < 3 ? "cut" : undefined);
    delivery.enqueue(linesOf(10, startMs));
    await settled();
    expect(bench.received).toEqual(rangeOf(10, startMs));
  });

  test("a certificate that cannot be trusted keeps every line until it is mended, and nothing is sent before", async () => {
    await start({ tls: LOOPBACK_TLS });
    bench.peer.useTls(STRANGER_TLS);
    delivery.enqueue(linesOf(10, startMs));
    await runUntil(clock, delivery, waits);
    expect(delivery.stats()).toMatchObject({ state: "refused", queued: 10 });
    expect(delivery.stats().lastError?.remedy).toMatch(/caFile/);
    expect(bench.peer.requests).toEqual([]);
    bench.peer.useTls(LOOPBACK_TLS);
    await settled();
    expect(bench.received).toEqual(rangeOf(10, startMs));
  });

  test("a name that cannot be resolved keeps every line until it can", async () => {
    let resolves = false;
    const lookup = dns.lookup as unknown as LookupFunction;
    vi.spyOn(dns, "lookup").mockImplementation(((host, options, done) => {
      if (host !== "collector.invalid") return lookup(host, options, done);
      const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: "ENOTFOUND" });
      if (!resolves) return process.nextTick(done, error, "", 0);
      process.nextTick(
        done,
        null,
        options.all === true ? [{ address: "127.0.0.1", family: 4 }] : "127.0.0.1",
        4,
      );
    }) as LookupFunction as never);
    await start({ host: "collector.invalid" });
    delivery.enqueue(linesOf(10, startMs));
    await runUntil(clock, delivery, waits);
    expect(delivery.stats()).toMatchObject({
      queued: 10,
      lastError: { reason: expect.stringMatching(/ENOTFOUND/) },
    });
    resolves = true;
    await settled();
    expect(bench.received).toEqual(rangeOf(10, startMs));
  });
}

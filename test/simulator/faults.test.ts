import { describe, expect, test } from "vitest";
import type { Faults } from "../../src/simulator/index.ts";
import { oid } from "../../src/smi/index.ts";
import { decodeReply, encodeRequest, type WireReply, type WireRequest } from "../support/wire-client.ts";
import { endpointOf } from "./support.ts";

const IF_DESCR = "1.3.6.1.2.1.2.2.1.2";

function sick(faults: Faults) {
  const { agent, endpoint } = endpointOf({ faults });
  const send = (request: WireRequest, nowMs = 0) => endpoint.receive(encodeRequest(request), nowMs);
  const ask = (request: WireRequest, nowMs = 0): WireReply | undefined => {
    const [datagram] = send(request, nowMs);
    return datagram === undefined ? undefined : decodeReply(datagram.bytes);
  };
  const walk = (from: string, steps: number): string[] => {
    const seen: string[] = [];
    for (let at = from; seen.length < steps; ) {
      at = ask({ type: "getNext", oids: [at] })?.varbinds[0]?.split("=")[0] ?? "";
      seen.push(at.replace(`${IF_DESCR}.`, ""));
    }
    return seen;
  };
  return { send, ask, walk, agent };
}

const GET: WireRequest = { type: "get", oids: ["1.3.6.1.2.1.1.5.0"] };
const BULK: WireRequest = { type: "getBulk", third: 3, oids: [IF_DESCR] };

/** How many of 1 000 equal requests show what `seen` looks for. */
const count = (
  faults: Faults,
  seen: (datagrams: ReturnType<ReturnType<typeof sick>["send"]>) => boolean,
): number => {
  const { send } = sick(faults);
  return Array.from({ length: 1_000 }, () => send(GET)).filter(seen).length;
};

/** How many of 1 000 replies cannot be decoded. */
const broken = (faults: Faults): number =>
  count(faults, ([datagram]) => {
    try {
      decodeReply(datagram?.bytes ?? new Uint8Array());
      return false;
    } catch {
      return true;
    }
  });

describe("ratios", () => {
  test("lossRatio leaves about that share of requests without an answer", () => {
    expect(count({ lossRatio: 0.2 }, (datagrams) => datagrams.length === 0)).toBeGreaterThan(150);
    expect(count({ lossRatio: 0.2 }, (datagrams) => datagrams.length === 0)).toBeLessThan(250);
  });

  test("the same seed loses the same requests", () => {
    const [first, second] = [sick({ lossRatio: 0.5 }), sick({ lossRatio: 0.5 })].map(({ send }) =>
      Array.from({ length: 100 }, () => send(GET).length),
    );
    expect(first).toEqual(second);
    expect(new Set(first)).toEqual(new Set([0, 1]));
  });

  test("wrongRequestIdRatio answers another request", () => {
    expect(sick({ wrongRequestIdRatio: 1 }).ask(GET)?.requestId).not.toBe(4711);
  });

  test("garbageRatio and truncatedRatio send what cannot be decoded", () => {
    expect(broken({ garbageRatio: 1 })).toBeGreaterThan(990);
    expect(broken({ truncatedRatio: 1 })).toBe(1_000);
    expect(broken({})).toBe(0);
  });

  test("duplicateRatio sends a reply twice, otherPortRatio from another port", () => {
    expect(sick({ duplicateRatio: 1 }).send(GET)).toHaveLength(2);
    expect(sick({ otherPortRatio: 1 }).send(GET)).toMatchObject([{ otherPort: true }]);
  });

  test("delayMs delays by a fixed time or within a range", () => {
    expect(sick({ delayMs: 70 }).send(GET)).toMatchObject([{ delayMs: 70 }]);
    const { send } = sick({ delayMs: { from: 10, to: 20 } });
    const delays = Array.from({ length: 200 }, () => send(GET)[0]?.delayMs ?? 0);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...delays)).toBeLessThanOrEqual(20);
    expect(new Set(delays).size).toBeGreaterThan(100);
  });
});

describe("walks", () => {
  test("circularSubtree goes back to its first instance", () => {
    expect(sick({ circularSubtree: oid(IF_DESCR) }).walk(IF_DESCR, 5)).toEqual(["1", "2", "3", "1", "2"]);
  });

  test("circularSubtree makes GETBULK go in circles too", () => {
    const reply = sick({ circularSubtree: oid(IF_DESCR) }).ask({ ...BULK, third: 4 });
    expect(reply?.varbinds.map((varbind) => varbind.split("=")[0]?.split(".").at(-1))).toEqual([
      "1",
      "2",
      "3",
      "1",
    ]);
  });

  test("stuckAt answers the same instance for ever", () => {
    expect(sick({ stuckAt: oid(`${IF_DESCR}.2`) }).walk(IF_DESCR, 4)).toEqual(["1", "2", "2", "2"]);
  });

  test("endlessColumn invents an instance behind the last, and one behind that", () => {
    expect(sick({ endlessColumn: oid(IF_DESCR) }).walk(IF_DESCR, 6)).toEqual(["1", "2", "3", "4", "5", "6"]);
  });

  test("genErrAt fails at the varbind that touches it", () => {
    const { ask } = sick({ genErrAt: [oid(`${IF_DESCR}.2`)] });
    expect(ask({ type: "get", oids: ["1.3.6.1.2.1.1.5.0", `${IF_DESCR}.2`] })).toMatchObject({
      errorStatus: 5,
      errorIndex: 2,
    });
    expect(ask({ ...BULK, third: 1 })).toMatchObject({ errorStatus: 0 });
    expect(ask(BULK)).toMatchObject({ errorStatus: 5, errorIndex: 1 });
  });
});

describe("sizes", () => {
  test("tooBigAboveBytes says tooBig, to GETBULK as well", () => {
    expect(sick({ tooBigAboveBytes: 90 }).ask(BULK)).toMatchObject({ errorStatus: 1, varbinds: [] });
    expect(sick({ tooBigAboveBytes: 90 }).ask({ ...BULK, third: 1 })).toMatchObject({ errorStatus: 0 });
  });

  test("silentAboveBytes says nothing", () => {
    const { ask, agent } = sick({ silentAboveBytes: 90 });
    expect(ask(BULK)).toBeUndefined();
    expect(ask({ ...BULK, third: 1 })).toBeDefined();
    expect(agent.stats.unanswered).toBe(1);
  });

  test("noGetBulk is genErr to GETBULK alone", () => {
    expect(sick({ noGetBulk: true }).ask(BULK)).toMatchObject({ errorStatus: 5 });
    expect(sick({ noGetBulk: true }).ask(GET)).toMatchObject({ errorStatus: 0 });
  });

  test("bulkVarbindsMax cuts a GETBULK short without an error", () => {
    expect(sick({ bulkVarbindsMax: 2 }).ask({ ...BULK, third: 9 })).toMatchObject({
      errorStatus: 0,
      varbinds: { length: 2 },
    });
  });
});

test("a frozen device is silent between its times", () => {
  const { ask } = sick({ frozen: [{ fromMs: 100, untilMs: 200 }, { fromMs: 300 }] });
  const answers = [99, 100, 199, 200, 300, 1e9].map((nowMs) => ask(GET, nowMs) !== undefined);
  expect(answers).toEqual([true, false, false, true, false, false]);
});

test("a rebooting device is silent while it is down", () => {
  const { ask } = sick({ reboots: [{ atMs: 500, downMs: 100 }] });
  expect([399, 400, 499, 500].map((nowMs) => ask(GET, nowMs) !== undefined)).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

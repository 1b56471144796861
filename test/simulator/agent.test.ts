import { describe, expect, test } from "vitest";
import { type AgentSpec, readSnmprec } from "../../src/simulator/index.ts";
import { decodeReply, encodeRequest, type WireReply, type WireRequest } from "../support/wire-client.ts";
import { endpointOf, recordingOf } from "./support.ts";

const RECORDING = recordingOf(
  "1.3.6.1.2.1.1.1.0|4|a switch",
  "1.3.6.1.2.1.1.3.0|67|100",
  "1.3.6.1.2.1.2.2.1.2.1|4|one",
  "1.3.6.1.2.1.2.2.1.2.10|4|ten",
  "1.3.6.1.2.1.2.2.1.2.200|4|two hundred",
  "1.3.6.1.2.1.2.2.1.8.1|2|1",
  "1.3.6.1.2.1.2.2.1.8.10|2|2",
  "1.3.6.1.2.1.2.2.1.8.200|2|1",
  "1.3.6.1.2.1.31.1.1.1.6.1|70|5000000000",
  "1.3.6.1.2.1.31.1.1.1.18.1|4|uplink",
);
const [DESCR, OPER] = ["1.3.6.1.2.1.2.2.1.2", "1.3.6.1.2.1.2.2.1.8"];

function asker(spec: Partial<AgentSpec> = {}, maxReplyBytes = 65_507) {
  const { agent, endpoint } = endpointOf({ recording: RECORDING, ...spec }, maxReplyBytes);
  const raw = (message: Uint8Array) => endpoint.receive(message, 0).map(({ bytes }) => bytes);
  const ask = (request: WireRequest): WireReply | undefined => {
    const [reply] = raw(encodeRequest(request));
    return reply === undefined ? undefined : decodeReply(reply);
  };
  return { ask, raw, agent, endpoint };
}

const names = (reply: WireReply | undefined) =>
  reply?.varbinds.map((varbind) =>
    varbind
      .replace("1.3.6.1.2.1.", "")
      .replace(/=(8.):.*|=.*/, (_, tag: string | undefined) => (tag === undefined ? "" : `!${tag}`)),
  );

describe("GET", () => {
  test("answers values, and noSuchInstance for what is not there", () => {
    const reply = asker().ask({ type: "get", oids: [`${OPER}.1`, `${OPER}.2`, "1.3.6.1.2.1.31.1.1.1.6.1"] });
    expect(reply).toEqual({
      pduType: 0xa2,
      requestId: 4711,
      errorStatus: 0,
      errorIndex: 0,
      varbinds: [`${OPER}.1=02:01`, `${OPER}.2=81:`, "1.3.6.1.2.1.31.1.1.1.6.1=46:012a05f200"],
    });
  });

  test("over SNMPv1 is noSuchName at the first missing instance, with the request's varbinds", () => {
    const reply = asker().ask({ version: "1", type: "get", oids: [`${OPER}.1`, `${OPER}.2`, `${OPER}.3`] });
    expect(reply).toMatchObject({ errorStatus: 2, errorIndex: 2 });
    expect(reply?.varbinds).toEqual([`${OPER}.1=05:`, `${OPER}.2=05:`, `${OPER}.3=05:`]);
  });

  test("over SNMPv1 does not know a Counter64", () => {
    const reply = asker().ask({ version: "1", type: "get", oids: ["1.3.6.1.2.1.31.1.1.1.6.1"] });
    expect(reply).toMatchObject({ errorStatus: 2, errorIndex: 1 });
  });

  test("without varbinds is answered without varbinds", () => {
    expect(asker().ask({ type: "get", oids: [] })).toMatchObject({ errorStatus: 0, varbinds: [] });
  });

  test("that does not fit is tooBig with an empty list, over SNMPv1 with the request's", () => {
    const oids = Array.from({ length: 30 }, () => "1.3.6.1.2.1.1.1.0");
    expect(asker({}, 484).ask({ type: "get", oids })).toMatchObject({
      errorStatus: 1,
      errorIndex: 0,
      varbinds: [],
    });
    const v1 = asker({}, 484).ask({ version: "1", type: "get", oids });
    expect(v1).toMatchObject({ errorStatus: 1, errorIndex: 0 });
    expect(v1?.varbinds).toHaveLength(30);
  });
});

describe("GETNEXT", () => {
  test("goes on in the order of arcs: 1, 10, 200", () => {
    const reply = asker().ask({ type: "getNext", oids: [DESCR, `${DESCR}.1`, `${DESCR}.2`, `${DESCR}.10`] });
    expect(names(reply)).toEqual(["2.2.1.2.1", "2.2.1.2.10", "2.2.1.2.10", "2.2.1.2.200"]);
  });

  test("finds the instance behind a name that is longer, shorter or in front of all", () => {
    const reply = asker().ask({
      type: "getNext",
      oids: [`${DESCR}.1.0`, "1.3", "0.0", "1.3.6.1.2.1.1.3.4294967295"],
    });
    expect(names(reply)).toEqual(["2.2.1.2.10", "1.1.0", "1.1.0", "2.2.1.2.1"]);
  });

  test("at the end is endOfMibView under the name that was asked, over SNMPv1 noSuchName", () => {
    const oids = ["1.3.6.1.2.1.31.1.1.1.18.1"];
    expect(asker().ask({ type: "getNext", oids })?.varbinds).toEqual([`${oids[0]}=82:`]);
    expect(asker().ask({ version: "1", type: "getNext", oids })).toMatchObject({
      errorStatus: 2,
      errorIndex: 1,
    });
  });

  test("over SNMPv1 passes over Counter64 instances", () => {
    const oids = ["1.3.6.1.2.1.31.1.1.1"];
    expect(names(asker().ask({ version: "1", type: "getNext", oids }))).toEqual(["31.1.1.1.18.1"]);
    expect(names(asker().ask({ type: "getNext", oids }))).toEqual(["31.1.1.1.6.1"]);
  });
});

const bulk = (second: number, third: number, oids: readonly string[], maxReplyBytes?: number) =>
  asker({}, maxReplyBytes).ask({ type: "getBulk", second, third, oids });

describe("GETBULK", () => {
  test("reads non-repeaters once and repeats the others row by row", () => {
    expect(names(bulk(1, 2, ["1.3.6.1.2.1.1.3", DESCR, OPER]))).toEqual([
      "1.3.0",
      "2.2.1.2.1",
      "2.2.1.8.1",
      "2.2.1.2.10",
      "2.2.1.8.10",
    ]);
  });

  test("with more non-repeaters than varbinds repeats nothing", () => {
    expect(names(bulk(5, 9, [DESCR, OPER]))).toEqual(["2.2.1.2.1", "2.2.1.8.1"]);
  });

  test("counts negative non-repeaters and max-repetitions as zero", () => {
    expect(names(bulk(-1, 1, [DESCR]))).toEqual(["2.2.1.2.1"]);
    expect(names(bulk(0, -5, [DESCR]))).toEqual([]);
  });

  test("shows endOfMibView under the last name of each column and ends after a row of nothing else", () => {
    expect(names(bulk(0, 50, ["1.3.6.1.2.1.31.1.1.1.6.1", "1.3.6.1.2.1.31.1.1.1.18.1"]))).toEqual([
      "31.1.1.1.18.1",
      "31.1.1.1.18.1!82",
      "31.1.1.1.18.1!82",
      "31.1.1.1.18.1!82",
    ]);
  });

  test("is cut to what fits, even within a row", () => {
    const { raw } = asker({}, 484);
    const [reply = new Uint8Array()] = raw(
      encodeRequest({ type: "getBulk", third: 100, oids: [DESCR, OPER, "1.3"] }),
    );
    expect(reply.length).toBeLessThanOrEqual(484);
    expect(reply.length).toBeGreaterThan(400);
    expect(decodeReply(reply).errorStatus).toBe(0);
  });

  test("with absurd max-repetitions ends with the data", () => {
    expect(bulk(0, 2_147_483_647, [DESCR])?.varbinds).toHaveLength(9);
  });

  test("is no PDU of SNMPv1", () => {
    const { ask, endpoint } = asker();
    expect(ask({ version: "1", type: "getBulk", third: 1, oids: [DESCR] })).toBeUndefined();
    expect(endpoint.stats.malformed).toBe(1);
  });
});

test("SET is refused: notWritable, over SNMPv1 readOnly", () => {
  expect(asker().ask({ type: "set", oids: [`${OPER}.1`] })).toMatchObject({ errorStatus: 17, errorIndex: 1 });
  expect(asker().ask({ version: "1", type: "set", oids: [`${OPER}.1`] })).toMatchObject({ errorStatus: 4 });
});

test("a wrong community, or a version that the agent does not speak, is dropped and counted", () => {
  const { ask, endpoint } = asker({ versions: ["2c"] });
  expect(ask({ community: "private", type: "get", oids: [DESCR] })).toBeUndefined();
  expect(ask({ version: "1", type: "get", oids: [DESCR] })).toBeUndefined();
  expect(ask({ community: "sw", type: "get", oids: [DESCR] })).toBeDefined();
  expect(endpoint.stats.wrongCommunity).toBe(2);
});

test("a request-id comes back unchanged over all 32 bits", () => {
  for (const requestId of [0, -1, 127, 128, -129, 2_147_483_647, -2_147_483_648]) {
    expect(asker().ask({ type: "get", requestId, oids: [] })?.requestId).toBe(requestId);
  }
});

test("an agent shows its own value where it overrides the recording, and others do not", () => {
  const own = readSnmprec("1.3.6.1.2.1.1.1.0|4|mine").entries;
  const oids = ["1.3.6.1.2.1.1.1.0"];
  expect(asker({ overrides: own }).ask({ type: "get", oids })?.varbinds).toEqual([`${oids[0]}=04:6d696e65`]);
  expect(asker().ask({ type: "get", oids })?.varbinds).toEqual([`${oids[0]}=04:6120737769746368`]);
});

test("an override of an instance that the recording lacks is an error of the caller", () => {
  const overrides = readSnmprec("1.3.6.1.2.1.1.5.0|4|mine").entries;
  expect(() => asker({ overrides })).toThrow(
    expect.objectContaining({ code: "simulator.unknown-override" }) as Error,
  );
});

test("an agent counts requests by type, varbinds and octets", () => {
  const { ask, agent } = asker();
  ask({ type: "get", oids: [`${OPER}.1`] });
  ask({ type: "getBulk", third: 2, oids: [DESCR] });
  expect(agent.stats).toMatchObject({ requests: 2, replies: 2, varbinds: 3, byType: { get: 1, getBulk: 1 } });
  expect(agent.stats.bytesOut).toBeGreaterThan(agent.stats.bytesIn);
});

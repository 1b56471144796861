import { afterEach, expect, test } from "vitest";
import { type Oid, oid } from "../../src/smi/index.ts";
import type { OpenSnmpClient, SnmpClient, SnmpError } from "../../src/snmp/index.ts";
import { integer, octets, TAG, tlv } from "../support/agent-codec.ts";
import {
  type AgentAction,
  type AgentReply,
  type AgentRequest,
  encodeReply,
  tableAgent,
} from "../support/script-agent.ts";
import {
  columnOf,
  communityOf,
  HASTY,
  indexes,
  integerValue,
  oids,
  SnmpBench,
} from "../support/snmp-bench.ts";

const SYS_NAME = "1.3.6.1.2.1.1.5.0";
const COLUMN = "1.3.6.1.2.1.2.2.1.2";
const good = ({ oids: asked }: AgentRequest): AgentReply => ({
  varbinds: asked.map((of) => ({ oid: of, value: integerValue(42) })),
});
const stale = ({ oids: asked }: AgentRequest): AgentReply => ({
  varbinds: asked.map((of) => ({ oid: of, value: integerValue(-1) })),
});

async function failureOf(client: SnmpClient): Promise<SnmpError> {
  const answer = await client.get(oids(SYS_NAME));
  const failure = answer.failures.get(oid(SYS_NAME));
  if (failure === undefined)
    throw new Error(`no failure, but ${JSON.stringify(answer.values.get(oid(SYS_NAME)))}`);
  return failure;
}

async function valueOf(client: SnmpClient): Promise<unknown> {
  const answer = await client.get(oids(SYS_NAME));
  return answer.values.get(oid(SYS_NAME)) ?? answer.failures.get(oid(SYS_NAME))?.code;
}

export function describeWire(open: OpenSnmpClient): void {
  const bench = new SnmpBench(open);
  afterEach(() => bench.clean());

  test("a silent device gets 1 + retries attempts of one request, then it is a time-out", async () => {
    const agent = await bench.agent(() => "silence");
    const client = bench.client(agent, { timeoutMs: 40, retries: 2 });
    const failure = await failureOf(client);
    expect(failure.code).toBe("snmp.timeout");
    expect(agent.requests.length).toBe(3);
    expect(new Set(agent.requests.map(({ requestId }) => requestId)).size).toBe(1);
    expect(client.stats()).toMatchObject({ requests: 1, retries: 2, timeouts: 1 });
  });

  test("each attempt waits timeoutMs", async () => {
    const agent = await bench.agent(() => "silence");
    const startMs = performance.now();
    await failureOf(bench.client(agent, { timeoutMs: 50, retries: 2 }));
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(149);
  });

  test("a time-out says where, and that a wrong community looks the same, without showing it", async () => {
    const agent = await bench.agent(() => "silence");
    const client = bench.client(agent, { timeoutMs: 30, retries: 0 }, communityOf("2c", "s3cr3t-word"));
    const failure = await failureOf(client);
    expect(failure.device).toBe(`127.0.0.1:${agent.port}`);
    expect(failure.message).toContain(failure.device);
    expect(failure.remedy).toMatch(/wrong community/i);
    expect(`${failure.message}${failure.remedy}${failure.stack}${JSON.stringify(failure)}`).not.toContain(
      "s3cr3t-word",
    );
  });

  test("a port where nothing listens is unreachable, at once", async () => {
    const agent = await bench.agent(() => "silence");
    const { port } = agent;
    await bench.clean();
    const failure = await failureOf(
      bench.client({ address: "127.0.0.1", port }, { timeoutMs: 5_000, retries: 3 }),
    );
    expect(failure.code).toBe("snmp.unreachable");
    expect(failure.remedy).toMatch(/port/i);
  });

  test("with enableUnconnectedUdp ICMP errors are ignored: the same port is a time-out", async () => {
    const agent = await bench.agent(() => "silence");
    const { port } = agent;
    await bench.clean();
    const options = { ...HASTY, enableUnconnectedUdp: true };
    expect((await failureOf(bench.client({ address: "127.0.0.1", port }, options))).code).toBe(
      "snmp.timeout",
    );
  });

  test("an answer from another source port is ignored", async () => {
    const agent = await bench.agent((request) => ({ ...good(request), fromElsewhere: true }));
    expect((await failureOf(bench.client(agent, HASTY))).code).toBe("snmp.timeout");
  });

  test("with enableUnconnectedUdp an answer from another source port is taken", async () => {
    const agent = await bench.agent((request) => ({ ...good(request), fromElsewhere: true }));
    expect(await valueOf(bench.client(agent, { enableUnconnectedUdp: true }))).toEqual(integerValue(42));
  });

  test("IPv6 works as IPv4 does", async () => {
    const agent = await bench.agent(good, "::1");
    expect(await valueOf(bench.client(agent))).toEqual(integerValue(42));
  });

  const IGNORED: readonly (readonly [title: string, before: (request: AgentRequest) => AgentAction])[] = [
    ["a wrong request-id", (request) => ({ ...stale(request), requestId: request.requestId ^ 1 })],
    ["a wrong community", (request) => ({ ...stale(request), community: "other" })],
    ["a wrong version", (request) => ({ raw: encodeReply({ ...request, version: "1" }, stale(request)) })],
    ["an empty datagram", () => ({ raw: Buffer.alloc(0) })],
    ["noise", () => ({ raw: Buffer.from("fffe00010203deadbeef", "hex") })],
    ["a message cut short", (request) => ({ raw: encodeReply(request, stale(request)).subarray(0, 20) })],
    ["a length of 4 GiB", () => ({ raw: Buffer.from("3084ffffffff020101", "hex") })],
    ["an indefinite length", () => ({ raw: Buffer.from("3080020101040670", "hex") })],
    ["deeply nested sequences", () => ({ raw: nested(20_000) })],
  ];
  test.each(IGNORED)("%s before the answer does not spoil it", async (_title, before) => {
    const agent = await bench.agent((request) => [before(request), good(request)]);
    expect(await valueOf(bench.client(agent))).toEqual(integerValue(42));
  });

  test("a device that sends nothing but noise is told apart from a silent one", async () => {
    const agent = await bench.agent(() => ({ raw: Buffer.from("HTTP/1.1 400 Bad Request\r\n") }));
    expect((await failureOf(bench.client(agent, HASTY))).code).toBe("snmp.bad-response");
  });

  const BROKEN_PDUS: readonly (readonly [title: string, pdu: (request: AgentRequest) => Buffer])[] = [
    ["varbinds missing", ({ requestId }) => tlv(TAG.response, integer(requestId), integer(0), integer(0))],
    [
      "a text for error-status",
      ({ requestId }) => tlv(TAG.response, integer(requestId), octets("x"), integer(0), tlv(TAG.sequence)),
    ],
    [
      "an OID that runs on beyond the end",
      ({ requestId }) =>
        tlv(
          TAG.response,
          integer(requestId),
          integer(0),
          integer(0),
          tlv(TAG.sequence, tlv(TAG.sequence, Buffer.from("067f2b0601", "hex"))),
        ),
    ],
    [
      "a request PDU",
      ({ requestId }) => tlv(0xa0, integer(requestId), integer(0), integer(0), tlv(TAG.sequence)),
    ],
    [
      "an unknown PDU",
      ({ requestId }) => tlv(0xbf, integer(requestId), integer(0), integer(0), tlv(TAG.sequence)),
    ],
  ];
  test.each(BROKEN_PDUS)("a reply to our request with %s is a bad response", async (_title, pdu) => {
    const agent = await bench.agent((request) => ({
      raw: tlv(TAG.sequence, integer(1), octets(request.community), pdu(request)),
    }));
    expect((await failureOf(bench.client(agent, HASTY))).code).toBe("snmp.bad-response");
  });

  test("replies mutated at random end in a value or a typed failure, and the client lives on", async () => {
    let seed = 1;
    const next = () => (seed = (seed * 48_271) % 2_147_483_647);
    const agent = await bench.agent((request) => {
      if (request.number >= 100) return good(request);
      const reply = Buffer.from(encodeReply(request, good(request)));
      for (let i = 0; i < 3; i++) reply[next() % reply.length] = next() % 256;
      return { raw: reply };
    });
    const client = bench.client(agent, { timeoutMs: 15, retries: 0 });
    while (agent.requests.length < 100) {
      const answer = await client.get(oids(SYS_NAME));
      expect(answer.values.size + answer.failures.size).toBe(1);
    }
    expect(await valueOf(bench.client(agent))).toEqual(integerValue(42));
  });

  test("a duplicate answer does not pass for the answer to the next request", async () => {
    const agent = await bench.agent((request) => {
      const answer = {
        varbinds: request.oids.map((of) => ({ oid: of, value: integerValue(request.number) })),
      };
      return [answer, answer];
    });
    const client = bench.client(agent);
    for (let i = 0; i < 10; i++) expect(await valueOf(client)).toEqual(integerValue(i));
  });

  test("a late answer to the first attempt is taken during the second", async () => {
    const agent = await bench.agent((request) =>
      request.number === 0 ? { ...good(request), delayMs: 110 } : "silence",
    );
    expect(await valueOf(bench.client(agent, { timeoutMs: 80, retries: 3 }))).toEqual(integerValue(42));
  });

  test("an answer that comes after the time-out does not disturb the next request", async () => {
    const agent = await bench.agent((request) =>
      request.number === 0 ? { ...stale(request), delayMs: 70 } : { ...good(request), delayMs: 60 },
    );
    const client = bench.client(agent, { timeoutMs: 40, retries: 0 });
    expect((await failureOf(client)).code).toBe("snmp.timeout");
    const patient = await client.get(oids(SYS_NAME));
    expect(patient.values.get(oid(SYS_NAME))).not.toEqual(integerValue(-1));
  });

  test("an answer that came while the event loop stood still is no time-out", async () => {
    const agent = await bench.agent((request) => {
      setImmediate(() => {
        const endMs = performance.now() + 150;
        while (performance.now() < endMs);
      });
      return good(request);
    });
    expect(await valueOf(bench.client(agent, { timeoutMs: 100, retries: 0 }))).toEqual(integerValue(42));
  });

  test("one request is in flight at a time, however many calls wait", async () => {
    const cells = columnOf(COLUMN, 30);
    const table = tableAgent(cells);
    const agent = await bench.agent((request) => {
      const reply = table(request);
      return reply === "silence" ? reply : { ...reply, delayMs: 2 };
    });
    const client = bench.client(agent, { maxRepetitions: 5, maxOidsPerQuery: 3 });
    const all: Oid[] = cells.map((cell) => oid(cell.oid));
    const [first, second, third] = await Promise.all([
      client.columns(oids(COLUMN)),
      client.get(all),
      client.get(all),
    ]);
    expect([first.columns.get(oid(COLUMN))?.cells.size, second.values.size, third.values.size]).toEqual([
      30, 30, 30,
    ]);
    expect(agent.inFlightMax).toBe(1);
  });

  test("20 clients read 20 devices side by side", async () => {
    const agents = await Promise.all(
      Array.from({ length: 20 }, (_, i) => bench.agent(tableAgent(columnOf(COLUMN, 100 + i)))),
    );
    const answers = await Promise.all(agents.map((agent) => bench.client(agent).columns(oids(COLUMN))));
    expect(answers.map((answer) => answer.columns.get(oid(COLUMN))?.cells.size)).toEqual(
      agents.map((_, i) => 100 + i),
    );
  });

  test("an abort in mid-walk rejects with its reason, and the client can be used again", async () => {
    const table = tableAgent(columnOf(COLUMN, 50));
    const controller = new AbortController();
    const reason = new Error("the poll was stopped");
    const agent = await bench.agent((request) => {
      if (request.number !== 2) return table(request);
      controller.abort(reason);
      return "silence";
    });
    const client = bench.client(agent, { maxRepetitions: 10, timeoutMs: 60_000 });
    await expect(client.columns(oids(COLUMN), { signal: controller.signal })).rejects.toBe(reason);
    const again = await client.columns(oids(COLUMN));
    expect([...again.columns.get(oid(COLUMN))!.cells.keys()]).toEqual(indexes(50));
  });

  test("an abort rejects a call that waits for its turn, and leaves the one before it alone", async () => {
    const agent = await bench.agent((request) => ({ ...good(request), delayMs: 60 }));
    const client = bench.client(agent);
    const controller = new AbortController();
    const first = valueOf(client);
    const second = client.get(oids(SYS_NAME), controller.signal);
    const third = valueOf(client);
    controller.abort(new Error("no longer wanted"));
    await expect(second).rejects.toThrow("no longer wanted");
    expect(await first).toEqual(integerValue(42));
    expect(await third).toEqual(integerValue(42));
    expect(agent.requests.length).toBe(2);
  });

  test("one signal may stop any number of clients without a warning of a leak", async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on("warning", note);
    const agent = await bench.agent(() => "silence");
    const controller = new AbortController();
    const calls = Array.from({ length: 30 }, () =>
      bench.client(agent).get(oids(SYS_NAME), controller.signal),
    );
    await settle();
    controller.abort(new Error("shut down"));
    const outcomes = await Promise.allSettled(calls);
    process.off("warning", note);
    expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
    expect(warnings).toEqual([]);
  });

  test("a call with an aborted signal rejects and sends nothing", async () => {
    const agent = await bench.agent(good);
    const client = bench.client(agent);
    await expect(client.get(oids(SYS_NAME), AbortSignal.abort(new Error("before")))).rejects.toThrow(
      "before",
    );
    await expect(
      client.columns(oids(COLUMN), { signal: AbortSignal.abort(new Error("before")) }),
    ).rejects.toThrow("before");
    expect(agent.requests.length).toBe(0);
  });

  test("close ends what is in flight and what waits, and a late answer is harmless", async () => {
    const agent = await bench.agent((request) => ({ ...good(request), delayMs: 30 }));
    const client = bench.client(agent, { timeoutMs: 60_000 });
    const calls = [client.get(oids(SYS_NAME)), client.get(oids(SYS_NAME)), client.columns(oids(COLUMN))];
    const outcomes = Promise.allSettled(calls);
    await new Promise((resolve) => setTimeout(resolve, 10));
    client.close();
    expect((await outcomes).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    await new Promise((resolve) => setTimeout(resolve, 40));
    await expect(client.get(oids(SYS_NAME))).rejects.toThrow(/closed/);
  });

  test("close before anything was sent, and twice, is harmless", async () => {
    const agent = await bench.agent(good);
    const client = bench.client(agent);
    client.close();
    client.close();
    await expect(client.get(oids(SYS_NAME))).rejects.toThrow(/closed/);
    expect(agent.requests.length).toBe(0);
  });

  test("close right after a request was made frees the socket", async () => {
    const agent = await bench.agent(good);
    await settle();
    const before = sockets();
    const client = bench.client(agent);
    const call = client.get(oids(SYS_NAME)).catch((error: unknown) => error);
    client.close();
    expect(await call).toBeInstanceOf(Error);
    await settle();
    expect(sockets()).toBe(before);
  });

  test("a client that has worked leaves no socket behind", async () => {
    const agent = await bench.agent((request) => (request.number % 2 === 0 ? "silence" : good(request)));
    await settle();
    const before = sockets();
    const client = bench.client(agent, { timeoutMs: 30, retries: 2 });
    for (let i = 0; i < 5; i++) await client.get(oids(SYS_NAME));
    client.close();
    await settle();
    expect(sockets()).toBe(before);
  });
}

/** Closed handles leave the count a turn or two later. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 30));
const sockets = (): number => process.getActiveResourcesInfo().filter((name) => name === "UDPWrap").length;

function nested(depth: number): Buffer {
  const bytes = Buffer.alloc(depth * 2, 0);
  for (let i = 0; i < depth; i++) bytes.writeUInt16BE(0x3080, i * 2);
  return bytes;
}

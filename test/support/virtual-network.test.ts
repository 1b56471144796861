import { expect, test } from "vitest";
import { AgentMib } from "./agent-mib.ts";
import { FakeClock } from "./fake-clock.ts";
import { integerValue } from "./snmp-bench.ts";
import { VirtualAgent } from "./virtual-agent.ts";
import { type Link, VirtualNetwork } from "./virtual-network.ts";
import { decodeReply, encodeRequest } from "./wire-client.ts";

const SWITCH = { address: "192.0.2.1", port: 161 };

/** Sends `count` numbered octets to an echo and says what came back when. */
async function echoed(link: Partial<Link>, { count = 20, seed = 1 } = {}): Promise<readonly string[]> {
  const clock = new FakeClock({ monotonicMs: 0 });
  const network = new VirtualNetwork(clock, { seed });
  const device = network.attach(SWITCH, (bytes, from) => device.send(bytes, from), link);
  const seen: string[] = [];
  const socket = network.open(
    { family: 4, bindAddress: undefined, peer: undefined, receiveBufferBytes: 0 },
    {
      onDatagram: ([first], address, port) =>
        seen.push(`${first} at ${Math.round(clock.monotonicMs())} from ${address}:${port}`),
      onError: () => {},
    },
  );
  for (let i = 0; i < count; i++) socket.send(Uint8Array.of(i), SWITCH.port, SWITCH.address);
  await clock.advance(10_000);
  return seen;
}

test("a good link delivers everything in order, after the time of both ways", async () => {
  const seen = await echoed({ delayMs: 5 });
  expect(seen).toEqual(Array.from({ length: 20 }, (_, i) => `${i} at 10 from 192.0.2.1:161`));
});

test("the same seed replays the same trouble, another one does not", async () => {
  const trouble = { jitterMs: 50, lossRatio: 0.2, duplicateRatio: 0.2, reorderRatio: 0.2 };
  const first = await echoed(trouble, { seed: 7 });
  expect(await echoed(trouble, { seed: 7 })).toEqual(first);
  expect(await echoed(trouble, { seed: 8 })).not.toEqual(first);
  expect(new Set(first).size).toBeLessThan(20);
});

test("above the MTU datagrams vanish, below they pass", async () => {
  expect(await echoed({ mtuBytes: 29 }, { count: 3 })).toHaveLength(3);
  expect(await echoed({ mtuBytes: 28 }, { count: 3 })).toEqual([]);
});

test("a connected socket hears the refusal of a closed port, another one nothing", async () => {
  const clock = new FakeClock();
  const network = new VirtualNetwork(clock);
  network.attach(SWITCH, () => {}).refuse();
  const codes: (string | undefined)[] = [];
  for (const peer of [SWITCH, undefined]) {
    const socket = network.open(
      { family: 4, bindAddress: undefined, peer, receiveBufferBytes: 0 },
      { onDatagram: () => {}, onError: ({ code }) => codes.push(code) },
    );
    socket.send(Uint8Array.of(1), SWITCH.port, SWITCH.address);
  }
  await clock.advance(1_000);
  expect(codes).toEqual(["ECONNREFUSED"]);
});

test("a connected socket takes datagrams of its peer alone; octets are lent for the call only", async () => {
  const clock = new FakeClock();
  const network = new VirtualNetwork(clock);
  const kept: Uint8Array[] = [];
  network.open(
    { family: 4, bindAddress: undefined, peer: SWITCH, receiveBufferBytes: 0 },
    { onDatagram: (bytes) => kept.push(bytes), onError: () => {} },
  );
  network.forge(Uint8Array.of(1, 2), { address: "203.0.113.66", port: 161 });
  network.forge(Uint8Array.of(3, 4), SWITCH);
  await clock.advance(1);
  expect(kept.map((bytes) => [...bytes])).toEqual([[0xa5, 0xa5]]);
});

test("an agent serves one request after the other, each in its time, and drops what a reboot finds under way", async () => {
  const clock = new FakeClock({ monotonicMs: 0 });
  const network = new VirtualNetwork(clock);
  const mib = new AgentMib([
    { oid: "1.3.6.1.2.1.2.2.1.10.10", value: integerValue(10) },
    { oid: "1.3.6.1.2.1.2.2.1.10.9", value: ({ uptimeMs }) => integerValue(uptimeMs) },
  ]);
  const agent = new VirtualAgent(clock, network, { mib, serviceMs: 10, serviceMsPerVarbind: 5, uptimeMs: 0 });
  const replies: string[] = [];
  const socket = network.open(
    { family: 4, bindAddress: undefined, peer: agent, receiveBufferBytes: 0 },
    {
      onDatagram: (bytes) => replies.push(`${clock.monotonicMs()}: ${decodeReply(bytes).varbinds.join(" ")}`),
      onError: () => {},
    },
  );
  const ask = (requestId: number) =>
    socket.send(
      encodeRequest({ type: "getBulk", requestId, third: 2, oids: ["1.3.6.1.2.1.2.2.1.10"] }),
      161,
      agent.address,
    );
  ask(1);
  ask(2);
  agent.rebootAt(40);
  await clock.advance(1_000);
  expect(replies).toEqual(["22: 1.3.6.1.2.1.2.2.1.10.9=02:01 1.3.6.1.2.1.2.2.1.10.10=02:0a"]);
  expect([agent.inFlightMax, agent.requests.length, agent.moment.uptimeMs]).toEqual([2, 2, 960]);
});

test("a table of 200,000 rows is built and walked in a moment", () => {
  const mib = new AgentMib(
    Array.from({ length: 200_000 }, (_, i) => ({
      oid: `1.3.6.1.2.1.17.4.3.1.2.0.80.${i >> 16}.${(i >> 8) & 255}.${i & 255}`,
      value: integerValue(i),
    })),
  );
  const moment = { atMs: 0, uptimeMs: 0 };
  let at = "1.3.6.1.2.1.17.4.3.1.2";
  let rows = -1;
  for (let type = ""; type !== "endOfMibView"; rows++)
    ({
      oid: at,
      value: { type },
    } = mib.after(at, moment));
  expect(rows).toBe(200_000);
});

import { afterEach, describe, expect, test } from "vitest";
import { seededRandom } from "../../src/base/index.ts";
import {
  type AgentSpec,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from "../../src/simulator/index.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { encodeRequest, openWire } from "../support/wire-client.ts";
import { SWITCH, stillClock } from "./support.ts";

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

const spec = (name: string, more: Partial<AgentSpec> = {}): AgentSpec => ({
  name,
  recording: SWITCH,
  ...more,
});

async function start(
  agents: readonly AgentSpec[],
  options: Partial<SimulatorOptions> = {},
): Promise<Simulator> {
  const simulator = await startSimulator({
    agents,
    layout: "port-per-agent",
    clock: stillClock,
    random: seededRandom(1),
    ...options,
  });
  opened.push(simulator);
  return simulator;
}

async function wireTo({ address, port }: { address: string; port: number }) {
  const wire = await openWire(port, address);
  opened.push(wire);
  return wire;
}

const SYS_NAME = { type: "get", oids: ["1.3.6.1.2.1.1.5.0"] } as const;

describe("layouts", () => {
  test("port-per-agent: each agent answers on its own port to its name and to public", async () => {
    const simulator = await start([spec("a"), spec("b")]);
    const [first, second] = simulator.endpoints;
    expect(first?.port).not.toBe(second?.port);
    const wire = await wireTo(second!);
    expect((await wire.ask(SYS_NAME)).errorStatus).toBe(0);
    expect((await wire.ask({ ...SYS_NAME, community: "b" })).errorStatus).toBe(0);
    expect(simulator.stats().agents.get("b")?.requests).toBe(2);
    expect(simulator.stats().agents.get("a")?.requests).toBe(0);
  });

  test("address-per-agent: consecutive loopback addresses share a port", async () => {
    const simulator = await start([spec("a"), spec("b"), spec("c")], {
      layout: "address-per-agent",
      address: "127.77.0.254",
    });
    expect(simulator.endpoints.map(({ address }) => address)).toEqual([
      "127.77.0.254",
      "127.77.0.255",
      "127.77.1.0",
    ]);
    expect(new Set(simulator.endpoints.map(({ port }) => port)).size).toBe(1);
    expect(
      (await (await wireTo(simulator.endpoints[2]!)).ask({ ...SYS_NAME, community: "c" })).errorStatus,
    ).toBe(0);
  });

  test("shared-port: the community names the agent, and public names none", async () => {
    const simulator = await start([spec("a"), spec("b")], { layout: "shared-port" });
    const wire = await wireTo(simulator.endpoints[0]!);
    expect((await wire.ask({ ...SYS_NAME, community: "b" })).errorStatus).toBe(0);
    expect(await wire.exchange(encodeRequest(SYS_NAME), 50)).toBeUndefined();
    expect(simulator.stats()).toMatchObject({ wrongCommunity: 1 });
    expect(simulator.stats().agents.get("b")?.requests).toBe(1);
  });

  test("IPv6 is served as well", async () => {
    const simulator = await start([spec("a")], { address: "::1" });
    expect((await (await wireTo(simulator.endpoints[0]!)).ask(SYS_NAME)).errorStatus).toBe(0);
  });

  test("a thousand agents share one recording", async () => {
    const simulator = await start(
      Array.from({ length: 1_000 }, (_, i) => spec(`d${i}`)),
      { layout: "address-per-agent", address: "127.78.0.1" },
    );
    expect((await (await wireTo(simulator.endpoints[999]!)).ask(SYS_NAME)).errorStatus).toBe(0);
  });
});

describe("refused at start", () => {
  test.each<[string, string, readonly AgentSpec[], Partial<SimulatorOptions>]>([
    ["two agents of one name", "simulator.bad-agent", [spec("a"), spec("a")], {}],
    ["an agent without a name", "simulator.bad-agent", [spec("")], {}],
    [
      "one community for two agents of a port",
      "simulator.ambiguous-agent",
      [spec("a", { communities: ["x"] }), spec("b", { communities: ["x"] })],
      { layout: "shared-port" },
    ],
    ["SNMPv3 without a user", "simulator.bad-agent", [spec("a", { versions: ["3"] })], {}],
    [
      "an engineID of four octets",
      "simulator.bad-agent",
      [spec("a", { user: { name: "u" }, engineId: Buffer.alloc(4) })],
      {},
    ],
    ["replies below 484 bytes", "simulator.bad-options", [spec("a")], { maxReplyBytes: 483 }],
    [
      "several addresses from ::1",
      "simulator.bad-options",
      [spec("a")],
      { layout: "address-per-agent", address: "::1" },
    ],
    ["an address that is not of this host", "simulator.cannot-bind", [spec("a")], { address: "192.0.2.1" }],
  ])("%s: %s", async (_, code, agents, options) => {
    await expect(start(agents, options)).rejects.toMatchObject({ code });
  });

  test("a taken port; the sockets before it are free again", async () => {
    const address = "127.79.0.1"; // nobody else's, so that ports are free as far as we know
    const [taken] = (await start([spec("a")], { address })).endpoints;
    const port = taken!.port - 1;
    await expect(start([spec("a"), spec("b")], { address, port })).rejects.toMatchObject({
      code: "simulator.cannot-bind",
    });
    await expect(start([spec("a")], { address, port })).resolves.toBeDefined();
  });
});

describe("time and faults on the wire", () => {
  test("a delayed reply leaves when the clock says so", async () => {
    const clock = new FakeClock();
    const simulator = await start([spec("a", { faults: { delayMs: 5_000 } })], { clock });
    const wire = await wireTo(simulator.endpoints[0]!);
    const reply = wire.exchange(encodeRequest(SYS_NAME));
    while (clock.sleeping === 0) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(4_999);
    expect(simulator.stats().agents.get("a")?.requests).toBe(1);
    expect(clock.sleeping).toBe(1);
    await clock.advance(1);
    expect(await reply).toBeDefined();
  });

  test("closing drops delayed replies and ends their sleep", async () => {
    const clock = new FakeClock();
    const simulator = await start([spec("a", { faults: { delayMs: 5_000 } })], { clock });
    const wire = await wireTo(simulator.endpoints[0]!);
    void wire.exchange(encodeRequest(SYS_NAME), 1);
    while (clock.sleeping === 0) await new Promise((resolve) => setImmediate(resolve));
    await simulator.close();
    expect(clock.sleeping).toBe(0);
  });

  test("otherPortRatio answers from another port of the same address", async () => {
    const simulator = await start([spec("a", { faults: { otherPortRatio: 1 } })]);
    const wire = await wireTo(simulator.endpoints[0]!);
    const from = new Promise<number>(
      (resolve) => void wire.socket.once("message", (_, { port }) => resolve(port)),
    );
    await wire.ask(SYS_NAME);
    expect(await from).not.toBe(simulator.endpoints[0]?.port);
  });

  test("setFaults changes a running agent", async () => {
    const simulator = await start([spec("a")]);
    const wire = await wireTo(simulator.endpoints[0]!);
    expect((await wire.ask(SYS_NAME)).errorStatus).toBe(0);
    simulator.setFaults("a", { lossRatio: 1 });
    expect(await wire.exchange(encodeRequest(SYS_NAME), 50)).toBeUndefined();
    expect(() => simulator.setFaults("z", {})).toThrow(
      expect.objectContaining({ code: "simulator.bad-agent" }) as Error,
    );
  });
});

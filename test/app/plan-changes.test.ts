import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Part } from "../../src/app/part.ts";
import { changeBetween, type PlanChange, type PlansById } from "../../src/app/plan-change.ts";
import { Secret } from "../../src/base/index.ts";
import type { VirtualAgent } from "../support/virtual-agent.ts";
import { VirtualBench } from "../support/virtual-bench.ts";
import {
  MINUTE_MS,
  polledOf,
  seriesOf,
  TRAFFIC,
  type VirtualConfiguration,
  VirtualService,
} from "../support/virtual-service.ts";
import { IF, switchMib } from "../support/virtual-switch.ts";

// What a change of plans does to the devices it touches; that it leaves all others alone is shown over a thousand
// changes in simulation/changes.test.ts.

const PORTS = 2;
const FILTERED = TRAFFIC.replace(
  `value: "oid:${IF.name}"`,
  `value: "oid:${IF.name}", filter: "const:$eq(Gi1)"`,
);
const SPEEDS = `
  - group: speeds
    interval: { minutes: 30 }
    subgroups:
      - subgroup: ports
        table: true
        dimensions: [{ key: if.alias, value: "oid:${IF.alias}" }]
        metrics: [{ key: if.speed, value: "oid:${IF.highSpeed}", type: gauge }]
`;

let bench: VirtualBench;
let agent: VirtualAgent;
let service: VirtualService;
beforeEach(() => {
  bench = new VirtualBench();
  agent = bench.agent({ mib: switchMib(PORTS) });
});
afterEach(async () => {
  await service.stop();
  bench.clean();
});

const serve = (more: Partial<VirtualConfiguration> = {}) =>
  (service = new VirtualService(bench, { devices: [{ agent }], ...more }));

/** Runs until the device has been asked something that it has not answered. */
async function untilPolling(): Promise<void> {
  agent.serviceMs = 2_000;
  const asked = agent.datagrams;
  while (agent.datagrams === asked) await bench.clock.advance(50);
}

describe("a poll under way when its device", () => {
  test("is removed ends without a word: no lines, no failure, no status", async () => {
    serve();
    await service.minutes(2);
    const polls = { ...service.service.polls() };
    await untilPolling();
    await service.apply();
    expect(await service.minutes(3)).toEqual([]);
    expect(service.service.polls()).toEqual(polls);
    expect(service.service.devices()).toEqual([]);
    expect([...service.service.configurations().keys()]).toEqual([]);
  });

  test("is changed is not delivered, and the next one has the increase since the last that was", async () => {
    serve();
    await service.minutes(3);
    const polls = { ...service.service.polls() };
    await untilPolling();
    agent.serviceMs = 0;
    await service.apply({ devices: [{ agent, advanced: { timeoutMs: 7_000 } }] });
    const [delta] = seriesOf(await service.minutes(1), "if.in.count").get("Gi1")!;
    expect(Math.abs(Number(delta) - 2 * MINUTE_MS)).toBeLessThan(200);
    expect(service.service.polls()).toEqual({ ...polls, done: polls.done + 1 });
    expect(service.service.devices()[0]!.verdict.code).toBe("OK");
  });
});

test("a device that stays as it is keeps what it knows: its poll goes on, and its names are not read anew", async () => {
  serve();
  await service.minutes(2);
  await untilPolling();
  const asked = agent.requests.length;
  await service.apply({ devices: [{ agent }, { agent: bench.agent({ address: "192.0.2.77" }) }] });
  const before = service.texts.length;
  await bench.clock.advance(MINUTE_MS / 2);
  expect(service.texts.slice(before)).toHaveLength(2 * PORTS);
  const since = agent.requests.slice(asked);
  expect(since.filter(({ kind, oids }) => kind === "getBulk" && oids.includes(IF.name))).toEqual([]);
  expect(service.service.devices()[0]!.skipped).toBe(0);
});

test("a device that is added has data within seconds, and its rhythm from then on", async () => {
  serve();
  await service.minutes(2);
  const fresh = bench.agent({ address: "192.0.2.77", mib: switchMib(PORTS) });
  await service.apply({ devices: [{ agent }, { agent: fresh }] });
  await bench.clock.advance(2_000);
  const own = service.texts.filter((text) => text.includes(`device.address="192.0.2.77"`));
  expect(own).toHaveLength(PORTS);
  const lines = (await service.minutes(4)).filter(
    ({ key, dimensions }) => key === "if.status" && dimensions.get("device.address") === "192.0.2.77",
  );
  expect(new Set(lines.map(({ timestampMs }) => timestampMs! % MINUTE_MS)).size).toBe(1);
});

test("a device whose check is under way when it is changed is checked anew, with what it is now", async () => {
  agent.community = "other";
  serve({ devices: [{ agent, credentials: { version: "2c", community: new Secret("wrong") } }] });
  await bench.clock.advance(500);
  await service.apply({ devices: [{ agent }] });
  await bench.clock.advance(500);
  expect(service.service.devices()[0]!.verdict.code).toBe("OK");
  expect((await service.minutes(2)).length).toBeGreaterThan(0);
});

test("another filter loses no increase of the rows it lets through", async () => {
  serve();
  await service.minutes(3);
  await service.apply({ devices: [{ agent }], groups: FILTERED });
  const series = seriesOf(await service.minutes(2), "if.in.count");
  expect([...series.keys()]).toEqual(["Gi1"]);
  expect(series.get("Gi1")).toHaveLength(2);
});

test("a group that is added is polled at once, and one that is gone no longer counts for the status", async () => {
  serve();
  await service.minutes(2);
  await service.apply({ devices: [{ agent }], groups: TRAFFIC + SPEEDS });
  await bench.clock.advance(1_000);
  expect(service.texts.some((text) => text.startsWith("if.speed,"))).toBe(true);
  expect(service.service.devices()[0]!.linesPerRound).toBe(3 * PORTS);
  await service.apply({ devices: [{ agent }] });
  expect(service.service.devices()[0]!.linesPerRound).toBe(2 * PORTS);
});

test("new credentials are used from the next poll on, without a gap", async () => {
  serve();
  await service.minutes(3);
  agent.community = "rotated";
  await service.apply({ devices: [{ agent }] });
  const series = seriesOf(await service.minutes(3), "if.in.count");
  expect(series.get("Gi1")).toHaveLength(3);
  expect(service.service.polls().failed).toBe(0);
});

describe("changes", () => {
  const changes: PlanChange[] = [];
  let release: () => void = () => undefined;
  const slowPart: Part = {
    start: () => undefined,
    apply: (change) => {
      changes.push(change);
      return new Promise((resolve) => (release = resolve));
    },
    stop: () => Promise.resolve(),
  };
  const serveSlowly = () => {
    changes.length = 0;
    service = new VirtualService(bench, { devices: [{ agent }], parts: () => () => [slowPart] });
  };

  test("wait for the one before, and each tells the parts what changed since it", async () => {
    serveSlowly();
    const [b, c] = ["b", "c"].map((id) => ({ id, devices: [{ agent }] }));
    const done: string[] = [];
    const first = service.service.apply(polledOf([b!, c!])).then(() => done.push("first"));
    const second = service.service.apply(polledOf([b!])).then(() => done.push("second"));
    await bench.clock.settle();
    expect(changes.map(({ plans }) => plans.map(({ configurationId }) => configurationId))).toEqual([["b"]]);
    release();
    await first;
    await bench.clock.settle();
    expect(changes[1]).toMatchObject({ plans: [], removed: ["c"] });
    release();
    await second;
    expect(done).toEqual(["first", "second"]);
  });

  test("that change nothing tell the parts nothing", async () => {
    serveSlowly();
    await service.apply({ devices: [{ agent }] });
    expect(changes).toEqual([]);
  });
});

test("a plan that follows another keeps the objects of all that says the same", async () => {
  serve();
  const other = bench.agent({ address: "192.0.2.78" });
  const devices = [{ agent }, { agent: other }];
  const byId = (configuration: VirtualConfiguration): PlansById =>
    new Map(polledOf([configuration]).plans.map((plan) => [plan.configurationId, plan]));
  const before = byId({ devices, groups: TRAFFIC + SPEEDS });
  const changed = [{ agent }, { agent: other, advanced: { retries: 9 } }];
  const { after } = changeBetween(before, polledOf([{ devices: changed, groups: FILTERED + SPEEDS }]));
  const [old, next] = [before.get("c")!, after.get("c")!];
  expect(next.groups.map((group) => old.groups.includes(group))).toEqual([true, false]);
  expect(next.devices.map((device) => old.devices.includes(device))).toEqual([true, false]);
  expect(next.tasks.filter((task) => old.tasks.includes(task)).map(({ id }) => id)).toEqual([
    `c/${agent.address}:161/speeds@1800000`,
  ]);
  const { change } = changeBetween(before, polledOf([{ devices, groups: TRAFFIC + SPEEDS }]));
  expect(change.plans).toEqual([]);
});

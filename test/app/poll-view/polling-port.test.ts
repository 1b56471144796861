import { afterEach, beforeEach, expect, test } from "vitest";
import { createNameService } from "../../../src/app/names.ts";
import { DevicePolling } from "../../../src/app/poll-view/index.ts";
import { silentLogger } from "../../../src/base/index.ts";
import { builtinCatalogue } from "../../../src/smi/index.ts";
import { createSnmpOpener } from "../../../src/snmp/index.ts";
import type { VirtualAgent } from "../../support/virtual-agent.ts";
import { VirtualBench } from "../../support/virtual-bench.ts";
import { VirtualService } from "../../support/virtual-service.ts";
import { IF, switchMib } from "../../support/virtual-switch.ts";

const CALLER = { id: "user:ann", address: "127.0.0.1" };
const NOBODY_LEFT = new AbortController().signal;
/** Beside what the switch has: a column and a scalar that it does not. */
const GROUPS = `
  - group: traffic
    interval: { minutes: 1 }
    subgroups:
      - subgroup: ports
        table: true
        dimensions:
          - { key: if.name, value: "oid:${IF.name}" }
          - { key: if.descr, value: "oid:1.3.6.1.2.1.2.2.1.2" }
        metrics:
          - { key: if.in.count, value: "oid:${IF.hcInOctets}", type: count }
          - { key: if.in.errors.count, value: "oid:1.3.6.1.2.1.2.2.1.14", type: count }
      - subgroup: cpu
        metrics: [{ key: cpu.busy, value: "oid:1.3.6.1.4.1.9.2.1.56.0", type: gauge }]
`;

let bench: VirtualBench;
let agent: VirtualAgent;
let service: VirtualService;
let port: DevicePolling;
const audited: string[] = [];

beforeEach(() => {
  bench = new VirtualBench();
  agent = bench.agent({ address: "10.0.0.1", mib: switchMib(4) });
  service = new VirtualService(bench, { devices: [{ agent }], groups: GROUPS });
  audited.length = 0;
  port = new DevicePolling({
    service: service.service,
    clock: bench.clock,
    logger: silentLogger,
    names: createNameService(bench.clock),
    wordsOf: () => ({ catalogue: builtinCatalogue, unusedFeatureSets: [] }),
    openTraced: (sink) =>
      createSnmpOpener({
        clock: bench.clock,
        random: bench.random,
        network: bench.network.open,
        traceOf: () => sink,
      }),
    audit: (action, object, { id }) => audited.push(`${id} ${action} ${object}`),
  });
});
afterEach(async () => {
  await service.stop();
  bench.clean();
});

const ID = "10.0.0.1:161";
const poll = async () => (await bench.run(port.poll(ID, {})))!;

test("each round is told with its requests, its lines and how it ended", async () => {
  await service.minutes(5);
  const { last, history, lastHour, groups } = await poll();
  expect(history.length).toBeGreaterThanOrEqual(4);
  expect(last).toMatchObject({ outcome: "done", lines: 4, retries: 0, timeouts: 0, latenessMs: 0 });
  expect(last?.requests).toBeGreaterThan(0);
  expect(lastHour.requests).toBe(history.reduce((sum, { requests }) => sum + requests, 0));
  expect(groups).toMatchObject([{ group: "traffic", intervalMs: 60_000, outcome: "done" }]);
});

test("what the device does not have is missing by metric and by dimension, with the object's name", async () => {
  await service.minutes(2);
  const { missing } = await poll();
  const told = missing.map(({ role, key, subgroup, object, kind }) => [role, key, subgroup, object, kind]);
  expect(told).toEqual([
    ["metric", "if.in.errors.count", "ports", "IF-MIB::ifInErrors", "absent"],
    ["dimension", "if.descr", "ports", "IF-MIB::ifDescr", "absent"],
    ["metric", "cpu.busy", "cpu", expect.anything(), "absent"],
  ]);
});

test("tables tell rows, columns, what is kept and what share of the octets they are", async () => {
  await service.minutes(3);
  const { tables, learned } = await poll();
  expect(tables[0]).toMatchObject({
    subgroup: "ports",
    rows: 4,
    columns: 4,
    keptColumns: 1,
    absentColumns: 2,
    complete: true,
  });
  expect(tables[0]?.source).toContain("ifTable");
  expect(tables[0]?.sharePercent).toBeGreaterThan(50);
  expect(learned.map(({ what }) => what)).toContain("Names and descriptions");
});

test("a device that falls silent has failed rounds, with time-outs and a cause for its table", async () => {
  await service.minutes(3);
  agent.downUntilMs = Number.POSITIVE_INFINITY;
  await service.minutes(2);
  const { last, lastHour, groups, tables, missing } = await poll();
  expect(last?.outcome).toBe("failed");
  expect(lastHour.timeouts).toBeGreaterThan(0);
  expect(lastHour.failed).toBeGreaterThan(0);
  expect(groups[0]?.cause).toMatch(/no answer/i);
  expect(groups[0]?.remedy).toBeTruthy();
  expect(tables[0]?.complete).toBe(false);
  // What it said before is what is known of it.
  expect(missing.map(({ key }) => key)).toContain("if.in.errors.count");
});

test("a device that nobody polls is unknown, also to a configuration that is not its own", async () => {
  await service.minutes(1);
  expect(await port.poll("10.0.0.9:161", {})).toBeUndefined();
  expect(await port.poll(ID, { configurationId: "other" })).toBeUndefined();
  await expect(port.explain("10.0.0.9:161", { metric: "x" }, NOBODY_LEFT, CALLER)).rejects.toMatchObject({
    status: 404,
  });
});

test("a metric is explained by a poll of its own: each row with its line, and the packets", async () => {
  await service.minutes(3);
  const { metric, uses } = await bench.run(port.explain(ID, { metric: "if.in.count" }, NOBODY_LEFT, CALLER));
  expect(metric).toBe("if.in.count");
  expect(uses).toHaveLength(1);
  const [use] = uses;
  expect(use).toMatchObject({ subgroup: "ports", type: "count", totalRows: 4, rowsWithLine: 4 });
  expect(use?.rows[2]).toMatchObject({ instance: "ifHCInOctets.3", dimensions: { "if.name": "Gi3" } });
  expect(use?.polls).toHaveLength(2);
  expect(use?.polls[0]?.packets.length).toBeGreaterThan(0);
  expect(audited).toEqual([`user:ann device.explain ${ID} if.in.count`]);
});

test("a metric whose object the device does not have is explained as that", async () => {
  await service.minutes(2);
  const { uses } = await bench.run(port.explain(ID, { metric: "errors.count" }, NOBODY_LEFT, CALLER));
  expect(uses[0]?.verdict).toBe("No rows: the device says that it has no ifInErrors.");
});

test("a metric that is not polled is 404 with what was meant", async () => {
  await service.minutes(1);
  const asked = port.explain(ID, { metric: "if.in.erors.count" }, NOBODY_LEFT, CALLER);
  await expect(asked).rejects.toMatchObject({
    status: 404,
    message: expect.stringContaining("if.in.errors.count"),
  });
});

test("one device is polled beside the schedule once at a time", async () => {
  await service.minutes(1);
  const first = port.explain(ID, { metric: "cpu" }, NOBODY_LEFT, CALLER);
  await expect(port.explain(ID, { metric: "cpu" }, NOBODY_LEFT, CALLER)).rejects.toMatchObject({
    status: 429,
  });
  await bench.run(first);
});

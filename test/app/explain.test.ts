import { expect, test } from "vitest";
import type { AdHocPlan } from "../../src/app/adhoc.ts";
import { explainMetricOf } from "../../src/app/explain.ts";
import { explanationText } from "../../src/app/explain-text.ts";
import { silentLogger } from "../../src/base/index.ts";
import { loadMonitoringConfigurations } from "../../src/config/index.ts";
import { loadManifest } from "../../src/manifest/index.ts";
import { compilePlan } from "../../src/plan/index.ts";
import { builtinCatalogue, oid, type SnmpValue } from "../../src/smi/index.ts";
import type { TraceEvent } from "../../src/snmp/index.ts";
import { compileTopology } from "../../src/topology/index.ts";
import { anError, counter64, int, text } from "../support/builders.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeDevice } from "../support/fake-device.ts";
import { aReceived, aSent, aVarbind } from "../support/trace-events.ts";

const HC_IN = "1.3.6.1.2.1.31.1.1.1.6";
const IF_NAME = "1.3.6.1.2.1.31.1.1.1.1";
const STATUS = "1.3.6.1.2.1.2.2.1.8";
const UPTIME = "1.3.6.1.2.1.1.3.0";

const MANIFEST = `
name: custom:x
version: 1.0.0
minDynatraceVersion: "1.256"
author: { name: me }
snmp:
  - group: traffic
    interval: { minutes: 1 }
    subgroups:
      - subgroup: ports
        table: true
        dimensions:
          - { key: if.name, value: "oid:${IF_NAME}", filter: "const:$prefix(Gi)" }
        metrics:
          - { key: x.if.bytes_in.count, value: "oid:${HC_IN}", type: count }
          - { key: x.if.status, value: "oid:${STATUS}", type: gauge }
          - { key: x.fan.status, value: "oid:1.3.6.1.4.1.99.1", type: gauge }
`;

function prepared(): AdHocPlan {
  const { value: manifest, diagnostics } = loadManifest(MANIFEST);
  if (manifest === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const devices = [{ ip: "192.0.2.10", authentication: { type: "SNMPv2c", community: "x" } }];
  const value = { version: "1.0.0", description: "x", featureSets: [], snmp: { devices } };
  const { value: configurations } = loadMonitoringConfigurations(
    JSON.stringify([{ scope: "ag_group-x", value }]),
    { manifest, idPrefix: "x" },
  );
  const plan = compilePlan(manifest, configurations![0]!, { catalogue: builtinCatalogue });
  const rules = compileTopology([manifest.topology]);
  return { manifest, catalogue: builtinCatalogue, plans: [plan], rules, findings: [], unusedFeatureSets: [] };
}

function switchWith(parts: Readonly<Record<string, SnmpValue>> = {}): FakeDevice {
  const clockTicks: SnmpValue = { type: "TimeTicks", value: 500_000 };
  return new FakeDevice({
    [UPTIME]: clockTicks,
    [`${IF_NAME}.1`]: text("Gi1"),
    [`${IF_NAME}.2`]: text("Gi2"),
    [`${IF_NAME}.3`]: text("Vlan1"),
    [`${HC_IN}.1`]: counter64(100),
    [`${HC_IN}.2`]: counter64(200),
    [`${HC_IN}.3`]: counter64(300),
    [`${STATUS}.1`]: int(1),
    ...parts,
  });
}

async function explain(
  metric: string,
  device: FakeDevice,
  { name = "192.0.2.10:161", events = [] }: { name?: string; events?: readonly TraceEvent[] } = {},
) {
  const clock = new FakeClock();
  const explaining = explainMetricOf({
    prepared: prepared(),
    device: name,
    metric,
    intervalMs: 2_000,
    clock,
    logger: silentLogger,
    names: {
      addressesOf: (host) => Promise.resolve([host]),
      nameOf: () => Promise.resolve(undefined),
      forget: () => {},
    },
    open: () => device,
    takeEvents: () => events,
  });
  explaining.catch(() => undefined);
  await clock.advance(2_000);
  return explaining;
}

const kinds = (explanations: Awaited<ReturnType<typeof explain>>) =>
  explanations.flatMap(({ rows }) => rows.map(({ index, kind }) => `${index} ${kind}`));

test("a count is polled twice: rows with a delta have a line, those that a filter keeps back are named with it", async () => {
  const [explanation] = await explain("bytes_in.count", switchWith());
  expect(explanation!.polls).toHaveLength(2);
  expect(kinds([explanation!])).toEqual(["1 line", "2 line", "3 filtered"]);
  expect(explanation!.rows[2]).toMatchObject({ dimension: "if.name", text: "Vlan1" });
});

test("a part that only one key has is enough", async () => {
  const [explanation] = await explain("bytes_in", switchWith());
  expect(explanation!.use.metric.key).toBe("x.if.bytes_in.count");
});

test("a gauge is polled once, and a row without a value says so", async () => {
  const [explanation] = await explain("x.if.status", switchWith());
  expect(explanation!.polls).toHaveLength(1);
  expect(kinds([explanation!])).toContain("1 line");
});

test("a value that is no number is shown", async () => {
  const explanations = await explain("x.if.status", switchWith({ [`${STATUS}.1`]: text("N/A") }));
  expect(explanations[0]!.rows[0]).toMatchObject({ index: "1", kind: "not-a-number", example: "N/A" });
});

test("a row that was not read any more is unknown, with the cause", async () => {
  const device = switchWith();
  device.failing.set(oid(HC_IN), anError("snmp.error-status"));
  device.cutAfter = 1;
  const explanations = await explain("bytes_in.count", device);
  expect(explanations[0]!.rows.find(({ index }) => index === "2")).toMatchObject({
    kind: "unknown",
    oid: HC_IN,
  });
});

test("counters that began anew say so", async () => {
  const device = switchWith();
  device.beforeRead = (read) => {
    if (read === 1) device.set(`${HC_IN}.1`, counter64(5));
  };
  expect(kinds(await explain("bytes_in.count", device))).toContain("1 reset");
});

test("as text: where the metric comes from, each poll, rows by cause", async () => {
  const [explanation] = await explain("bytes_in.count", switchWith());
  const lines = explanationText(explanation!, builtinCatalogue);
  expect(lines[0]).toBe("x.if.bytes_in.count  count");
  expect(lines).toContain("  value from IF-MIB::ifHCInOctets (1.3.6.1.2.1.31.1.1.1.6)");
  expect(lines).toContain("2 rows with a line");
  expect(lines).toContain("1 row without: the filter of if.name keeps them back");
  expect(lines).toContain('  ifHCInOctets.3 if.name="Vlan1"');
});

test("as text: what all lines share is told once", async () => {
  const [explanation] = await explain("bytes_in.count", switchWith());
  const lines = explanationText(explanation!, builtinCatalogue);
  const shared = lines.find((line) => line.startsWith("  all of them: "));
  expect(shared).toContain('device="192.0.2.10:161"');
  expect(shared).not.toContain("if.name");
  expect(lines).toContain('  ifHCInOctets.1 → 0  if.name="Gi1"');
});

test("an object that the device does not have is named as such", async () => {
  const [explanation] = await explain("x.fan.status", switchWith());
  expect(explanationText(explanation!, builtinCatalogue).at(-1)).toMatch(
    /no rows: the device says that it has no /,
  );
});

test("text of a device can neither break nor forge a line of an explanation", async () => {
  const forged = "x\n31 rows with a line\u202E";
  const device = switchWith({ [`${STATUS}.1`]: text(forged) });
  const events = [
    aSent({ oids: [oid(`${STATUS}.1`)] }),
    aReceived({ varbinds: [aVarbind(`${STATUS}.1`, "OctetString", forged)] }),
  ];
  const [explanation] = await explain("x.if.status", device, { events });
  const lines = explanationText(explanation!, builtinCatalogue);
  expect(lines.filter((line) => line.includes("31 rows with a line"))).toHaveLength(2);
  expect(lines).not.toContainEqual(expect.stringMatching(/^31 rows|[\n\u202E]/));
});

test("an unknown metric tells what is polled, an unclear one which are meant, an unknown device which are known", async () => {
  await expect(explain("bytes_out", switchWith())).rejects.toMatchObject({
    code: "app.unknown-metric",
    remedy: expect.stringContaining("x.if.bytes_in.count"),
  });
  await expect(explain("if.bytes_inn.count", switchWith())).rejects.toMatchObject({
    code: "app.unknown-metric",
    remedy: "Did you mean x.if.bytes_in.count?",
  });
  await expect(explain("status", switchWith())).rejects.toMatchObject({
    code: "app.unclear-metric",
    remedy: expect.stringContaining("x.fan.status"),
  });
  await expect(explain("x.if.status", switchWith(), { name: "192.0.2.99:161" })).rejects.toMatchObject({
    code: "app.unknown-device",
    remedy: expect.stringContaining("192.0.2.10:161"),
  });
});

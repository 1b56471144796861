import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { PreviewRequest } from "../../../src/api/index.ts";
import { prepareAdHoc } from "../../../src/app/adhoc.ts";
import { createNameService } from "../../../src/app/names.ts";
import { pollOnce } from "../../../src/app/poll-once.ts";
import { openSnmp } from "../../../src/app/shard-setup.ts";
import { Secret, seededRandom, silentLogger, systemClock } from "../../../src/base/index.ts";
import { DEFAULT_ADVANCED } from "../../../src/config/index.ts";
import { loadRecording, startSimulator } from "../../../src/simulator/index.ts";
import { CALLER, installedOf, onboardingWith } from "../../support/onboarding.ts";
import { SMALL_EXTENSION } from "../../support/small-extension.ts";

const ALL = { featureSets: ["all"], vars: {} };
const never = new AbortController().signal;

async function previewOf(
  request: Partial<PreviewRequest> & Pick<PreviewRequest, "source">,
  signal: AbortSignal = never,
) {
  const { port } = await onboardingWith({ clock: systemClock });
  return await port.preview({ manifest: SMALL_EXTENSION, ...ALL, ...request }, signal, CALLER);
}

test("a recording that comes along gives lines, with counts, entities and costs", async () => {
  const manifest = await readFile("extension.yaml", "utf8");
  const preview = await previewOf({ manifest, source: { recording: "access-sw-1" } });
  expect(preview.verdict).toMatch(/OK|WARNING/);
  expect(preview.totalLines).toBeGreaterThan(500);
  expect(preview.lines).toHaveLength(Math.min(2_000, preview.totalLines));
  expect(preview.lines.some((line) => / count,delta=\d+/.test(line))).toBe(true);
  expect(preview.costs.reduce((sum, { series }) => sum + series, 0)).toBe(preview.totalLines);
  const types = new Set(preview.entities.map(({ type }) => type));
  expect(types.size).toBeGreaterThan(1);
  const ids = new Set(preview.entities.map(({ entityId }) => entityId));
  expect(preview.relationships.length).toBeGreaterThan(0);
  expect(preview.relationships.filter(({ from }) => !ids.has(from))).toEqual([]);
  expect(preview.requests).toBeGreaterThan(0);
  expect(preview.findings.filter(({ severity }) => severity === "error")).toEqual([]);
}, 20_000);

test("a metric and a dimension for which nothing comes are named with their object and what to look at", async () => {
  const manifest = SMALL_EXTENSION.replace("IF-MIB::ifHCInOctets", "1.3.6.1.2.1.31.1.1.1.99")
    .replace("IF-MIB::ifName", "1.3.6.1.2.1.31.1.1.1.98")
    .replace(
      "type: count }]",
      "type: count }, { key: small.if.name, value: 'oid:IF-MIB::ifName' }, { key: small.mtu, value: 'oid:IF-MIB::ifMtu' }]",
    );
  const { missing, verdict, tables } = await previewOf({ manifest, source: { recording: "access-sw-1" } });
  expect(verdict).toBe("OK");
  expect(tables.at(-1)!.totalRows).toBeGreaterThan(0);
  const ports = { group: "ports", subgroup: "ports", elsewhere: false };
  expect(missing).toMatchObject([
    { ...ports, key: "small.if.bytes.count", role: "metric", kind: "absent", oid: "1.3.6.1.2.1.31.1.1.1.99" },
    { ...ports, key: "small.if.name", role: "metric", kind: "not-a-number", object: "IF-MIB::ifName" },
    { ...ports, key: "if.name", role: "dimension", kind: "absent", oid: "1.3.6.1.2.1.31.1.1.1.98" },
  ]);
  expect(missing[0]!.remedy).toContain("whether the OID is the right one");
}, 20_000);

test("a preview of a device gives what a poll of it gives: the same series, the same entities", async () => {
  const { recording } = await loadRecording("snmpsim-data/dist-sw-2.snmprec");
  const simulator = await startSimulator({
    agents: [{ name: "dist-sw-2", recording, moving: true, communities: ["s3cret"] }],
    layout: "port-per-agent",
    clock: systemClock,
    random: seededRandom(1),
  });
  try {
    const { address: host, port } = simulator.endpoints[0]!;
    const manifest = await readFile("extension.yaml", "utf8");
    const preview = await previewOf({ manifest, source: { device: { host, port, credential: "branch" } } });
    const polled = await pollOf({ host, port });
    expect(seriesOf(preview.lines)).toEqual(seriesOf(polled.lines));
    expect(preview.totalLines).toBe(polled.lines.length);
    expect(preview.entities.map(({ entityId }) => entityId).toSorted()).toEqual(polled.entities);
  } finally {
    await simulator.close();
  }
}, 30_000);

/** As `snmpgate poll --polls 2` does. */
async function pollOf(device: { readonly host: string; readonly port: number }) {
  const { ready } = await prepareAdHoc({
    manifest: "extension.yaml",
    config: undefined,
    devices: [{ ...device, authentication: { type: "SNMPv2c", community: "s3cret" }, advanced: {} }],
    featureSets: ["all"],
    vars: {},
    mibDirs: [],
    intervalMs: undefined,
  });
  let lines: string[] = [];
  const report = await pollOnce({
    prepared: ready!,
    clock: systemClock,
    logger: silentLogger,
    names: createNameService(systemClock),
    open: openSnmp(systemClock),
    labelRefreshMs: undefined,
    polls: 2,
    intervalMs: 1_000,
    onRound: (_, outcomes) => {
      const text = outcomes.map(({ batch }) => new TextDecoder().decode(batch.bytes)).join("");
      lines = text.split("\n").filter((line) => line !== "");
    },
  });
  return { lines, entities: report.entities.map(({ id }) => id).toSorted() };
}

/** Key and dimensions; the host's own name may come with either. */
const seriesOf = (lines: readonly string[]): string[] =>
  lines.map((line) => line.replace(/ (gauge|count),.*$/, "").replace(/,device\.name="[^"]*"/, "")).toSorted();

test("the text of a recording is played as well", async () => {
  const recording = "1.3.6.1.2.1.1.3.0|67|100\n1.3.6.1.2.1.1.5.0|4|sw-9\n";
  const preview = await previewOf({ source: { recording } });
  expect(preview).toMatchObject({ totalLines: 1, costs: [{ featureSet: "", linesPerMinute: 1, series: 1 }] });
  expect(preview.lines[0]).toMatch(/^small\.uptime,.*sys\.name=.?sw-9/);
});

test("a manifest with errors is not polled with: its findings stand with line and column", async () => {
  const manifest = SMALL_EXTENSION.replace("key: small.uptime, value", "kee: small.uptime, value");
  const preview = await previewOf({ manifest, source: { recording: "access-sw-1" } });
  expect(preview).toMatchObject({ verdict: "MANIFEST_ERROR", totalLines: 0, requests: 0 });
  expect(preview.findings).toContainEqual(
    expect.objectContaining({ severity: "error", line: expect.any(Number), column: expect.any(Number) }),
  );
});

test("an installed extension is previewed by name and version; another one is unknown", async () => {
  const extension = await installedOf(SMALL_EXTENSION);
  const { port } = await onboardingWith({ clock: systemClock, installed: () => [extension] });
  const source = { recording: "linux-host" };
  const named = { name: "custom:small", version: "1.0.0" };
  await expect(port.preview({ manifest: named, source, ...ALL }, never, CALLER)).resolves.toMatchObject({
    totalLines: expect.any(Number),
  });
  const other = port.preview({ manifest: { ...named, version: "9.0.0" }, source, ...ALL }, never, CALLER);
  await expect(other).rejects.toMatchObject({ status: 404 });
});

test("a silent device has a verdict with a remedy, and is polled once alone", async () => {
  const device = {
    host: "127.0.0.1",
    port: 9,
    credential: { type: "SNMPv2c", community: "public" },
    advanced: { timeoutSecs: 1, retries: 0 },
  };
  const { port, audited } = await onboardingWith({ clock: systemClock });
  const preview = await port.preview(
    { manifest: SMALL_EXTENSION, source: { device }, ...ALL },
    never,
    CALLER,
  );
  expect(preview).toMatchObject({ verdict: "DEVICE_CONNECTION_ERROR", totalLines: 0, entities: [] });
  expect(preview.message).toMatch(/Check /);
  expect(audited).toEqual([["onboarding.preview", "127.0.0.1"]]);
});

test.each([
  [{ source: { recording: "no-such-one" } }, 404],
  [{ source: { recording: "nothing\nof the kind\n" } }, 400],
  [{ source: { recording: "x".repeat(10 * 1024 * 1024 + 1) } }, 413],
  [{ source: { device: { host: "192.0.2.1", credential: "unknown" } } }, 400],
  [{ source: { device: { host: "192.0.2.1", credential: "branch", advanced: { retries: -1 } } } }, 400],
])("what cannot be previewed is refused with its reason: case %#", async (request, status) => {
  await expect(previewOf(request)).rejects.toMatchObject({ status });
});

test("a third preview at once is refused, and who has left stops his", async () => {
  const { port } = await onboardingWith({ clock: systemClock });
  const request = { manifest: SMALL_EXTENSION, source: { recording: "linux-host" }, ...ALL };
  const left = new AbortController();
  const running = [1, 2].map(() => port.preview(request, left.signal, CALLER));
  await expect(port.preview(request, never, CALLER)).rejects.toMatchObject({ status: 429 });
  const ends = Promise.allSettled(running);
  left.abort(new Error("left"));
  const gone = { status: "rejected", reason: expect.objectContaining({ message: "left" }) };
  expect(await ends).toEqual([gone, gone]);
  await expect(port.preview(request, never, CALLER)).resolves.toMatchObject({ findings: expect.any(Array) });
});

test("the rows that became lines are a table for each subgroup: labels, then values", async () => {
  const preview = await previewOf({ source: { recording: "access-sw-1" } });
  const [device, ports] = preview.tables;
  expect(device).toMatchObject({ group: "device", featureSets: [""], intervalMs: 60_000, totalRows: 1 });
  expect(device?.columns).toEqual([
    { key: "sys.name", kind: "dimension" },
    { key: "small.uptime", kind: "gauge" },
  ]);
  expect(device?.rows).toEqual([["access-sw-1", expect.stringMatching(/^\d+$/)]]);
  expect(ports?.columns.map(({ kind }) => kind)).toEqual(["dimension", "count"]);
  expect(preview.tables.reduce((sum, { totalRows }) => sum + totalRows, 0)).toBe(preview.totalLines);
});

test("a table without rows says why", async () => {
  const nothing = SMALL_EXTENSION.replace("oid:IF-MIB::ifHCInOctets", "oid:1.3.6.1.4.1.99999.1");
  const absent = await previewOf({ manifest: nothing, source: { recording: "access-sw-1" } });
  expect(absent.tables[1]).toMatchObject({ rows: [], totalRows: 0, note: expect.stringMatching(/nothing/) });
  const filter = SMALL_EXTENSION.replace(
    'value: "oid:IF-MIB::ifName" }',
    'value: "oid:IF-MIB::ifName", filter: "const:$eq(no-such-port)" }',
  );
  const filtered = await previewOf({ manifest: filter, source: { recording: "access-sw-1" } });
  expect(filtered.tables[1]?.note).toBe("No row passes the filter of if.name.");
});

test("a device that is polled is previewed with its own credential, and logged once while somebody types", async () => {
  const { recording } = await loadRecording("snmpsim-data/linux-host.snmprec");
  const simulator = await startSimulator({
    agents: [{ name: "linux-host", recording, communities: ["s3cret"] }],
    layout: "port-per-agent",
    clock: systemClock,
    random: seededRandom(1),
  });
  try {
    const { address: host, port } = simulator.endpoints[0]!;
    const config = {
      host,
      port,
      credentials: { version: "2c" as const, community: new Secret("s3cret") },
      advanced: DEFAULT_ADVANCED,
    };
    const planned = (id: string) => (id === "linux" ? config : undefined);
    const { port: onboarding, audited } = await onboardingWith({ clock: systemClock, planned });
    const ask = (polled: string) =>
      onboarding.preview({ manifest: SMALL_EXTENSION, source: { polled }, ...ALL }, never, CALLER);
    expect((await ask("linux")).totalLines).toBeGreaterThan(0);
    expect(JSON.stringify(await ask("linux"))).not.toContain("s3cret");
    expect(audited).toEqual([["onboarding.preview", "linux"]]);
    await expect(ask("other")).rejects.toMatchObject({ status: 404 });
  } finally {
    await simulator.close();
  }
}, 20_000);

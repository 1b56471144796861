import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { loadManifest, type Manifest, metricKeysOf, parseMetricSelector } from "../../src/manifest/index.ts";
import { MetricCatalogue, queryMetrics } from "../../src/query/index.ts";
import { entitiesOf, MemoryMetrics } from "../support/memory-metrics.ts";
import { FIVE_MINUTES, perMinute } from "./asking.ts";

// Whatever a manifest shows, in its screens and by its calculated metrics, has an answer.

const OWN = `
name: custom:selectors
version: 1.0.0
minDynatraceVersion: "1.256"
author: { name: me }
snmp:
  - group: ports
    dimensions: [{ key: device.site, value: "const:here" }]
    subgroups:
      - subgroup: ports
        table: true
        dimensions:
          - { key: if.name, value: "oid:1.3.6.1.2.1.31.1.1.1.1" }
          - { key: if.state, value: "oid:1.3.6.1.2.1.2.2.1.8" }
        metrics:
          - { key: own.if.in, value: "oid:1.3.6.1.2.1.31.1.1.1.6", type: count }
          - { key: own.if.speed, value: "oid:1.3.6.1.2.1.31.1.1.1.15" }
          - { key: own.if.present, value: "const:1" }
metrics:
  - { key: own.if.in.count, metadata: { displayName: Octets in, unit: Byte } }
  - { key: "func:own.if.in.bits", metadata: { unit: BitPerSecond }, query: { metricSelector: "((own.if.in.count) * (8)):rate(1s)" } }
  - { key: "func:own.if.load", query: { metricSelector: "(func:own.if.in.bits)/((own.if.speed) * (1000000))*(100)" } }
  - { key: "func:own.if.free", query: { metricSelector: "100-(func:own.if.load)" } }
topology:
  types:
    - name: own:port
      displayName: Port
      rules:
        - idPattern: "{device.address}{if.name}"
          sources: [{ sourceType: Metrics, condition: "$prefix(own.)" }]
screens:
  - entityType: own:port
    chartsCards:
      - key: charts
        charts:
          - graphChartConfig: { metrics: [{ metricSelector: 'func:own.if.load:splitBy("dt.entity.own:port"):avg:names' }] }
          - graphChartConfig: { metrics: [{ metricSelector: 'own.if.present:splitBy(if.name,if.state):count:splitBy("if.state"):count' }] }
          - graphChartConfig: { metrics: [{ metricSelector: "own.if.speed:filter(or(eq(if.state,up),eq(if.state,s1))):last:splitBy()" }] }
          - graphChartConfig: { metrics: [{ metricSelector: "func:own.if.free:splitBy():auto:sort(value(avg,descending)):limit(5)" }] }
`;

function manifestOf(text: string): Manifest {
  const { value, diagnostics } = loadManifest(text);
  if (value === undefined) throw new Error(JSON.stringify(diagnostics));
  return value;
}

/** Two rows of everything that the manifest collects, with its dimensions and those of its entities. */
function collected(metrics: MemoryMetrics, { snmp, traps, topology }: Manifest): void {
  const entities = topology.types.map(({ name }) => `dt.entity.${name.toLowerCase()}`);
  const known = new Set<string>();
  const add = (key: string, type: string, dimensions: readonly { readonly key: string }[]) => {
    const keys = ["device.address", "device.name", ...dimensions.map((one) => one.key), ...entities];
    const tuple = [key, ...keys.toSorted()].join(" ");
    if (known.has(tuple)) return;
    known.add(tuple);
    for (const row of ["1", "2"]) {
      const values = Object.fromEntries(keys.map((name) => [name, `s${row}`]));
      metrics.add(key, type.startsWith("count") ? "count" : "gauge", values, perMinute(4, 5, 6, 7, 8));
    }
  };
  for (const group of snmp) {
    for (const { key, type } of group.metrics) add(key, type, group.dimensions);
    for (const { dimensions, metrics: specs } of group.subgroups) {
      for (const { key, type } of specs) add(key, type, [...group.dimensions, ...dimensions]);
    }
  }
  for (const { dimensions, metrics: specs } of traps)
    for (const { key, type } of specs) add(key, type, dimensions);
}

/** Every `metricSelector` below a value. */
function selectorsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "metricSelector" && typeof inner === "string" ? [inner] : selectorsIn(inner),
  );
}

async function answersOf(manifests: readonly Manifest[], asked: Manifest) {
  const metrics = new MemoryMetrics();
  for (const manifest of manifests) collected(metrics, manifest);
  const catalogue = new MetricCatalogue(manifests);
  const sources = {
    metrics,
    entities: entitiesOf([]),
    selectIds: () => new Set(["s1"]),
    isDeclared: (key: string) => catalogue.metadata(key) !== undefined,
    calculated: catalogue.calculated,
    scope: [],
  };
  const calculated = asked.metrics.flatMap(({ key, metricSelector }) =>
    metricSelector === undefined ? [] : [key],
  );
  const selectors = [...new Set([...calculated, ...selectorsIn(asked.screens)])];
  const answers = await Promise.all(selectors.map((text) => queryMetrics(text, FIVE_MINUTES, sources)));
  return { catalogue, metrics, answers: answers.flat() };
}

/** Rows have no values of states or units, nor a dimension that the published traps manifest writes in another way. */
const ASKS_FOR_MORE = /filter\((?!or\(eq\(if\.state)|"trapoid"/;

/** Whether all that a selector is made of is collected by one of the manifests, in the rows that we have. */
function isCollected(text: string, catalogue: MetricCatalogue, metrics: MemoryMetrics): boolean {
  const parsed = parseMetricSelector(text);
  return (
    parsed.ok &&
    !ASKS_FOR_MORE.test(text) &&
    metricKeysOf(parsed.selector).every((key) => {
      const selector = catalogue.metadata(key)?.metricSelector;
      return selector === undefined
        ? metrics.metric(key) !== undefined
        : isCollected(selector, catalogue, metrics);
    })
  );
}

async function expectAnswers(manifests: readonly Manifest[], asked: Manifest): Promise<number> {
  const { answers, catalogue, metrics } = await answersOf(manifests, asked);
  const shown = answers.filter(({ metricId }) => isCollected(metricId, catalogue, metrics));
  const unknown = answers.filter(({ warnings }) =>
    warnings.some((text) => !text.startsWith("There is no metric")),
  );
  expect(unknown).toEqual([]);
  for (const { metricId, series, warnings } of shown) {
    expect([metricId, warnings, series.length > 0]).toEqual([metricId, [], true]);
    expect(series.every(({ values }) => values.every(Number.isFinite))).toBe(true);
  }
  return shown.length / answers.length;
}

test("every selector of a manifest has an answer", async () => {
  const own = manifestOf(OWN);
  expect(selectorsIn(own.screens)).toHaveLength(4);
  expect(await expectAnswers([own], own)).toBe(1);
});

test("the answers are those of the formulas", async () => {
  const own = manifestOf(OWN);
  const { answers } = await answersOf([own], own);
  const byId = new Map(answers.map(({ metricId, series }) => [metricId, series]));
  const load = ((4 * 8) / 60 / 4e6) * 100;
  expect(byId.get("func:own.if.load")?.map(({ values }) => values[0])).toEqual([load, load]);
  expect(byId.get("func:own.if.free")?.[0]?.values[0]).toBe(100 - load);
  const states = 'own.if.present:splitBy(if.name,if.state):count:splitBy("if.state"):count';
  expect(byId.get(states)?.map(({ values }) => values[0])).toEqual([1, 1]);
});

test("every selector of our extension evaluates, and has an answer where it does not ask for certain states", async () => {
  const text = readFileSync(resolve(import.meta.dirname, "../../extension.yaml"), "utf8");
  const manifest = manifestOf(text);
  expect(await expectAnswers([manifest], manifest)).toBeGreaterThan(0.8);
});

// Published manifests are test input of the place this was built in, not part of the project.
const published = resolve(import.meta.dirname, "../../../shared/manifests");

describe.runIf(existsSync(published))("published manifests", () => {
  const files = existsSync(published) ? readdirSync(published).filter((name) => name.endsWith(".yaml")) : [];

  test.each(files)(
    "every selector of %s evaluates, and has an answer where its metrics are collected",
    async (name) => {
      const manifests = files.map((file) => manifestOf(readFileSync(join(published, file), "utf8")));
      const asked = manifests[files.indexOf(name)]!;
      expect(await expectAnswers(manifests, asked)).toBeGreaterThanOrEqual(0.5);
    },
  );
});

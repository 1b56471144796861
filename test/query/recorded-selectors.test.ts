import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import {
  loadManifest,
  type Manifest,
  metricKeysOf,
  parseEntitySelector,
  parseMetricSelector,
} from "../../src/manifest/index.ts";
import {
  type EntitySource,
  MetricCatalogue,
  type QueriedSeries,
  queryMetrics,
  selectEntities,
  shownEntity,
  withEntityConditions,
} from "../../src/query/index.ts";
import { builtinCatalogue } from "../../src/smi/index.ts";
import { type NaiveSample, naiveSeries } from "../support/naive-selectors.ts";
import { POLLED_GRID, pollIntoStore, type RecordedStore } from "../support/recorded-store.ts";

// Whatever a manifest shows or calculates, of recordings that were polled into the real store, is what a plain
// evaluation of the lines gives.

const ROOT = resolve(import.meta.dirname, "../..");

function manifestAt(path: string): Manifest {
  const { value, diagnostics } = loadManifest(readFileSync(path, "utf8"), { catalogue: builtinCatalogue });
  if (value === undefined) throw new Error(JSON.stringify(diagnostics));
  return value;
}

/** Every text with this key below a value. */
function textsIn(value: unknown, name: string): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === name && typeof inner === "string" ? [inner] : textsIn(inner, name),
  );
}

const calculatedKeys = ({ metrics }: Manifest): string[] =>
  metrics.flatMap(({ key, metricSelector }) => (metricSelector === undefined ? [] : [key]));

/** The metrics that lines have, of which a selector is made in the end. */
function inputsOf(text: string, catalogue: MetricCatalogue): string[] {
  const parsed = parseMetricSelector(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.message}`);
  return metricKeysOf(parsed.selector).flatMap((key) => {
    const selector = catalogue.metadata(key)?.metricSelector;
    return selector === undefined ? [key] : inputsOf(selector, catalogue);
  });
}

type Shown = readonly { readonly dimensions: string; readonly values: readonly (number | null)[] }[];

const dimensionText = (dimensions: Iterable<readonly [string, string]>): string =>
  [...dimensions]
    .map((pair) => pair.join("="))
    .toSorted()
    .join(",");

/** Twelve digits: sums in another order differ in the sixteenth. */
const rounded = (value: number | null): number | null =>
  value === null || Number.isNaN(value) ? null : Number(value.toPrecision(12)) + 0;

function shown(
  series: Iterable<{
    readonly dimensions: Iterable<readonly [string, string]>;
    readonly values: Iterable<number | null>;
  }>,
  isOrdered: boolean,
): Shown {
  const all = Array.from(series, ({ dimensions, values }) => ({
    dimensions: dimensionText(dimensions),
    values: Array.from(values, rounded),
  }));
  return isOrdered ? all : all.toSorted((a, b) => (a.dimensions < b.dimensions ? -1 : 1));
}

interface Compared {
  readonly selectors: number;
  readonly withSeries: number;
  /** Calculated metrics that have all they are made of, and those that have series. */
  readonly calculable: readonly string[];
  readonly calculated: readonly string[];
}

async function compare(
  asked: Manifest,
  manifests: readonly Manifest[],
  { metrics, entities, samples }: RecordedStore,
): Promise<Compared> {
  const catalogue = new MetricCatalogue(manifests);
  const sources = {
    metrics,
    entities,
    selectIds: () => new Set<string>(),
    isDeclared: (key: string) => catalogue.metadata(key) !== undefined,
    calculated: catalogue.calculated,
    scope: [],
  };
  const data = {
    samples,
    slots: POLLED_GRID.slots,
    slotSeconds: POLLED_GRID.stepMs / 1_000,
    calculated: (key: string) => catalogue.metadata(key)?.metricSelector,
  };
  const answer = async (text: string): Promise<readonly QueriedSeries[]> =>
    (await queryMetrics(text, POLLED_GRID, sources))[0]!.series;
  const keys = calculatedKeys(asked);
  const selectors = [...new Set([...keys, ...textsIn(asked.screens, "metricSelector")])];
  const withSeries: string[] = [];
  for (const text of selectors) {
    const series = await answer(text);
    const isOrdered = text.includes(":sort(");
    expect([text, shown(series, isOrdered)]).toEqual([text, shown(naiveSeries(text, data), isOrdered)]);
    if (series.some(({ values }) => values.some(Number.isFinite))) withSeries.push(text);
  }
  const known = new Set(samples.map(({ key }: NaiveSample) => key));
  const isKnown = (key: string): boolean => known.has(key) || known.has(`${key}.count`);
  return {
    selectors: selectors.length,
    withSeries: withSeries.length,
    calculable: keys.filter((key) => inputsOf(key, catalogue).every(isKnown)),
    calculated: keys.filter((key) => withSeries.includes(key)),
  };
}

/** `type(T)`, or `type(T),fromRelationships.runsOn(…)` with what is shown inside: whatever manifests ask for. */
const TEMPLATE = /^type\(([^)]+)\)(?:, ?(from|to)Relationships\.(\w+)\(\$\(entityConditions\)\))?$/;

/** `CHILD_OF` of an edge is `isChildOf` in a selector. */
const wordsOf = (relation: string): string =>
  relation
    .replaceAll("_", "")
    .replace(/^is(?=[A-Z])/, "")
    .toLowerCase();

/** The ids that a template means on the page of an entity, found by looking at every edge. */
function plainIds(template: string, shownId: string, entities: EntitySource): string[] {
  const [, type, side, relation] = TEMPLATE.exec(template) ?? [];
  if (type === undefined) throw new Error(`${template} is not evaluated here`);
  const all = [...entities.ofType(type)];
  if (side === undefined) return all.map(({ id }) => id);
  const leads = (id: string): boolean =>
    [...entities.edges(id, side as "from" | "to")].some(
      (edge) =>
        wordsOf(edge.type) === wordsOf(relation!) && (side === "from" ? edge.toId : edge.fromId) === shownId,
    );
  return all.filter(({ id }) => leads(id)).map(({ id }) => id);
}

/** Asks each entity selector of the screens for each of some entities. @returns how many found something */
async function compareEntities(asked: Manifest, { entities }: RecordedStore): Promise<number> {
  const life = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
  let withEntities = 0;
  for (const screen of asked.screens) {
    const [type] = textsIn(screen, "entityType");
    for (const template of textsIn(screen, "entitySelectorTemplate")) {
      if (type === undefined) throw new Error(template);
      let found = 0;
      for (const { id } of [...entities.ofType(type)].slice(0, 40)) {
        const parsed = parseEntitySelector(withEntityConditions(template, shownEntity(type, id)));
        if (!parsed.ok) throw new Error(template);
        const ids = (await selectEntities(parsed.selector, entities, life)).map((one) => one.id);
        expect([template, ids.toSorted()]).toEqual([template, plainIds(template, id, entities).toSorted()]);
        found += ids.length;
      }
      if (found > 0) withEntities++;
    }
  }
  return withEntities;
}

test("all that our extension shows of the demo's devices is what their lines add up to", async () => {
  const own = manifestAt(join(ROOT, "extension.yaml"));
  const folder = join(ROOT, "snmpsim-data");
  const files = readdirSync(folder).filter((name) => name.endsWith(".snmprec"));
  const store = await pollIntoStore(
    own,
    [own],
    files.map((name) => join(folder, name)),
  );
  const compared = await compare(own, [own], store);
  expect(compared.calculated).toEqual(compared.calculable);
  expect(compared.calculated).toHaveLength(24);
  expect(compared.withSeries).toBeGreaterThan(110);
  expect(await compareEntities(own, store)).toBeGreaterThanOrEqual(1);
});

// Published manifests and recordings of real devices are test input of the place this was built in, not part of the
// project.
const SHARED = resolve(ROOT, "../shared");

describe.runIf(existsSync(join(SHARED, "recordings")))("published manifests", () => {
  const manifests = (): Manifest[] =>
    readdirSync(join(SHARED, "manifests"))
      .filter((name) => name.endsWith(".yaml"))
      .map((name) => manifestAt(join(SHARED, "manifests", name)));

  test.each([
    { name: "cisco.yaml", recordings: ["iosxe_c9400"], series: 33, calculated: 8, related: 3 },
    {
      name: "generic.yaml",
      recordings: ["arubaos-cx_10.10", "3com_4200", "panos"],
      series: 33,
      calculated: 8,
      related: 3,
    },
    { name: "demo.yaml", recordings: ["3com_4200"], series: 2, calculated: 0, related: 1 },
    { name: "traps.yaml", recordings: [], series: 0, calculated: 0, related: 0 },
  ])(
    "all that $name shows of $recordings is what their lines add up to",
    async (one) => {
      const asked = manifestAt(join(SHARED, "manifests", one.name));
      const paths = one.recordings.map((file) => join(SHARED, "recordings", `${file}.snmprec`));
      const store = await pollIntoStore(asked, manifests(), paths);
      const compared = await compare(asked, manifests(), store);
      expect(compared.calculated).toEqual(compared.calculable);
      expect(compared.calculated).toHaveLength(one.calculated);
      expect(compared.withSeries).toBe(one.series);
      expect(await compareEntities(asked, store)).toBe(one.related);
    },
    60_000,
  );
});

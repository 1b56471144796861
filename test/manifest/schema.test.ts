import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { loadManifest, type ManifestSchema, manifestSchema } from "../../src/manifest/index.ts";

const schema = manifestSchema();

/** The schema of what stands at a path; `*` for the entries of a list. */
function at(path: string): ManifestSchema | undefined {
  return path
    .split(".")
    .reduce<ManifestSchema | undefined>(
      (node, key) => (key === "*" ? node?.items : node?.properties?.[key]),
      schema,
    );
}

test("the schema knows keys, what they are for, which are needed and which choices there are", () => {
  expect(schema.required).toEqual(["name", "version", "minDynatraceVersion", "author"]);
  expect(at("snmp.*.subgroups.*.metrics.*.type")?.enum).toEqual(["gauge", "count"]);
  expect(at("snmp.*.subgroups.*.table")).toMatchObject({ type: "boolean", description: expect.any(String) });
  expect(at("snmp.*.interval.minutes")?.type).toBe("integer");
  expect(at("topology.relationships.*.typeOfRelation")?.enum).toContain("RUNS_ON");
  expect(at("screens.*.chartsCards.*.charts.*.visualizationType")?.enum).toContain("PIE_CHART");
});

test("what a text stands for is said, so that editors offer what fits", () => {
  expect(at("snmp.*.dimensions.*.value")?.["x-means"]).toBe("dimensionValue");
  expect(at("metrics.*.query.metricSelector")?.["x-means"]).toBe("metricSelector");
  expect(at("snmp.*.metrics.*.id")?.deprecated).toBe(true);
});

/** Every key path of a value that the schema lacks. */
function unknownKeys(value: unknown, node: ManifestSchema | undefined, path: string): readonly string[] {
  if (node === undefined) return [path];
  if (Array.isArray(value)) return value.flatMap((item) => unknownKeys(item, node.items, `${path}.*`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) =>
    unknownKeys(below, node.properties?.[key], `${path}.${key}`),
  );
}

test("our own extension uses no key that the schema lacks", async () => {
  const manifest: unknown = parse(await readFile("extension.yaml", "utf8"));
  expect([...new Set(unknownKeys(manifest, schema, ""))]).toEqual([]);
});

test("a key of the schema is known to the reader, in each part that it checks", () => {
  const { diagnostics } = loadManifest(manifestWithEveryKey());
  expect(diagnostics.filter(({ message }) => message.startsWith("unknown key"))).toEqual([]);
});

/** JSON is YAML. Screens are open, and variables have other keys by type. */
function manifestWithEveryKey(): string {
  const filled = (node: ManifestSchema): unknown => {
    if (node.type === "object") {
      const entries = Object.entries(node.properties ?? {}).filter(
        ([, { deprecated }]) => deprecated !== true,
      );
      return Object.fromEntries(entries.map(([key, below]) => [key, filled(below)]));
    }
    return node.type === "array" ? [filled(node.items!)] : (node.enum?.[0] ?? "x");
  };
  const { vars: _, screens: __, ...properties } = schema.properties!;
  return JSON.stringify(filled({ ...schema, properties }));
}

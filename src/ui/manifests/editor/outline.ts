import { type YamlEntry, yamlEntries } from "./yaml-walk.ts";

/** What a manifest defines, as far as it is written: to be offered where it is referred to. */
export interface Outline {
  readonly name: string;
  readonly version: string;
  readonly featureSets: readonly string[];
  readonly variables: readonly OutlineVariable[];
  /** Collected, as written. */
  readonly metricKeys: readonly string[];
  /** Calculated, with `func:`. */
  readonly calculatedKeys: readonly string[];
  /** That have a name and a unit already. */
  readonly describedKeys: readonly string[];
  readonly dimensionKeys: readonly string[];
  readonly entityTypes: readonly string[];
  /** Cards that a screen defines, by their kind. */
  readonly cards: readonly string[];
  readonly entries: readonly YamlEntry[];
}

export interface OutlineVariable {
  readonly id: string;
  readonly displayName: string;
  readonly type: string;
  readonly defaultValue: string;
  readonly required: boolean;
}

const AUTOMATIC_DIMENSIONS = ["device", "device.address", "device.name"];
const CARD = /^screens\.\*\.\w+Cards\.\*\.key$/;

export function outlineOf(text: string): Outline {
  const entries = yamlEntries(text);
  const byPath = new Map<string, string[]>();
  for (const { path, value } of entries) {
    const joined = path.join(".");
    const values = byPath.get(joined);
    if (values === undefined) byPath.set(joined, [value]);
    else values.push(value);
  }
  const valuesAt = (fits: (path: string) => boolean): string[] => [
    ...new Set(
      [...byPath].flatMap(([path, values]) => (fits(path) ? values : [])).filter((value) => value !== ""),
    ),
  ];
  const described = valuesAt((path) => path === "metrics.*.key");
  return {
    name: byPath.get("name")?.[0] ?? "",
    version: byPath.get("version")?.[0] ?? "",
    featureSets: valuesAt((path) => path.endsWith(".featureSet")).toSorted(),
    variables: variablesOf(entries),
    metricKeys: valuesAt((path) => path.startsWith("snmp") && path.endsWith(".metrics.*.key")),
    calculatedKeys: described.filter((key) => key.startsWith("func:")),
    describedKeys: described,
    dimensionKeys: [
      ...new Set([
        ...AUTOMATIC_DIMENSIONS,
        ...valuesAt((path) => path.startsWith("snmp") && path.endsWith(".dimensions.*.key")),
      ]),
    ],
    entityTypes: valuesAt((path) => path === "topology.types.*.name"),
    cards: valuesAt((path) => CARD.test(path)),
    entries,
  };
}

function variablesOf(entries: readonly YamlEntry[]): readonly OutlineVariable[] {
  const byMapping = new Map<number, Map<string, string>>();
  for (const { path, key, value, mapping } of entries) {
    if (path.length !== 3 || path[0] !== "vars") continue;
    const one = byMapping.get(mapping) ?? new Map<string, string>();
    byMapping.set(mapping, one.set(key, value));
  }
  return [...byMapping.values()].flatMap((one) => {
    const id = one.get("id") ?? "";
    if (id === "") return [];
    return [
      {
        id,
        displayName: one.get("displayName") ?? id,
        type: one.get("type") ?? "text",
        defaultValue: one.get("defaultValue") ?? "",
        required: one.get("required") === "true",
      },
    ];
  });
}

import { expect, test } from "vitest";
import { loadManifest } from "../../src/manifest/index.ts";
import { builtinCatalogue, isUnder, type Oid } from "../../src/smi/index.ts";
import { DEVICES, EXTENSION, instancesOf, RECORDING_FILES, theManifest } from "./network.ts";

const manifest = theManifest();
const groups = manifest.snmp;
const subgroups = groups.flatMap((group) => group.subgroups.map((subgroup) => ({ group, subgroup })));
const SHARED_MODEL = "com.dynatrace.extension.network_device.";

/** Feature set → collected metrics, inheritance applied; empty text for what is always on. */
const bySet = new Map<string, { key: string; oid: Oid | undefined }[]>();
/** Feature set → what a device must answer for it: the metric's object, or those of the dimensions of a constant. */
const neededBySet = new Map<string, Oid[]>();
for (const { group, subgroup } of subgroups) {
  const ofDimensions = subgroup.dimensions.flatMap(({ value }) =>
    value.kind === "oid" ? (value.ref.oid ?? []) : [],
  );
  for (const metric of subgroup.metrics) {
    const set = metric.featureSet ?? subgroup.featureSet ?? group.featureSet ?? "";
    const oid = metric.value.kind === "oid" ? metric.value.ref.oid : undefined;
    bySet.set(set, [...(bySet.get(set) ?? []), { key: metric.key, oid }]);
    neededBySet.set(set, [...(neededBySet.get(set) ?? []), ...(oid === undefined ? ofDimensions : [oid])]);
  }
}
const featureSets = [...bySet.keys()].filter((set) => set !== "");

test("the extension loads without a finding, not even an information", () => {
  expect(loadManifest(EXTENSION, { catalogue: builtinCatalogue }).diagnostics).toEqual([]);
});

test("every feature set is explained at the head of the file, and nothing else is", () => {
  const head = EXTENSION.slice(0, EXTENSION.indexOf("\nname:"));
  const explained = [...head.matchAll(/^# {3}([A-Z][\w ,()-]*?) {3,}\S/gm)].map((match) => match[1]);
  expect(new Set(explained)).toEqual(new Set(featureSets));
  expect(explained).toHaveLength(featureSets.length);
});

test("interface status, traffic, errors and discards need no feature set", () => {
  const always = bySet.get("")?.map(({ key }) => key);
  expect(always).toEqual(
    expect.arrayContaining([
      `${SHARED_MODEL}sysuptime`,
      `${SHARED_MODEL}if.status`,
      `${SHARED_MODEL}if.bytes_in.count`,
      `${SHARED_MODEL}if.bytes_out.count`,
      "custom.network.switch.if.in.errors.count",
      "custom.network.switch.if.out.discards.count",
    ]),
  );
});

test("no object is collected twice in one feature set under two keys", () => {
  const twice = [...bySet].flatMap(([set, metrics]) => {
    const oids = metrics.flatMap(({ oid }) => oid ?? []);
    return oids.filter((oid, position) => oids.indexOf(oid) !== position).map((oid) => `${set}: ${oid}`);
  });
  expect(twice).toEqual([]);
});

test("keys are the shared model's own or begin with the extension's prefix", () => {
  const model = new Set([
    "sysuptime",
    "cpu_usage",
    "cpu_ratio",
    "memory_used",
    "memory_free",
    "memory_total",
    "memory_usage",
    "if.status",
    "if.bytes_in.count",
    "if.bytes_out.count",
  ]);
  const foreign = [...bySet.values()]
    .flat()
    .map(({ key }) => key)
    .filter((key) => !key.startsWith("custom.network.switch."))
    .filter((key) => !model.has(key.slice(SHARED_MODEL.length)));
  expect(foreign).toEqual([]);
});

test("every line of every group carries what the shared model wants of a device", () => {
  const wanted = { "monitoring.mode": "Extension", "device.type": "Switch", "sys.name": "oid", site: "var" };
  const found = groups.map(({ dimensions }) =>
    Object.fromEntries(
      dimensions.map(({ key, value }) => [key, value.kind === "const" ? value.text : value.kind]),
    ),
  );
  expect(found).toEqual(groups.map(() => expect.objectContaining(wanted)));
});

test("the filters on name and states hold for every subgroup of interfaces", () => {
  const ofInterfaces = subgroups.filter(({ subgroup }) =>
    subgroup.dimensions.some(({ key }) => key === "if.name"),
  );
  const filters = ofInterfaces.map(({ subgroup }) =>
    subgroup.dimensions.flatMap(({ filter }) => (filter?.kind === "var" ? [filter.id] : [])),
  );
  const wanted = expect.arrayContaining(["if_name_filter", "oper_status_filter", "admin_status_filter"]);
  expect(filters.length).toBeGreaterThan(0);
  expect(filters).toEqual(ofInterfaces.map(() => wanted as unknown));
});

test("device and interface have the shared model's id and name patterns, and its role", () => {
  const patterns = new Map(
    manifest.topology.types.map(({ name, rules: [rule] }) => [
      name,
      [render(rule?.idPattern), render(rule?.instanceNamePattern), rule?.role],
    ]),
  );
  expect(patterns.get("network:device")).toEqual([
    "network_device_{device.address}",
    "{sys.name}",
    "default",
  ]);
  expect(patterns.get("network:interface")).toEqual([
    "network_interface_{mac.address}_{if.name}",
    "{if.name}",
    "default",
  ]);
});

test("every metric is described with a name, an explanation and a unit", () => {
  const incomplete = manifest.metrics.filter(({ displayName, description, unit }) =>
    [displayName, description, unit].includes(undefined),
  );
  expect(incomplete.map(({ key }) => key)).toEqual([]);
});

test("traffic is polled every minute, what changes slowly every five", () => {
  const minutes = Object.fromEntries(groups.map(({ group, intervalMinutes }) => [group, intervalMinutes]));
  expect(minutes).toMatchObject({ device: 1, interfaces: 1, neighbours: 5, inventory: 5, sensors: 5 });
});

test("every object that the extension collects is answered by at least one simulated device", () => {
  const answered = RECORDING_FILES.flatMap((file) => Object.keys(instancesOf(file.replace(".snmprec", ""))));
  const unanswered = [...bySet.values()]
    .flat()
    .filter(({ oid }) => oid !== undefined && !answered.some((at) => at === oid || at.startsWith(`${oid}.`)));
  expect(unanswered.map(({ key }) => key)).toEqual([]);
});

test("each feature set that devices.json names for a device finds something there", () => {
  const useless = DEVICES.flatMap(({ name, featureSets: chosen }) => {
    const answered = Object.keys(instancesOf(name));
    return chosen
      .filter((set) => set !== "all")
      .filter(
        (set) =>
          !neededBySet.get(set)?.some((oid) => answered.some((at) => at === oid || isUnder(at as Oid, oid))),
      )
      .map((set) => `${name}: ${set}`);
  });
  expect(useless).toEqual([]);
});

function render(pattern: readonly ({ text: string } | { dimension: string })[] | undefined): string {
  return (pattern ?? []).map((part) => ("text" in part ? part.text : `{${part.dimension}}`)).join("");
}

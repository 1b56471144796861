import { afterEach, beforeEach, expect, test } from "vitest";
import type { ActiveSet } from "../../../src/app/live/active-set.ts";
import { codesOf, element, hostsOf, idsOf, manifest, Place } from "./live-setup.ts";

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => place.end());

function twoFiles(): void {
  place.write("config/extensions/live.yaml", manifest("1.0.0"));
  place.write("config/monitoring/a.json", element({ ips: ["192.0.2.1", "192.0.2.2"] }));
  place.write("config/monitoring/b.json", [element({ ips: ["192.0.2.3"] }), element({ ips: ["192.0.2.4"] })]);
}

test("configurations of configDir are called like their file, with the place where a file has several", async () => {
  twoFiles();
  const live = await place.open();
  expect(idsOf(live)).toEqual(["a", "b-0", "b-1"]);
  expect(live.current().problems).toEqual([]);
});

test("those of the service file keep path and place as their id, and come first", async () => {
  twoFiles();
  const path = place.write("named.json", [element()]);
  const live = await place.open({ monitoringConfigurations: [{ path, extension: undefined }] });
  expect(idsOf(live)).toEqual([`${path}-0`, "a", "b-0", "b-1"]);
});

test("a disabled configuration is known and not polled", async () => {
  place.write("config/extensions/live.yaml", manifest("1.0.0"));
  place.write("config/monitoring/a.json", element({ enabled: false }));
  const live = await place.open();
  expect(idsOf(live)).toEqual([]);
  expect(live.elements.map(({ id }) => id)).toEqual(["a"]);
});

test("errors in files that the service file names are told for the start, those of configDir are problems", async () => {
  const extension = place.write("named.yaml", "name: 1");
  place.write("config/monitoring/bad.json", "{");
  const live = await place.open({ extensions: [extension] });
  const files = live.serviceFindings.map(({ file }) => file);
  expect(files.length).toBeGreaterThan(0);
  expect(new Set(files)).toEqual(new Set([extension]));
  expect(codesOf(live)).toContain("C001");
});

test("an edit of one file makes one new configuration; all else is the same object", async () => {
  twoFiles();
  const live = await place.open();
  const before = live.current();
  place.replace("config/monitoring/a.json", element({ ips: ["192.0.2.1", "192.0.2.9"] }));
  const after = await live.refresh();
  expect(after.generation).toBe(before.generation + 1);
  expect(after.extensions[0]).toBe(before.extensions[0]);
  expect(after.activations.slice(1)).toEqual(before.activations.slice(1));
  expect(after.activations[1]).toBe(before.activations[1]);
  expect(after.activations[2]).toBe(before.activations[2]);
  expect(after.activations[0]!.extension).toBe(before.activations[0]!.extension);
  expect(after.activations[0]!.configuration.devices[0]).toEqual(
    before.activations[0]!.configuration.devices[0],
  );
  expect(hostsOf(live, "a")).toEqual(["192.0.2.1", "192.0.2.9"]);
});

test("a file that is only written anew, or laid out otherwise, changes nothing", async () => {
  twoFiles();
  const live = await place.open();
  const before = live.current();
  place.write(
    "config/monitoring/a.json",
    JSON.stringify(element({ ips: ["192.0.2.1", "192.0.2.2"] }), undefined, 4),
  );
  place.replace("config/extensions/live.yaml", manifest("1.0.0"));
  expect(await live.refresh()).toBe(before);
});

test("listeners get the set and the one before", async () => {
  twoFiles();
  const live = await place.open();
  const seen: [ActiveSet, ActiveSet][] = [];
  const stop = live.onChange((set, previous) => seen.push([set, previous]));
  const first = live.current();
  place.remove("config/monitoring/b.json");
  await live.refresh();
  expect(seen).toEqual([[live.current(), first]]);
  stop();
  place.remove("config/monitoring/a.json");
  await live.refresh();
  expect(seen.length).toBe(1);
});

test("a broken file leaves what it held in force, after a second look, and says so once", async () => {
  twoFiles();
  const live = await place.open();
  const before = live.current();
  place.write("config/monitoring/a.json", '{ "scope": "ag_gr');
  expect(await live.refresh()).toBe(before); // half-written, perhaps
  const after = await live.refresh();
  expect(after.activations).toEqual(before.activations);
  expect(codesOf(live)).toEqual(["config.not-in-force", "C001"]);
  expect(place.warnings.length).toBe(2);
  await live.refresh();
  await live.refresh();
  expect(place.warnings.length).toBe(2);
});

test("a half-written file that is whole at the next look is no problem", async () => {
  twoFiles();
  const live = await place.open();
  place.write("config/monitoring/a.json", '{ "scope": "ag_gr');
  await live.refresh();
  place.write("config/monitoring/a.json", element({ ips: ["192.0.2.7"] }));
  await live.refresh();
  expect(hostsOf(live, "a")).toEqual(["192.0.2.7"]);
  expect(place.warnings).toEqual([]);
});

test("one bad element keeps the whole file as it was: a change is taken as a whole", async () => {
  twoFiles();
  const live = await place.open();
  place.write("config/monitoring/b.json", [element({ ips: ["192.0.2.5"] }), element({ ips: [] })]);
  await live.refresh();
  await live.refresh();
  expect([hostsOf(live, "b-0"), hostsOf(live, "b-1")]).toEqual([["192.0.2.3"], ["192.0.2.4"]]);
  expect(codesOf(live)).toEqual(["config.not-in-force", "C006"]);
});

test("files that broke are in force over a restart as they last were", async () => {
  twoFiles();
  const live = await place.open();
  await live.settled();
  place.write("config/monitoring/a.json", "not json: [");
  place.write("config/extensions/live.yaml", "broken: [");
  const again = await place.open();
  expect(idsOf(again)).toEqual(["a", "b-0", "b-1"]);
  expect(hostsOf(again, "a")).toEqual(["192.0.2.1", "192.0.2.2"]);
  expect(codesOf(again).filter((code) => code === "config.not-in-force").length).toBe(2);
});

test("a file that was bad from the beginning gives its good elements, and the problem", async () => {
  place.write("config/extensions/live.yaml", manifest("1.0.0"));
  place.write("config/monitoring/b.json", [element(), element({ version: "9.9.9" })]);
  const live = await place.open();
  expect(idsOf(live)).toEqual(["b-0"]);
  expect(codesOf(live)).toEqual(["C003"]);
});

test("an extension that comes later puts its configurations into force", async () => {
  place.write("config/monitoring/a.json", element());
  const live = await place.open();
  expect([idsOf(live), codesOf(live)]).toEqual([[], ["C003"]]);
  place.write("config/extensions/live.yaml", manifest("1.0.0"));
  await live.refresh();
  expect([idsOf(live), codesOf(live)]).toEqual([["a"], []]);
});

test("of several versions a configuration gets the one it names, also without the extension's name", async () => {
  place.write("config/extensions/1.yaml", manifest("1.0.0"));
  place.write("config/extensions/2.yaml", manifest("1.1.0"));
  place.write("config/monitoring/a.json", { ...element({ version: "1.1.0" }), extension: undefined });
  const live = await place.open();
  expect(live.current().activations[0]!.extension.manifest.version).toBe("1.1.0");
});

test("an extension that is taken away under a configuration stays with it, and the problem is named", async () => {
  twoFiles();
  const live = await place.open();
  const { activations } = live.current();
  place.remove("config/extensions/live.yaml");
  const after = await live.refresh();
  expect(after.activations).toEqual(activations);
  expect(after.extensions).toEqual([]);
  expect(new Set(codesOf(live))).toEqual(new Set(["C003"]));
});

test("many files that change at once, as with a checkout, come into force as one set", async () => {
  twoFiles();
  const live = await place.open();
  const generation = live.current().generation;
  place.remove("config/extensions/live.yaml");
  place.write("config/extensions/live-2.yaml", manifest("2.0.0"));
  for (let i = 0; i < 50; i++) place.write(`config/monitoring/n${i}.json`, element({ version: "2.0.0" }));
  place.replace("config/monitoring/a.json", element({ version: "2.0.0" }));
  place.remove("config/monitoring/b.json");
  const set = await live.refresh();
  expect(set.generation).toBe(generation + 1);
  expect(set.activations.length).toBe(51);
  expect(set.problems).toEqual([]);
});

test("named credentials that change give new configurations to those that use them alone", async () => {
  place.communities = { core: "one" };
  place.write("config/credentials/core.json", {});
  twoFiles();
  const authentication = { credential: "core" };
  place.write(
    "config/monitoring/c.json",
    element({ snmp: { devices: [{ ip: "192.0.2.8", authentication }] } }),
  );
  const live = await place.open();
  const before = live.current().activations;
  place.communities = { core: "two" };
  place.write("config/credentials/core.json", { changed: true });
  const after = (await live.refresh()).activations;
  expect(after.slice(0, 3).every((activation, i) => activation === before[i])).toBe(true);
  const credentials = after[3]!.configuration.devices[0]!.credentials;
  expect(credentials.version === "2c" && credentials.community.reveal()).toBe("two");
});

test("the first problem of an empty folder is logged like any other", async () => {
  const live = await place.open();
  place.write("config/monitoring/a.json", "[");
  await live.refresh();
  await live.refresh();
  expect(place.warnings.length).toBe(1);
});

test("a configDir that is gone as a whole is a fault of the disk: all stays in force", async () => {
  twoFiles();
  const live = await place.open();
  const { activations } = live.current();
  place.remove("config");
  expect((await live.refresh()).activations).toEqual(activations);
  expect(codesOf(live)).toEqual(["config.folder"]);
});

test("two files that give one id do not both count", async () => {
  place.write("config/extensions/live.yaml", manifest("1.0.0"));
  place.write("config/monitoring/a-0.json", element({ ips: ["192.0.2.1"] }));
  place.write("config/monitoring/a.json", [element({ ips: ["192.0.2.2"] }), element()]);
  const live = await place.open();
  expect(idsOf(live)).toEqual(["a-0", "a-1"]);
  expect(hostsOf(live, "a-0")).toEqual(["192.0.2.1"]);
  expect(codesOf(live)).toEqual(["config.id-taken"]);
});

test("an extension has at most 100 configurations over all files (C008)", async () => {
  place.write("config/extensions/live.yaml", manifest("1.0.0"));
  for (let i = 0; i < 101; i++) place.write(`config/monitoring/n${100 + i}.json`, element());
  const live = await place.open();
  expect(idsOf(live).length).toBe(100);
  expect(codesOf(live)).toEqual(["C008"]);
});

test.each([
  { cores: 2, devices: 900, codes: [] },
  { cores: 2, devices: 901, codes: ["C107"] },
  { cores: 4, devices: 901, codes: [] },
])("$devices devices with $cores cores: $codes", async ({ cores, devices, codes }) => {
  place.write("config/extensions/live.yaml", manifest("1.0.0"));
  const ips = Array.from({ length: devices }, (_, i) => `10.0.${i >> 8}.${i & 255}`);
  place.write("config/monitoring/a.json", element({ ips }));
  const live = await place.open({}, { cores });
  expect(codesOf(live)).toEqual(codes);
});

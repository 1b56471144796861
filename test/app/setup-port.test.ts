import { rmSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SetupPort } from "../../src/api/index.ts";
import type { LiveConfiguration } from "../../src/app/live/live-configuration.ts";
import { createSetupPort } from "../../src/app/setup-port.ts";
import type { DeviceState } from "../../src/store/index.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { CALLER, COMMUNITY, element, manifest, Place, portsOf, value } from "./live/live-setup.ts";

let place: Place;
let live: LiveConfiguration;
let setup: SetupPort;
const states: Partial<DeviceState>[] = [];

beforeEach(async () => {
  place = new Place();
  place.communities = { branch: "b" };
  place.write("config/extensions/live.yaml", manifest("1.0.0"));
  place.write("config/monitoring/a.json", element({ ips: ["192.0.2.1", "192.0.2.2"] }));
  live = await place.open();
  setup = createSetupPort({
    live,
    verdictOf: () => ({ code: "WARNING", message: "one is silent", atMs: 0 }),
    devices: () => states as DeviceState[],
    polled: () => (host) => (host === "192.0.2.1" ? ["a"] : []),
    clock: new FakeClock(),
  });
});
afterEach(() => place.end());

test("what an extension offers: its sets with what each line costs, the always collected first, and its variables", () => {
  expect(setup.offer("custom:live", "1.0.0")).toMatchObject({
    dataSources: ["snmp"],
    featureSets: [
      {
        name: "",
        metrics: [
          { key: "live.uptime", displayName: "Uptime", unit: "Second", table: false, intervalMs: 60_000 },
        ],
      },
      { name: "Ports", metrics: [{ key: "live.octets.count", table: true, subgroup: "ports" }] },
    ],
    variables: [{ id: "site", type: "text", required: false, maxLength: 8, pattern: "[a-z]+" }],
  });
  expect(setup.offer("custom:live", "9.9.9")).toBeUndefined();
});

test("the manifest that comes along is given with its text, as it can be installed", async () => {
  const { name, version, text } = await setup.supplied();
  expect(text).toMatch(new RegExp(`^name: ${name}$`, "m"));
  expect(text).toContain(`version: ${version}`);
});

test("a text of targets is counted with the line of what is none, how often some are named again and how many are polled already", () => {
  const text = "192.0.2.1-3 # core\nsw_1!\n192.0.2.2\n";
  expect(setup.targets(text, 161, true)).toMatchObject({
    count: 3,
    first: ["192.0.2.1", "192.0.2.2", "192.0.2.3"],
    devices: [{ target: "192.0.2.1", port: 161 }, { target: "192.0.2.2" }, { target: "192.0.2.3" }],
    duplicates: 1,
    polled: 1,
    problems: [expect.stringMatching(/^line 2: sw_1! /)],
  });
});

test("a configuration is told at a glance: devices, how they are, whose credentials, and no secret", async () => {
  states.splice(0, states.length, { configurationId: "a", verdict: { code: "OK", message: "" } });
  const [summary] = await setup.configurations();
  expect(summary).toMatchObject({
    extension: "custom:live",
    objectId: "a",
    devices: 2,
    firstDevices: ["192.0.2.1", "192.0.2.2"],
    credentials: { "": 2 },
    codes: { OK: 1 },
    enabled: true,
    status: "WARNING",
    message: "one is silent",
    file: "a.json",
  });
  expect(summary!.changed).toBeUndefined();
  expect(JSON.stringify(summary)).not.toContain(COMMUNITY);
});

test("who changed a configuration by the API last is told, and what it is since", async () => {
  const { configurations } = portsOf(place, live);
  const devices = [{ ip: "192.0.2.9", authentication: { credential: "branch" } }];
  await configurations.replace("custom:live", "a", { ...value(), snmp: { devices } }, {}, CALLER);
  const [summary] = await setup.configurations();
  expect(summary).toMatchObject({ devices: 1, credentials: { branch: 1 }, changed: { by: CALLER.id } });
});

test("who changed it is read from the disk once, and known anew with the next change", async () => {
  const { configurations } = portsOf(place, live);
  const change = async (description: string, id: string): Promise<void> => {
    const devices = [{ ip: "192.0.2.9", authentication: { credential: "branch" } }];
    const changed = { ...value(), description, snmp: { devices } };
    await configurations.replace("custom:live", "a", changed, {}, { ...CALLER, id });
  };
  await change("first", "user:ann");
  expect((await setup.configurations())[0]!.changed?.by).toBe("user:ann");
  rmSync(place.path("data/versions/configurations/a/current.json"));
  expect((await setup.configurations())[0]!.changed?.by).toBe("user:ann");
  await change("second", "user:bob");
  expect((await setup.configurations())[0]!.changed?.by).toBe("user:bob");
});

test("a file that broke is named with its finding, while what it held before goes on", async () => {
  place.replace("config/monitoring/a.json", "{ broken");
  await live.refresh();
  await live.refresh();
  const [summary] = await setup.configurations();
  expect(summary!.devices).toBe(2);
  expect(summary!.findings.some(({ severity }) => severity === "error")).toBe(true);
});

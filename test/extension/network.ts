import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type DemoDevice, readDemoNetwork } from "../../src/app/demo-devices.ts";
import { loadMonitoringConfigurations } from "../../src/config/index.ts";
import { loadManifest, type Manifest } from "../../src/manifest/index.ts";
import { emptyBaselines, mapSamples, type Sample } from "../../src/mapping/index.ts";
import { compilePlan } from "../../src/plan/index.ts";
import { DevicePoller } from "../../src/poll/index.ts";
import { readSnmprec } from "../../src/simulator/index.ts";
import { builtinCatalogue, type SnmpValue } from "../../src/smi/index.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeDevice } from "../support/fake-device.ts";

// The project's own extension, the simulated devices, and one polled with the other: everything but the wire.

export const ROOT = resolve(import.meta.dirname, "../..");
export const DATA = join(ROOT, "snmpsim-data");
export const EXTENSION = readFileSync(join(ROOT, "extension.yaml"), "utf8");

export const NETWORK = await readDemoNetwork();
export const DEVICES: readonly DemoDevice[] = NETWORK.devices;

export const RECORDING_FILES = readdirSync(DATA).filter((name) => name.endsWith(".snmprec"));

export const recordingText = (name: string): string => readFileSync(join(DATA, `${name}.snmprec`), "utf8");

type Instances = Readonly<Record<string, SnmpValue>>;
const instances = new Map<string, Instances>();

/** Instances by OID; a file is read once. */
export function instancesOf(name: string): Instances {
  const known = instances.get(name);
  if (known !== undefined) return known;
  const { entries } = readSnmprec(recordingText(name));
  const read = Object.fromEntries(entries.map(({ oid, value }) => [oid, value]));
  instances.set(name, read);
  return read;
}

let loaded: Manifest | undefined;

export function theManifest(): Manifest {
  loaded ??= loadManifest(EXTENSION, { catalogue: builtinCatalogue }).value;
  if (loaded === undefined) throw new Error("extension.yaml does not load");
  return loaded;
}

/** The samples of one poll of a simulated device: gauges only, for counts begin with the second poll. */
export async function pollRecording(
  name: string,
  featureSets: readonly string[],
  vars: Readonly<Record<string, string>> = {},
): Promise<Sample[]> {
  const manifest = theManifest();
  const host = `192.0.2.${100 + DEVICES.findIndex((device) => device.name === name)}`;
  const plan = compilePlan(manifest, configurationFor(manifest, host, featureSets, vars), {
    catalogue: builtinCatalogue,
  });
  const client = new FakeDevice(instancesOf(name));
  const identity = { address: host, port: 161, name: host };
  const poller = new DevicePoller({ clock: new FakeClock(), labels: undefined });
  const results = await poller.poll(plan.tasks, client);
  return plan.tasks.flatMap((task, i) => mapSamples(task, identity, results[i]!, emptyBaselines()).samples);
}

function configurationFor(
  manifest: Manifest,
  host: string,
  featureSets: readonly string[],
  vars: Readonly<Record<string, string>>,
) {
  const device = { ip: host, port: 161, authentication: { type: "SNMPv2c", community: "demo" } };
  const value = {
    version: manifest.version,
    description: "test",
    enabled: true,
    featureSets,
    vars,
    snmp: { devices: [device] },
  };
  const { value: configurations, diagnostics } = loadMonitoringConfigurations(
    JSON.stringify([{ scope: "ag_group-test", value }]),
    { manifest, idPrefix: "test" },
  );
  const configuration = configurations?.[0];
  if (configuration === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return configuration;
}

/** The value of a dimension; undefined when the line has none. */
export const dimensionOf = (sample: Sample, key: string): string | undefined =>
  sample.dimensions.find(([name]) => name === key)?.[1];

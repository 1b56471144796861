import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Secret } from "../base/index.ts";
import {
  type AgentSpec,
  loadRecording,
  type Simulator,
  startSimulator,
  type V3User,
} from "../simulator/index.ts";
import { DEMO_DATA, type DemoDevice, readDemoDevices } from "./demo-devices.ts";
import type { Host } from "./host.ts";
import type { Service } from "./service.ts";
import { createService } from "./start.ts";

/** A simulated network and the real service on it, in this process. */
export interface Demo {
  readonly service: Service;
  /** How often everything is polled, in place of the manifest's minutes. */
  readonly intervalMs: number;
  /** Where the demo's snmpgate.yaml, switches.json and lines.txt are. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** One Ethernet frame, as most switches answer. */
const MAX_REPLY_BYTES = 1_472;

/**
 * Starts the devices of `snmpsim-data` and the service with `extension.yaml` on them, from real files in a fresh
 * temporary folder, so that what the demo does can be read there and done again.
 */
export async function startDemo({
  host,
  intervalMs,
}: {
  readonly host: Host;
  readonly intervalMs: number;
}): Promise<Demo> {
  const devices = await readDemoDevices();
  const simulator = await startSwitches(await Promise.all(devices.map(agentOf)), host);
  try {
    const folder = await mkdtemp(join(tmpdir(), "snmpgate-demo-"));
    const configPath = await writeFiles(folder, devices, simulator, intervalMs);
    const { service } = await createService(configPath, host);
    service.start();
    return {
      service,
      intervalMs,
      folder,
      stop: async () => {
        await service.stop();
        await simulator.close();
      },
    };
  } catch (error) {
    await simulator.close();
    throw error;
  }
}

/** An address each, as in life, where the system has all of 127.0.0.0/8 (Linux does); else a port each. */
async function startSwitches(agents: readonly AgentSpec[], { clock, random }: Host): Promise<Simulator> {
  const common = { agents, clock, random, maxReplyBytes: MAX_REPLY_BYTES };
  try {
    return await startSimulator({ ...common, layout: "address-per-agent", address: "127.0.20.1" });
  } catch {
    return startSimulator({ ...common, layout: "port-per-agent" });
  }
}

async function agentOf(device: DemoDevice): Promise<AgentSpec> {
  const { recording } = await loadRecording(fileURLToPath(new URL(device.recording, DEMO_DATA)));
  const { name, communities, versions, user } = device;
  const common = { name, recording, communities, versions, moving: true };
  return user === undefined ? common : { ...common, user: usmUser(user) };
}

function usmUser({ name, auth, priv }: NonNullable<DemoDevice["user"]>): V3User {
  return {
    name,
    auth: { protocol: auth.protocol, password: new Secret(auth.password) },
    priv: { protocol: priv.protocol, password: new Secret(priv.password) },
  };
}

async function writeFiles(
  folder: string,
  devices: readonly DemoDevice[],
  simulator: Simulator,
  intervalMs: number,
): Promise<string> {
  const elements = devices.map((device, i) => elementOf(device, simulator.endpoints[i]!));
  await writeFile(join(folder, "switches.json"), `${JSON.stringify(elements, undefined, 2)}\n`, {
    mode: 0o600,
  });
  const configPath = join(folder, "snmpgate.yaml");
  await writeFile(
    configPath,
    `# Written by snmpgate demo; the simulated switches are there while it runs.
extensions: [${JSON.stringify(fileURLToPath(new URL("../extension.yaml", DEMO_DATA)))}]
monitoringConfigurations: [switches.json]
dataDir: data
# Each group this often, in place of the manifest's minutes, so that something happens while you watch.
intervalMs: ${intervalMs}
# What a device does shows in the table; the log would break it.
logLevel: error
sinks:
  - { type: lines, name: lines.txt, path: lines.txt }
`,
  );
  return configPath;
}

/** A device with its own feature sets is a configuration of its own. */
function elementOf(device: DemoDevice, endpoint: Simulator["endpoints"][number]): object {
  return {
    scope: "ag_group-demo",
    value: {
      version: "1.0.0",
      description: device.name,
      featureSets: device.featureSets,
      vars: {},
      snmp: {
        devices: [{ ip: endpoint.address, port: endpoint.port, authentication: authenticationOf(device) }],
      },
    },
  };
}

function authenticationOf({ versions, communities, user }: DemoDevice): object {
  if (user === undefined || versions.includes("2c")) return { type: "SNMPv2c", community: communities[0] };
  return {
    type: "SNMPv3",
    userName: user.name,
    securityLevel: "AUTH_PRIV",
    authProtocol: user.auth.protocol,
    authPassword: user.auth.password,
    privProtocol: user.priv.protocol,
    privPassword: user.priv.password,
  };
}

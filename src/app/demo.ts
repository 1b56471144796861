import { copyFile, mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { TOKEN_SCOPES } from "../access/index.ts";
import { AppError, Secret } from "../base/index.ts";
import {
  type AgentSpec,
  livelyMotions,
  loadRecording,
  type Motions,
  type Recording,
  type Simulator,
  startSimulator,
  type V3User,
} from "../simulator/index.ts";
import { DEMO_DATA, type DemoDevice, type DemoNetwork, readDemoNetwork } from "./demo-devices.ts";
import { FIRST_PASSWORD_FILE, FIRST_USER } from "./first-user.ts";
import type { Host } from "./host.ts";
import type { Service } from "./service.ts";
import { type CreatedService, createService } from "./start.ts";
import { stateFolder } from "./state-folder.ts";
import { SUPPLIED_MANIFEST } from "./supplied-manifest.ts";
import { createToken } from "./token-file.ts";

/** A simulated network and the real service on it, in this process. */
export interface Demo {
  readonly service: Service;
  /** How often everything is polled, in place of the manifest's minutes. */
  readonly intervalMs: number;
  /** Where the demo's snmpgate.yaml, config/, data/, token and lines.txt are. */
  readonly folder: string;
  /** Where the API answers. */
  readonly url: string;
  /** The web UI; behind the # are name and password, which no server sees. Only the demo makes such a link. */
  readonly signInUrl: string;
  /** A simulated switch that is not polled yet. */
  readonly spare: Endpoint | undefined;
  /** All simulated switches. */
  readonly switches: readonly Endpoint[];
  stop(): Promise<void>;
}

type Endpoint = Simulator["endpoints"][number];

export interface DemoOptions {
  readonly host: Host;
  readonly intervalMs: number;
  /** Default: port 9999 of 127.0.0.1, or any other when that is taken. */
  readonly listen?: { readonly host: string; readonly port: number } | undefined;
  /** The switches are there, and none is polled: for who wants to set them up. */
  readonly empty?: boolean | undefined;
}

/** One Ethernet frame, as most switches answer. */
const MAX_REPLY_BYTES = 1_472;

/** Where an ActiveGate listens, too. */
const USUAL = { host: "127.0.0.1", port: 9_999 };

/**
 * Starts the devices of `snmpsim-data` and the service with `extension.yaml` on them, from real files in a fresh
 * temporary folder, so that what the demo does can be read there and done again.
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { host, intervalMs, empty = false } = options;
  const network = await readDemoNetwork();
  const { devices } = network;
  const simulator = await startSwitches(await agentsOf(network), host);
  try {
    const folder = await mkdtemp(join(tmpdir(), "snmpgate-demo-"));
    await writeFiles(folder, empty ? [] : devices, simulator);
    await writeToken(folder, host);
    const { service, url } = await createListening(folder, options);
    service.start();
    return {
      service,
      intervalMs,
      folder,
      url: url!,
      signInUrl: await signInLink(url!, folder),
      spare: simulator.endpoints[devices.findIndex(({ polled }) => !polled)],
      switches: simulator.endpoints,
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

/** Where it was told to; else at the usual port, or at any other when somebody has that. */
async function createListening(
  folder: string,
  { intervalMs, listen, host }: DemoOptions,
): Promise<CreatedService> {
  const create = async (address: typeof USUAL) =>
    createService(await writeServiceFile(folder, intervalMs, address), inFolder(host, folder));
  if (listen !== undefined) return create(listen);
  try {
    return await create(USUAL);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "api.listen") throw error;
    return await create({ ...USUAL, port: 0 });
  }
}

async function signInLink(url: string, folder: string): Promise<string> {
  const password = await readFile(join(folder, DATA_DIR, FIRST_PASSWORD_FILE), "utf8");
  return `${url}/ui/#sign-in=${FIRST_USER}:${encodeURIComponent(password.trim())}`;
}

/** The key of the demo's secrets stays with the demo. */
const inFolder = (host: Host, folder: string): Host => ({
  ...host,
  env: { ...host.env, XDG_CONFIG_HOME: join(folder, "key") },
});

/** A token for everything, so that the calls of docs/api.md can be tried at once. */
async function writeToken(folder: string, { clock }: Host): Promise<void> {
  const data = stateFolder(join(folder, DATA_DIR), clock);
  const scopes = [...TOKEN_SCOPES];
  const { token } = await createToken(data, { name: "demo", scopes, nowMs: clock.wallMs() });
  await writeFile(join(folder, "token"), `${token.reveal()}\n`, { mode: 0o600 });
}

const DATA_DIR = "data";

/** An address each, as in life, where the system has all of 127.0.0.0/8 (Linux does); else a port each. */
async function startSwitches(agents: readonly AgentSpec[], { clock, random }: Host): Promise<Simulator> {
  const common = { agents, clock, random, maxReplyBytes: MAX_REPLY_BYTES };
  try {
    return await startSimulator({ ...common, layout: "address-per-agent", address: "127.0.20.1" });
  } catch {
    return startSimulator({ ...common, layout: "port-per-agent" });
  }
}

/** They play their recordings with traffic as in life, so that there is something to see. */
async function agentsOf({ devices, cables, bundles }: DemoNetwork): Promise<readonly AgentSpec[]> {
  const played = await Promise.all(
    devices.map(async ({ name, recording }) => ({
      name,
      ...(await loadRecording(fileURLToPath(new URL(recording, DEMO_DATA)))),
    })),
  );
  const motions = livelyMotions(played, cables, bundles);
  return devices.map((device, i) => agentOf(device, played[i]!.recording, motions[i]!));
}

function agentOf(device: DemoDevice, recording: Recording, moving: Motions): AgentSpec {
  const { name, communities, versions, user } = device;
  const common = { name, recording, communities, versions, moving };
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
): Promise<void> {
  const monitoring = join(folder, "config", "monitoring");
  const extensions = join(folder, "config", "extensions");
  await Promise.all([monitoring, extensions].map((path) => mkdir(path, { recursive: true, mode: 0o700 })));
  await copyFile(fileURLToPath(SUPPLIED_MANIFEST), join(extensions, "network-switch.yaml"));
  for (const [i, device] of devices.entries()) {
    if (!device.polled) continue;
    const text = `${JSON.stringify(elementOf(device, simulator.endpoints[i]!), undefined, 2)}\n`;
    await writeFile(join(monitoring, `${device.name}.json`), text, { mode: 0o600 });
  }
}

async function writeServiceFile(
  folder: string,
  intervalMs: number,
  { host, port }: typeof USUAL,
): Promise<string> {
  const configPath = join(folder, "snmpgate.yaml");
  await writeFile(
    configPath,
    `# Written by snmpgate demo; the simulated switches are there while it runs.
# Manifests, configurations and credentials: change them there or by the API, while it runs.
configDir: config
dataDir: ${DATA_DIR}
listen: "${host.includes(":") ? `[${host}]` : host}:${port}"
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
    extension: "custom:network-switch",
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

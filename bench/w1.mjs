// Workload W1: the manifest `cisco` with the sets Interfaces and Interfaces 64-bit on 20-port switches. Where the
// shared manifests are missing our own extension takes its place, and figures are not comparable.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { prepareAdHoc } from "../dist/app/index.js";

const shared = fileURLToPath(new URL("../../shared/manifests/cisco.yaml", import.meta.url));
const own = fileURLToPath(new URL("../extension.yaml", import.meta.url));
const isShared = existsSync(shared);

export const W1 = {
  name: isShared ? "W1" : "own extension",
  manifest: isShared ? shared : own,
  version: isShared ? "1.12.0" : "1.0.0",
  featureSets: isShared ? ["Interfaces", "Interfaces 64-bit"] : [],
  intervalMs: 60_000,
};

export const COMMUNITY = "public";
/** As the benchmarks ask: a lost datagram is repeated once. */
export const ADVANCED = { timeoutSecs: 2, retries: 1 };

/**
 * One element of an activation file.
 * @param endpoints `{ address, port }`
 */
export function activationOf(endpoints) {
  return {
    scope: "ag_group-bench",
    value: {
      version: W1.version,
      description: "W1",
      featureSets: W1.featureSets,
      snmp: {
        devices: endpoints.map(({ address, port }) => ({
          ip: address,
          port,
          authentication: { type: "SNMPv2c", community: COMMUNITY },
          advanced: ADVANCED,
        })),
      },
    },
  };
}

/**
 * W1 as planned for one device.
 * @returns {Promise<{ plan: import("../dist/plan/index.js").PollPlan, rules: object }>}
 */
export async function planOfW1() {
  const authentication = { type: "SNMPv2c", community: COMMUNITY };
  const { ready, findings } = await prepareAdHoc({
    manifest: W1.manifest,
    config: undefined,
    devices: [{ host: "192.0.2.1", port: 161, authentication, advanced: {} }],
    featureSets: W1.featureSets,
    vars: {},
    mibDirs: [],
    intervalMs: undefined,
  });
  if (ready === undefined) throw new Error(findings.map(({ message }) => message).join("\n"));
  return { plan: ready.plans[0], rules: ready.rules };
}

/**
 * What W1 asks of a device: instances and columns, columns that bring metrics (the others are dimensions alone).
 * @returns {Promise<{ instances: string[], columns: string[], metrics: Set<string> }>}
 */
export async function wishOfW1() {
  const { groups } = (await planOfW1()).plan;
  const sources = groups.flatMap(({ subgroups }) => subgroups.flatMap(({ metrics }) => metrics));
  return {
    instances: [...new Set(groups.flatMap(({ scalars }) => scalars))],
    columns: [...new Set(groups.flatMap(({ columns }) => columns))],
    metrics: new Set(sources.flatMap(({ source }) => source.oid ?? [])),
  };
}

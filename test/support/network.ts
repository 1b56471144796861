import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { seededRandom, systemClock } from "../../src/base/index.ts";
import {
  type AgentSpec,
  createRecording,
  type Faults,
  loadRecording,
  type Simulator,
  startSimulator,
} from "../../src/simulator/index.ts";
import { oid, type SnmpValue } from "../../src/smi/index.ts";

// Simulated switches for tests of the whole program: an UDP port each, closed with the test.

export interface TestAgent extends Omit<Partial<AgentSpec>, "recording"> {
  readonly name: string;
  /** A recording of `snmpsim-data`; else `instances`. */
  readonly data?: string;
  readonly instances?: Readonly<Record<string, SnmpValue>>;
  readonly faults?: Faults;
}

/** `127.0.0.1:port` by agent name. */
export async function startNetwork(agents: readonly TestAgent[]): Promise<ReadonlyMap<string, string>> {
  const { endpoints } = await startAgents(agents);
  return new Map(endpoints.map(({ name, address, port }) => [name, `${address}:${port}`]));
}

/** The same where a test counts what the agents are asked. */
export async function startAgents(agents: readonly TestAgent[]): Promise<Simulator> {
  const specs = await Promise.all(
    agents.map(async ({ data, instances, ...spec }): Promise<AgentSpec> => {
      if (data !== undefined) {
        const path = fileURLToPath(new URL(`../../snmpsim-data/${data}.snmprec`, import.meta.url));
        return { ...spec, recording: (await loadRecording(path)).recording };
      }
      const varbinds = Object.entries(instances ?? {}).map(([text, value]) => ({ oid: oid(text), value }));
      return { ...spec, recording: createRecording(varbinds) };
    }),
  );
  const simulator = await startSimulator({
    agents: specs,
    layout: "port-per-agent",
    clock: systemClock,
    random: seededRandom(1),
  });
  onTestFinished(() => simulator.close());
  return simulator;
}

/** An activation JSON for devices of one extension. */
export function activation(options: {
  readonly version?: string;
  readonly featureSets?: readonly string[];
  readonly devices: readonly {
    readonly endpoint: string;
    readonly authentication?: object;
    readonly advanced?: object;
  }[];
}): string {
  const devices = options.devices.map(({ endpoint, authentication, advanced }) => ({
    ip: endpoint.slice(0, endpoint.lastIndexOf(":")),
    port: Number(endpoint.slice(endpoint.lastIndexOf(":") + 1)),
    authentication: authentication ?? { type: "SNMPv2c", community: "public" },
    advanced: { timeoutSecs: 1, retries: 0, ...advanced },
  }));
  const value = {
    version: options.version ?? "1.0.0",
    description: "test",
    featureSets: options.featureSets ?? [],
    snmp: { devices },
  };
  return JSON.stringify([{ scope: "ag_group-default", value }]);
}

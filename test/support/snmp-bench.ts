import { Secret } from "../../src/base/index.ts";
import { type AdvancedOptions, type Credentials, DEFAULT_ADVANCED } from "../../src/config/index.ts";
import { type Oid, oid } from "../../src/smi/index.ts";
import type { OpenSnmpClient, SnmpClient, SnmpTarget } from "../../src/snmp/index.ts";
import type { AgentValue, AgentVarbind } from "./agent-codec.ts";
import { type Script, type ScriptAgent, startScriptAgent } from "./script-agent.ts";
import { startUsmAgent, type UsmAgent, type UsmAgentOptions } from "./usm-agent.ts";

/** For tests in which the agent answers: long enough for a busy machine. */
export const PATIENT: Partial<AdvancedOptions> = { timeoutMs: 5_000, retries: 0 };
/** For tests in which silence is the point. */
export const HASTY: Partial<AdvancedOptions> = { timeoutMs: 60, retries: 1 };

export const communityOf = (version: "1" | "2c", community = "public"): Credentials => ({
  version,
  community: new Secret(community),
});

interface Reachable {
  readonly address: string;
  readonly port: number;
}

export function targetOf(
  { address, port }: Reachable,
  options: Partial<AdvancedOptions> = {},
  credentials: Credentials = communityOf("2c"),
): SnmpTarget {
  return {
    device: `${address}:${port}`,
    address,
    port,
    credentials,
    options: { ...DEFAULT_ADVANCED, ...PATIENT, ...options },
  };
}

/** Opens agents and clients for a test and closes them all after it. */
export class SnmpBench {
  readonly #open: OpenSnmpClient;
  #agents: { close(): Promise<void> }[] = [];
  #clients: SnmpClient[] = [];

  constructor(open: OpenSnmpClient) {
    this.#open = open;
  }

  async agent(script: Script, address?: string): Promise<ScriptAgent> {
    const agent = await startScriptAgent(script, address === undefined ? {} : { address });
    this.#agents.push(agent);
    return agent;
  }

  async usmAgent(script: Script, options: UsmAgentOptions): Promise<UsmAgent> {
    const agent = await startUsmAgent(script, options);
    this.#agents.push(agent);
    return agent;
  }

  client(agent: Reachable, options?: Partial<AdvancedOptions>, credentials?: Credentials): SnmpClient {
    const client = this.#open(targetOf(agent, options, credentials));
    this.#clients.push(client);
    return client;
  }

  async clean(): Promise<void> {
    for (const client of this.#clients) client.close();
    await Promise.all(this.#agents.map((agent) => agent.close()));
    [this.#agents, this.#clients] = [[], []];
  }
}

export const oids = (...texts: readonly string[]): Oid[] => texts.map(oid);
export const integerValue = (value: number): AgentValue => ({ type: "Integer32", value });
export const textValue = (text: string): AgentValue => ({
  type: "OctetString",
  value: new Uint8Array(Buffer.from(text)),
});

/** Cells `column.1` … `column.rows`, each an integer that tells where it stands: column number × 100,000 + row. */
export function columnOf(column: string, rows: number): AgentVarbind[] {
  const number = Number(column.slice(column.lastIndexOf(".") + 1));
  return Array.from({ length: rows }, (_, i) => ({
    oid: `${column}.${i + 1}`,
    value: integerValue(number * 100_000 + i + 1),
  }));
}

/** The indexes 1 … rows as text. */
export const indexes = (rows: number): string[] => Array.from({ length: rows }, (_, i) => String(i + 1));

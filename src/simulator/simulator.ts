import { AppError, type Clock, type Random } from "../base/index.ts";
import { type Agent, type AgentSpec, type AgentStats, createAgent } from "./agent.ts";
import { createEndpoint, type Endpoint } from "./endpoint.ts";
import type { Faults } from "./faults.ts";
import { addressesFrom, type BoundSocket, bindSocket } from "./sockets.ts";
import { createKeyLocalizer } from "./usm-keys.ts";
import type { ReportName } from "./v3-engine.ts";

export type Layout = "port-per-agent" | "address-per-agent" | "shared-port";

export interface SimulatorOptions {
  readonly agents: readonly AgentSpec[];
  /** Numeric; default 127.0.0.1. The first of the addresses with `address-per-agent`. */
  readonly address?: string;
  /** The port, or the first of consecutive ones with `port-per-agent`; default 0: the system chooses. */
  readonly port?: number;
  /**
   * `port-per-agent`: one address. `address-per-agent`: one port on consecutive IPv4 addresses, which on Linux all
   * of 127.0.0.0/8 are there for. `shared-port`: community or context name tell the agents apart, as in snmpsimd.
   */
  readonly layout: Layout;
  readonly clock: Clock;
  /** Seeds the faults of each agent. */
  readonly random: Random;
  /** No reply is larger; default 65 507, what a UDP datagram over IPv4 can hold. */
  readonly maxReplyBytes?: number;
}

export interface Simulator {
  /** In the order of the agents; with `shared-port` all on one port. */
  readonly endpoints: readonly { readonly name: string; readonly address: string; readonly port: number }[];
  stats(): SimulatorStats;
  /** Exchanges the faults of a running agent. @throws {AppError} `simulator.bad-agent` for an unknown name */
  setFaults(name: string, faults: Faults): void;
  /** Frees the sockets; replies that are still delayed are dropped. */
  close(): Promise<void>;
}

export interface SimulatorStats {
  readonly agents: ReadonlyMap<string, AgentStats>;
  /** Datagrams that were not a well-formed request of a version that is spoken there. */
  readonly malformed: number;
  readonly wrongCommunity: number;
  /** SNMPv3 Reports by cause. */
  readonly reports: Readonly<Partial<Record<ReportName, number>>>;
}

const MAX_UDP_PAYLOAD_BYTES = 65_507;
const SMALLEST_REPLY_BYTES = 484; // RFC 3417 §3.2.1: what every engine must accept
/** Above this many delayed replies further ones are lost, as in a device whose queue is full. */
const DELAYED_REPLIES_MAX = 100_000;

/**
 * Starts agents that answer SNMP over UDP, all in this process.
 * @throws {AppError} `simulator.bad-agent`, `simulator.bad-options`, `simulator.ambiguous-agent`,
 *   `simulator.unknown-override`, `simulator.cannot-bind`
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const agents = createAgents(options);
  const endpoints = groupIntoEndpoints(agents, options);
  const startedAtMs = options.clock.monotonicMs();
  const stopped = new AbortController();
  const sockets: BoundSocket[] = [];
  const serve = delayingServer(options.clock, startedAtMs, stopped.signal);
  try {
    await bindAll(endpoints, options, serve, sockets);
  } catch (error) {
    await Promise.all(sockets.map((socket) => socket.close()));
    throw error;
  }
  const byName = new Map(agents.map((agent) => [agent.spec.name, agent]));
  return {
    endpoints: endpoints.flatMap((endpoint, i) =>
      endpoint.agents.map(({ spec }) => ({
        name: spec.name,
        address: sockets[i]?.address ?? "",
        port: sockets[i]?.port ?? 0,
      })),
    ),
    stats: () => collectStats(agents, endpoints),
    setFaults: (name, faults) => {
      const agent = byName.get(name);
      if (agent === undefined) throw new AppError("simulator.bad-agent", `no agent is called ${name}`);
      agent.faults = faults;
    },
    close: async () => {
      stopped.abort();
      await Promise.all(sockets.map((socket) => socket.close()));
    },
  };
}

function createAgents({ agents: specs, random }: SimulatorOptions): readonly Agent[] {
  const names = new Set<string>();
  for (const { name } of specs) {
    if (names.has(name)) {
      throw new AppError("simulator.bad-agent", `two agents are called ${name}`, {
        remedy: "Give each agent a name of its own.",
      });
    }
    names.add(name);
  }
  return specs.map((spec) => createAgent(spec, random));
}

function groupIntoEndpoints(
  agents: readonly Agent[],
  { layout, maxReplyBytes = MAX_UDP_PAYLOAD_BYTES }: SimulatorOptions,
): readonly Endpoint[] {
  if (maxReplyBytes < SMALLEST_REPLY_BYTES || maxReplyBytes > MAX_UDP_PAYLOAD_BYTES) {
    throw new AppError("simulator.bad-options", `maxReplyBytes ${maxReplyBytes} is out of range`, {
      remedy: `Choose ${SMALLEST_REPLY_BYTES} to ${MAX_UDP_PAYLOAD_BYTES} bytes.`,
    });
  }
  const localizeKeys = createKeyLocalizer();
  if (layout === "shared-port") return [createEndpoint(agents, { own: false, maxReplyBytes, localizeKeys })];
  return agents.map((agent) => createEndpoint([agent], { own: true, maxReplyBytes, localizeKeys }));
}

type Serve = (
  endpoint: Endpoint,
  socket: BoundSocket,
  message: Uint8Array,
  port: number,
  host: string,
) => void;

async function bindAll(
  endpoints: readonly Endpoint[],
  { layout, address = "127.0.0.1", port: firstPort = 0 }: SimulatorOptions,
  serve: Serve,
  sockets: BoundSocket[],
): Promise<void> {
  const addresses = layout === "address-per-agent" ? addressesFrom(address, endpoints.length) : undefined;
  for (const [i, endpoint] of endpoints.entries()) {
    const port =
      addresses === undefined
        ? firstPort === 0
          ? 0
          : firstPort + i
        : firstPort === 0
          ? (sockets[0]?.port ?? 0)
          : firstPort;
    const socket: BoundSocket = await bindSocket(
      addresses?.[i] ?? address,
      port,
      (message, fromPort, fromHost) => serve(endpoint, socket, message, fromPort, fromHost),
    );
    sockets.push(socket);
  }
}

function delayingServer(clock: Clock, startedAtMs: number, stopped: AbortSignal): Serve {
  let delayed = 0;
  return (endpoint, socket, message, port, host) => {
    const receivedAtMs = clock.monotonicMs();
    for (const { bytes, delayMs, otherPort } of endpoint.receive(message, receivedAtMs - startedAtMs)) {
      if (delayMs <= 0) socket.send(bytes, port, host, otherPort);
      else if (delayed < DELAYED_REPLIES_MAX) {
        delayed++;
        clock
          .sleepUntil(receivedAtMs + delayMs, stopped)
          .then(() => socket.send(bytes, port, host, otherPort))
          .catch(() => undefined) // closed meanwhile
          .finally(() => delayed--);
      }
    }
  };
}

function collectStats(agents: readonly Agent[], endpoints: readonly Endpoint[]): SimulatorStats {
  return {
    agents: new Map(agents.map(({ spec, stats }) => [spec.name, { ...stats, byType: { ...stats.byType } }])),
    reports: sumReports(endpoints),
    malformed: endpoints.reduce((sum, { stats }) => sum + stats.malformed, 0),
    wrongCommunity: endpoints.reduce((sum, { stats }) => sum + stats.wrongCommunity, 0),
  };
}

function sumReports(endpoints: readonly Endpoint[]): Readonly<Partial<Record<ReportName, number>>> {
  const sums: Partial<Record<ReportName, number>> = {};
  for (const { stats } of endpoints) {
    for (const [name, count] of Object.entries(stats.reports ?? {})) {
      if (count > 0) sums[name as ReportName] = (sums[name as ReportName] ?? 0) + count;
    }
  }
  return sums;
}

import type { LearnedStore } from "../../src/app/learned-store.ts";
import { createNameService } from "../../src/app/names.ts";
import { localPart, type Part } from "../../src/app/part.ts";
import type { Polled } from "../../src/app/plan-change.ts";
import { Service } from "../../src/app/service.ts";
import { Shard, type ShardOptions } from "../../src/app/shard.ts";
import type { ShardEvents } from "../../src/app/shard-events.ts";
import { type Logger, Secret, silentLogger } from "../../src/base/index.ts";
import { type AdvancedOptions, type Credentials, DEFAULT_ADVANCED } from "../../src/config/index.ts";
import { type Outlet, textsOf } from "../../src/ingest/index.ts";
import { loadManifest, type Manifest } from "../../src/manifest/index.ts";
import { compilePlan, type PollPlan } from "../../src/plan/index.ts";
import { builtinCatalogue } from "../../src/smi/index.ts";
import type { OpenSnmpClient } from "../../src/snmp/index.ts";
import { compileTopology } from "../../src/topology/index.ts";
import { type ParsedLine, parseLine } from "./line-grammar.ts";
import { LineTopology } from "./line-topology.ts";
import type { VirtualAgent } from "./virtual-agent.ts";
import type { VirtualBench } from "./virtual-bench.ts";
import { IF } from "./virtual-switch.ts";

/** A port is an entity for each interface of a device. */
export const PORT_TOPOLOGY = `
topology:
  types:
    - name: network:port
      displayName: Port
      rules:
        - idPattern: "port_{device.address}_{if.name}"
          sources: [{ sourceType: Metrics, condition: $prefix(if.) }]
`;

export const MINUTE_MS = 60_000;
/** No service polls longer than this when it is told to stop. */
const STOP_MS = 60_000;

export type DataLine = Extract<ParsedLine, { readonly kind: "data" }>;

export interface VirtualDevice {
  /** Default: the agent's address. */
  readonly host?: string;
  readonly agent: VirtualAgent;
  readonly credentials?: Credentials;
  readonly advanced?: Partial<AdvancedOptions>;
}

export interface VirtualConfiguration {
  /** Default: c. */
  readonly id?: string;
  readonly devices: readonly VirtualDevice[];
  /** YAML under `snmp:`; default: the traffic of all ports each minute. */
  readonly groups?: string;
  readonly topology?: string;
}

export interface VirtualServiceOptions extends VirtualConfiguration {
  /** Default: one in this thread. */
  readonly parts?: (shard: ShardOptions) => (events: ShardEvents) => readonly Part[];
  /** The system's look-up of host names; default: there are none. */
  readonly addressesOf?: (host: string) => Promise<readonly string[]>;
  /** Default: ten minutes, as the service has it; undefined reads every label in every poll. */
  readonly labelRefreshMs?: number | undefined;
  /** Default: the engine of the bench; tests may stand in between. */
  readonly open?: OpenSnmpClient;
  /** Keeps what is learned over restarts. */
  readonly learned?: LearnedStore | undefined;
}

/** Name, 64-bit counter and status of every port, each minute. */
export const TRAFFIC = `
  - group: traffic
    interval: { minutes: 1 }
    subgroups:
      - subgroup: ports
        table: true
        dimensions: [{ key: if.name, value: "oid:${IF.name}" }]
        metrics:
          - { key: if.in.count, value: "oid:${IF.hcInOctets}", type: count }
          - { key: if.status, value: "oid:${IF.operStatus}", type: gauge }
`;

/** The whole service on virtual devices: polls in virtual time, and keeps the lines that it delivers. */
export class VirtualService {
  readonly service: Service;
  readonly #bench: VirtualBench;
  readonly #texts: string[] = [];
  /** Nothing that devices do is an error of ours. */
  readonly #errors: { readonly fields: object; readonly message: string }[] = [];

  constructor(bench: VirtualBench, options: VirtualServiceOptions) {
    const { groups = TRAFFIC, topology = "", addressesOf, learned } = options;
    this.#bench = bench;
    const entities = new LineTopology(compileTopology([manifestOf(groups, topology).topology]));
    const logger: Logger = {
      ...silentLogger,
      error: (fields, message) => this.#errors.push({ fields, message }),
    };
    const shard: ShardOptions = {
      names: createNameService(bench.clock, {
        addresses: addressesOf ?? ((host) => Promise.reject(new Error(`ENOTFOUND ${host}`))),
        name: () => Promise.reject(new Error("ENOTFOUND")),
      }),
      open: options.open ?? bench.open,
      labelRefreshMs: "labelRefreshMs" in options ? options.labelRefreshMs : 600_000,
      learned,
      utilization: () => 0,
      clock: bench.clock,
      logger,
    };
    this.service = new Service({
      polled: polledOf([options]),
      parts: options.parts?.(shard) ?? ((events) => [localPart(new Shard(shard, events))]),
      takeLines: (batch) => {
        this.#texts.push(...textsOf(batch));
        if (topology !== "") entities.take(batch);
      },
      outlet: NO_OUTLET,
      topology: () => entities.topology(),
      clock: bench.clock,
      logger,
    });
    this.service.start();
  }

  /** Polls these configurations from now on. */
  async apply(...configurations: readonly VirtualConfiguration[]): Promise<void> {
    const applied = this.service.apply(polledOf(configurations));
    await this.#bench.clock.settle();
    await applied;
  }

  /** Every line so far, as text. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  /**
   * Moves the clock; returns the lines of that time.
   * @throws for a line that breaks the grammar, and for a bug that the service has logged
   */
  async minutes(count: number): Promise<readonly DataLine[]> {
    const before = this.#texts.length;
    await this.#bench.clock.advance(count * MINUTE_MS);
    const [error] = this.#errors;
    if (error !== undefined)
      throw new Error(error.message, { cause: "err" in error.fields ? error.fields.err : error.fields });
    return this.#texts.slice(before).map(dataLine);
  }

  async stop(): Promise<void> {
    const stopping = this.service.stop();
    await this.#bench.clock.advance(STOP_MS);
    await stopping;
  }
}

const NO_OUTLET: Omit<Outlet, "append" | "written"> = {
  start: () => undefined,
  sinks: () => [],
  health: () => ({ fault: undefined, segments: 0, bytes: 0, unwrittenBytes: 0 }),
  drain: () => Promise.resolve(),
  stop: () => Promise.resolve(),
};

/** Compiled anew in each call, as from files that were read again. */
export const polledOf = (configurations: readonly VirtualConfiguration[]): Polled => ({
  plans: configurations.map(planOf),
  catalogues: [],
});

function planOf({ id = "c", devices, groups = TRAFFIC, topology = "" }: VirtualConfiguration): PollPlan {
  return compilePlan(
    manifestOf(groups, topology),
    {
      id,
      groupName: "default",
      version: "1.0.0",
      description: "",
      enabled: true,
      featureSets: [],
      vars: new Map(),
      devices: devices.map(({ host, agent, credentials, advanced }) => ({
        host: host ?? agent.address,
        port: agent.port,
        credentials: credentials ?? { version: "2c" as const, community: new Secret(agent.community) },
        advanced: { ...DEFAULT_ADVANCED, ...advanced },
      })),
      traps: undefined,
    },
    { catalogue: builtinCatalogue },
  );
}

const manifests = new Map<string, Manifest>();

function manifestOf(groups: string, topology: string): Manifest {
  const key = `${groups}\n${topology}`;
  const known = manifests.get(key) ?? loaded(groups, topology);
  manifests.set(key, known);
  return known;
}

function loaded(groups: string, topology: string): Manifest {
  const { value, diagnostics } = loadManifest(`
name: custom:virtual
version: 1.0.0
minDynatraceVersion: "1.256"
author: { name: me }
snmp:
${groups}
${topology}
`);
  if (value === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return value;
}

export function dataLine(text: string): DataLine {
  const parsed = parseLine(text);
  if (!parsed.ok || parsed.line.kind !== "data") throw new Error(`no data line: ${text}`);
  return parsed.line;
}

/** The lines of a metric by port name, in the order of time. */
export function linesOf(
  lines: readonly DataLine[],
  key: string,
  dimension = "if.name",
): ReadonlyMap<string, readonly DataLine[]> {
  const byName = new Map<string, DataLine[]>();
  for (const line of lines) {
    if (line.key !== key) continue;
    const name = line.dimensions.get(dimension) ?? "";
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [line]);
    else known.push(line);
  }
  return byName;
}

/** Lines by the poll that they are of, in the order of time. */
export function pollsOf(lines: readonly DataLine[]): readonly (readonly DataLine[])[] {
  const polls = new Map<number, DataLine[]>();
  for (const line of lines) {
    const poll = polls.get(line.timestampMs!);
    if (poll === undefined) polls.set(line.timestampMs!, [line]);
    else poll.push(line);
  }
  return [...polls].toSorted(([a], [b]) => a - b).map(([, of]) => of);
}

/** Numbers of a metric by port name, in the order of time; counts are their deltas. */
export function seriesOf(
  lines: readonly DataLine[],
  key: string,
  dimension = "if.name",
): ReadonlyMap<string, readonly bigint[]> {
  const numbersOf = (of: readonly DataLine[]): bigint[] =>
    of.flatMap(({ payload }) => (payload.type === "summary" ? [] : [BigInt(payload.number)]));
  return new Map([...linesOf(lines, key, dimension)].map(([name, of]) => [name, numbersOf(of)]));
}

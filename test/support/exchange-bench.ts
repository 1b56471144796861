import { type Random, seededRandom } from "../../src/base/index.ts";
import type { AdvancedOptions, Credentials } from "../../src/config/index.ts";
import { oid, type SnmpValue } from "../../src/smi/index.ts";
import { DeviceExchange } from "../../src/snmp/exchange/device-exchange.ts";
import { EngineCensus } from "../../src/snmp/exchange/engine-census.ts";
import type {
  Ask,
  Exchange,
  LearnedExchange,
  Outcome,
  SnmpRequest,
} from "../../src/snmp/exchange/exchange.ts";
import type { EngineNotice, TraceEvent } from "../../src/snmp/index.ts";
import { Transport, type TransportHost } from "../../src/snmp/transport/transport.ts";
import { encodeOid } from "../../src/snmp/wire/index.ts";
import { createWireCodec } from "../../src/snmp/wire-codec.ts";
import { FakeClock } from "./fake-clock.ts";
import { learnedWith } from "./learned.ts";
import { communityOf, targetOf } from "./snmp-bench.ts";
import { VirtualAgent, type VirtualAgentOptions } from "./virtual-agent.ts";
import { VirtualNetwork } from "./virtual-network.ts";
import { runToEnd } from "./virtual-run.ts";

/** How an ask ended, and the values that came. */
export interface Asked {
  readonly outcome: Outcome;
  readonly values: readonly (SnmpValue | undefined)[];
}

interface ExchangeParts {
  readonly options?: Partial<AdvancedOptions>;
  readonly credentials?: Credentials;
  readonly learned?: Partial<LearnedExchange>;
}

/** Exchanges with virtual agents, in virtual time, without a planner above them. */
export class ExchangeBench {
  readonly clock = new FakeClock();
  readonly network: VirtualNetwork;
  readonly transport: Transport;
  readonly notices: EngineNotice[] = [];
  /** Filled while `tracing`. */
  readonly traces: TraceEvent[] = [];
  tracing = false;
  readonly #random: Random;
  readonly #census: EngineCensus;
  #exchanges: Exchange[] = [];

  constructor({ seed = 1, ...host }: { readonly seed?: number } & Partial<TransportHost> = {}) {
    this.#random = seededRandom(seed);
    this.network = new VirtualNetwork(this.clock, { seed });
    const onNotice = (notice: EngineNotice) => void this.notices.push(notice);
    this.#census = new EngineCensus(onNotice);
    const openSocket = this.network.open;
    this.transport = new Transport({
      clock: this.clock,
      random: this.#random,
      openSocket,
      onNotice,
      ...host,
    });
  }

  agent(options: VirtualAgentOptions = {}): VirtualAgent {
    return new VirtualAgent(this.clock, this.network, options);
  }

  /** With a time-out of a second and two retries. */
  exchange(
    agent: { readonly address: string; readonly port: number },
    { options, credentials = communityOf("2c"), learned }: ExchangeParts = {},
  ): DeviceExchange {
    const target = targetOf(agent, { timeoutMs: 1_000, retries: 2, ...options }, credentials);
    const exchange = new DeviceExchange(
      { ...target, ...(learned && { learned: learnedWith({ exchange: learned }) }) },
      {
        clock: this.clock,
        codec: createWireCodec(this.#random),
        transport: this.transport,
        census: this.#census,
        traceOf: () => (this.tracing ? (event) => this.traces.push(event) : undefined),
      },
    );
    this.#exchanges.push(exchange);
    return exchange;
  }

  /** Starts an ask without waiting for it; by default a GET of sysName.0. */
  async start(exchange: Exchange, parts: Partial<Ask> = {}): Promise<Asked> {
    let values: readonly (SnmpValue | undefined)[] = [];
    const request = getOf("1.3.6.1.2.1.1.5.0");
    const outcome = await exchange.ask({
      requestOf: () => request,
      onReply: (reply) => {
        values = Array.from({ length: reply.count }, (_, i) => reply.value(i));
      },
      ...parts,
    });
    return { outcome, values };
  }

  ask(exchange: Exchange, parts: Partial<Ask> = {}): Promise<Asked> {
    return this.run(this.start(exchange, parts));
  }

  run<T>(call: Promise<T>): Promise<T> {
    return runToEnd(this.clock, call);
  }

  /** Closes the exchanges. @throws what one of them threw at a datagram */
  clean(): void {
    for (const exchange of this.#exchanges) exchange.close();
    this.#exchanges = [];
    if (this.network.thrown.length > 0) throw this.network.thrown[0];
  }
}

export const getOf = (...texts: readonly string[]): SnmpRequest => ({
  kind: "get",
  oids: texts.map((text) => encodeOid(oid(text))),
  nonRepeaters: 0,
  maxRepetitions: 0,
});

/** In short: the kind, or the code of what went wrong. */
export const endOf = ({ outcome }: Asked): string =>
  outcome.kind === "answered" ? "answered" : outcome.error.code;

import { type Random, seededRandom } from "../../src/base/index.ts";
import type { AdvancedOptions, Credentials } from "../../src/config/index.ts";
import { createSnmpOpener, type SnmpClient, type SnmpHost, type SnmpTarget } from "../../src/snmp/index.ts";
import { FakeClock } from "./fake-clock.ts";
import { communityOf, targetOf } from "./snmp-bench.ts";
import { VirtualAgent, type VirtualAgentOptions } from "./virtual-agent.ts";
import { VirtualNetwork } from "./virtual-network.ts";
import { runToEnd } from "./virtual-run.ts";

/** The engine with virtual devices, in virtual time; one seed decides all chance. */
export class VirtualBench {
  readonly clock = new FakeClock();
  readonly network: VirtualNetwork;
  readonly random: Random;
  readonly open: (target: SnmpTarget) => SnmpClient;
  #clients: SnmpClient[] = [];

  constructor({ seed = 1, ...host }: { readonly seed?: number } & Partial<SnmpHost> = {}) {
    this.network = new VirtualNetwork(this.clock, { seed });
    this.random = seededRandom(seed);
    this.open = createSnmpOpener({
      clock: this.clock,
      random: this.random,
      network: this.network.open,
      ...host,
    });
  }

  agent(options: VirtualAgentOptions = {}): VirtualAgent {
    return new VirtualAgent(this.clock, this.network, options);
  }

  client(
    agent: { readonly address: string; readonly port: number },
    options: Partial<AdvancedOptions> = {},
    credentials: Credentials = communityOf("2c"),
    learned?: SnmpTarget["learned"],
  ): SnmpClient {
    const client = this.open({
      ...targetOf(agent, { timeoutMs: 1_000, retries: 3, ...options }, credentials),
      learned,
    });
    this.#clients.push(client);
    return client;
  }

  /** Moves the clock until the call has ended. @throws {Error} when it hangs */
  run<T>(call: Promise<T>): Promise<T> {
    return runToEnd(this.clock, call);
  }

  /** Closes the clients. @throws what a client threw at a datagram */
  clean(): void {
    for (const client of this.#clients) client.close();
    this.#clients = [];
    if (this.network.thrown.length > 0) throw this.network.thrown[0];
  }
}

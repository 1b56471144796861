import { type Clock, type Random, systemRandom } from "../base/index.ts";
import type { OpenSnmpClient, SnmpTarget } from "./client.ts";
import type { SnmpCodec } from "./codec.ts";
import { DeviceClient } from "./device-client.ts";
import { DEFAULT_ENGINE, type EngineNotice, type EngineOptions } from "./engine-options.ts";
import { DeviceExchange } from "./exchange/device-exchange.ts";
import { EngineCensus } from "./exchange/engine-census.ts";
import type { TraceOf } from "./trace.ts";
import type { ReadProcFile } from "./transport/kernel-drops.ts";
import type { OpenDatagramSocket } from "./transport/network.ts";
import { Transport } from "./transport/transport.ts";
import { createWireCodec } from "./wire-codec.ts";

/** What clients need of their host. All but the clock have a default: the host's own, and nobody who listens. */
export interface SnmpHost {
  readonly clock: Clock;
  /** For request ids and salts. */
  readonly random?: Random | undefined;
  readonly network?: OpenDatagramSocket | undefined;
  readonly engine?: Partial<EngineOptions> | undefined;
  readonly onNotice?: ((notice: EngineNotice) => void) | undefined;
  readonly traceOf?: TraceOf | undefined;
  /** For the kernel's counters of dropped datagrams. */
  readonly readProcFile?: ReadProcFile | undefined;
  /** Sockets of single devices that may be open at once. */
  readonly ownSocketsMax?: number | undefined;
}

/**
 * Opens clients for SNMPv1, v2c and v3 over UDP, IPv4 and IPv6. All clients of one opener share its sockets, which
 * are open only while there is a client that has asked something.
 * After `close()` calls reject with AppError `snmp.closed`.
 *
 * `enableUnconnectedUdp: false`: only datagrams from the configured address and port are believed, and ICMP errors
 * end a request at once as `snmp.unreachable`. `true` takes answers from any address, as long as ids and community
 * (v3: digest) fit, remembers where they come from, and hears no ICMP errors.
 */
export function createSnmpOpener(host: SnmpHost): OpenSnmpClient {
  const random = host.random ?? systemRandom;
  return openerWith(createWireCodec(random), { ...host, random });
}

/** The same clients with another codec. */
export function openerWith(codec: SnmpCodec, host: SnmpHost): OpenSnmpClient {
  const {
    clock,
    random = systemRandom,
    network,
    onNotice = () => {},
    traceOf,
    readProcFile,
    ownSocketsMax,
  } = host;
  const engine: EngineOptions = { ...DEFAULT_ENGINE, ...host.engine };
  const options = { openSocket: network, options: engine, onNotice, readProcFile, ownSocketsMax };
  const transport = new Transport({ clock, random, ...options });
  const census = new EngineCensus(onNotice);
  const exchangeHost = { clock, codec, transport, census, traceOf };
  const readingHost = { clock, engine, traceOf };
  return ({ device, address, port, credentials, options: advanced, learned }) => {
    const target: { -readonly [key in keyof SnmpTarget]: SnmpTarget[key] } = {
      device,
      address,
      port,
      credentials,
      options: advanced,
      learned,
    };
    const exchange = new DeviceExchange(target, exchangeHost);
    const client = new DeviceClient(target, exchange, readingHost);
    target.learned = undefined; // the client has made it its own, and holds the target for good
    return client;
  };
}

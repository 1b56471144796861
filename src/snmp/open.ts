import { type Clock, type Random, systemRandom } from "../base/index.ts";
import type { OpenSnmpClient } from "./client.ts";
import type { SnmpCodec } from "./codec.ts";
import { DeviceClient } from "./device-client.ts";
import { UdpExchange } from "./udp-exchange.ts";
import { createWireCodec } from "./wire-codec.ts";

/** What a client needs of its host. */
export interface SnmpHost {
  readonly clock: Clock;
  /** For request ids. Default: the host's randomness. */
  readonly random?: Random | undefined;
}

/**
 * Opens clients for SNMPv1, v2c and v3 over UDP, IPv4 and IPv6, one socket a device (opened by the first request).
 * After `close()` calls reject with AppError `snmp.closed`.
 *
 * `enableUnconnectedUdp: false` connects the socket: only datagrams from the configured address and port arrive,
 * and ICMP errors end a request at once as `snmp.unreachable`. `true` takes answers from any address, as long as
 * ids and community (v3: digest) fit, and hears no ICMP errors.
 */
export function createSnmpOpener({ clock, random = systemRandom }: SnmpHost): OpenSnmpClient {
  return openerWith(createWireCodec(random), { clock, random });
}

/** The same clients with another codec. */
export function openerWith(codec: SnmpCodec, { clock, random = systemRandom }: SnmpHost): OpenSnmpClient {
  return (target) => new DeviceClient(target, new UdpExchange(target, codec, { clock, random }), clock);
}

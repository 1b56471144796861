import type { Command } from "commander";
import { wholeNumber } from "./number-option.ts";

/** Credentials and patience as flags; the same for poll, walk and record. */
export interface DeviceFlags {
  readonly community?: string;
  readonly v1?: true;
  readonly v3?: string;
  readonly auth?: string;
  readonly priv?: string;
  readonly context?: string;
  readonly timeoutSecs?: number;
  readonly retries?: number;
  readonly maxRepetitions?: number;
  readonly maxOidsPerQuery?: number;
  readonly unconnectedUdp?: true;
}

export const DEVICE_FLAGS = [
  "community",
  "v1",
  "v3",
  "auth",
  "priv",
  "context",
  "timeoutSecs",
  "retries",
  "maxRepetitions",
  "maxOidsPerQuery",
  "unconnectedUdp",
] as const satisfies readonly (keyof DeviceFlags)[];

export const DEVICE_HELP = `
Credentials (v2c unless told otherwise)
  --community public                                  v2c; also SNMPGATE_COMMUNITY in the environment
  --v1 --community public                             v1
  --v3 ops --auth SHA256:secret --priv AES:secret     v3; passwords also as SNMPGATE_AUTH_PASSWORD and
                                                      SNMPGATE_PRIV_PASSWORD with --auth SHA256 --priv AES
  auth: MD5 SHA SHA224 SHA256 SHA384 SHA512 · priv: DES AES AES192 AES256 AES192C AES256C (C: as Cisco extends keys)`;

/** Adds the credential flags to a command; the ranges are those of the activation JSON. */
export function withDeviceFlags(command: Command): Command {
  return command
    .option("-c, --community <text>", "community for v1 and v2c (default: public)")
    .option("--v1", "use SNMPv1")
    .option("--v3 <user>", "use SNMPv3 with this USM user")
    .option("--auth <protocol[:password]>", "v3 authentication, e.g. SHA256:secret")
    .option("--priv <protocol[:password]>", "v3 privacy, e.g. AES:secret")
    .option("--context <name>", "v3 context name")
    .addOption(wholeNumber("--timeout-secs <n>", "wait per attempt", { min: 1, max: 1_800 }))
    .addOption(wholeNumber("--retries <n>", "repeats after the first attempt", { min: 0, max: 200 }))
    .addOption(wholeNumber("--max-repetitions <n>", "rows per GETBULK at the most", { min: 1, max: 400 }))
    .addOption(
      wholeNumber("--max-oids-per-query <n>", "varbinds per request at the most", { min: 1, max: 120 }),
    )
    .option("--unconnected-udp", "take replies from other addresses of the device; ignore ICMP errors");
}

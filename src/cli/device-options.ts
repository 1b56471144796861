import { type Command, Option } from "commander";
import {
  type AdHocDevice,
  AUTH_PROTOCOLS,
  PRIV_PROTOCOLS,
  parseEndpoint,
  type V3User,
} from "../app/index.ts";
import { AppError, Secret } from "../base/index.ts";

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
}

export const DEVICE_HELP = `
Credentials (v2c unless told otherwise)
  --community public                                  v2c; also SNMPGATE_COMMUNITY in the environment
  --v1 --community public                             v1
  --v3 ops --auth SHA256:secret --priv AES:secret     v3; passwords also as SNMPGATE_AUTH_PASSWORD and
                                                      SNMPGATE_PRIV_PASSWORD with --auth SHA256 --priv AES
  auth: MD5 SHA SHA224 SHA256 SHA384 SHA512 · priv: DES AES AES192 AES256 AES192C AES256C (C: as Cisco extends keys)`;

/** Adds the credential flags to a command. */
export function withDeviceFlags(command: Command): Command {
  return command
    .addOption(new Option("-c, --community <text>", "community for v1 and v2c (default: public)"))
    .addOption(new Option("--v1", "use SNMPv1"))
    .addOption(new Option("--v3 <user>", "use SNMPv3 with this USM user"))
    .addOption(new Option("--auth <protocol[:password]>", "v3 authentication, e.g. SHA256:secret"))
    .addOption(new Option("--priv <protocol[:password]>", "v3 privacy, e.g. AES:secret"))
    .addOption(new Option("--context <name>", "v3 context name"))
    .addOption(new Option("--timeout-secs <n>", "wait per attempt").argParser(Number))
    .addOption(new Option("--retries <n>", "repeats after the first attempt").argParser(Number))
    .addOption(new Option("--max-repetitions <n>", "rows per GETBULK at the most").argParser(Number))
    .addOption(new Option("--max-oids-per-query <n>", "varbinds per request at the most").argParser(Number));
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A device of the activation JSON from a host and flags. */
export function deviceOf(endpoint: string, flags: DeviceFlags, env: Environment): AdHocDevice {
  return { ...parseEndpoint(endpoint, 161), authentication: authenticationOf(flags, env) };
}

/** The activation JSON's `advanced` from flags. */
export function advancedOf(flags: DeviceFlags): Record<string, number> {
  const { timeoutSecs, retries, maxRepetitions, maxOidsPerQuery } = flags;
  const all = { timeoutSecs, retries, maxRepetitions, maxOidsPerQuery };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}

function authenticationOf(flags: DeviceFlags, env: Environment): Record<string, string> {
  if (flags.v3 === undefined) {
    for (const name of ["auth", "priv", "context"] as const) {
      if (flags[name] !== undefined) throw usage(`--${name} belongs to SNMPv3.`, "Add --v3 <user>.");
    }
    const community = flags.community ?? env["SNMPGATE_COMMUNITY"] ?? "public";
    return { type: flags.v1 === true ? "SNMPv1" : "SNMPv2c", community };
  }
  if (flags.v1 === true || flags.community !== undefined) {
    throw usage("--v3 does not go with --v1 or --community.", "Choose one.");
  }
  if (flags.priv !== undefined && flags.auth === undefined) {
    throw usage(
      "--priv needs --auth: SNMPv3 has no privacy without authentication.",
      "Add --auth SHA256:<password>.",
    );
  }
  const auth = flags.auth === undefined ? undefined : protocolAndPassword("auth", flags.auth, env);
  const priv = flags.priv === undefined ? undefined : protocolAndPassword("priv", flags.priv, env);
  return {
    type: "SNMPv3",
    userName: flags.v3,
    securityLevel: priv !== undefined ? "AUTH_PRIV" : auth !== undefined ? "AUTH_NO_PRIV" : "NO_AUTH_NO_PRIV",
    ...(auth === undefined ? {} : { authProtocol: auth.protocol, authPassword: auth.password }),
    ...(priv === undefined ? {} : { privProtocol: priv.protocol, privPassword: priv.password }),
    ...(flags.context === undefined ? {} : { contextName: flags.context }),
  };
}

/** The USM user that simulated agents know, from the same flags. */
export function usmUserOf(
  flags: Pick<DeviceFlags, "v3" | "auth" | "priv">,
  env: Environment,
): V3User | undefined {
  if (flags.v3 === undefined) return undefined;
  const auth = flags.auth === undefined ? undefined : protocolAndPassword("auth", flags.auth, env);
  const priv = flags.priv === undefined ? undefined : protocolAndPassword("priv", flags.priv, env);
  return {
    name: flags.v3,
    auth: auth && { protocol: oneOf(AUTH_PROTOCOLS, auth.protocol), password: new Secret(auth.password) },
    priv: priv && { protocol: oneOf(PRIV_PROTOCOLS, priv.protocol), password: new Secret(priv.password) },
  };
}

function oneOf<T extends string>(known: readonly T[], text: string): T {
  const found = known.find((name) => name === text);
  if (found === undefined)
    throw usage(`${text} is not a known protocol.`, `Write one of ${known.join(", ")}.`);
  return found;
}

function protocolAndPassword(
  kind: "auth" | "priv",
  text: string,
  env: Environment,
): { protocol: string; password: string } {
  const colon = text.indexOf(":");
  const protocol = (colon < 0 ? text : text.slice(0, colon)).toUpperCase();
  const variable = `SNMPGATE_${kind.toUpperCase()}_PASSWORD`;
  const password = colon < 0 ? env[variable] : text.slice(colon + 1);
  if (password !== undefined && password !== "") return { protocol, password };
  throw usage(
    `--${kind} ${protocol} has no password.`,
    `Write --${kind} ${protocol}:<password> or set ${variable}.`,
  );
}

/** A mistake in how the command was called: exit code 2. */
export class UsageError extends AppError {}

export function usage(message: string, remedy: string): UsageError {
  return new UsageError("cli.usage", message, { remedy });
}

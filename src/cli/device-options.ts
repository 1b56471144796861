import { type AdHocDevice, AUTH_PROTOCOLS, PRIV_PROTOCOLS, type V3User } from "../app/index.ts";
import { Secret } from "../base/index.ts";
import { DEVICE_FLAGS, type DeviceFlags } from "./device-flags.ts";
import { parseEndpoint } from "./endpoint-argument.ts";
import { usage } from "./usage.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** A device of the activation JSON from a host and flags. */
export function deviceOf(endpoint: string, flags: DeviceFlags, env: Environment): AdHocDevice {
  return {
    ...parseEndpoint(endpoint, 161),
    authentication: authenticationOf(flags, env),
    advanced: advancedOf(flags),
  };
}

/** The activation JSON's `advanced` from flags. */
function advancedOf(flags: DeviceFlags): AdHocDevice["advanced"] {
  const { timeoutSecs, retries, maxRepetitions, maxOidsPerQuery, unconnectedUdp } = flags;
  const all = { timeoutSecs, retries, maxRepetitions, maxOidsPerQuery, enableUnconnectedUdp: unconnectedUdp };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, number | true] => entry[1] !== undefined),
  );
}

/** The flags among these that were given, as they are written. */
export function givenDeviceFlags(flags: DeviceFlags): string[] {
  return DEVICE_FLAGS.filter((name) => flags[name] !== undefined).map(
    (name) => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
  );
}

function authenticationOf(flags: DeviceFlags, env: Environment): Record<string, string> {
  if (flags.v3 === undefined) {
    refuseWithoutV3(flags, ["auth", "priv", "context"]);
    const community = flags.community ?? env["SNMPGATE_COMMUNITY"] ?? "public";
    return { type: flags.v1 === true ? "SNMPv1" : "SNMPv2c", community };
  }
  if (flags.v1 === true || flags.community !== undefined) {
    throw usage("--v3 does not go with --v1 or --community.", "Choose one.");
  }
  refusePrivWithoutAuth(flags);
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

/**
 * The USM user that simulated agents know, from the same flags.
 * @throws {UsageError} when the flags do not go together
 */
export function usmUserOf(
  flags: Pick<DeviceFlags, "v3" | "auth" | "priv">,
  env: Environment,
): V3User | undefined {
  if (flags.v3 === undefined) {
    refuseWithoutV3(flags, ["auth", "priv"]);
    return undefined;
  }
  refusePrivWithoutAuth(flags);
  const auth = flags.auth === undefined ? undefined : protocolAndPassword("auth", flags.auth, env);
  const priv = flags.priv === undefined ? undefined : protocolAndPassword("priv", flags.priv, env);
  return {
    name: flags.v3,
    auth: auth && { protocol: oneOf(AUTH_PROTOCOLS, auth.protocol), password: new Secret(auth.password) },
    priv: priv && { protocol: oneOf(PRIV_PROTOCOLS, priv.protocol), password: new Secret(priv.password) },
  };
}

function refuseWithoutV3(flags: DeviceFlags, names: readonly ("auth" | "priv" | "context")[]): void {
  const given = names.find((name) => flags[name] !== undefined);
  if (given !== undefined) throw usage(`--${given} belongs to SNMPv3.`, "Add --v3 <user>.");
}

function refusePrivWithoutAuth({ auth, priv }: DeviceFlags): void {
  if (priv === undefined || auth !== undefined) return;
  throw usage(
    "--priv needs --auth: SNMPv3 has no privacy without authentication.",
    "Add --auth SHA256:<password>.",
  );
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

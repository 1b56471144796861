import type { Secret } from "../base/index.ts";
import { type AdvancedOptions, type Credentials, DEFAULT_ADVANCED, type DeviceConfig } from "./config.ts";
import { ENDPOINT_KEYS, readEndpoint } from "./endpoint.ts";
import { type Field, nameOf } from "./field.ts";
import { canonicalHost, hostProblem } from "./host.ts";
import { DUPLICATE_DEVICE } from "./monitoring-codes.ts";
import { readBoolean, readInteger, readList, readSection, type Section } from "./read.ts";
import type { Report } from "./report.ts";
import type { SecretContext } from "./secret-reader.ts";

/** More is refused by the format itself; buckets of 100 are the scheduler's matter. */
const DEVICES_MAX = 20_000;
export const SNMP_PORT = 161;

/** Reads `snmp.devices`: those without a fault, the second of two equal ones left out. */
export function readDevices(snmp: Section, secrets: SecretContext): readonly DeviceConfig[] {
  snmp.closed(["devices"]);
  const remedy = "Name the devices to poll, or split a longer list into several configurations";
  const fields = readList(snmp.report, snmp.required("devices", "List the devices to poll"), {
    min: 1,
    max: DEVICES_MAX,
    remedy,
  });
  const firsts = new Map<string, Field>();
  const devices: DeviceConfig[] = [];
  const shared = new Shared();
  for (const field of fields ?? []) {
    const device = readDevice(snmp.report, field, secrets);
    if (device === undefined) continue;
    const endpoint = `${canonicalHost(device.host)} ${device.port}`;
    const first = firsts.get(endpoint);
    if (first === undefined) {
      firsts.set(endpoint, field);
      devices.push(shared.in(device));
    } else {
      const message = `${nameOf(field)} is the same address and port as ${nameOf(first)} and is ignored. Remove one of them`;
      snmp.report.warning(DUPLICATE_DEVICE, field, message, `${device.host}:${device.port}`);
    }
  }
  return devices;
}

function readDevice(report: Report, field: Field, secrets: SecretContext): DeviceConfig | undefined {
  const section = readSection(report, field);
  if (section === undefined) return undefined;
  section.closed([...ENDPOINT_KEYS, "advanced"]);
  const endpoint = readEndpoint(section, {
    ipRemedy: "Write the IPv4 or IPv6 address or the host name of the device",
    ipProblem: hostProblem,
    defaultPort: SNMP_PORT,
    secrets,
  });
  const advanced = readAdvanced(report, section.optional("advanced"));
  if (endpoint === undefined || advanced === undefined) return undefined;
  const { ip: host, port, credentials } = endpoint;
  return { host, port, credentials, advanced };
}

const ADVANCED_RANGES = {
  timeoutSecs: { min: 1, max: 1_800 },
  retries: { min: 0, max: 200 },
  maxRepetitions: { min: 1, max: 400 },
  maxOidsPerQuery: { min: 1, max: 120 },
} as const;

/** Every field may be null or absent; undefined only when one of them is wrong. */
function readAdvanced(report: Report, field: Field | undefined): AdvancedOptions | undefined {
  if (field === undefined) return DEFAULT_ADVANCED;
  const section = readSection(report, field);
  if (section === undefined) return undefined;
  section.closed([...Object.keys(ADVANCED_RANGES), "enableUnconnectedUdp"]);
  const errorsBefore = report.errors;
  const read = (key: keyof typeof ADVANCED_RANGES): number | undefined =>
    readInteger(report, section.optional(key), ADVANCED_RANGES[key]);
  const timeoutSecs = read("timeoutSecs");
  const advanced = {
    timeoutMs: timeoutSecs === undefined ? DEFAULT_ADVANCED.timeoutMs : timeoutSecs * 1_000,
    retries: read("retries") ?? DEFAULT_ADVANCED.retries,
    maxRepetitions: read("maxRepetitions") ?? DEFAULT_ADVANCED.maxRepetitions,
    maxOidsPerQuery: read("maxOidsPerQuery") ?? DEFAULT_ADVANCED.maxOidsPerQuery,
    enableUnconnectedUdp:
      readBoolean(report, section.optional("enableUnconnectedUdp")) ?? DEFAULT_ADVANCED.enableUnconnectedUdp,
  };
  return report.errors > errorsBefore ? undefined : advanced;
}

/** Far more than the devices of one configuration differ in; the devices of one that has more share less. */
const SHARED_MAX = 64;

/** Most devices have the credentials and options of others: then all have the same objects. */
class Shared {
  readonly #credentials: Credentials[] = [];
  readonly #advanced: AdvancedOptions[] = [];

  in({ host, port, credentials, advanced }: DeviceConfig): DeviceConfig {
    return {
      host,
      port,
      credentials: firstEqual(this.#credentials, credentials, sameCredentials),
      advanced: firstEqual(this.#advanced, advanced, sameFields),
    };
  }
}

function firstEqual<T>(known: T[], value: T, isEqual: (a: T, b: T) => boolean): T {
  const first = known.find((other) => isEqual(other, value));
  if (first !== undefined) return first;
  if (known.length < SHARED_MAX) known.push(value);
  return value;
}

/** Whether a device would notice no difference. */
export function sameCredentials(a: Credentials, b: Credentials): boolean {
  if (a.version !== "3" || b.version !== "3") {
    return (
      a.version !== "3" &&
      b.version !== "3" &&
      a.version === b.version &&
      sameSecret(a.community, b.community)
    );
  }
  return (
    a.userName === b.userName &&
    a.securityLevel === b.securityLevel &&
    a.contextName === b.contextName &&
    sameKey(a.auth, b.auth) &&
    sameKey(a.priv, b.priv)
  );
}

type Key = { readonly protocol: string; readonly password: Secret } | undefined;

function sameKey(a: Key, b: Key): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.protocol === b.protocol && sameSecret(a.password, b.password);
}

const sameSecret = (a: Secret, b: Secret): boolean => a.reveal() === b.reveal();

const sameFields = (a: AdvancedOptions, b: AdvancedOptions): boolean =>
  (Object.keys(a) as (keyof AdvancedOptions)[]).every((key) => a[key] === b[key]);

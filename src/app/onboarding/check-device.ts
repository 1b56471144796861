import { type Clock, messageOf } from "../../base/index.ts";
import type { AdvancedOptions, Credentials } from "../../config/index.ts";
import { SYS_NAME } from "../../smi/index.ts";
import { type OpenSnmpClient, type SnmpClient, SnmpError } from "../../snmp/index.ts";
import type { NameService } from "../names.ts";
import { cluesOf } from "./clues.ts";
import type { NamedCredential } from "./credential-choices.ts";
import { textOf } from "./system-group.ts";
import type { Target } from "./targets.ts";
import { type Attempt, failedVerdict, NO_CLUES, type Verdict } from "./verdict.ts";

/** What checks need of their host. */
export interface CheckHost {
  readonly clock: Clock;
  readonly names: NameService;
  readonly open: OpenSnmpClient;
  /** Resolves when a conversation may begin. */
  readonly turn: () => Promise<void>;
}

export interface DeviceCheck {
  readonly target: Target;
  readonly credentials: readonly NamedCredential[];
  readonly advanced: AdvancedOptions;
}

export interface Checked {
  readonly verdict: Verdict;
  readonly address?: string | undefined;
  /** The one that it took. */
  readonly credential?: NamedCredential | undefined;
  readonly sysName?: string | undefined;
  readonly responseMs?: number | undefined;
  /** Set when nothing at all came back: `lookAgain` may find out more. */
  readonly silent?: Silence | undefined;
}

interface Silence {
  readonly address: string;
  readonly attempts: readonly Attempt[];
}

/** Tries the credentials one after the other until the device takes one. Rejects only when `signal` aborts. */
export async function checkDevice(
  check: DeviceCheck,
  host: CheckHost,
  signal: AbortSignal,
): Promise<Checked> {
  const { target, credentials } = check;
  const addresses = await host.names
    .addressesOf(target.host)
    .catch((cause: unknown) => nameError(target, cause));
  if (addresses instanceof SnmpError)
    return { verdict: failedVerdict([{ credential: credentials[0]!, error: addresses }], NO_CLUES) };
  const address = addresses[0] ?? target.host;
  const attempts: Attempt[] = [];
  for (const credential of credentials) {
    const answer = await ask(check, { address, credential, host, signal });
    if (!(answer instanceof SnmpError)) return { verdict: { code: "ok" }, address, credential, ...answer };
    attempts.push({ credential, error: answer });
    // The network has said that nobody is there: another secret changes nothing.
    if (answer.code === "snmp.unreachable") break;
  }
  const isSilent = attempts.every(({ error }) => error.code === "snmp.timeout");
  const verdict = failedVerdict(attempts, NO_CLUES);
  return { verdict, address, silent: isSilent ? { address, attempts } : undefined };
}

/** Asks a silent device in other ways. @returns the better verdict, if there is one */
export async function lookAgain(
  check: Pick<DeviceCheck, "target" | "advanced">,
  { address, attempts }: Silence,
  host: CheckHost,
  signal: AbortSignal,
): Promise<Verdict | undefined> {
  const clues = await cluesOf(attempts, (trial) => isAnswered(check, { address, ...trial, host, signal }));
  return clues === undefined ? undefined : failedVerdict(attempts, clues);
}

function nameError({ host, text }: Target, cause: unknown): SnmpError {
  return new SnmpError("snmp.name-not-resolved", `${host} does not resolve: ${messageOf(cause)}.`, {
    device: text,
    remedy: "Check the spelling and this host's DNS, or enter the IP address.",
    cause,
  });
}

interface Asking {
  readonly address: string;
  readonly credential: { readonly credentials: Credentials };
  readonly host: CheckHost;
  readonly signal: AbortSignal;
}

/** One OID: a client takes silence to a longer question for a hint to ask for less, and that takes time. */
async function ask(
  check: DeviceCheck,
  asking: Asking,
): Promise<Pick<Checked, "sysName" | "responseMs"> | SnmpError> {
  const client = openFor(check, check.advanced, asking);
  try {
    await asking.host.turn();
    const { values, failures } = await client.get([SYS_NAME], asking.signal);
    const failure = failures.get(SYS_NAME);
    if (failure !== undefined) return failure;
    // Any answer will do: an agent without sysName is there all the same, and took the credentials.
    return { sysName: textOf(values.get(SYS_NAME)), responseMs: client.stats().lastRttMs };
  } finally {
    client.close();
  }
}

/** One attempt alone. */
async function isAnswered(check: Pick<DeviceCheck, "target" | "advanced">, asking: Asking): Promise<boolean> {
  const client = openFor(check, { ...check.advanced, retries: 0 }, asking);
  try {
    await asking.host.turn();
    const { failures } = await client.get([SYS_NAME], asking.signal);
    const failure = failures.get(SYS_NAME);
    return failure === undefined || !(failure.code === "snmp.timeout" || failure.code === "snmp.unreachable");
  } finally {
    client.close();
  }
}

export function openFor(
  { target }: Pick<DeviceCheck, "target">,
  options: AdvancedOptions,
  { address, credential, host }: Pick<Asking, "address" | "credential" | "host">,
): SnmpClient {
  const { credentials } = credential;
  return host.open({ device: target.text, address, port: target.port, credentials, options });
}

import { Secret } from "../base/index.ts";
import type { Credentials, DeviceConfig } from "../config/index.ts";
import { type GroupPlan, type PollPlan, plannedDevice, planOf } from "../plan/index.ts";

// Plans on their way to another thread. A structured clone keeps what is one object within a message as one object, so
// groups and credentials that thousands of devices share cross once. Secrets do not survive a clone: they cross as
// text and are secrets again on the other side. Tasks are made there, from groups and devices.

export interface PlainPlan {
  readonly extension: PollPlan["extension"];
  readonly configurationId: string;
  readonly groups: readonly GroupPlan[];
  readonly devices: readonly PlainDevice[];
}

export type PlainDevice = Omit<DeviceConfig, "credentials"> & { readonly credentials: PlainCredentials };

/** As `Credentials`, with texts in place of secrets. */
type PlainCredentials = Plain<Credentials>;
type Plain<T> = T extends Secret ? string : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;

/** All plans of one message: what they share is looked for over all of them. */
export function toPlainPlans(plans: readonly PollPlan[]): PlainPlan[] {
  const known = new Map<Credentials, PlainCredentials>();
  const plainOf = (credentials: Credentials): PlainCredentials => {
    const plain = known.get(credentials) ?? toPlain(credentials);
    known.set(credentials, plain);
    return plain;
  };
  return plans.map(({ extension, configurationId, groups, devices }) => ({
    extension,
    configurationId,
    groups,
    devices: devices.map(({ config: { host, port, credentials, advanced } }) => ({
      host,
      port,
      credentials: plainOf(credentials),
      advanced,
    })),
  }));
}

/** The plans again, with secrets and tasks. */
export function fromPlainPlans(plans: readonly PlainPlan[]): PollPlan[] {
  const known = new Map<PlainCredentials, Credentials>();
  const secretOf = (plain: PlainCredentials): Credentials => {
    const credentials = known.get(plain) ?? fromPlain(plain);
    known.set(plain, credentials);
    return credentials;
  };
  return plans.map(({ devices, ...plan }) =>
    planOf({
      ...plan,
      devices: devices.map(({ host, port, credentials, advanced }) =>
        plannedDevice({ host, port, credentials: secretOf(credentials), advanced }),
      ),
    }),
  );
}

function toPlain(credentials: Credentials): PlainCredentials {
  if (credentials.version !== "3") {
    return { version: credentials.version, community: credentials.community.reveal() };
  }
  const { auth, priv } = credentials;
  return {
    ...credentials,
    auth: auth && { ...auth, password: auth.password.reveal() },
    priv: priv && { ...priv, password: priv.password.reveal() },
  };
}

function fromPlain(plain: PlainCredentials): Credentials {
  if (plain.version !== "3") return { version: plain.version, community: new Secret(plain.community) };
  const { auth, priv } = plain;
  return {
    ...plain,
    auth: auth && { ...auth, password: new Secret(auth.password) },
    priv: priv && { ...priv, password: new Secret(priv.password) },
  };
}

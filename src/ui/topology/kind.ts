// What something is in the network, by what LLDP, a manifest or its maker says of it.

export const KINDS = [
  "router",
  "switch",
  "ap",
  "firewall",
  "server",
  "host",
  "phone",
  "port",
  "part",
  "other",
] as const;
export type Kind = (typeof KINDS)[number];

export const KIND_LABEL: Readonly<Record<Kind, string>> = {
  router: "Router",
  switch: "Switch",
  ap: "Access point",
  firewall: "Firewall",
  server: "Server",
  host: "Host",
  phone: "Phone",
  port: "Interface",
  part: "Part of a device",
  other: "Other",
};

/** Things that others hang on: they are drawn larger, and stand above hosts. */
const CARRIERS: ReadonlySet<Kind> = new Set(["router", "switch", "firewall"]);
export const isCarrier = (kind: Kind): boolean => CARRIERS.has(kind);

/** The first that fits. LLDP's capabilities (IEEE 802.1AB §8.5.8.1) come as one text: `bridge,router` is a switch. */
const BY_ROLE: readonly (readonly [RegExp, Kind])[] = [
  [/wlan|access ?point/i, "ap"],
  [/telephone|phone/i, "phone"],
  [/firewall/i, "firewall"],
  [/bridge|switch|repeater|access|distribution|core|datacentre/i, "switch"],
  [/router|edge/i, "router"],
  [/server|hypervisor|storage/i, "server"],
  [/station|host/i, "host"],
];
const BY_TYPE: readonly (readonly [RegExp, Kind])[] = [
  [/interface|port\b/i, "port"],
  [/module|sensor|fan|power|disk|cpu|peer/i, "part"],
];
const SERVER = /server|hypervisor|storage|vmware|esxi|nas\b|linux|windows/i;

export interface Described {
  readonly type: string;
  readonly role?: string | undefined;
  readonly detail?: string | undefined;
}

export function kindOf({ type, role = "", detail = "" }: Described): Kind {
  const byType = BY_TYPE.find(([pattern]) => pattern.test(type));
  if (byType !== undefined) return byType[1];
  const byRole = BY_ROLE.find(([pattern]) => pattern.test(role))?.[1];
  // A hypervisor bridges, and a file server is a station like any other.
  if ((byRole === "switch" && role === "bridge") || byRole === "host")
    return SERVER.test(detail) ? "server" : byRole;
  return byRole ?? "other";
}

/** A layer that somebody gave it in the configuration; the lower, the nearer to the core. */
const LAYERS: readonly (readonly [RegExp, number])[] = [
  [/\b(?:edge|core|datacentre)\b/i, 0],
  [/\bdistribution\b/i, 1],
  [/\baccess\b/i, 2],
];

export function layerOf(role: string | undefined): number | undefined {
  return role === undefined ? undefined : LAYERS.find(([pattern]) => pattern.test(role))?.[1];
}

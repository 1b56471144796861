// What the name of an interface tells of where it is: `Gi1/0/24`, `Ethernet1/27`, `ge-0/0/3`, `A12`, `port 7`.

export interface PortName {
  /** `Gi`, `Ethernet`, `ge`; empty where the name is numbers alone. */
  readonly prefix: string;
  /** Unit, slot, port: as many as the name has; the last is the port. */
  readonly path: readonly number[];
  /** A part of a port that carries its own addresses: `.100`. */
  readonly sub: number | undefined;
}

const NAME = /^([A-Za-z][A-Za-z-]*?)?[\s-]*((?:\d{1,4}[/:])*\d{1,4})(?:\.(\d+))?$/;

/** `RMON:10/100 Port 12 on Unit 2`: places in words. */
const IN_WORDS = /\bport\s*(\d{1,4})\b(?:.*\b(?:unit|slot)\s*(\d{1,4}))?/i;

/** @returns undefined for a name without a place in it, such as `management` */
export function parsePortName(name: string): PortName | undefined {
  const [, prefix = "", path, sub] = NAME.exec(name.trim()) ?? [];
  if (path === undefined) return placeInWords(name);
  return {
    prefix,
    path: path.split(/[/:]/).map(Number),
    sub: sub === undefined ? undefined : Number(sub),
  };
}

function placeInWords(name: string): PortName | undefined {
  const [, port, unit] = IN_WORDS.exec(name) ?? [];
  if (port === undefined) return undefined;
  const path = unit === undefined ? [Number(port)] : [Number(unit), 0, Number(port)];
  return { prefix: "", path, sub: undefined };
}

/** What no connector belongs to, by its IANA type. */
const VIRTUAL_TYPES: ReadonlySet<string> = new Set([
  "softwareLoopback",
  "l2vlan",
  "l3ipvlan",
  "l3ipxvlan",
  "propVirtual",
  "propMultiplexor",
  "tunnel",
  "mplsTunnel",
  "mpls",
  "bridge",
  "virtualIpAddress",
  "other",
  "ppp",
  "pppMultilinkBundle",
]);
const LAG_TYPES: ReadonlySet<string> = new Set(["ieee8023adLag", "ieee8023adLag(161)"]);

const VIRTUAL_NAME =
  /^(?:vl(?:an)?(?=[\s\d-]|$)|lo(?:opback)?(?=[\s\d.]|$)|tu(?:nnel)?(?=[\s\d.]|$)|nu(?:ll)?\d|bdi|bvi|irb|nve|vtep|lsi|dsc|gre|ipip|pim|mtun|tap|cbp|pip|esi|jsrv|pf[eh]-|bme|vcp-|gr-|stack(?:port|sub)|cpu|inband|docker|veth|virbr|br-|ap\d|bl(?:uetooth)?\d|logical-int|user defined)/i;
const LAG_NAME = /^(?:po(?:rt-?channel)?(?=[\s\d])|bundle-ether|ae\d|lag\s?\d|trk\d|bond\d|be\d)/i;
const MANAGEMENT_NAME = /^(?:mgmt|management|fxp\d|me\d|em\d|vme|oob|ma\d|mgmteth|ha\d)/i;

export type PortKind = "port" | "management" | "aggregate" | "virtual";

/** Whether something can be plugged in. */
export function portKind({
  name,
  type,
}: {
  readonly name: string;
  readonly type?: string | undefined;
}): PortKind {
  if ((type !== undefined && LAG_TYPES.has(type)) || LAG_NAME.test(name)) return "aggregate";
  if ((type !== undefined && VIRTUAL_TYPES.has(type)) || VIRTUAL_NAME.test(name)) return "virtual";
  const parsed = parsePortName(name);
  if (parsed?.sub !== undefined) return "virtual";
  if (MANAGEMENT_NAME.test(name)) return "management";
  return "port";
}

import type { PolledCells, PollResult } from "../poll/index.ts";
import { renderText } from "../smi/index.ts";
import { numberIn, wholeColumn } from "./cells.ts";
import type { GroupRoles } from "./roles.ts";

/**
 * Kinds of interfaces (IANAifType) that carry what others carry already, or nothing that leaves the device: other,
 * softwareLoopback, rs232, propVirtual, propMultiplexor, tunnel, l2vlan, l3ipvlan, l3ipxvlan, mplsTunnel, ieee8023adLag,
 * mpls, bridge.
 */
const LOGICAL_TYPES: ReadonlySet<number> = new Set([
  1, 24, 33, 53, 54, 131, 135, 136, 137, 150, 161, 166, 209,
]);

/** The same by name, for agents that call everything ethernetCsmacd, and manifests that do not ask for the type. */
const LOGICAL_NAME = new RegExp(
  [
    "^(vlan|vl\\d|loopback|lo$|lo\\d|port-?channel|po\\d|bundle-?ether|be\\d|trk\\d|lag|eth-?trunk|ae\\d|irb|bdi|bvi|nve)",
    "^(vxlan|vtep|tunnel|tu\\d|tun\\d|tap|null|nu\\d|gre|sit\\d|erspan|ipip|mtun|stackport|stacksub|unrouted|internal)",
    "^(cpu|control[ -]plane|inband|docker|veth|virbr|br-|br\\d|bond|dummy|ip6|vme|jsrv|lsi|dsc|esi|pime|pimd|fti|rbeb)",
    // A part of a port: Gi0/0/1.100, ge-0/0/3.0.
    "^[a-z][a-z-]*\\s?[\\d/:]*/\\d+\\.\\d+$",
  ].join("|"),
  "i",
);

/** Names and kinds change rarely: they are looked at again every so many polls, or when rows come or go. */
const LOOKED_AT_EVERY = 60;

/** Which interfaces are no ports: VLANs, loopbacks and aggregates would count twice what ports carry. */
export class LogicalRows {
  #indexes: ReadonlySet<string> = new Set();
  #names: PolledCells | undefined;
  #rows = -1;
  #polls = 0;

  has(index: string): boolean {
    return this.#indexes.has(index);
  }

  /** Takes what a poll says of names and kinds; a poll that says nothing leaves all as it was. */
  look({ ifType, ifNames }: GroupRoles, result: PollResult): void {
    const types = wholeColumn(result, ifType);
    const names = wholeColumn(
      result,
      ifNames.find((oid) => wholeColumn(result, oid) !== undefined),
    );
    const cells = types ?? names;
    if (cells === undefined || !this.#isDue(cells, names)) return;
    const logical = new Set<string>();
    for (const index of cells.keys()) {
      const type = types?.get(index);
      const name = names?.get(index);
      const isLogical =
        (type !== undefined && LOGICAL_TYPES.has(numberIn(type))) ||
        (name !== undefined && LOGICAL_NAME.test(renderText(name, undefined) ?? ""));
      if (isLogical) logical.add(index);
    }
    this.#indexes = logical;
  }

  #isDue(cells: PolledCells, names: PolledCells | undefined): boolean {
    const isSame = cells.size === this.#rows && (names?.kept !== true || names === this.#names);
    this.#polls += 1;
    if (isSame && this.#polls < LOOKED_AT_EVERY) return false;
    this.#names = names;
    this.#rows = cells.size;
    this.#polls = 0;
    return true;
  }
}

export interface PortCounts {
  readonly up: number;
  readonly down: number;
}

const UP = 1;
/** down, lowerLayerDown (IF-MIB); a slot without a module is no port that is down. */
const isDown = (status: number): boolean => status === 2 || status === 7;

/** @returns undefined when the status of the ports is not known */
export function portCountsOf(
  { operStatus, adminStatus }: GroupRoles,
  result: PollResult,
  logical: LogicalRows,
): PortCounts | undefined {
  const states = wholeColumn(result, operStatus);
  if (states === undefined) return undefined;
  const wanted = wholeColumn(result, adminStatus);
  let [up, down] = [0, 0];
  for (const index of states.keys()) {
    if (logical.has(index)) continue;
    const state = numberIn(states.get(index));
    if (state === UP) up += 1;
    else if (isDown(state) && (wanted === undefined || numberIn(wanted.get(index)) === UP)) down += 1;
  }
  return { up, down };
}

import { type AgentValue, type AgentVarbind, encodeVarbind, oidOctets } from "./agent-codec.ts";
import type { AgentReply, AgentRequest } from "./agent-script.ts";

// What an agent knows, and the answers that RFC 3416 (over v1: RFC 1157) makes of it.

/** When a value is read, as the agent sees it. */
export interface Moment {
  /** Since the agent started. */
  readonly uptimeMs: number;
  /** Monotonic. */
  readonly atMs: number;
}

/** A value, or how it comes about when it is asked for: counters that move, clocks. */
export type MibValue = AgentValue | ((moment: Moment) => AgentValue);

interface Cell {
  readonly oid: string;
  /** Sorts as the OID does, see `keyOf`. */
  readonly key: string;
  /** Made when it is first read. */
  name: Uint8Array | undefined;
  value: MibValue;
}

/** Instances in the order of their OIDs. Fast with 200,000 rows; may be shared by agents and changed while they run. */
export class AgentMib {
  readonly #cells = new Map<string, Cell>();
  #sorted: Cell[] | undefined;
  /** Position of the cell that was read last: a walk asks for the next one. */
  #last = 0;
  readonly #ordered: boolean;

  /** @param order `as-listed`: GETNEXT goes through the cells as they were given, as careless agents do */
  constructor(varbinds: Iterable<MibVarbind> = [], order: "by-oid" | "as-listed" = "by-oid") {
    this.#ordered = order === "by-oid";
    for (const { oid, value } of varbinds) this.set(oid, value);
  }

  get size(): number {
    return this.#cells.size;
  }

  set(oid: string, value: MibValue): void {
    const known = this.#cells.get(oid);
    if (known !== undefined) {
      known.value = value;
      return;
    }
    this.#cells.set(oid, { oid, key: keyOf(oid), name: undefined, value });
    this.#sorted = undefined;
  }

  delete(oid: string): void {
    if (this.#cells.delete(oid)) this.#sorted = undefined;
  }

  /** Takes out all that lies below an OID. */
  deleteUnder(root: string): void {
    for (const oid of this.#cells.keys()) if (oid.startsWith(`${root}.`)) this.delete(oid);
  }

  find(oid: string, moment: Moment): AgentVarbind {
    const cell = this.#cells.get(oid);
    return cell === undefined ? { oid, value: { type: "noSuchInstance" } } : read(cell, moment);
  }

  after(oid: string, moment: Moment): AgentVarbind {
    this.#sorted ??= this.#sort();
    const known = this.#sorted[this.#last]?.oid === oid;
    this.#last = known ? this.#last + 1 : this.#positionAfter(oid, this.#sorted);
    const cell = this.#sorted[this.#last];
    return cell === undefined ? { oid, value: { type: "endOfMibView" } } : read(cell, moment);
  }

  #sort(): Cell[] {
    const cells = [...this.#cells.values()];
    const inOrder = cells.every(({ key }, i) => i === 0 || cells[i - 1]!.key < key);
    return this.#ordered && !inOrder ? cells.toSorted((a, b) => (a.key < b.key ? -1 : 1)) : cells;
  }

  #positionAfter(oid: string, sorted: readonly Cell[]): number {
    const key = keyOf(oid);
    if (!this.#ordered) {
      const known = sorted.findIndex((cell) => cell.oid === oid);
      return known >= 0 ? known + 1 : sorted.findIndex((cell) => cell.key > key) >>> 0;
    }
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle]!.key > key) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

export interface MibVarbind {
  readonly oid: string;
  readonly value: MibValue;
}

function read(cell: Cell, moment: Moment): AgentVarbind {
  const { oid, value } = cell;
  cell.name ??= oidOctets(oid);
  return { oid, name: cell.name, value: typeof value === "function" ? value(moment) : value };
}

/** Two UTF-16 units an arc: texts compare unit by unit, so they sort as the OIDs do. */
function keyOf(oid: string): string {
  let key = "";
  let arc = 0;
  for (let i = 0; i <= oid.length; i++) {
    const digit = oid.charCodeAt(i) - 48;
    if (digit >= 0) arc = arc * 10 + digit;
    else {
      key += String.fromCharCode(Math.floor(arc / 65_536), arc % 65_536);
      arc = 0;
    }
  }
  return key;
}

export interface AnswerLimits {
  /** Octets of varbinds that fit into a reply. Default: what a datagram holds. */
  readonly bytesMax?: number | undefined;
  /** What happens to a larger reply. Default: GETBULK truncates, all else answers tooBig. */
  readonly whenLarger?: "truncate" | "tooBig" | "silence" | undefined;
}

/** The two questions an agent can answer; a quirk is another way to answer them. */
export interface MibView {
  find(oid: string, moment: Moment): AgentVarbind;
  after(oid: string, moment: Moment): AgentVarbind;
}

const NO_TIME: Moment = { uptimeMs: 0, atMs: 0 };

/** Answers a GET, GETNEXT or GETBULK. */
export function answerOf(
  mib: MibView,
  request: AgentRequest,
  limits: AnswerLimits = {},
  moment: Moment = NO_TIME,
): AgentReply | "silence" {
  const { version, kind, oids } = request;
  const found = new Varbinds(limits.bytesMax ?? 60_000);
  if (kind === "get") found.addAll(oids.map((oid) => mib.find(oid, moment)));
  else if (kind === "getNext") found.addAll(oids.map((oid) => mib.after(oid, moment)));
  else addBulk(mib, request, found, moment);
  const missing = found.list.findIndex(isException);
  if (version === "1" && missing >= 0)
    return { errorStatus: 2, errorIndex: missing + 1, varbinds: asAsked(oids) };
  if (!found.full) return { varbinds: found.list };
  const reaction = limits.whenLarger ?? (kind === "getBulk" ? "truncate" : "tooBig");
  if (reaction === "silence") return "silence";
  if (reaction === "truncate") return { varbinds: found.list };
  return { errorStatus: 1, errorIndex: 0, varbinds: version === "1" ? asAsked(oids) : [] };
}

/** How v1 and every error give the varbinds back: as they were asked. */
export const asAsked = (oids: readonly string[]): AgentVarbind[] =>
  oids.map((oid) => ({ oid, value: { type: "Null" } }));

/** RFC 3416 §4.2.3; ends early where all columns are at the end of the MIB, or the reply is full. */
function addBulk(mib: MibView, request: AgentRequest, found: Varbinds, moment: Moment): void {
  const { oids, nonRepeaters, maxRepetitions } = request;
  found.addAll(oids.slice(0, nonRepeaters).map((oid) => mib.after(oid, moment)));
  let row = oids.slice(nonRepeaters);
  for (let i = 0; i < maxRepetitions && row.length > 0 && !found.full; i++) {
    const varbinds = row.map((oid) => mib.after(oid, moment));
    found.addAll(varbinds);
    row = varbinds.map(({ oid }) => oid);
    if (varbinds.every(isException)) break;
  }
}

const isException = ({ value: { type } }: AgentVarbind): boolean =>
  type === "noSuchInstance" || type === "noSuchObject" || type === "endOfMibView";

/** Varbinds as far as they fit. */
class Varbinds {
  readonly list: AgentVarbind[] = [];
  full = false;
  #bytes = 0;
  readonly #bytesMax: number;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  addAll(varbinds: readonly AgentVarbind[]): void {
    for (const varbind of varbinds) {
      if (this.full) return;
      this.#bytes += encodeVarbind(varbind).length;
      if (this.#bytes > this.#bytesMax) this.full = true;
      else this.list.push(varbind);
    }
  }
}

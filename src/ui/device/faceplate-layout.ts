import { type PortName, parsePortName } from "./port-names.ts";
import type { PortRow } from "./port-row.ts";

// Ports in the places that they have on the front of a switch: two rows, odd numbers above, uplinks apart, a line for each
// member of a stack.

export interface PlacedPort {
  readonly row: PortRow;
  /** Column and line within the block, from 0. */
  readonly column: number;
  readonly line: number;
  /** What is printed beside it. */
  readonly label: string;
}

export interface Block {
  readonly key: string;
  readonly isUplink: boolean;
  readonly columns: number;
  readonly lines: number;
  readonly ports: readonly PlacedPort[];
}

/** A slot, a module, a line card. */
export interface FaceplateModule {
  readonly key: string;
  /** `1/0`, `A`; empty where there is only one. */
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** A member of a stack, or the one chassis. */
export interface Unit {
  readonly key: string;
  readonly title: string;
  readonly modules: readonly FaceplateModule[];
}

export interface Faceplate {
  readonly units: readonly Unit[];
  readonly management: readonly PortRow[];
  readonly aggregates: readonly PortRow[];
  readonly virtual: readonly PortRow[];
}

interface NamedPort {
  readonly row: PortRow;
  readonly prefix: string;
  readonly unit: string;
  readonly module: string;
  readonly number: number;
  readonly label: string;
}

/** @param rows  in the order of ports */
export function layoutFaceplate(rows: readonly PortRow[]): Faceplate {
  const ofKind = (kind: PortRow["kind"]): PortRow[] => rows.filter((row) => row.kind === kind);
  const { ports, apart } = withoutService(namedPorts(ofKind("port")));
  const members = grouped(ports, ({ unit }) => unit);
  const present = members.filter(([, own]) => !own.every(isAbsent));
  const units = (present.length === 0 ? members : present).map(([key, own]) => ({
    key,
    title: key === "" ? "" : `Unit ${key}`,
    modules: modulesOf(own),
  }));
  const isSingle = units.length === 1;
  return {
    units: isSingle ? units.map((unit) => ({ ...unit, title: "" })) : units,
    management: [...ofKind("management"), ...apart],
    aggregates: ofKind("aggregate"),
    virtual: ofKind("virtual"),
  };
}

function namedPorts(rows: readonly PortRow[]): readonly NamedPort[] {
  const parsed = rows.map((row) => ({ row, name: parsePortName(row.name) }));
  const counts = portsWithin(parsed.flatMap(({ name }) => name ?? []));
  let unnumbered = 0;
  return parsed.map(({ row, name }) => {
    if (name === undefined) {
      unnumbered += 1;
      return { row, prefix: "", unit: "", module: "", number: unnumbered, label: row.name.slice(0, 3) };
    }
    const { prefix } = name;
    const { path, lane } = lanePlace(name, counts);
    const number = path.at(-1)!;
    const unit = path.length > 2 ? String(path[0]) : "";
    const slot = path.slice(0, -1).join("/");
    // HP counts ports within lettered modules: A1 … A24, B1 …
    const module = path.length === 1 && /^[A-Z]$/.test(prefix) ? prefix : slot;
    if (lane === undefined) return { row, prefix, unit, module, number, label: String(number) };
    return { row, prefix, unit, module, number: number + lane / LANES_MAX, label: `${number}/${lane}` };
  });
}

/** Hardware that is not there: a member of a stack that may come, a port that could be another. */
const isAbsent = ({ row }: NamedPort): boolean => row.source.operStatus === "notPresent";

/**
 * Where ports are called unit/slot/port, one that is called 0 or 0/0 is for management: Fa0, Gi0/0. So is eth0 where they
 * are called slot/port.
 */
function withoutService(ports: readonly NamedPort[]): {
  readonly ports: readonly NamedPort[];
  readonly apart: readonly PortRow[];
} {
  const inUnits = ports.filter(({ unit }) => unit !== "").length;
  const inSlots = ports.filter(({ module }) => module !== "").length;
  const isService = ({ unit, module, number }: NamedPort): boolean =>
    number === 0 &&
    ((unit === "" && inUnits > ports.length / 2) || (module === "" && inSlots > ports.length / 2));
  return {
    ports: ports.filter((port) => !isService(port)),
    apart: ports.filter(isService).map(({ row }) => row),
  };
}

/** Far more than a cage is split into. */
const LANES_MAX = 100;
/** So many whole ports in a slot say that a number more is a part of one; fewer may stand beside a module. */
const WHOLE_MIN = 8;

/**
 * Ethernet1/49/2 beside Ethernet1/1 … Ethernet1/48 is the second lane of port 49 that is split. Ethernet25/1 beside
 * Ethernet1 … Ethernet24, and no Ethernet25/2, is a port that could be split, and is not: port 25.
 */
function lanePlace(
  { prefix, path }: PortName,
  counts: ReadonlyMap<string, number>,
): { readonly path: readonly number[]; readonly lane: number | undefined } {
  const [port, lane] = [path.slice(0, -1), path.at(-1)!];
  const whole = path.length < 2 ? 0 : (counts.get(slotKey(prefix, port.slice(0, -1))) ?? 0);
  if (whole < (port.length === 1 ? 1 : WHOLE_MIN)) return { path, lane: undefined };
  const isSplit = lane !== 1 || counts.get(slotKey(prefix, port)) !== 1;
  return { path: port, lane: isSplit ? lane : undefined };
}

/** How many ports of a prefix each slot has. */
function portsWithin(names: readonly PortName[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { prefix, path } of names) {
    const key = slotKey(prefix, path.slice(0, -1));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

const slotKey = (prefix: string, slot: readonly number[]): string => `${prefix} ${slot.join("/")}`;

function modulesOf(members: readonly NamedPort[]): readonly FaceplateModule[] {
  const modules = grouped(members, ({ module }) => module);
  return modules.map(([key, ports]) => ({
    key: key === "" ? "ports" : key,
    title: modules.length > 1 ? key : "",
    blocks: blocksOf(ports),
  }));
}

/**
 * Runs of ports of one kind, in the order of their numbers. Some agents list each port once for each speed it could have
 * (fa1, gi1, te1): those that are absent are left out then, and what still has equal numbers stands apart.
 */
function blocksOf(all: readonly NamedPort[]): readonly Block[] {
  if (!hasEqualNumbers(all)) return runsOf(all);
  const present = all.filter((port) => !isAbsent(port));
  const ports = present.length === 0 ? all : present;
  if (!hasEqualNumbers(ports)) return runsOf(ports);
  return grouped(ports, ({ prefix }) => prefix).flatMap(([, own]) => runsOf(own));
}

const hasEqualNumbers = (ports: readonly NamedPort[]): boolean =>
  new Set(ports.map(({ number }) => number)).size < ports.length;

function runsOf(ports: readonly NamedPort[]): readonly Block[] {
  const sorted = ports.toSorted((a, b) => a.number - b.number);
  const usual = commonest(sorted.map(({ row }) => row.source.speedBps ?? 0).filter((bps) => bps > 0));
  const usualPrefix = commonest(sorted.map(({ prefix }) => prefix));
  const lastUsual = sorted.findLastIndex(
    ({ row, prefix }) => prefix === usualPrefix && (row.source.speedBps ?? 0) <= (usual ?? 0),
  );
  const runs: { isUplink: boolean; prefix: string; ports: NamedPort[] }[] = [];
  for (const [i, port] of sorted.entries()) {
    const { speedBps } = port.row.source;
    // At the end, and faster than the others; a port without a link may tell no speed.
    const isFaster =
      i > lastUsual &&
      (speedBps === undefined ? runs.at(-1)?.isUplink === true : speedBps > (usual ?? Infinity));
    const isUplink = isFaster || (i > lastUsual && port.prefix !== usualPrefix);
    const run = runs.at(-1);
    if (run !== undefined && run.isUplink === isUplink && run.prefix === port.prefix) run.ports.push(port);
    else runs.push({ isUplink, prefix: port.prefix, ports: [port] });
  }
  return runs.map(({ isUplink, prefix, ports: own }) => placed(`${prefix}${own[0]!.number}`, isUplink, own));
}

/** Where numbers are missing places stay empty, unless most are missing. */
const SPARSE = 2;

function placed(key: string, isUplink: boolean, ports: readonly NamedPort[]): Block {
  const first = ports[0]!.number;
  const span = ports.at(-1)!.number - first + 1;
  const isSparse =
    ports.some(({ number }) => !Number.isInteger(number)) ||
    span > ports.length * SPARSE + 2 ||
    new Set(ports.map(({ number }) => number)).size < ports.length;
  const isOneLine = ports.length <= 2 && !isUplink ? ports.length === 1 : ports.length === 1;
  const places = ports.map(({ row, number, label }, i) => {
    const at = isSparse ? i : number - first;
    return { row, label, column: isOneLine ? at : at >> 1, line: isOneLine ? 0 : at & 1 };
  });
  return {
    key,
    isUplink,
    columns: Math.max(...places.map(({ column }) => column)) + 1,
    lines: isOneLine ? 1 : 2,
    ports: places,
  };
}

function commonest<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const own = groups.get(keyOf(item));
    if (own === undefined) groups.set(keyOf(item), [item]);
    else own.push(item);
  }
  return [...groups];
}

import type { PolledCells, PollResult } from "../poll/index.ts";
import { type ObjectRole, renderText, type SnmpValue } from "../smi/index.ts";
import { asPercent, highestOf, numberIn, sumOf, wholeColumn } from "./cells.ts";
import type { GroupRoles, Source } from "./roles.ts";

/**
 * How much of the memory is in use: by octets used, free or in all of one table, added up over its pools; else by what
 * the device itself calls percent; else by the RAM among its storage.
 * @returns percent; NaN when nothing tells
 */
export function memoryPercentOf({ memory }: GroupRoles, result: PollResult): number {
  if (memory.length === 0) return Number.NaN;
  for (const source of memory) {
    const { role } = source.meaning;
    if (role !== "memory-used" && role !== "memory-free") continue;
    const percent = percentOfPools(source, memory, result);
    if (!Number.isNaN(percent)) return percent;
  }
  for (const source of memory) {
    if (source.meaning.role !== "memory-percent") continue;
    const percent = asPercent(highestOf(source, result));
    if (!Number.isNaN(percent)) return percent;
  }
  return percentOfStorage(memory, result);
}

/** Beside another amount of the same table and width. */
function percentOfPools(
  { meaning: { table, role, rank } }: Source,
  memory: readonly Source[],
  result: PollResult,
): number {
  const amount = (wanted: ObjectRole): number =>
    sumOf(
      memory.find(
        ({ meaning }) =>
          meaning.role === wanted &&
          meaning.table === table &&
          (meaning.rank === rank || wanted === "memory-total"),
      ),
      result,
    );
  const [used, free, total] = [amount("memory-used"), amount("memory-free"), amount("memory-total")];
  if (role === "memory-used" && !Number.isNaN(used)) {
    return percent(used, Number.isNaN(total) ? used + free : total);
  }
  return percent(total - free - reclaimable(table, memory, result), total);
}

function reclaimable(table: string, memory: readonly Source[], result: PollResult): number {
  let sum = 0;
  for (const source of memory) {
    const { meaning } = source;
    if (meaning.role !== "memory-reclaimable" || meaning.table !== table) continue;
    const octets = sumOf(source, result);
    if (octets > 0) sum += octets;
  }
  return sum;
}

const percent = (used: number, total: number): number =>
  total > 0 ? asPercent(Math.max(0, (used / total) * 100)) : Number.NaN;

/** hrStorageRam (RFC 2790): physical memory. */
const RAM = "1.3.6.1.2.1.25.2.1.2";
const RAM_NAME = /^(physical memory|real memory|ram|memory)$/i;
const CACHE_NAME = /\b(buffers?|cached?)\b/i;

/** hrStorageTable has rows for disks, swap and caches as well: the largest RAM is the memory. */
function percentOfStorage(memory: readonly Source[], result: PollResult): number {
  const column = (role: ObjectRole): PolledCells | undefined =>
    wholeColumn(result, memory.find(({ meaning }) => meaning.role === role)?.oid);
  const sizes = column("storage-size");
  const used = column("storage-used");
  if (sizes === undefined || used === undefined) return Number.NaN;
  const [types, names, units] = [column("storage-type"), column("storage-name"), column("storage-unit")];
  const octets = (cells: PolledCells, index: string): number =>
    numberIn(cells.get(index)) * (units === undefined ? 1 : numberIn(units.get(index)));
  const nameOf = (index: string): string => textIn(names?.get(index));
  const isRam = (index: string): boolean => {
    const type = types?.get(index);
    return type?.type === "ObjectIdentifier" ? type.value === RAM : RAM_NAME.test(nameOf(index));
  };
  let [ram, size, cached] = ["", 0, 0];
  for (const index of sizes.keys()) {
    const here = octets(sizes, index);
    if (isRam(index) && here > size) [ram, size] = [index, here];
  }
  if (size === 0) return Number.NaN;
  for (const index of used.keys()) {
    if (index === ram || !CACHE_NAME.test(nameOf(index))) continue;
    const here = octets(used, index);
    if (here > 0) cached += here;
  }
  return percent(octets(used, ram) - cached, size);
}

const textIn = (value: SnmpValue | undefined): string =>
  value === undefined ? "" : (renderText(value, undefined) ?? "");

import type { DeviceChartJson } from "../../api/index.ts";
import type { ObjectRole } from "../../smi/index.ts";
import { ownSelector, splitOf, topOf } from "./chart-selectors.ts";
import { type MeasuredPlace, withRole } from "./measured-places.ts";
import type { PolledEndpoint } from "./own-lines.ts";

// CPU and memory as percentages, from whatever objects a device tells them by.

const GROUP = "Load";

/** `undefined` members are left out. */
export function loadCharts(
  measured: readonly MeasuredPlace[],
  endpoint: PolledEndpoint,
): readonly DeviceChartJson[] {
  const cpu = cpuSelector(measured, endpoint);
  const memory = memorySelectors(measured, endpoint);
  return [
    ...(cpu === undefined ? [] : [chart("cpu", "CPU", "CPU", [cpu])]),
    ...(memory.length === 0 ? [] : [chart("memory", "Memory in use", "Memory", memory)]),
  ];
}

const chart = (
  role: string,
  title: string,
  label: string,
  selectors: readonly string[],
): DeviceChartJson => ({
  id: role,
  role,
  group: GROUP,
  title,
  unit: "Percent",
  series: selectors.map((selector) => ({ selector, label })),
});

function cpuSelector(measured: readonly MeasuredPlace[], endpoint: PolledEndpoint): string | undefined {
  const busy = withRole(measured, "cpu")[0]?.place;
  if (busy !== undefined) {
    const selector = ownSelector(busy, endpoint);
    return selector && topOf(selector, busy);
  }
  const idle = withRole(measured, "cpu-idle")[0]?.place;
  const selector = idle && ownSelector(idle, endpoint);
  return selector && `100 - (${selector})`;
}

/** The first of these that the device has: a percentage, used and free, total and free, the storage that is RAM. */
function memorySelectors(measured: readonly MeasuredPlace[], endpoint: PolledEndpoint): readonly string[] {
  const percent = withRole(measured, "memory-percent")[0]?.place;
  if (percent !== undefined) return [ownSelector(percent, endpoint) ?? []].flat();
  const pools = usedOfPools(measured, endpoint);
  if (pools.length > 0) return pools;
  return [usedOfTotal(measured, endpoint) ?? usedOfStorage(measured, endpoint) ?? []].flat();
}

/** The other half of a pair stands in the same table. */
function partner(
  measured: readonly MeasuredPlace[],
  role: ObjectRole,
  { place }: MeasuredPlace,
): MeasuredPlace | undefined {
  return withRole(measured, role).find(
    (one) => one.place.meaning?.table === place.meaning?.table && one.place.subgroup === place.subgroup,
  );
}

/** Used and free memory, for each processor or pool; of a device with several such tables the first. */
function usedOfPools(measured: readonly MeasuredPlace[], endpoint: PolledEndpoint): readonly string[] {
  for (const used of withRole(measured, "memory-used")) {
    const free = partner(measured, "memory-free", used);
    const part = ownSelector(used.place, endpoint);
    const rest = free && ownSelector(free.place, endpoint, { split: splitOf(used.place) });
    if (part !== undefined && rest !== undefined) return [`(${part}) / ((${part}) + (${rest})) * 100`];
    const total = partner(measured, "memory-total", used);
    const all = total && ownSelector(total.place, endpoint, { split: splitOf(used.place) });
    if (part !== undefined && all !== undefined) return [`(${part}) / (${all}) * 100`];
  }
  return [];
}

/** Buffers and caches are given back on demand: they are not in use. */
function usedOfTotal(measured: readonly MeasuredPlace[], endpoint: PolledEndpoint): string | undefined {
  for (const total of withRole(measured, "memory-total")) {
    const free = partner(measured, "memory-free", total);
    const all = ownSelector(total.place, endpoint);
    const unused = free && ownSelector(free.place, endpoint, { split: splitOf(total.place) });
    if (all === undefined || unused === undefined) continue;
    const reclaimable = withRole(measured, "memory-reclaimable")
      .filter(({ place }) => place.meaning?.table === total.place.meaning?.table)
      .flatMap(({ place }) => ownSelector(place, endpoint) ?? []);
    const rest = [unused, ...reclaimable].map((selector) => ` - (${selector})`).join("");
    return `((${all})${rest}) / (${all}) * 100`;
  }
  return undefined;
}

/** hrStorageRam of HOST-RESOURCES-TYPES, as a number or by name. */
const RAM = /(?:hrStorageRam|25\.2\.1\.2)$/;

function usedOfStorage(measured: readonly MeasuredPlace[], endpoint: PolledEndpoint): string | undefined {
  for (const used of withRole(measured, "storage-used")) {
    const size = partner(measured, "storage-size", used);
    const typeKey = used.place.dimensions.find(({ meaning }) => meaning?.role === "storage-type")?.key;
    const type = used.tuples
      .flatMap(({ dimensions }) => dimensions)
      .find(([key, value]) => key === typeKey && RAM.test(value))?.[1];
    if (size === undefined || typeKey === undefined || type === undefined) continue;
    const more = [[typeKey, type]] as const;
    const part = ownSelector(used.place, endpoint, { more });
    const all = ownSelector(size.place, endpoint, { more });
    if (part !== undefined && all !== undefined) return `(${part}) / (${all}) * 100`;
  }
  return undefined;
}

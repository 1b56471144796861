import type { GroupPlan } from "../plan/index.ts";
import { isUnder, type Oid, oid } from "../smi/index.ts";
import type { ReadPriority } from "../snmp/index.ts";
import { partsOf } from "./dimension-parts.ts";

/** LLDP, CDP, forwarding tables, ARP and neighbour discovery, spanning tree. */
const NEIGHBOURS = [
  "1.0.8802.1.1.2",
  "1.3.6.1.4.1.9.9.23",
  "1.3.6.1.2.1.17.4.3",
  "1.3.6.1.2.1.17.7.1.2.2",
  "1.3.6.1.2.1.4.22",
  "1.3.6.1.2.1.4.35",
  "1.3.6.1.2.1.17.2",
].map(oid);

/**
 * What comes first when time is short: counters, then the status beside them, sensors, inventory, neighbours.
 * A dimension is as urgent as the most urgent metric of its subgroup, for without it there is no line.
 */
export function prioritiesOf(
  groups: readonly GroupPlan[],
  families: ReadonlyMap<Oid, number>,
): ReadonlyMap<Oid, ReadPriority> {
  const subgroups = groups.flatMap((group) => group.subgroups);
  const counting = new Set(
    subgroups.flatMap(({ metrics }) =>
      metrics.flatMap(({ type, source }) =>
        type === "count" && source.kind === "column" ? [families.get(source.oid)] : [],
      ),
    ),
  );
  const priorities = new Map<Oid, ReadPriority>();
  const want = (column: Oid, priority: ReadPriority): void => {
    priorities.set(column, least(priorities.get(column), priority));
  };
  for (const subgroup of subgroups) {
    let best: ReadPriority | undefined;
    for (const { type, source } of subgroup.metrics) {
      if (source.kind !== "column") continue;
      const priority =
        type === "count" ? 0 : gaugePriority(source.oid, counting.has(families.get(source.oid)));
      want(source.oid, priority);
      best = least(best, priority);
    }
    for (const { source } of subgroup.dimensions) {
      for (const part of partsOf(source)) want(part.oid, best ?? (isNeighbour(part.oid) ? 4 : 3));
    }
  }
  return priorities;
}

const least = (a: ReadPriority | undefined, b: ReadPriority): ReadPriority =>
  a !== undefined && a < b ? a : b;

function gaugePriority(column: Oid, besideCounters: boolean): ReadPriority {
  if (isNeighbour(column)) return 4;
  return besideCounters ? 1 : 2;
}

const isNeighbour = (column: Oid): boolean => NEIGHBOURS.some((root) => isUnder(column, root));

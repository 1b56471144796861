import type { InterfaceLines } from "./interface-lines.ts";

/**
 * Which entity stands for each interface: lines of interfaces name that of their device, too, and it is the same on all of
 * them. So the type is looked for whose entities tell the interfaces apart best.
 */
export function interfaceEntities(interfaces: readonly InterfaceLines[]): {
  readonly of: (one: InterfaceLines) => string | undefined;
  /** Entities that are on lines of several interfaces: devices, and what else they are a part of. */
  readonly shared: ReadonlySet<string>;
} {
  const users = new Map<string, Map<string, number>>();
  for (const { entities } of interfaces) {
    for (const [dimension, id] of entities) {
      const ids = users.get(dimension) ?? new Map<string, number>();
      users.set(dimension, ids);
      ids.set(id, (ids.get(id) ?? 0) + 1);
    }
  }
  const own = [...users].toSorted(
    ([a, idsA], [b, idsB]) => idsB.size - idsA.size || likeness(b) - likeness(a),
  )[0]?.[0];
  const isLonely = interfaces.length === 1;
  const shared = new Set<string>();
  for (const [dimension, ids] of users) {
    for (const [id, uses] of ids) if (uses > 1 || (isLonely && dimension !== own)) shared.add(id);
  }
  return {
    of: ({ entities }) => {
      const id = own === undefined ? undefined : entities.get(own);
      return id === undefined || shared.has(id) ? undefined : id;
    },
    shared,
  };
}

/** Where one interface is all there is, the type's name decides. */
const likeness = (dimension: string): number => (/interface|port|nic/.test(dimension) ? 1 : 0);

import { isPartRelation } from "../../topology/index.ts";
import { addressesOf } from "./map-node.ts";
import type { MapView } from "./map-view.ts";

/**
 * Neighbours that one device sees twice, by LLDP and by CDP: entities of one type, linked with the same device, that
 * share an address, or the name when different protocols tell of them.
 */
export class Alike {
  readonly #view: MapView;
  /** By device: ids by type and address. */
  readonly #seenBy = new Map<string, ReadonlyMap<string, ReadonlySet<string>>>();

  constructor(view: MapView) {
    this.#view = view;
  }

  *of(id: string): Generator<string, undefined> {
    for (const { type, fromId } of this.#view.edges(id, "to")) {
      if (isPartRelation(type) || type === "SAME_AS") continue;
      const seen = this.#seen(fromId);
      for (const key of this.#keysOf(id))
        for (const other of seen.get(key) ?? []) if (other !== id && this.#isOne(id, other)) yield other;
    }
  }

  #seen(deviceId: string): ReadonlyMap<string, ReadonlySet<string>> {
    const known = this.#seenBy.get(deviceId);
    if (known !== undefined) return known;
    const seen = new Map<string, Set<string>>();
    for (const { type, toId } of this.#view.edges(deviceId, "from")) {
      if (isPartRelation(type) || type === "SAME_AS") continue;
      for (const key of this.#keysOf(toId)) seen.set(key, (seen.get(key) ?? new Set()).add(toId));
    }
    this.#seenBy.set(deviceId, seen);
    return seen;
  }

  #keysOf(id: string): readonly string[] {
    const entity = this.#view.entity(id);
    return entity === undefined
      ? []
      : [...addressesOf(entity), bareName(entity.name)].map((text) => `${entity.type} ${text.toLowerCase()}`);
  }

  /** Names alone are not enough: phones of one maker may all be called the same. LLDP lists each of them once. */
  #isOne(a: string, b: string): boolean {
    const [one, other] = [this.#view.entity(a), this.#view.entity(b)];
    if (one === undefined || other === undefined) return false;
    const protocols = [one, other].map(({ attributes }) => attributes.get("protocol"));
    if (protocols[0] !== undefined && protocols[1] !== undefined && protocols[0] !== protocols[1])
      return true;
    const addresses = new Set(addressesOf(one));
    return addressesOf(other).some((address) => addresses.has(address));
  }
}

/** CDP adds the domain (IOS) or the serial number (NX-OS) to what LLDP calls the name. */
const bareName = (name: string): string =>
  /^[\d.:]+$/.test(name) ? name : name.replace(/\([^)]*\)$/, "").replace(/\..*$/, "");

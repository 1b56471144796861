import type { TopologyPortJson } from "../../api/index.ts";
import type { EntitySource, StoredEntity } from "../../query/index.ts";
import { isPartRelation, type Thing } from "../../topology/index.ts";

/** Attributes of an interface by which others may call it. */
const CALLED_BY = /name|desc|alias|mac/i;
const MAC = /^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i;

/** The ports of things by what other devices call them. */
export class PortNames {
  readonly #source: EntitySource;
  readonly #byThing = new Map<Thing, ReadonlyMap<string, StoredEntity | undefined>>();

  constructor(source: EntitySource) {
    this.#source = source;
  }

  /**
   * @param texts  what the port is called, best first: its id, its description
   * @returns the interface of the thing that is called so, or else what reads best; undefined without a text
   */
  port(thing: Thing, texts: readonly string[]): TopologyPortJson | undefined {
    const ports = this.#portsOf(thing);
    for (const text of texts) {
      const port = ports.get(text.toLowerCase());
      if (port !== undefined) return { name: port.name, entityId: port.id };
    }
    const name = texts.find((text) => !MAC.test(text)) ?? texts[0];
    return name === undefined ? undefined : { name };
  }

  /** The interface itself, when it belongs to the thing. */
  partOf(thing: Thing, id: string): TopologyPortJson | undefined {
    const part = this.#source.entity(id);
    if (part === undefined || !this.#belongs(thing, id)) return undefined;
    return { name: part.name, entityId: part.id };
  }

  #belongs({ members }: Thing, id: string): boolean {
    for (const { type, toId } of this.#source.edges(id, "from"))
      if (isPartRelation(type) && members.some((member) => member.id === toId)) return true;
    return false;
  }

  #portsOf(thing: Thing): ReadonlyMap<string, StoredEntity | undefined> {
    const known = this.#byThing.get(thing);
    if (known !== undefined) return known;
    const ports = new Map<string, StoredEntity | undefined>();
    for (const port of this.#partsOf(thing)) {
      for (const name of namesOf(port)) {
        // One MAC address for several interfaces names none of them.
        const other = ports.has(name) ? ports.get(name) : port;
        ports.set(name, other === port ? port : undefined);
      }
    }
    this.#byThing.set(thing, ports);
    return ports;
  }

  *#partsOf({ members }: Thing): Generator<StoredEntity, undefined> {
    for (const { id } of members) {
      for (const { type, fromId } of this.#source.edges(id, "to")) {
        const part = isPartRelation(type) ? this.#source.entity(fromId) : undefined;
        if (part !== undefined) yield part;
      }
    }
  }
}

function namesOf({ name, attributes }: StoredEntity): ReadonlySet<string> {
  const names = new Set([name.toLowerCase()]);
  for (const [key, value] of attributes)
    if (CALLED_BY.test(key) && !key.startsWith("device") && typeof value === "string" && value !== "")
      names.add(value.toLowerCase());
  return names;
}

import type { TopologyPortJson } from "../../api/index.ts";

/** Cables between two things. */
const PORTS_MAX = 32;

/** The ports at one end of an edge, by who told of them: LLDP and CDP may call one port by two names. */
export class SeenPorts {
  readonly #byTeller = new Map<string, Map<string, TopologyPortJson>>();

  get isEmpty(): boolean {
    return this.#byTeller.size === 0;
  }

  add(teller: string, port: TopologyPortJson | undefined): void {
    if (port === undefined) return;
    const ports = this.#byTeller.get(teller) ?? new Map<string, TopologyPortJson>();
    this.#byTeller.set(teller, ports);
    if (ports.size < PORTS_MAX) ports.set(port.entityId ?? port.name, port);
  }

  /** As who told of most of them calls them, known interfaces first; sorted by name. */
  json(): readonly TopologyPortJson[] {
    const [best] = [...this.#byTeller.values()].toSorted(
      (a, b) => b.size - a.size || knownIn(b) - knownIn(a),
    );
    return [...(best?.values() ?? [])].toSorted((a, b) => NATURAL.compare(a.name, b.name));
  }
}

const NATURAL = new Intl.Collator("en", { numeric: true });

const knownIn = (ports: ReadonlyMap<string, TopologyPortJson>): number =>
  [...ports.values()].filter(({ entityId }) => entityId !== undefined).length;

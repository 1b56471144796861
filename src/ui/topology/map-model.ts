import type { TopologyEdge, TopologyMap, TopologyNode } from "../../api/contract/index.ts";
import { byNaturalOrder } from "../words/natural-order.ts";
import { statusWords, type Tone, toneRank } from "../words/status.ts";
import type { HealthRow } from "./health.ts";
import { type Kind, kindOf } from "./kind.ts";

// The map as it is drawn: what the service says is there, with the health of what is polled.

export interface MapNode extends TopologyNode {
  readonly kind: Kind;
  readonly typeName: string;
  /** Undefined: nobody polls it, so nobody knows. */
  readonly tone: Tone | undefined;
  readonly status: string;
  readonly health: HealthRow | undefined;
}

export interface MapEdge extends TopologyEdge {
  readonly id: string;
}

export interface MapModel {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
  readonly nodeById: ReadonlyMap<string, MapNode>;
  readonly edgeById: ReadonlyMap<string, MapEdge>;
  /** By node: its edges. */
  readonly edgesOf: ReadonlyMap<string, readonly MapEdge[]>;
}

/** @param health  by entity id; undefined while nobody knows how devices are */
export function mapModel(map: TopologyMap, health: ReadonlyMap<string, HealthRow> | undefined): MapModel {
  const typeNames = new Map(map.types.map(({ type, displayName }) => [type.toLowerCase(), displayName]));
  const nodes = map.nodes.map((node): MapNode => {
    const row = (node.ids ?? [node.id]).map((id) => health?.get(id)).find((one) => one !== undefined);
    const words = row === undefined ? undefined : statusWords(row.code);
    return {
      ...node,
      kind: kindOf(node),
      typeName: typeNames.get(node.type.toLowerCase()) ?? node.type,
      tone: words?.tone,
      status: words?.label ?? (health === undefined ? "Not known" : "Not polled"),
      health: row,
    };
  });
  const edges = map.edges.map((edge): MapEdge => ({ ...edge, id: edgeId(edge) }));
  return {
    nodes,
    edges,
    nodeById: new Map(nodes.map((node) => [node.id, node])),
    edgeById: new Map(edges.map((edge) => [edge.id, edge])),
    edgesOf: edgesByNode(edges),
  };
}

export const edgeId = ({ from, to }: Pick<TopologyEdge, "from" | "to">): string =>
  from < to ? `${from}~${to}` : `${to}~${from}`;

function edgesByNode(edges: readonly MapEdge[]): ReadonlyMap<string, readonly MapEdge[]> {
  const byNode = new Map<string, MapEdge[]>();
  const add = (id: string, edge: MapEdge): void => {
    const known = byNode.get(id);
    if (known === undefined) byNode.set(id, [edge]);
    else known.push(edge);
  };
  for (const edge of edges) {
    add(edge.from, edge);
    add(edge.to, edge);
  }
  return byNode;
}

/** Something that a node is linked with, seen from there. */
export interface Neighbour {
  readonly node: MapNode;
  readonly edge: MapEdge;
  readonly ownPorts: string;
  readonly otherPorts: string;
}

/** @returns by own port, then by name */
export function neighboursOf(id: string, { edgesOf, nodeById }: MapModel): readonly Neighbour[] {
  const found = (edgesOf.get(id) ?? []).flatMap((edge): Neighbour[] => {
    const isFrom = edge.from === id;
    const node = nodeById.get(isFrom ? edge.to : edge.from);
    if (node === undefined) return [];
    const [from, to] = [portNames(edge.fromPorts), portNames(edge.toPorts)];
    return [{ node, edge, ownPorts: isFrom ? from : to, otherPorts: isFrom ? to : from }];
  });
  return found.toSorted(
    (a, b) =>
      byNaturalOrder(a.ownPorts || "~", b.ownPorts || "~") || byNaturalOrder(a.node.name, b.node.name),
  );
}

const PORTS_SHOWN = 4;

/** `Gi1/0/1, Gi1/0/2`; of many the first few. */
export function portNames(ports: TopologyEdge["fromPorts"] = []): string {
  const names = ports.slice(0, PORTS_SHOWN).map(({ name }) => name);
  const more = ports.length - names.length;
  return more === 0 ? names.join(", ") : `${names.join(", ")} and ${more} more`;
}

/** Worst first, then what is polled, then by name. */
export function byConcern(nodes: readonly MapNode[]): readonly MapNode[] {
  const rank = ({ tone }: MapNode): number => (tone === undefined ? 10 : toneRank(tone));
  return nodes.toSorted((a, b) => rank(a) - rank(b) || byNaturalOrder(a.name, b.name));
}

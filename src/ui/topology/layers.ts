import { byNaturalOrder } from "../words/natural-order.ts";
import { type Box, CELL_X, cell, inRows, type RowOptions, stacked } from "./boxes.ts";
import { isCarrier, type Kind, layerOf } from "./kind.ts";

// A layered layout: the core on top, below it what hangs on it, branch by branch, and hosts in a block at their switch.

export interface LayerNode {
  readonly id: string;
  readonly name: string;
  readonly kind: Kind;
  readonly role?: string | undefined;
}
export interface LayerEdge {
  readonly from: string;
  readonly to: string;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Of the whole: width to height as a screen has it, and a width below which it is not broken into rows. */
const SHAPES = {
  wide: { aspect: 1.7, widthMin: 14 * CELL_X },
  narrow: { aspect: 0.6, widthMin: 4 * CELL_X },
} as const;
export type MapShape = keyof typeof SHAPES;

/** Of what hangs on one node. */
const BRANCH: RowOptions = { aspect: 1.6 };
const LEAVES: RowOptions = { aspect: 2.4, widthMin: 3 * CELL_X };

/** Centres in pixels at a zoom of 1. The same graph gives the same places. */
export function layeredLayout(
  nodes: readonly LayerNode[],
  edges: readonly LayerEdge[],
  shape: MapShape = "wide",
): ReadonlyMap<string, Point> {
  const graph = new Graph(nodes, edges);
  const options = SHAPES[shape];
  const parts = partsOf(graph).map((part) => partBox(part, graph, options));
  const whole = inRows([...parts, inRows(graph.alone.map(cell), options)], options);
  const points = new Map<string, Point>();
  whole.put(0, 0, points);
  return points;
}

class Graph {
  readonly nodes = new Map<string, LayerNode>();
  readonly neighbours = new Map<string, readonly string[]>();
  /** What has one link stands beside what it is linked with. */
  readonly leavesOf = new Map<string, string[]>();
  readonly inner: readonly string[];
  /** Linked with nothing. */
  readonly alone: readonly string[];

  constructor(nodes: readonly LayerNode[], edges: readonly LayerEdge[]) {
    const sets = new Map(nodes.map((node) => [node.id, new Set<string>()]));
    for (const node of nodes) this.nodes.set(node.id, node);
    for (const { from, to } of edges) {
      if (from === to || !sets.has(from) || !sets.has(to)) continue;
      sets.get(from)!.add(to);
      sets.get(to)!.add(from);
    }
    for (const [id, set] of sets) this.neighbours.set(id, [...set]);
    const ids = [...sets.keys()].toSorted((a, b) => this.byName(a, b));
    this.alone = ids.filter((id) => this.degree(id) === 0);
    const leaves = new Set(ids.filter((id) => this.#isLeaf(id)));
    for (const id of leaves) {
      const [parent] = this.neighbours.get(id)!;
      this.leavesOf.set(parent!, [...(this.leavesOf.get(parent!) ?? []), id]);
    }
    this.inner = ids.filter((id) => this.degree(id) > 0 && !leaves.has(id));
  }

  degree(id: string): number {
    return this.neighbours.get(id)?.length ?? 0;
  }

  /** Links with what is no leaf. */
  innerNeighbours(id: string): readonly string[] {
    const leaves = new Set(this.leavesOf.get(id));
    return this.neighbours.get(id)!.filter((other) => !leaves.has(other));
  }

  #isLeaf(id: string): boolean {
    if (this.degree(id) !== 1 || layerOf(this.nodes.get(id)!.role) === 0) return false;
    const [other] = this.neighbours.get(id)!;
    if (this.degree(other!) > 1) return true;
    // Of two that are linked with nobody else, one stands above.
    const [carries, otherCarries] = [id, other!].map((one) => isCarrier(this.nodes.get(one)!.kind));
    return carries === otherCarries ? id > other! : otherCarries === true;
  }

  byName(a: string, b: string): number {
    return byNaturalOrder(this.nodes.get(a)!.name, this.nodes.get(b)!.name) || (a < b ? -1 : 1);
  }
}

/** The core on top with its hosts above it, where no links pass, and its branches below. */
function partBox(part: readonly string[], graph: Graph, options: RowOptions): Box {
  const roots = rootsOf(part, graph);
  const branches = branchesOf(roots, graph);
  const first = [...new Set(roots.flatMap((id) => branches.get(id) ?? []))];
  const isAlone = first.length === 0;
  const core = inRows(
    roots.map((id) =>
      isAlone ? stacked(cell(id), leavesBox(id, graph)) : stacked(leavesBox(id, graph), cell(id)),
    ),
    { aspect: Number.POSITIVE_INFINITY, endsEven: !isAlone },
  );
  return stacked(
    core,
    inRows(
      first.map((id) => branchBox(id, branches, graph)),
      options,
    ),
  );
}

const leavesBox = (id: string, { leavesOf }: Graph): Box =>
  inRows((leavesOf.get(id) ?? []).map(cell), LEAVES);

function branchBox(id: string, branches: ReadonlyMap<string, readonly string[]>, graph: Graph): Box {
  const below = (branches.get(id) ?? []).map((other) => branchBox(other, branches, graph));
  return stacked(cell(id), inRows([leavesBox(id, graph), ...below], BRANCH));
}

/** What hangs on what: each below the one of its neighbours nearer to the core that has the fewest so far. */
function branchesOf(roots: readonly string[], graph: Graph): ReadonlyMap<string, readonly string[]> {
  const rankOf = ranksFrom(roots, graph);
  const branches = new Map<string, string[]>();
  for (const [id, rank] of rankOf) {
    const above = graph.innerNeighbours(id).filter((other) => rankOf.get(other) === rank - 1);
    const [parent] = above.toSorted(
      (a, b) => (branches.get(a)?.length ?? 0) - (branches.get(b)?.length ?? 0),
    );
    if (parent !== undefined) branches.set(parent, [...(branches.get(parent) ?? []), id]);
  }
  for (const [parent, ids] of branches)
    branches.set(
      parent,
      ids.toSorted((a, b) => graph.byName(a, b)),
    );
  return branches;
}

/** How far each is from the core, nearest first. */
function ranksFrom(roots: readonly string[], graph: Graph): ReadonlyMap<string, number> {
  const rankOf = new Map(roots.map((id) => [id, 0]));
  for (const [id, rank] of rankOf)
    for (const other of graph.innerNeighbours(id)) if (!rankOf.has(other)) rankOf.set(other, rank + 1);
  return rankOf;
}

/** What is linked, one way or other. */
function partsOf(graph: Graph): string[][] {
  const seen = new Set<string>();
  const parts: string[][] = [];
  for (const first of graph.inner) {
    if (seen.has(first)) continue;
    seen.add(first);
    const part = [first];
    for (const id of part) {
      for (const other of graph.innerNeighbours(id)) {
        if (seen.has(other)) continue;
        seen.add(other);
        part.push(other);
      }
    }
    parts.push(part);
  }
  return parts;
}

/** Those that the configuration calls the core; where none is called so, the one that most hangs on. */
function rootsOf(part: readonly string[], graph: Graph): string[] {
  const layers = part.map((id) => layerOf(graph.nodes.get(id)!.role) ?? Number.POSITIVE_INFINITY);
  const top = Math.min(...layers);
  if (Number.isFinite(top)) return part.filter((_, i) => layers[i] === top);
  const weight = (id: string): number =>
    (isCarrier(graph.nodes.get(id)!.kind) ? 1_000_000 : 0) +
    graph.innerNeighbours(id).length * 1_000 +
    graph.degree(id);
  return [part.reduce((best, id) => (weight(id) > weight(best) ? id : best))];
}

import type { Marks } from "./marks.ts";
import { NAME_PX, type PlacedName, placeNames, RANK, type Rank, usualNameRect } from "./names.ts";
import { type PlacedPort, PORT_PX, placePorts } from "./ports.ts";
import { type Rect, Room } from "./room.ts";
import type { Scene, SceneNode } from "./scene.ts";
import type { WidthOf } from "./text.ts";

// What text is where. All of it finds places anew when the map has changed, or the size of text on it; what stands out
// is placed over that, and moving the map changes nothing.

/** In CSS pixels: text grows with the map, and is never smaller than this. */
const PX_MIN = { name: 8.5, port: 7, lit: 10 } as const;
/** Ports of what stands out are a little larger. */
const LIT_SCALE = 1.1;
/** Below, ports are not named but for those, */
const PORTS_FROM_ZOOM = 0.55;
/** nor hosts: there are too many. */
const HOSTS_FROM_ZOOM = 0.5;
/** On a map that gets smaller, text gets larger in steps, not at each frame. */
const SCALE_STEP = 1.06;

export interface LabelSet {
  readonly names: readonly PlacedName[];
  readonly namePx: number;
  readonly ports: readonly PlacedPort[];
  readonly portPx: number;
  readonly litPorts: readonly PlacedPort[];
  readonly litPortPx: number;
}

export class Labels {
  readonly #widthOf: WidthOf;
  #names: { readonly key: string; readonly placed: readonly PlacedName[] } | undefined;
  #ports: { readonly scale: number; readonly placed: readonly PlacedPort[] } | undefined;
  #last:
    | { readonly marks: Marks; readonly zoom: number; readonly isSteady: boolean; readonly labels: LabelSet }
    | undefined;

  /** @param widthOf  of text at a size of 1 */
  constructor(widthOf: WidthOf) {
    this.#widthOf = widthOf;
  }

  /** It is another map. */
  forget(): void {
    this.#names = undefined;
    this.#ports = undefined;
    this.#last = undefined;
  }

  /** One node is on its way: its name goes with it, ports of its links find places anew. */
  follow({ edgesOf }: Scene, { id }: SceneNode): void {
    this.#last = undefined;
    if (this.#ports === undefined) return;
    const { scale, placed } = this.#ports;
    const others = placed.filter(({ edge }) => edge.from.id !== id && edge.to.id !== id);
    const edges = edgesOf.get(id) ?? [];
    const own = placePorts(edges, { scale, widthOf: this.#widthOf, nodes: [], nameOf: this.#usualRect });
    this.#ports = { scale, placed: [...others, ...own] };
  }

  /** @param isSteady  nobody is zooming: ports, of which there are most, may find other places */
  of(scene: Scene, zoom: number, marks: Marks, isSteady: boolean): LabelSet {
    const last = this.#last;
    if (last?.marks === marks && last.zoom === zoom && last.isSteady === isSteady) return last.labels;
    const nameScale = scaleFor(PX_MIN.name / (NAME_PX * zoom));
    const litScale = Math.max(LIT_SCALE, PX_MIN.lit / (PORT_PX * zoom));
    const names = this.#litOver(
      this.#namesAt(scene, nameScale, zoom >= HOSTS_FROM_ZOOM),
      scene,
      marks,
      nameScale,
    );
    if (zoom >= PORTS_FROM_ZOOM && isSteady)
      this.#placePorts(scene, scaleFor(PX_MIN.port / (PORT_PX * zoom)));
    const labels = {
      names,
      namePx: NAME_PX * zoom * nameScale,
      ports: (zoom >= PORTS_FROM_ZOOM ? this.#ports?.placed : undefined) ?? [],
      portPx: PORT_PX * zoom * (this.#ports?.scale ?? 1),
      litPorts: this.#litPorts(scene, marks, names, litScale),
      litPortPx: PORT_PX * zoom * litScale,
    };
    this.#last = { marks, zoom, isSteady, labels };
    return labels;
  }

  #namesAt({ nodes }: Scene, scale: number, withHosts: boolean): readonly PlacedName[] {
    const key = `${scale} ${withHosts}`;
    if (this.#names?.key !== key) {
      const rankOf = (node: SceneNode): Rank | undefined => usualRank(node, withHosts);
      this.#names = { key, placed: placeNames(nodes, { scale, widthOf: this.#widthOf, rankOf }) };
    }
    return this.#names.placed;
  }

  /** Names of what stands out come first; others give way to them. */
  #litOver(
    usual: readonly PlacedName[],
    { nodes }: Scene,
    { lit, selected }: Marks,
    scale: number,
  ): readonly PlacedName[] {
    if (lit.size === 0) return usual;
    const rankOf = ({ id }: SceneNode): Rank => (id === selected ? RANK.always : RANK.overNodes);
    const first = placeNames(
      nodes.filter(({ id }) => lit.has(id)),
      { scale, widthOf: this.#widthOf, rankOf },
    );
    const room = new Room(NAME_PX * scale * 8);
    for (const { rect } of first) room.take(rect);
    return [...usual.filter(({ node, rect }) => !lit.has(node.id) && room.isFree(rect)), ...first];
  }

  #placePorts({ nodes, edges }: Scene, scale: number): void {
    if (this.#ports?.scale === scale) return;
    const options = { scale, widthOf: this.#widthOf, nodes, nameOf: this.#usualRect };
    this.#ports = { scale, placed: placePorts(edges, options) };
  }

  readonly #usualRect = (node: SceneNode): Rect => usualNameRect(node, this.#widthOf);

  #litPorts(
    { nodes, edges }: Scene,
    { lit }: Marks,
    names: readonly PlacedName[],
    scale: number,
  ): readonly PlacedPort[] {
    if (lit.size === 0) return [];
    const rects = new Map(names.map(({ node, rect }) => [node.id, rect]));
    const isLit = ({ id }: { readonly id: string }): boolean => lit.has(id);
    const nameOf = ({ id }: SceneNode): Rect | undefined => rects.get(id);
    return placePorts(edges.filter(isLit), {
      scale,
      widthOf: this.#widthOf,
      nodes: nodes.filter(isLit),
      nameOf,
    });
  }
}

/** At least 1, and that to the next step. */
const scaleFor = (wanted: number): number =>
  wanted <= 1 ? 1 : SCALE_STEP ** Math.ceil(Math.log(wanted) / Math.log(SCALE_STEP));

/** What is in trouble comes first, and may stand on other nodes. */
function usualRank({ tone, isRound }: SceneNode, withHosts: boolean): Rank | undefined {
  if (tone === "error" || tone === "warning") return RANK.overNodes;
  if (!isRound) return RANK.withRoom;
  return withHosts ? RANK.last : undefined;
}

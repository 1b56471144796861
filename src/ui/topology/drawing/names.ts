import { type Rect, Room } from "./room.ts";
import type { SceneNode } from "./scene.ts";
import { shortened, type WidthOf } from "./text.ts";

// Names of nodes: those that fit, the more important first, none on another.

export const NAME_PX = 13;
/** A node's own room across the map. */
const CELL = 118;
/** A name is as wide as its cell, at most; of what does not fit, so much is tried. */
const SHORTER = [1, 0.75] as const;
const SHORT_CHARACTERS_MIN = 8;
const LINE_HEIGHT = 1.25;
/** Between a node and its name. */
export const NAME_GAP = 4;

export interface PlacedName {
  readonly node: SceneNode;
  readonly text: string;
  /** On the map. */
  readonly rect: Rect;
}

/** How much a name matters; undefined: it is not shown. */
export const RANK = { always: 0, overNodes: 1, withRoom: 2, last: 3 } as const;
export type Rank = (typeof RANK)[keyof typeof RANK];

export interface NameOptions {
  /** Text is so many times as large as on a map at a zoom of 1. */
  readonly scale: number;
  readonly widthOf: WidthOf;
  readonly rankOf: (node: SceneNode) => Rank | undefined;
}

/** Places on the map. */
export function placeNames(
  nodes: readonly SceneNode[],
  { scale, widthOf, rankOf }: NameOptions,
): readonly PlacedName[] {
  const size = NAME_PX * scale;
  const [names, shapes] = [new Room(size * 8), new Room(size * 8)];
  for (const node of nodes) shapes.take(shapeOf(node));
  return nodes
    .flatMap((node) => {
      const rank = rankOf(node);
      return rank === undefined ? [] : [{ node, rank }];
    })
    .toSorted((a, b) => a.rank - b.rank)
    .flatMap(({ node, rank }): PlacedName[] => {
      for (const text of textsFor(node, size, widthOf)) {
        const rect = nameRect(node, widthOf(text) * size, size);
        const isFree = names.isFree(rect) && (rank <= RANK.overNodes || shapes.isFree(rect));
        if (rank > RANK.always && !isFree) continue;
        names.take(rect);
        return [{ node, text, rect }];
      }
      return [];
    });
}

/** The longer first. */
function* textsFor({ name }: SceneNode, size: number, widthOf: WidthOf): Iterable<string> {
  const whole = shortened(name, CELL / NAME_PX, widthOf, "end");
  yield whole;
  for (const ratio of SHORTER) {
    const text = shortened(name, (CELL * ratio) / size, widthOf, "end");
    if (text.length >= SHORT_CHARACTERS_MIN && text.length < whole.length) yield text;
  }
}

const nameRect = ({ x, y, size: across }: SceneNode, width: number, size: number): Rect => ({
  x,
  y: y + across / 2 + NAME_GAP + (size * LINE_HEIGHT) / 2,
  halfX: width / 2 + 1,
  halfY: size / 2,
});

/** As a map at a zoom of 1 has it. */
export const usualNameRect = (node: SceneNode, widthOf: WidthOf): Rect =>
  nameRect(node, Math.min(CELL, widthOf(node.name) * NAME_PX), NAME_PX);

/** A little less than the node: text may touch it. */
export const shapeOf = ({ x, y, size }: SceneNode): Rect => ({
  x,
  y,
  halfX: size * 0.42,
  halfY: size * 0.42,
});

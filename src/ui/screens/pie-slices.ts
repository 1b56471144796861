// The geometry of a ring: where each share begins and ends.

export interface PiePart {
  readonly key: string;
  readonly label: string;
  readonly value: number;
}

export interface PieSlice extends PiePart {
  /** 0 to 1. */
  readonly share: number;
  /** Of an SVG path, around 0 0 with an outer radius of 1. */
  readonly path: string;
}

const SLICES_MAX = 8;
const INNER_RADIUS = 0.62;
/** A full circle cannot be one arc: its ends would be the same point. */
const WHOLE = 0.99999;

/** Largest first; what is beyond the eighth is one slice. What is not above zero has none. */
export function pieSlices(parts: readonly PiePart[]): readonly PieSlice[] {
  const sorted = parts.filter(({ value }) => value > 0).toSorted((a, b) => b.value - a.value);
  const shown = sorted.length <= SLICES_MAX ? sorted : withRest(sorted);
  const total = shown.reduce((sum, { value }) => sum + value, 0);
  let from = 0;
  return shown.map((part) => {
    const share = part.value / total;
    const path = ringPath(from, Math.min(from + share, from + WHOLE));
    from += share;
    return { ...part, share, path };
  });
}

function withRest(sorted: readonly PiePart[]): readonly PiePart[] {
  const rest = sorted.slice(SLICES_MAX - 1);
  const value = rest.reduce((sum, one) => sum + one.value, 0);
  return [...sorted.slice(0, SLICES_MAX - 1), { key: "rest", label: `${rest.length} others`, value }];
}

/** From the top, clockwise. @param from, to  0 to 1 */
function ringPath(from: number, to: number): string {
  const large = to - from > 0.5 ? 1 : 0;
  const [a, b] = [from, to].map((part) => 2 * Math.PI * part) as [number, number];
  const point = (angle: number, radius: number): string =>
    `${(Math.sin(angle) * radius).toFixed(4)} ${(-Math.cos(angle) * radius).toFixed(4)}`;
  return [
    `M${point(a, 1)}`,
    `A1 1 0 ${large} 1 ${point(b, 1)}`,
    `L${point(b, INNER_RADIUS)}`,
    `A${INNER_RADIUS} ${INNER_RADIUS} 0 ${large} 0 ${point(a, INNER_RADIUS)}Z`,
  ].join("");
}

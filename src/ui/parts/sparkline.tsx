import { memo } from "react";
import { sparklinePath } from "./sparkline-path.ts";

export interface SparklineProps {
  /** Oldest first; null where nothing was measured. */
  readonly values: readonly (number | null)[];
  readonly width?: number;
  readonly height?: number;
  /** The value at the upper edge; default: the largest. */
  readonly max?: number | undefined;
  readonly color?: string;
  /** What it shows, for who cannot see it: `Traffic of the last 30 minutes, now 1.2 Gbit/s`. */
  readonly label: string;
}

/** How something went, in the space of a word. */
export const Sparkline = memo(function Sparkline({
  values,
  width = 96,
  height = 22,
  max,
  color = "var(--series-1)",
  label,
}: SparklineProps) {
  const { line, area } = sparklinePath(values, { width, height, max });
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <path d={area} fill={color} opacity={0.16} />
      <path d={line} fill="none" stroke={color} strokeWidth={1.4} strokeLinejoin="round" />
    </svg>
  );
});

import type { Point } from "./layers.ts";

// What page and worker tell each other.

export interface LayoutRequest {
  readonly number: number;
  readonly nodes: readonly { readonly id: string; readonly size: number }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

export interface LayoutAnswer {
  readonly number: number;
  readonly points: readonly (readonly [id: string, point: Point])[];
  /** Why there are none. */
  readonly failure?: string | undefined;
}

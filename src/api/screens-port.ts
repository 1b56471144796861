import type { EntityTypeCount, Screens } from "./contract/screens.ts";

/** What the pages about entities show, as the manifests in force have it. */
export interface ScreensPort {
  /** @returns undefined for an unknown entity */
  ofEntity(id: string): Promise<Screens | undefined>;
  /** @returns undefined for an unknown type */
  ofType(type: string): Promise<Screens | undefined>;
  types(): Promise<readonly EntityTypeCount[]>;
}

export type {
  EntityTypeCount,
  ScreenCard,
  ScreenChart,
  ScreenColumn,
  ScreenLink,
  ScreenMetric,
  ScreenProperty,
  Screens,
} from "./contract/screens.ts";

import type { MonitoringConfiguration } from "../config/index.ts";
import type { Manifest } from "../manifest/index.ts";
import type { LoadedExtension } from "./extensions.ts";

/** An extension without errors. */
export type UsableExtension = LoadedExtension & { readonly manifest: Manifest };

/** An extension and one configuration for it, both without errors. */
export interface Activation {
  readonly extension: UsableExtension;
  readonly configuration: MonitoringConfiguration;
}

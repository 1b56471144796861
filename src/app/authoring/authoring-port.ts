import type { AuthoringPort, ExtensionOverviewJson, MibObjectJson, RecordingJson } from "../../api/index.ts";
import { manifestSchema } from "../../manifest/index.ts";
import { builtinCatalogue, layerCatalogues, type ObjectCatalogue } from "../../smi/index.ts";
import { extensionOverviews, type InstalledExtensions } from "./extension-overview.ts";
import { ObjectIndex } from "./object-index.ts";
import { readRecordings } from "./recordings.ts";

/** What an editor of manifests asks. Names, recordings and format stay as they are, so they are read once. */
export class Authoring implements AuthoringPort {
  readonly #userMibs: ObjectCatalogue;
  readonly #installed: InstalledExtensions;
  readonly #schema = manifestSchema();
  #objects: ObjectIndex | undefined;
  #recordings: Promise<readonly RecordingJson[]> | undefined;

  /** @param userMibs  names of the user's MIB files, which are read at the start alone */
  constructor(userMibs: ObjectCatalogue, installed: InstalledExtensions) {
    this.#userMibs = userMibs;
    this.#installed = installed;
  }

  objects({ text, limit }: { readonly text: string; readonly limit: number }): readonly MibObjectJson[] {
    this.#objects ??= new ObjectIndex(layerCatalogues(this.#userMibs, builtinCatalogue));
    return this.#objects.find(text, limit);
  }

  recordings(): Promise<readonly RecordingJson[]> {
    this.#recordings ??= readRecordings().catch((error: unknown) => {
      this.#recordings = undefined; // the next who asks may have more luck
      throw error;
    });
    return this.#recordings;
  }

  manifestSchema(): object {
    return this.#schema;
  }

  extensions(): readonly ExtensionOverviewJson[] {
    return extensionOverviews(this.#installed);
  }
}

import { featureSetsOf } from "../../config/index.ts";
import { builtinCatalogue, type ObjectCatalogue } from "../../smi/index.ts";
import type { Activation } from "../activation.ts";

/** Names of what a configuration polls. */
export interface PolledWords {
  readonly catalogue: ObjectCatalogue;
  /** Feature sets of its manifest that it did not choose. */
  readonly unusedFeatureSets: readonly string[];
}

/** @param activation  undefined for a configuration that was taken away this moment */
export function wordsOf(activation: Activation | undefined): PolledWords {
  if (activation === undefined) return { catalogue: builtinCatalogue, unusedFeatureSets: [] };
  const { extension, configuration } = activation;
  const chosen = new Set(configuration.featureSets);
  const unusedFeatureSets = chosen.has("all")
    ? []
    : featureSetsOf(extension.manifest)
        .map(({ name }) => name)
        .filter((name) => !chosen.has(name));
  return { catalogue: extension.catalogue, unusedFeatureSets };
}

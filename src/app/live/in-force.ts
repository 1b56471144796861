import type { Manifest } from "../../manifest/index.ts";
import { compileTopology, type TopologyRules } from "../../topology/index.ts";
import type { ActiveSet } from "./active-set.ts";
import { compareVersions } from "./compare-versions.ts";
import type { LiveConfiguration } from "./live-configuration.ts";

/**
 * The manifests that describe what is polled and received: those that a configuration uses, and of every other
 * extension its active version, or else its newest. The same objects as long as nothing of it changes.
 */
export class ManifestsInForce {
  readonly #live: Pick<LiveConfiguration, "current" | "activeVersions">;
  #generation = -1;
  #manifests: readonly Manifest[] = [];
  #rules: TopologyRules = compileTopology([]);

  constructor(live: Pick<LiveConfiguration, "current" | "activeVersions">) {
    this.#live = live;
  }

  manifests(): readonly Manifest[] {
    this.#refresh();
    return this.#manifests;
  }

  /** Of all of them together. */
  rules(): TopologyRules {
    this.#refresh();
    return this.#rules;
  }

  #refresh(): void {
    const set = this.#live.current();
    if (set.generation === this.#generation) return;
    this.#generation = set.generation;
    const manifests = manifestsOf(set, this.#live.activeVersions);
    const isSame =
      manifests.length === this.#manifests.length && manifests.every((one, i) => one === this.#manifests[i]);
    if (isSame) return;
    this.#manifests = manifests;
    this.#rules = compileTopology(manifests.map(({ topology }) => topology));
  }
}

function manifestsOf(
  { activations, extensions }: ActiveSet,
  activeVersions: ReadonlyMap<string, string>,
): readonly Manifest[] {
  const used = new Set(activations.map(({ extension }) => extension.manifest));
  const names = new Set([...used].map(({ name }) => name));
  const unused = extensions.map(({ manifest }) => manifest).filter(({ name }) => !names.has(name));
  const chosen = [...new Set(unused.map(({ name }) => name))].map((name) => {
    const versions = unused.filter((manifest) => manifest.name === name);
    const active = versions.find(({ version }) => version === activeVersions.get(name));
    return active ?? versions.toSorted((a, b) => compareVersions(b.version, a.version))[0]!;
  });
  return [...used, ...chosen];
}

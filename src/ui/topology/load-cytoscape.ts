import type cytoscape from "cytoscape";
import url from "cytoscape/dist/cytoscape.esm.min.mjs?url";

export type Cytoscape = typeof cytoscape;

/**
 * Loads the library as a file of its own: page and worker name the same address, so it is fetched once. What vite
 * bundles for a worker cannot be shared with the page.
 */
export async function loadCytoscape(): Promise<Cytoscape> {
  const module = (await import(/* @vite-ignore */ url)) as { readonly default: Cytoscape };
  return module.default;
}

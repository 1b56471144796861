import { credentialNamesIn } from "../secret-masks.ts";
import type { ConfigurationElement } from "./evaluate.ts";
import type { LiveConfiguration } from "./live-configuration.ts";
import { storedElements } from "./stored-element.ts";

/** How many devices refer to a named credential, disabled configurations included. */
export class CredentialUse {
  readonly #live: LiveConfiguration;
  /** A configuration that did not change is the same object, and its text is not read again. */
  readonly #counts = new WeakMap<ConfigurationElement, ReadonlyMap<string, number>>();

  constructor(live: LiveConfiguration) {
    this.#live = live;
  }

  devicesOf(name: string): number {
    const { elements } = this.#live;
    const unread = elements.filter((element) => !this.#counts.has(element));
    for (const { element, json } of storedElements(this.#live, unread)) {
      this.#counts.set(element, countsOf(credentialNamesIn(json)));
    }
    return elements.reduce((sum, element) => sum + (this.#counts.get(element)?.get(name) ?? 0), 0);
  }
}

function countsOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

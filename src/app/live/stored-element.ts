import type { ConfigurationJson } from "../../api/index.ts";
import type { Finding } from "../extensions.ts";
import { maskSecrets } from "../secret-masks.ts";
import { type ElementJson, elementsOf, revisionOf } from "./element-text.ts";
import type { ConfigurationElement } from "./evaluate.ts";
import { findingJson } from "./extension-json.ts";
import type { LiveConfiguration } from "./live-configuration.ts";

/** A configuration as it stands in its file. */
export interface StoredElement {
  readonly element: ConfigurationElement;
  /** In force. */
  readonly json: ElementJson;
  /** Of what is in the file now, in force or not. */
  readonly revision: string;
  /** What the file holds now; undefined while it cannot be read. */
  readonly onDisk: string | undefined;
  /** Why what the file holds now is not in force; empty when it is. */
  readonly broken: readonly Finding[];
}

export const findElement = (
  live: LiveConfiguration,
  extension: string,
  id: string,
): ConfigurationElement | undefined =>
  live.elements.find((element) => element.id === id && element.extension === extension);

/** Reads one element out of its file; for many of one file, `storedElements` reads it once. */
export function storedElement(live: LiveConfiguration, element: ConfigurationElement): StoredElement {
  return storedElements(live, [element])[0]!;
}

export function storedElements(
  live: LiveConfiguration,
  elements: readonly ConfigurationElement[],
): readonly StoredElement[] {
  const contents = new Map<string, readonly ElementJson[]>();
  return elements.map((element) => {
    const { path } = element.file;
    const { text, onDisk, broken } = live.textOf(path)!;
    const ofFile = contents.get(path) ?? elementsOf(text) ?? [];
    contents.set(path, ofFile);
    const json = ofFile[element.position] ?? {};
    const revision = revisionOf(broken.length === 0 ? JSON.stringify(json) : (onDisk ?? ""));
    return { element, json, revision, onDisk, broken };
  });
}

/** As the API shows it, without secrets. */
export function configurationJson({ element, json, revision, broken }: StoredElement): ConfigurationJson {
  const findings = [...broken, ...element.findings]
    .filter(({ severity }) => severity !== "info")
    .map(findingJson);
  const scope = json["scope"];
  return {
    objectId: element.id,
    scope: typeof scope === "string" ? scope : "",
    value: maskSecrets(json["value"]),
    revision,
    ...(findings.length === 0 ? {} : { findings }),
  };
}

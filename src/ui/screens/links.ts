import type { ScreenLink } from "../../api/contract/index.ts";
import { entityPath } from "../app/paths.ts";

// Where things of a screen lead: paths of this UI.

/** @param selector  default: all of the type */
export function listPath(type: string | undefined, selector?: string): string {
  const query = new URLSearchParams();
  if (type !== undefined) query.set("type", type);
  if (selector !== undefined) query.set("selector", selector);
  return `/entities?${query.toString()}`;
}

/** Where the link of a message leads within the UI; undefined for one that leads out of it. */
export function linkPath(link: ScreenLink): string | undefined {
  switch (link.kind) {
    case "entity":
      return entityPath(link.id);
    case "entities":
      return listPath(link.type, link.entitySelector);
    case "extension":
      return link.installed ? `/setup/new?extension=${encodeURIComponent(link.name)}` : "/manifests";
    case "url":
      return undefined;
    default:
      return link satisfies never;
  }
}

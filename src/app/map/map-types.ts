import { ApiError, type TopologyTypeJson } from "../../api/index.ts";
import type { TopologySpec } from "../../manifest/index.ts";
import type { EntityStore } from "../../store/index.ts";

export interface MapTypes {
  readonly json: readonly TopologyTypeJson[];
  readonly shown: readonly string[];
  readonly isShown: (type: string) => boolean;
}

/**
 * The types there are entities of, and which of them a map shows.
 * @param wanted  names, or what decides
 * @throws {ApiError} 400 for a name that is not known
 */
export function mapTypes(
  store: Pick<EntityStore, "types" | "countOf">,
  specs: readonly TopologySpec[],
  wanted: readonly string[] | ((type: string) => boolean),
): MapTypes {
  const known = [...store.types()];
  const isShown = typeof wanted === "function" ? wanted : testOf(wanted, known);
  const json = known
    .map((type) => ({
      type,
      displayName: displayNameOf(type, specs),
      count: store.countOf(type),
      isShown: isShown(type),
    }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => (a.displayName < b.displayName ? -1 : 1));
  return { json, isShown, shown: json.flatMap((one) => (one.isShown ? [one.type] : [])) };
}

function testOf(wanted: readonly string[], known: readonly string[]): (type: string) => boolean {
  const keys = new Set(wanted.map((type) => type.toLowerCase()));
  const unknown = [...keys].find((key) => !known.some((type) => type.toLowerCase() === key));
  if (unknown === undefined) return (type) => keys.has(type.toLowerCase());
  throw new ApiError(400, "query.unknown-type", `no entity type is called '${unknown}'`, {
    remedy: "See /api/v2/entityTypes for those there are.",
  });
}

const displayNameOf = (name: string, specs: readonly TopologySpec[]): string =>
  specs
    .flatMap(({ types }) => types)
    .find((type) => type.name.toLowerCase() === name.toLowerCase() && type.displayName !== "")?.displayName ??
  name;

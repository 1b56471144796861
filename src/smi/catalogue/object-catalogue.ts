import type { Oid } from "../oid.ts";
import type { ObjectCatalogue, ObjectSyntax } from "../syntax.ts";

export interface CatalogueObject {
  readonly name: string;
  readonly oid: Oid;
  readonly syntax?: ObjectSyntax;
}

export interface CatalogueModule {
  readonly name: string;
  /** Its syntaxes apply only to objects that are asked for by name. */
  readonly onlyByName?: boolean;
  readonly objects: readonly CatalogueObject[];
}

interface Entry {
  readonly title: string;
  readonly syntax: ObjectSyntax | undefined;
  readonly onlyByName: boolean;
}

/**
 * A catalogue of modules. Where two modules have the same name or OID, the earlier module answers;
 * `MODULE::name` asks one module alone.
 */
export function catalogueOf(modules: readonly CatalogueModule[]): ObjectCatalogue {
  const byOid = new Map<string, Entry>();
  const byName = new Map<string, Oid>();
  for (const module of modules) {
    const onlyByName = module.onlyByName === true;
    for (const { name, oid, syntax } of module.objects) {
      const title = `${module.name}::${name}`;
      if (!byOid.has(oid)) byOid.set(oid, { title, syntax, onlyByName });
      if (!byName.has(name)) byName.set(name, oid);
      if (!byName.has(title)) byName.set(title, oid);
    }
  }
  return Object.freeze<ObjectCatalogue>({
    oidOf: (name) => byName.get(name),
    syntaxOf: (oid, byNumber = false) => {
      const entry = byOid.get(longestKnown(oid, byOid) ?? "");
      return entry !== undefined && byNumber && entry.onlyByName ? undefined : entry?.syntax;
    },
    nameOf: (oid) => {
      const known = longestKnown(oid, byOid);
      return known === undefined ? undefined : `${byOid.get(known)?.title}${oid.slice(known.length)}`;
    },
    namesIn: once((module) =>
      modules
        .filter(({ name }) => module === undefined || name === module)
        .flatMap(({ objects }) => objects.map(({ name }) => name)),
    ),
  });
}

/**
 * Several catalogues as one: the first that knows a name or a syntax answers, and the one that knows
 * the longest part of an OID names it.
 */
export function layerCatalogues(
  first: ObjectCatalogue,
  ...rest: readonly ObjectCatalogue[]
): ObjectCatalogue {
  const layers = [first, ...rest];
  return Object.freeze<ObjectCatalogue>({
    oidOf: (name) => firstKnown(layers, (layer) => layer.oidOf(name)),
    syntaxOf: (oid, byNumber) => firstKnown(layers, (layer) => layer.syntaxOf(oid, byNumber)),
    nameOf: (oid) => {
      const names = layers.flatMap((layer) => layer.nameOf(oid) ?? []);
      return names.toSorted((a, b) => instanceArcs(a) - instanceArcs(b))[0];
    },
    namesIn: once((module) => layers.flatMap((layer) => layer.namesIn(module))),
  });
}

/** A manifest with many unknown names asks for the same lists again and again; modules never change. */
function once(list: (module?: string) => readonly string[]): (module?: string) => readonly string[] {
  const known = new Map<string | undefined, readonly string[]>();
  return (module) => {
    const names = known.get(module) ?? [...new Set(list(module))];
    if (names.length > 0) known.set(module, names); // names that are no module's are the asker's, without end
    return names;
  };
}

/** Walks up arc by arc: at most 128 steps, and two or three for an instance of a known column. */
function longestKnown(oid: string, known: ReadonlyMap<string, unknown>): string | undefined {
  for (let prefix = oid; prefix !== ""; prefix = prefix.slice(0, Math.max(prefix.lastIndexOf("."), 0))) {
    if (known.has(prefix)) return prefix;
  }
  return undefined;
}

function firstKnown<T>(
  layers: readonly ObjectCatalogue[],
  ask: (layer: ObjectCatalogue) => T | undefined,
): T | undefined {
  for (const layer of layers) {
    const answer = ask(layer);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** `IF-MIB::ifOperStatus.3` → 1: what a catalogue could not name. */
function instanceArcs(name: string): number {
  return name.split(".").length - 1;
}

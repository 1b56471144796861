import {
  builtinCatalogue,
  type CatalogueModule,
  type CatalogueObject,
  layerCatalogues,
  type ObjectCatalogue,
} from "../smi/index.ts";

// The names of MIB objects that packet logs show: those of all extensions over the built-in ones.

/** The catalogues as one, the first of them on top. */
export function layeredCatalogue(catalogues: readonly ObjectCatalogue[]): ObjectCatalogue {
  return [...new Set(catalogues)].reduceRight(
    (below, above) => layerCatalogues(above, below),
    builtinCatalogue,
  );
}

const known = new WeakMap<ObjectCatalogue, readonly CatalogueModule[]>();

/** What the catalogues name otherwise than the built-in one, as plain data, for a thread to make a catalogue of. */
export const objectsOf = (catalogues: readonly ObjectCatalogue[]): readonly CatalogueModule[] =>
  [...new Set(catalogues)].flatMap((catalogue) => {
    const modules = known.get(catalogue) ?? ownObjects(catalogue);
    known.set(catalogue, modules);
    return modules;
  });

function ownObjects(catalogue: ObjectCatalogue): readonly CatalogueModule[] {
  const modules = new Map<string, CatalogueObject[]>();
  for (const name of catalogue.namesIn()) {
    const oid = catalogue.oidOf(name);
    const title = oid && catalogue.nameOf(oid);
    if (oid === undefined || title === undefined || title === builtinCatalogue.nameOf(oid)) continue;
    const [module = "", object = name] = title.split("::");
    const objects = modules.get(module) ?? [];
    modules.set(module, objects);
    const syntax = catalogue.syntaxOf(oid);
    objects.push({ name: object, oid, ...(syntax && { syntax }) });
  }
  return [...modules].map(([name, objects]) => ({ name, objects }));
}

/** A catalogue that is another one from time to time, for who holds on to it. */
export const catalogueThatIs = (now: () => ObjectCatalogue): ObjectCatalogue => ({
  oidOf: (name) => now().oidOf(name),
  syntaxOf: (oid, byNumber) => now().syntaxOf(oid, byNumber),
  nameOf: (oid) => now().nameOf(oid),
  namesIn: (module) => now().namesIn(module),
});

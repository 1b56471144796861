import type { MibObjectJson } from "../../api/index.ts";
import { compareOids, isUnder, type ObjectCatalogue, type Oid, parseOid } from "../../smi/index.ts";
import { describedObject } from "./mib-object.ts";

interface Entry {
  readonly name: string;
  readonly module: string;
  readonly oid: Oid;
  /** For the search, in lower case. */
  readonly title: string;
  readonly lowerName: string;
}

/** Beyond what fits, in order of preference; a lower number is better. */
const RANK = { exact: 0, start: 1, word: 2, part: 3 } as const;

/** The objects of a catalogue, to be searched while somebody types: 20,000 of them in a few milliseconds. */
export class ObjectIndex {
  readonly #catalogue: ObjectCatalogue;
  readonly #byOid: ReadonlyMap<Oid, Entry>;
  /** In the order of their OIDs. */
  readonly #entries: readonly Entry[];

  constructor(catalogue: ObjectCatalogue) {
    this.#catalogue = catalogue;
    this.#entries = entriesOf(catalogue).toSorted((a, b) => compareOids(a.oid, b.oid));
    this.#byOid = new Map(this.#entries.map((entry) => [entry.oid, entry]));
  }

  /** @param text  part of a name with or without module, or the begin of an OID */
  find(text: string, limit: number): readonly MibObjectJson[] {
    const wanted = text.trim();
    const found = /^[\d.]+$/.test(wanted) ? this.#byNumber(wanted) : this.#byName(wanted);
    return found.slice(0, limit).map((entry) => this.#described(entry));
  }

  /** The object that the OID belongs to, then what lies below it or goes on from what is typed so far. */
  #byNumber(text: string): readonly Entry[] {
    const typed = text.replace(/^\./, "");
    const whole = parseOid(typed.replace(/\.$/, ""));
    const owner = whole && this.#nearest(whole);
    const below = this.#entries.filter((entry) => entry !== owner && entry.oid.startsWith(typed));
    return owner === undefined ? below : [owner, ...below];
  }

  #nearest(oid: Oid): Entry | undefined {
    for (let at = oid; at.includes("."); at = at.slice(0, at.lastIndexOf(".")) as Oid) {
      const entry = this.#byOid.get(at);
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  #byName(text: string): readonly Entry[] {
    const typed = text.toLowerCase();
    const ranked = this.#entries.flatMap((entry) => {
      const rank = rankOf(entry, typed, text);
      return rank === undefined ? [] : [{ entry, rank }];
    });
    return ranked
      .toSorted((a, b) => a.rank - b.rank || a.entry.name.length - b.entry.name.length)
      .map(({ entry }) => entry);
  }

  #described(entry: Entry): MibObjectJson {
    const at = this.#entries.indexOf(entry);
    const next = this.#entries[at + 1];
    const parent = this.#byOid.get(parentOf(entry.oid));
    return describedObject(entry, {
      parentName: parent?.name,
      hasChildren: next !== undefined && isUnder(next.oid, entry.oid),
      syntax: this.#catalogue.syntaxOf(entry.oid),
    });
  }
}

const parentOf = (oid: Oid): Oid => oid.slice(0, Math.max(0, oid.lastIndexOf("."))) as Oid;

function entriesOf(catalogue: ObjectCatalogue): readonly Entry[] {
  const seen = new Set<Oid>();
  return catalogue.namesIn().flatMap((known) => {
    const oid = catalogue.oidOf(known);
    const title = oid && catalogue.nameOf(oid);
    if (oid === undefined || title === undefined || seen.has(oid)) return [];
    seen.add(oid);
    const [module = "", name = known] = title.split("::");
    return [{ name, module, oid, title: title.toLowerCase(), lowerName: name.toLowerCase() }];
  });
}

/** `octets` is a word of `ifHCInOctets`: it begins with a capital there. */
function rankOf(entry: Entry, typed: string, text: string): number | undefined {
  const inTitle = typed.includes("::");
  const searched = inTitle ? entry.title : entry.lowerName;
  if (searched === typed) return RANK.exact;
  if (searched.startsWith(typed)) return RANK.start;
  if (inTitle || !searched.includes(typed)) return undefined;
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return entry.name.includes(capital) ? RANK.word : RANK.part;
}

import { childPath, type Place } from "../source/index.ts";
import type { ManifestFindings } from "./findings.ts";
import type { Keys } from "./format/shape.ts";
import { didYouMean } from "./suggest.ts";
import { type Mapping, scalarText, type Tree } from "./yaml-tree.ts";

/** A node of the file with its place: what the section readers work on. */
export interface Located extends Place {
  readonly tree: Tree;
}

/** A scalar with its place, so that later checks can point at it. */
export interface LocatedText extends Place {
  readonly text: string;
}

/** A whole number as YAML writes it; digits only, so that `1e3` and `0x10` are refused like any other text. */
const INTEGER = /^[+-]?\d{1,15}$/;
const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * Reads one mapping key by key and reports what does not fit (M002, M003, M101). Readers answer undefined for what
 * is absent or unusable, so that reading goes on and all findings of a file come at once.
 */
export class MapReader implements Place {
  readonly path: string;
  readonly at: number;
  readonly findings: ManifestFindings;
  readonly tree: Mapping;

  constructor(findings: ManifestFindings, path: string, tree: Mapping) {
    this.findings = findings;
    this.path = path;
    this.at = tree.at;
    this.tree = tree;
  }

  get keys(): readonly string[] {
    return [...this.tree.entries.keys()];
  }

  /** Whether the key is there and has a value. */
  has(key: string): boolean {
    return this.node(key) !== undefined;
  }

  node(key: string): Located | undefined {
    const tree = this.tree.entries.get(key)?.node;
    if (tree === undefined || (tree.kind === "scalar" && tree.value === null)) return undefined;
    return { tree, path: this.#pathOf(key), at: tree.at };
  }

  /** Where the key itself stands; the mapping when it is absent. */
  placeOf(key: string): Place {
    const entry = this.tree.entries.get(key);
    return entry === undefined
      ? { path: this.path, at: this.at }
      : { path: this.#pathOf(key), at: entry.keyAt };
  }

  text(key: string): LocatedText | undefined {
    const node = this.node(key);
    if (node === undefined) return undefined;
    return asText(this.findings, node, `'${key}'`);
  }

  /** A text that must be there and not be blank (M002). */
  requiredText(key: string, example: string): LocatedText | undefined {
    if (!this.has(key)) {
      this.missing(key, example);
      return undefined;
    }
    const text = this.text(key);
    if (text === undefined || text.text.trim() !== "") return text;
    this.findings.error("M002", this.placeOf(key), `'${key}' is empty; write ${example}`);
    return undefined;
  }

  missing(key: string, example: string): void {
    this.findings.error("M002", this, `'${key}' is missing; write ${example}`);
  }

  boolean(key: string, fallback: boolean): boolean {
    const text = this.text(key);
    if (text === undefined) return fallback;
    const word = text.text.trim().toLowerCase();
    if (word === "true") return true;
    if (word === "false") return false;
    this.findings.error("M003", text, `'${key}' must be true or false`, text.text);
    return fallback;
  }

  integer(key: string): (Place & { readonly number: number; readonly text: string }) | undefined {
    return this.#number(key, INTEGER, "a whole number");
  }

  number(key: string): number | undefined {
    return this.#number(key, NUMBER, "a number")?.number;
  }

  map(key: string): MapReader | undefined {
    const node = this.node(key);
    return node === undefined ? undefined : asMap(this.findings, node, `'${key}'`);
  }

  list(key: string): readonly Located[] {
    const node = this.node(key);
    return node === undefined ? [] : asList(this.findings, node, `'${key}'`);
  }

  /** The mappings of a list; other entries are reported and left out. */
  maps(key: string): readonly MapReader[] {
    return this.list(key).flatMap((item) => asMap(this.findings, item, `an entry of '${key}'`) ?? []);
  }

  /** The texts of a list; other entries are reported and left out. */
  texts(key: string): readonly LocatedText[] {
    return this.list(key).flatMap((item) => asText(this.findings, item, `an entry of '${key}'`) ?? []);
  }

  /** Reports the keys that the format does not know here (M101); they are kept out of the way, not refused. */
  onlyKeys(known: Keys): void {
    for (const [key, { keyAt }] of this.tree.entries) {
      if (Object.hasOwn(known, key)) continue;
      const message = `unknown key '${key}' is ignored${didYouMean(key, Object.keys(known))}`;
      this.findings.warning("M101", { path: this.#pathOf(key), at: keyAt }, message, key);
    }
  }

  /** Reports a list that is longer than the format allows (M006). */
  atMost(key: string, length: number, limit: number): void {
    if (length <= limit) return;
    this.findings.error(
      "M006",
      this.placeOf(key),
      `'${key}' has ${length} entries; at most ${limit} are allowed`,
    );
  }

  #number(key: string, form: RegExp, what: string): (Place & { number: number; text: string }) | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    const trimmed = text.text.trim();
    if (form.test(trimmed)) return { ...text, number: Number(trimmed) };
    this.findings.error("M003", text, `'${key}' must be ${what}`, text.text);
    return undefined;
  }

  #pathOf(key: string): string {
    return childPath(this.path, key);
  }
}

function asMap(findings: ManifestFindings, node: Located, what: string): MapReader | undefined {
  if (node.tree.kind === "map") return new MapReader(findings, node.path, node.tree);
  findings.error("M003", node, `${what} must be a mapping (key: value), not ${kindOf(node.tree)}`);
  return undefined;
}

function asList(findings: ManifestFindings, node: Located, what: string): readonly Located[] {
  if (node.tree.kind === "list") {
    return node.tree.items.map((tree, index) => ({ tree, at: tree.at, path: childPath(node.path, index) }));
  }
  findings.error("M003", node, `${what} must be a list ('- ' before each entry), not ${kindOf(node.tree)}`);
  return [];
}

export function asText(findings: ManifestFindings, node: Located, what: string): LocatedText | undefined {
  const text = scalarText(node.tree);
  if (text !== undefined) return { text, path: node.path, at: node.at };
  findings.error("M003", node, `${what} must be a text, not ${kindOf(node.tree)}`);
  return undefined;
}

/** Reports every text that stands a second time where it must be unique (M007). */
export function reportDuplicates(
  findings: ManifestFindings,
  texts: readonly LocatedText[],
  what: string,
): void {
  const seen = new Set<string>();
  for (const place of texts) {
    if (seen.has(place.text)) {
      findings.error(
        "M007",
        place,
        `the ${what} '${place.text}' stands twice; rename or remove one`,
        place.text,
      );
    }
    seen.add(place.text);
  }
}

function kindOf(tree: Tree): string {
  if (tree.kind === "scalar") return tree.value === null ? "nothing" : "a text";
  return tree.kind === "map" ? "a mapping" : "a list";
}

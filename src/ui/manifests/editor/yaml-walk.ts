import { YamlFlow } from "./yaml-flow.ts";
import { plain, started, unquoted } from "./yaml-scalar.ts";

// Where one is in a YAML text while it is written: it may be half a line, so this reads lines and not documents. Block
// style, and flow style ({ }, [ ]) over one or more lines; anchors, tags and multi-line keys are not looked at.

/** A `key: value` of the text. */
export interface YamlEntry {
  /** From the top, `*` for an entry of a list; ends with the own key. */
  readonly path: readonly string[];
  readonly key: string;
  /** On the same line, without quotes; empty when it stands below. */
  readonly value: string;
  /** From 0. */
  readonly line: number;
  /** Equal for the keys of one mapping. */
  readonly mapping: number;
}

/** Where the end of a text is. */
export interface YamlPlace {
  /** `key`: a key of the mapping at `path`, or an entry of a list. `value`: what the key at the end of `path` holds. */
  readonly kind: "key" | "value";
  readonly path: readonly string[];
  /** What is written of it so far, without an opening quote. */
  readonly written: string;
  readonly mapping: number;
  readonly inFlow: boolean;
  /** Blanks before the key, of block style. */
  readonly indent: number;
}

interface Frame {
  readonly indent: number;
  /** `*`: an entry of a list. */
  readonly key: string;
  /** Number of the mapping below it. */
  readonly mapping: number;
}

const KEY =
  /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#'"{[\]},&*!|>%@`-][^:#]*?|-[^\s:][^:#]*?)\s*:(?=\s|$)\s*/;

class Walk {
  readonly entries: YamlEntry[] = [];
  readonly #frames: Frame[] = [];
  readonly #flow = new YamlFlow(() => this.#nextMapping());
  #flowIndent = 0;
  /** Lines of a block scalar are deeper than this; -1 outside of one. */
  #scalarIndent = -1;
  #mappings = 0;
  #line = 0;
  place: YamlPlace = { kind: "key", path: [], written: "", mapping: 0, inFlow: false, indent: 0 };

  line(text: string): void {
    const indent = text.search(/\S|$/);
    const isBlank = text.trim() === "";
    if (this.#scalarIndent >= 0 && (isBlank || indent > this.#scalarIndent)) {
      this.place = { ...this.place, kind: "value", written: text.trim() };
    } else {
      this.#scalarIndent = -1;
      this.#outsideOfScalars(text, indent, isBlank);
    }
    this.#line += 1;
  }

  #outsideOfScalars(text: string, indent: number, isBlank: boolean): void {
    // A key further left means that a bracket was left open: what follows is not inside of it.
    const left = this.#flow.isOpen && !isBlank && indent <= this.#flowIndent && !/^\s*[\]}]/.test(text);
    if (left) this.#flow.close();
    if (this.#flow.isOpen) this.#readFlow(text);
    else if (isBlank || text.trimStart().startsWith("#")) this.#keyPlace(indent, "");
    else this.#readBlock(text, indent);
  }

  #readBlock(text: string, indent: number): void {
    let column = indent;
    let rest = text.slice(indent);
    for (let dash = /^-(\s+|$)/.exec(rest); dash !== null; dash = /^-(\s+|$)/.exec(rest)) {
      this.#popTo(column, true);
      this.#frames.push({ indent: column, key: "*", mapping: this.#nextMapping() });
      column += dash[0].length;
      rest = rest.slice(dash[0].length);
    }
    const match = KEY.exec(rest);
    if (match === null) return this.#noKey(rest, column);
    this.#popTo(column, false);
    const mapping = this.#mapping();
    const key = unquoted(match[1]!);
    const mappingBelow = this.#nextMapping();
    this.#frames.push({ indent: column, key, mapping: mappingBelow });
    this.#value(key, rest.slice(match[0].length), { mapping, column });
  }

  #value(key: string, value: string, { mapping, column }: { mapping: number; column: number }): void {
    const path = this.#path();
    const isFlow = value.startsWith("{") || value.startsWith("[");
    this.entries.push({ path, key, value: isFlow ? "" : plain(value), line: this.#line, mapping });
    this.place = { kind: "value", path, written: started(value), mapping, inFlow: false, indent: column };
    if (isFlow) {
      this.#flowIndent = column;
      this.#readFlow(value);
    } else if (/^[|>][+-]?\d?\s*$/.test(value)) this.#scalarIndent = column;
  }

  #noKey(rest: string, column: number): void {
    if (rest.startsWith("{") || rest.startsWith("[")) {
      this.#flowIndent = column - 1;
      return this.#readFlow(rest);
    }
    this.#keyPlace(column, rest);
  }

  #keyPlace(column: number, written: string): void {
    const frames = this.#frames.filter(({ indent }) => indent < column);
    this.place = {
      kind: "key",
      path: frames.map(({ key }) => key),
      written: started(written),
      mapping: frames.at(-1)?.mapping ?? 0,
      inFlow: false,
      indent: column,
    };
  }

  /** Ends what is not above `column`. A list may stand as far left as its key. */
  #popTo(column: number, forItem: boolean): void {
    for (let top = this.#frames.at(-1); top !== undefined; top = this.#frames.at(-1)) {
      const keeps = top.indent < column || (forItem && top.indent === column && top.key !== "*");
      if (keeps) return;
      this.#frames.pop();
    }
  }

  #readFlow(text: string): void {
    const path = this.#path();
    for (const { path: below, ...entry } of this.#flow.read(text))
      this.entries.push({ path: [...path, ...below], ...entry, line: this.#line });
    const place = this.#flow.place();
    if (place === undefined) return;
    this.place = { ...place, path: [...path, ...place.path], inFlow: true, indent: 0 };
  }

  #path(): string[] {
    return this.#frames.map(({ key }) => key);
  }

  #mapping(): number {
    return this.#frames.at(-1)?.mapping ?? 0;
  }

  #nextMapping(): number {
    this.#mappings += 1;
    return this.#mappings;
  }
}

/** All `key: value` of a text, in its order. */
export function yamlEntries(text: string): readonly YamlEntry[] {
  const walk = new Walk();
  for (const line of text.split("\n")) walk.line(line.trimEnd());
  return walk.entries;
}

/** Where the end of `text` is: that of a whole document up to the cursor. */
export function yamlPlace(text: string): YamlPlace {
  const walk = new Walk();
  for (const line of text.split("\n")) walk.line(line);
  return walk.place;
}

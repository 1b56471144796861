import { readFile } from "node:fs/promises";
import { isRecord } from "../../base/index.ts";
import type { Finding } from "../extensions.ts";
import type { ShelfSurroundings } from "./extension-shelf.ts";
import { findingOf, notInForce } from "./finding.ts";
import type { SourceFile } from "./source-files.ts";

type ByName = ReadonlyMap<string, string>;

/** `extensions/active.json`: which version of an extension is the one to be used, by name. */
export class ActiveVersions {
  readonly #around: ShelfSurroundings;
  #versions: ByName = new Map();
  #findings: readonly Finding[] = [];
  #suspect: string | undefined;

  constructor(around: ShelfSurroundings) {
    this.#around = around;
  }

  get versions(): ByName {
    return this.#versions;
  }

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  async take(file: SourceFile | undefined, patient: boolean): Promise<void> {
    if (file === undefined) {
      this.#versions = new Map();
      this.#findings = [];
      return;
    }
    if (!this.#around.looks.isDue(file)) return;
    const text = await readFile(file.path, "utf8").catch(() => "");
    const read = parseVersions(text);
    if (read === undefined && patient && text !== this.#suspect) {
      this.#suspect = text;
      this.#around.looks.lookAgain(file.path);
      return;
    }
    this.#suspect = undefined;
    this.#versions = read ?? this.#versions;
    this.#findings = read === undefined ? [notInForce(file.path), unreadable(file.path)] : [];
  }
}

function parseVersions(text: string): ByName | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return undefined;
    const entries = Object.entries(value);
    return entries.every(([, version]) => typeof version === "string")
      ? new Map(entries as [string, string][])
      : undefined;
  } catch {
    return undefined;
  }
}

const unreadable = (path: string): Finding =>
  findingOf(
    path,
    "config.active-versions",
    'it must read { "<extension>": "<version>", … }. Correct or remove it',
  );

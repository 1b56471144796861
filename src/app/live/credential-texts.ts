import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { elementsOf, revisionOf } from "./element-text.ts";
import type { ShelfSurroundings } from "./extension-shelf.ts";
import type { SourceFile } from "./source-files.ts";
import type { Replacement } from "./versions.ts";

/** Sees credential files change and keeps what they were; what is in them others read. */
export class CredentialTexts {
  readonly #around: ShelfSurroundings;
  readonly #texts = new Map<string, string>();

  constructor(around: ShelfSurroundings) {
    this.#around = around;
  }

  /** @returns whether any of them changed */
  async take(files: readonly SourceFile[]): Promise<boolean> {
    let changed = false;
    for (const file of files) {
      if (!this.#around.looks.isDue(file)) continue;
      const text = await readFile(file.path, "utf8").catch(() => "");
      changed = (await this.#set(file.path, text)) || changed;
    }
    const paths = new Set(files.map(({ path }) => path));
    for (const path of this.#texts.keys()) {
      if (paths.has(path)) continue;
      this.#around.looks.forget(path);
      changed = (await this.#set(path, undefined)) || changed;
    }
    return changed;
  }

  async #set(path: string, text: string | undefined): Promise<boolean> {
    const before = this.#texts.get(path);
    if (before === text) return false;
    if (text === undefined) this.#texts.delete(path);
    else this.#texts.set(path, text);
    await this.#around.versions.keep("credentials", basename(path, ".json"), {
      before: before === undefined ? undefined : contentOf(before),
      after: text === undefined ? undefined : revisionOf(text),
      by: this.#around.writerOf(path),
    });
    return true;
  }
}

/** What could not be read was never in force, and its secrets could not be told from the rest of it. */
function contentOf(text: string): Replacement["before"] {
  const content = elementsOf(text)?.[0];
  return content && { revision: revisionOf(text), content };
}

import { messageOf } from "../../base/index.ts";
import type { Finding } from "../extensions.ts";
import { findingOf } from "./finding.ts";
import { listSources, type SourceFile, type SourceSettings } from "./source-files.ts";

/** The files of the configuration, as of the last look at its folders. */
export class SourceList {
  readonly #settings: SourceSettings;
  #files: readonly SourceFile[] | undefined;
  #findings: readonly Finding[] = [];

  constructor(settings: SourceSettings) {
    this.#settings = settings;
  }

  get files(): readonly SourceFile[] {
    return this.#files ?? [];
  }

  /** What is wrong with the folder as a whole. */
  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /**
   * A folder that cannot be read, or is gone as a whole, is a fault of the disk: all stays as it was.
   * @returns undefined then; at the first look those that the service file names
   */
  async look(): Promise<readonly SourceFile[] | undefined> {
    try {
      this.#files = await listSources(this.#settings);
      this.#findings = [];
      return this.#files;
    } catch (error) {
      const message = `the folder cannot be read, so what was in it stays in force: ${messageOf(error)}. Check configDir, and that the service's user may read it`;
      this.#findings = [findingOf(this.#settings.configDir ?? "", "config.folder", message)];
      if (this.#files !== undefined) return undefined;
      this.#files = await listSources({ ...this.#settings, configDir: undefined });
      return this.#files;
    }
  }
}

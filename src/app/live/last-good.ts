import { join } from "node:path";
import { isRecord, type Logger, messageOf } from "../../base/index.ts";
import { type StateFolder, stateFolder } from "../state-folder.ts";
import { sha256Of } from "./element-text.ts";

/** Below the data directory. */
export const LAST_GOOD_FOLDER = "last-good";

/**
 * What was last in force of each file, kept in the data directory so that a broken file does no harm over a restart
 * either. Secrets are as they stand in the file. Written behind: a loss costs nothing while the files are good.
 */
export class LastGood {
  readonly #folder: StateFolder;
  readonly #logger: Logger;
  /** Hashes of what is known to be on disk, by name. */
  readonly #written = new Map<string, string>();
  #work: Promise<void> = Promise.resolve();
  #failed = false;
  readonly #readOnly: boolean;

  constructor(
    dataDir: string,
    { logger, readOnly }: { readonly logger: Logger; readonly readOnly: boolean },
  ) {
    this.#readOnly = readOnly;
    this.#folder = stateFolder(join(dataDir, LAST_GOOD_FOLDER));
    this.#logger = logger;
  }

  /** @returns what was kept, as JSON gave it back; undefined when there is none that can be read */
  async read(path: string): Promise<unknown> {
    const text = await this.#folder.read(nameOf(path)).catch(() => undefined);
    if (text === undefined) return undefined;
    try {
      const kept: unknown = JSON.parse(text);
      return isRecord(kept) && kept["path"] === path ? kept["content"] : undefined;
    } catch {
      // Torn by a power cut.
      return undefined;
    }
  }

  /** @param content  anything that JSON can say */
  keep(path: string, content: unknown): void {
    const text = JSON.stringify({ path, content });
    const [name, hash] = [nameOf(path), sha256Of(text)];
    if (this.#written.get(name) === hash) return;
    this.#written.set(name, hash);
    this.#later(async () => {
      // After a restart most of it is there already.
      if ((await this.#folder.read(name)) !== text) await this.#folder.replace(name, text);
    });
  }

  forget(path: string): void {
    this.#written.delete(nameOf(path));
    this.#later(() => this.#folder.remove(nameOf(path)));
  }

  /** Resolves when all is on disk. */
  written(): Promise<void> {
    return this.#work;
  }

  #later(write: () => Promise<void>): void {
    if (this.#readOnly) return;
    this.#work = this.#work.then(() => this.#try(write));
  }

  async #try(write: () => Promise<void>): Promise<void> {
    try {
      await write();
      this.#failed = false;
    } catch (error) {
      this.#complain(error);
    }
  }

  #complain(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    const remedy = "Give the service's user write access to dataDir, or room on its disk.";
    this.#logger.warn(
      { code: "config.last-good", folder: this.#folder.path, reason: messageOf(error), remedy },
      "configurations in force cannot be kept for a restart with a broken file",
    );
  }
}

const nameOf = (path: string): string => `${sha256Of(path).slice(0, 32)}.json`;

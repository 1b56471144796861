import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { replaceFile, syncFolder } from "../replace-file.ts";
import { BY_FILE } from "./versions.ts";

/** Writes files of the configuration, whole or not at all, and says who did. */
export interface FileChange {
  write(path: string, content: string | Uint8Array): Promise<void>;
  remove(path: string): Promise<void>;
}

/** Who writes a file at this moment. */
export class FileWriters {
  readonly #configDir: string | undefined;
  readonly #writers = new Map<string, string>();

  constructor(configDir: string | undefined) {
    this.#configDir = configDir;
  }

  /** @returns `file` for everybody who does not write through us */
  writerOf(path: string): string {
    return this.#writers.get(path) ?? BY_FILE;
  }

  changeBy(by: string): FileChange {
    return {
      write: async (path, content) => {
        this.#writers.set(path, by);
        // Files that the service file names keep the permissions that their owner gave them.
        await replaceFile(path, content, this.#isOurs(path) ? { mode: 0o600 } : {});
      },
      remove: async (path) => {
        this.#writers.set(path, by);
        await rm(path, { recursive: true, force: true });
        await syncFolder(dirname(path));
      },
    };
  }

  /** What changes from now on, others do. */
  done(): void {
    this.#writers.clear();
  }

  #isOurs(path: string): boolean {
    return this.#configDir !== undefined && path.startsWith(join(this.#configDir, "/"));
  }
}

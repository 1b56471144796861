import type { StateFolder } from "../../src/app/state-folder.ts";

/** A StateFolder in memory that can fail; files keep when they were last changed. */
export class MemoryFolder implements StateFolder {
  readonly path = "/state";
  readonly files = new Map<string, { text: string; changedAtMs: number }>();
  /** Names in the order they were written. */
  readonly written: string[] = [];
  /** Set: nothing works. */
  failing: Error | undefined;
  /** Set: nothing can be written. */
  full: Error | undefined;
  readonly #nowMs: () => number;

  constructor(nowMs: () => number = () => 0) {
    this.#nowMs = nowMs;
  }

  text(name: string): string | undefined {
    return this.files.get(name)?.text;
  }

  read(name: string) {
    return this.#done(() => this.text(name));
  }

  replace(name: string, text: string) {
    return this.#done(() => {
      if (this.full !== undefined) throw this.full;
      this.written.push(name);
      this.files.set(name, { text, changedAtMs: this.#nowMs() });
    });
  }

  update(name: string, change: (before: string | undefined) => string) {
    return this.#done(() => {
      const text = change(this.text(name));
      if (this.full !== undefined) throw this.full;
      this.written.push(name);
      this.files.set(name, { text, changedAtMs: this.#nowMs() });
    });
  }

  rename(from: string, to: string) {
    return this.#done(() => {
      this.files.set(to, this.files.get(from)!);
      this.files.delete(from);
    });
  }

  remove(name: string) {
    return this.#done(() => {
      this.files.delete(name);
    });
  }

  append(name: string, text: string) {
    return this.#done(() => {
      if (this.full !== undefined) throw this.full;
      this.files.set(name, { text: (this.text(name) ?? "") + text, changedAtMs: this.#nowMs() });
    });
  }

  info(name: string) {
    return this.#done(() => {
      const file = this.files.get(name);
      return file && { changedAtMs: file.changedAtMs, bytes: Buffer.byteLength(file.text) };
    });
  }

  list() {
    return this.#done(() => [...this.files.keys()]);
  }

  async #done<T>(work: () => T): Promise<T> {
    await Promise.resolve();
    if (this.failing !== undefined) throw this.failing;
    return work();
  }
}

import type { AppError } from "../base/index.ts";
import type { KeyValue } from "./key-value.ts";

/**
 * Stands for a store that is off, or that could not be opened: it holds nothing. What is built on it lives in memory
 * alone, as it does while a disk is full.
 */
export class AbsentKeyValue implements KeyValue {
  /** Why each write fails; without one what is written vanishes. */
  fault: AppError | undefined;

  get(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  getMany(keys: readonly Uint8Array[]): Promise<undefined[]> {
    return Promise.resolve(keys.map(() => undefined));
  }

  write(): Promise<void> {
    return this.fault === undefined ? Promise.resolve() : Promise.reject(this.fault);
  }

  pages(): AsyncIterable<never> {
    return {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
    };
  }

  clear(): Promise<void> {
    return this.write();
  }

  approximateBytes(): Promise<number> {
    return Promise.resolve(0);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

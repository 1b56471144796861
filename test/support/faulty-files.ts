import type { LogFile, LogFiles } from "../../src/ingest/queue/log-files.ts";

/** What a disk does to one call. */
export type DiskFault =
  /** The call is refused. */
  | { readonly kind: "error"; readonly code: "ENOSPC" | "EIO" | "EROFS" }
  /** A part is written, then it is refused. */
  | { readonly kind: "torn"; readonly code: "ENOSPC" | "EIO" }
  /** A part is written, and that is all there is to say. */
  | { readonly kind: "short" }
  /** It has no end. */
  | { readonly kind: "hang" }
  /** It takes until then. */
  | { readonly kind: "stall"; readonly until: Promise<void> }
  /** The process ends in the middle of it: a part may be written. */
  | { readonly kind: "crash" };

interface Content {
  bytes: Uint8Array;
  /** What a power cut leaves. */
  synced: Uint8Array;
}

/** For calls that take until they may go on. */
export function hanging(): { readonly until: Promise<void>; readonly goOn: () => void } {
  let goOn = (): void => undefined;
  const until = new Promise<void>((resolve) => (goOn = resolve));
  return { until, goOn: () => goOn() };
}

/** Files in memory on a disk that fails as it is told. */
export class FaultyDisk {
  #files = new Map<string, Content>();
  /** What a power cut leaves of the names. */
  #syncedNames = new Map<string, Content>();
  #life = 0;
  /** Handles that are open. */
  openFiles = 0;
  octetsRead = 0;
  /** Asked before each call that only reads: an error's code, or `hang`. */
  readFault: (what: "list" | "open" | "read", file: string) => string | undefined = () => undefined;
  /** Asked before each call that changes something; counted from 0 over all lives. */
  fault: (call: number, what: string, file: string) => DiskFault | undefined = () => undefined;
  calls = 0;
  crashed = false;

  /** From now on it answers to no change of these files. @returns lets it go on: what was asked for meanwhile comes first */
  stall(isHit: (file: string) => boolean = () => true): () => void {
    const { until, goOn } = hanging();
    this.fault = (_call, _what, file) => (isHit(file) ? { kind: "stall", until } : undefined);
    return () => {
      this.fault = () => undefined;
      goOn();
    };
  }

  /** The files as one process sees them: after `endProcess` none of its calls has an effect or an end. */
  mount(): LogFiles {
    const life = ++this.#life;
    this.crashed = false;
    const alive = <T>(call: () => T): Promise<T> =>
      this.#life === life && !this.crashed ? Promise.resolve().then(call) : NEVER;
    return {
      path: "/disk",
      list: () => this.#reading("list", "", alive, () => [...this.#files.keys()]),
      open: (name) =>
        this.#change("open", name, alive, () => {
          const content = this.#files.get(name) ?? { bytes: new Uint8Array(), synced: new Uint8Array() };
          this.#files.set(name, content);
          return this.#handle(name, content, alive);
        }),
      openToRead: (name) =>
        this.#reading("open", name, alive, () => {
          const content = this.#files.get(name);
          if (content === undefined) throw errorOf("ENOENT");
          return this.#handle(name, content, alive);
        }),
      rename: (from, to) =>
        this.#change("rename", from, alive, () => {
          const content = this.#files.get(from);
          if (content === undefined) throw errorOf("ENOENT");
          this.#files.delete(from);
          this.#files.set(to, content);
        }),
      remove: (name) => this.#change("remove", name, alive, () => void this.#files.delete(name)),
      sync: () =>
        this.#change("sync-folder", "", alive, () => void (this.#syncedNames = new Map(this.#files))),
    };
  }

  /** All files that are there, to look at and to damage. */
  names(): string[] {
    return [...this.#files.keys()].toSorted();
  }

  bytesOf(name: string): Uint8Array {
    return this.#files.get(name)!.bytes;
  }

  /** The host loses power: what was not synced is gone. */
  cutPower(): void {
    this.#life++;
    this.#files = new Map(this.#syncedNames);
    for (const content of this.#files.values()) content.bytes = content.synced.slice();
  }

  /** `kill -9`: what was written stays. */
  endProcess(): void {
    this.#life++;
  }

  #reading<T>(what: "list" | "open" | "read", file: string, alive: Alive, read: () => T): Promise<T> {
    return alive(() => {
      const code = this.readFault(what, file);
      if (code === "hang") return NEVER;
      if (code !== undefined) throw errorOf(code);
      return read();
    }) as Promise<T>;
  }

  #handle(name: string, content: Content, alive: Alive): LogFile {
    this.openFiles++;
    return {
      size: () => alive(() => content.bytes.length),
      read: (into, at) =>
        this.#reading("read", name, alive, () => {
          const part = content.bytes.subarray(at, at + into.length);
          into.set(part);
          this.octetsRead += part.length;
          return part.length;
        }),
      write: (bytes, at) => {
        const copy = bytes.slice(); // what the caller does to its memory afterwards is another story
        return this.#change("write", name, alive, (fault) => {
          const length = fault === undefined ? copy.length : Math.floor(copy.length / 2);
          put(content, copy.subarray(0, length), at);
          return length;
        });
      },
      truncate: (bytes) =>
        this.#change("truncate", name, alive, () => void (content.bytes = content.bytes.slice(0, bytes))),
      sync: () => this.#change("sync", name, alive, () => void (content.synced = content.bytes.slice())),
      close: () => alive(() => void this.openFiles--),
    };
  }

  #change<T>(what: string, name: string, alive: Alive, change: (fault?: DiskFault) => T): Promise<T> {
    return alive(() => {
      const fault = this.fault(this.calls++, what, name);
      switch (fault?.kind) {
        case undefined:
          return change();
        case "short":
          return change(what === "write" ? fault : undefined);
        case "hang":
          return NEVER;
        case "stall":
          return fault.until.then(() => alive(() => change()));
        case "crash":
          if (what === "write") change(fault);
          this.crashed = true;
          return NEVER;
        case "torn":
          if (what === "write") change(fault);
          throw errorOf(fault.code);
        case "error":
          throw errorOf(fault.code);
      }
    }) as Promise<T>;
  }
}

type Alive = <T>(call: () => T) => Promise<T>;

const NEVER: Promise<never> = new Promise(() => undefined);

const errorOf = (code: string): Error => Object.assign(new Error(`${code}: the disk says no`), { code });

function put(content: Content, bytes: Uint8Array, at: number): void {
  if (content.bytes.length < at + bytes.length) {
    const larger = new Uint8Array(at + bytes.length);
    larger.set(content.bytes);
    content.bytes = larger;
  } else content.bytes = content.bytes.slice();
  content.bytes.set(bytes, at);
}

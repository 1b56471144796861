import { crc32 } from "node:zlib";
import { type LogFile, type LogFiles, readFully, withFile, writeAll } from "./log-files.ts";
import type { Place } from "./record.ts";

/** Number of the write, position, line, version, checksum. */
const SLOT_BYTES = 32;
const VERSION = 1;
const VERSION_AT = 24;
const CRC_AT = 28;

const CURSOR_PREFIX = "cursor-";
export const cursorName = (sink: string): string => `${CURSOR_PREFIX}${encodeURIComponent(sink)}`;
export const isCursorName = (name: string): boolean => name.startsWith(CURSOR_PREFIX);

/**
 * Where a sink is in the log, on disk. Two slots are written in turns: whatever happens to a write, the other slot
 * stands. The file is made with the first write that the disk takes.
 */
export class CursorFile {
  readonly #files: LogFiles;
  readonly #name: string;
  readonly #slot = new Uint8Array(SLOT_BYTES);
  #file: LogFile | undefined;
  #writes: number;
  #isDirty = false;

  private constructor(files: LogFiles, name: string, writes: number) {
    this.#files = files;
    this.#name = name;
    this.#writes = writes;
  }

  /**
   * Reads where a sink is, and changes nothing yet. Rejects when the disk cannot be read.
   * @returns with `at` undefined when there is no cursor yet (`isNew`), or none that can be read
   */
  static async open(files: LogFiles, name: string): Promise<OpenedCursor> {
    const { at, isNew, writes } = await readCursor(files, name);
    return { file: new CursorFile(files, name, writes), at, isNew };
  }

  /** For who could not read it: the next write puts it right. */
  static unread(files: LogFiles, name: string): CursorFile {
    return new CursorFile(files, name, 0);
  }

  /** Resolves when it survives the end of the process; after `sync` also that of the host. */
  async write({ position, line }: Place): Promise<void> {
    const file = (this.#file ??= await this.#files.open(this.#name));
    const slot = this.#slot;
    const view = new DataView(slot.buffer);
    view.setFloat64(0, this.#writes + 1, true);
    view.setFloat64(8, position, true);
    view.setFloat64(16, line, true);
    view.setUint32(VERSION_AT, VERSION, true);
    view.setUint32(CRC_AT, crc32(slot.subarray(0, CRC_AT)), true);
    await writeAll(file, slot, ((this.#writes + 1) % 2) * SLOT_BYTES);
    // Only now: a write that failed may have spoilt its slot, and the next one must not take the other.
    this.#writes += 1;
    this.#isDirty = true;
  }

  async sync(): Promise<void> {
    if (!this.#isDirty) return;
    this.#isDirty = false;
    try {
      await this.#file?.sync();
    } catch (error) {
      this.#isDirty = true;
      throw error;
    }
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }
}

export interface OpenedCursor {
  readonly file: CursorFile;
  readonly at: Place | undefined;
  readonly isNew: boolean;
}

interface Content extends Omit<OpenedCursor, "file"> {
  /** How often it was written. */
  readonly writes: number;
}

async function readCursor(files: LogFiles, name: string): Promise<Content> {
  try {
    return await withFile(files.openToRead(name), readLatest);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { at: undefined, isNew: true, writes: 0 };
    throw error;
  }
}

interface Slot extends Place {
  readonly writes: number;
}

async function readLatest(file: LogFile): Promise<Content> {
  const slots = [await readSlot(file, 0), await readSlot(file, 1)].filter((slot) => slot !== undefined);
  const latest = slots.toSorted((a, b) => b.writes - a.writes)[0];
  const isNew = latest === undefined && (await file.size()) === 0;
  const at = latest && { position: latest.position, line: latest.line };
  return { at, isNew, writes: latest?.writes ?? 0 };
}

async function readSlot(file: LogFile, slot: number): Promise<Slot | undefined> {
  const bytes = new Uint8Array(SLOT_BYTES);
  if ((await readFully(file, bytes, slot * SLOT_BYTES)) < SLOT_BYTES) return undefined;
  const view = new DataView(bytes.buffer);
  if (view.getUint32(CRC_AT, true) !== crc32(bytes.subarray(0, CRC_AT))) return undefined;
  if (view.getUint32(VERSION_AT, true) !== VERSION) return undefined;
  return {
    writes: view.getFloat64(0, true),
    position: view.getFloat64(8, true),
    line: view.getFloat64(16, true),
  };
}

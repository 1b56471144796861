import { type FileHandle, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/** The files of a log as the log needs them. Rejects with what the file system says (`ENOSPC`, `EIO`, `EROFS` …). */
export interface LogFiles {
  /** Where, for people. */
  readonly path: string;
  /** Names in any order; none when there is no folder yet. */
  list(): Promise<readonly string[]>;
  /** For reading and writing, readable by the owner alone; made when missing. */
  open(name: string): Promise<LogFile>;
  /** For reading, also on a disk that takes nothing. Rejects with `ENOENT` when missing. */
  openToRead(name: string): Promise<LogFile>;
  rename(from: string, to: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** Resolves when the names of all files survive a power cut. */
  sync(): Promise<void>;
}

export interface LogFile {
  size(): Promise<number>;
  /** @returns how many octets were read: fewer than asked for at the end of the file */
  read(into: Uint8Array, at: number): Promise<number>;
  /** @returns how many octets were written: a disk that fills up takes a part */
  write(bytes: Uint8Array, at: number): Promise<number>;
  truncate(bytes: number): Promise<void>;
  /** Resolves when what was written survives a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** A folder on the host's disk. */
export function logFiles(path: string): LogFiles {
  return {
    path,
    list: async () => {
      try {
        return await readdir(path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
        throw error;
      }
    },
    open: async (name) => {
      await mkdir(path, { recursive: true, mode: 0o700 });
      return logFile(await openOrCreate(join(path, name)));
    },
    openToRead: async (name) => logFile(await open(join(path, name), "r")),
    rename: (from, to) => rename(join(path, from), join(path, to)),
    remove: (name) => rm(join(path, name), { force: true }),
    sync: () => syncFolder(path),
  };
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** `r+` writes where it is told to, which `a+` does not; but it makes no file. */
async function openOrCreate(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r+");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return await open(path, "wx+", 0o600);
  }
}

function logFile(handle: FileHandle): LogFile {
  return {
    size: async () => (await handle.stat()).size,
    read: async (into, at) => (await handle.read(into, 0, into.length, at)).bytesRead,
    write: async (bytes, at) => (await handle.write(bytes, 0, bytes.length, at)).bytesWritten,
    truncate: (bytes) => handle.truncate(bytes),
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
}

/** Writes all of it, in as many steps as it takes. Rejects with `ENOSPC` when the disk takes no more. */
export async function writeAll(file: LogFile, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const written = await file.write(bytes.subarray(done), at + done);
    if (written === 0) throw Object.assign(new Error("the disk takes no more"), { code: "ENOSPC" });
    done += written;
  }
}

/** Reads until `into` is full or the file ends. @returns how many octets were read */
export async function readFully(file: LogFile, into: Uint8Array, at: number): Promise<number> {
  let done = 0;
  while (done < into.length) {
    const read = await file.read(into.subarray(done), at + done);
    if (read === 0) break;
    done += read;
  }
  return done;
}

/** Opens a file for as long as it takes. */
export async function withFile<T>(opened: Promise<LogFile>, use: (file: LogFile) => Promise<T>): Promise<T> {
  const file = await opened;
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

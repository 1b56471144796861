import { readdir, readFile, stat } from "node:fs/promises";
import { basename, extname, join, relative } from "node:path";
import { AppError, messageOf } from "../base/index.ts";
import { MIB_LIMITS, type MibFile, type MibProblem } from "./load-mibs.ts";

/** How MIB files are named in the wild; many vendors give them no extension at all. */
const EXTENSIONS: ReadonlySet<string> = new Set([
  "",
  ".mib",
  ".my",
  ".txt",
  ".smi",
  ".smiv2",
  ".asn",
  ".asn1",
]);
/** A NUL byte this early means that the file is not text. */
const SNIFFED_BYTES = 8_192;

export interface MibFolder {
  /** Sorted by name, for `loadMibs`. */
  readonly files: readonly MibFile[];
  /** Files that could not be read or are too large. */
  readonly problems: readonly MibProblem[];
}

/**
 * Reads the MIB files of a folder and of its direct subfolders. Hidden files, other extensions and binaries are
 * passed over in silence: a folder of MIBs often holds read-mes and archives too.
 * @throws {AppError} `mib.folder` when the folder itself cannot be read
 */
export async function readMibFolder(path: string): Promise<MibFolder> {
  const files: MibFile[] = [];
  const problems: MibProblem[] = [];
  for (const file of await mibPaths(path)) {
    const name = relative(path, file);
    try {
      if (files.length >= MIB_LIMITS.filesMax) {
        problems.push({ file: name, message: `is beyond the ${MIB_LIMITS.filesMax} files that are read` });
        continue;
      }
      const { size } = await stat(file);
      if (size > MIB_LIMITS.fileCharactersMax) {
        problems.push({
          file: name,
          message: `has ${size} bytes, more than ${MIB_LIMITS.fileCharactersMax}`,
        });
        continue;
      }
      const text = textOf(await readFile(file));
      if (text !== undefined) files.push({ name, text });
    } catch (error) {
      problems.push({ file: name, message: `cannot be read: ${messageOf(error)}` });
    }
  }
  return { files, problems };
}

async function mibPaths(path: string): Promise<string[]> {
  const entries = await entriesOf(path);
  const folders = entries.filter(({ isFolder }) => isFolder).map((entry) => entry.path);
  const below = await Promise.all(folders.map((folder) => entriesOf(folder).catch(() => [])));
  return [...entries, ...below.flat()]
    .filter((entry) => !entry.isFolder && EXTENSIONS.has(extname(entry.path).toLowerCase()))
    .map((entry) => entry.path)
    .toSorted();
}

async function entriesOf(path: string): Promise<{ path: string; isFolder: boolean }[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries
      .filter(({ name }) => !basename(name).startsWith("."))
      .map((entry) => ({ path: join(path, entry.name), isFolder: entry.isDirectory() }));
  } catch (cause) {
    throw new AppError("mib.folder", `the MIB folder ${path} cannot be read: ${messageOf(cause)}`, {
      remedy: "Name an existing folder that this user may read, or create it: an empty folder is fine.",
      cause,
    });
  }
}

/** UTF-8 where it is, else Latin-1, in which old MIBs write their authors' names; undefined for a binary. */
function textOf(bytes: Buffer): string | undefined {
  if (bytes.subarray(0, SNIFFED_BYTES).includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString("latin1");
  }
}

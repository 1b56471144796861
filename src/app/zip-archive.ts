import { crc32 } from "node:zlib";
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { AppError, messageOf } from "../base/index.ts";

/** Bounds of a package, checked on what the archive declares before anything is inflated. */
export const ZIP_LIMITS = {
  /** The platform's own bound for an extension. */
  zippedBytes: 25 * 1024 * 1024,
  /** Of all entries together: 25 MB can stand for many gigabytes. */
  inflatedBytes: 200 * 1024 * 1024,
  entries: 2_000,
} as const;

/** An archive whose directory was checked; entries are inflated one by one on demand. */
export interface ZipArchive {
  /** Files by name, as the archive spells them; directories left out. */
  readonly names: ReadonlySet<string>;
  /** Inflates one file. Throws {AppError} when it is damaged or larger than `bytesMax`. */
  read(name: string, bytesMax: number): Promise<Buffer>;
}

/**
 * Reads the directory of a zip file.
 * @param label  how messages name the archive
 * @throws {AppError} `extension.zip-too-large`, `extension.zip-unsafe` (names that leave the package, names that
 *   stand twice, encryption) or `extension.zip-damaged`
 */
export async function openZip(bytes: Buffer, label: string): Promise<ZipArchive> {
  if (bytes.length > ZIP_LIMITS.zippedBytes) {
    throw tooLarge(label, `has ${bytes.length} bytes, more than ${ZIP_LIMITS.zippedBytes}`);
  }
  const { zip, entries } = await readDirectory(bytes, label);
  return {
    names: new Set(entries.keys()),
    read: async (name, bytesMax) => {
      const entry = entries.get(name);
      if (entry === undefined) throw damaged(label, new Error(`no entry '${name}'`));
      if (entry.uncompressedSize > bytesMax) {
        throw tooLarge(label, `holds '${name}' of ${entry.uncompressedSize} bytes, more than ${bytesMax}`);
      }
      return inflate(zip, entry, label);
    },
  };
}

/** Whether the bytes start like a zip file, whatever its name. */
export function looksLikeZip(bytes: Buffer): boolean {
  return bytes.subarray(0, 2).toString("latin1") === "PK" && (bytes[2] === 3 || bytes[2] === 5);
}

async function readDirectory(
  bytes: Buffer,
  label: string,
): Promise<{ zip: ZipFile; entries: ReadonlyMap<string, Entry> }> {
  const entries = new Map<string, Entry>();
  let inflatedBytes = 0;
  try {
    const zip = await fromBufferPromise(bytes);
    if (zip.entryCount > ZIP_LIMITS.entries) {
      throw tooLarge(label, `has ${zip.entryCount} entries, more than ${ZIP_LIMITS.entries}`);
    }
    for await (const entry of zip.eachEntry()) {
      inflatedBytes += entry.uncompressedSize;
      if (inflatedBytes > ZIP_LIMITS.inflatedBytes) {
        throw tooLarge(label, `would unpack to more than ${ZIP_LIMITS.inflatedBytes} bytes`);
      }
      if (entry.fileName.endsWith("/")) continue;
      checkEntry(entry, entries, label);
      entries.set(entry.fileName, entry);
    }
    return { zip, entries };
  } catch (error) {
    throw error instanceof AppError ? error : directoryError(label, error);
  }
}

function checkEntry(entry: Entry, earlier: ReadonlyMap<string, Entry>, label: string): void {
  const { fileName } = entry;
  if (entry.isEncrypted()) throw unsafe(label, `'${fileName}' is encrypted`, "Pack it without a password.");
  // Two readers could take different ones of two entries with one name: the one that was checked, and the other.
  if (earlier.has(fileName)) throw unsafe(label, `'${fileName}' is in it twice`, "Pack each file once.");
}

/** yauzl refuses names that leave the package, in plain text only. */
function directoryError(label: string, error: unknown): AppError {
  const text = messageOf(error);
  if (/^(absolute path|invalid relative path|invalid characters in fileName): /.test(text)) {
    return unsafe(
      label,
      text,
      "Pack the files with names relative to the package, without '..' or a leading '/'.",
    );
  }
  return damaged(label, error);
}

async function inflate(zip: ZipFile, entry: Entry, label: string): Promise<Buffer> {
  try {
    const chunks: Buffer[] = [];
    let bytes = 0;
    // The declared size was checked, and yauzl ends a stream that grows beyond it.
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      const part = chunk as Buffer;
      bytes += part.length;
      if (bytes > entry.uncompressedSize) throw new Error(`'${entry.fileName}' is longer than it declares`);
      chunks.push(part);
    }
    const content = Buffer.concat(chunks);
    if (crc32(content) !== entry.crc32) throw new Error(`the checksum of '${entry.fileName}' does not match`);
    return content;
  } catch (error) {
    throw damaged(label, error);
  }
}

function tooLarge(label: string, what: string): AppError {
  const remedy = "Remove what does not belong to the extension; a package has at most 25 MB zipped.";
  return new AppError("extension.zip-too-large", `${label} ${what}`, { remedy });
}

function unsafe(label: string, what: string, remedy: string): AppError {
  return new AppError("extension.zip-unsafe", `${label} is refused: ${what}`, { remedy });
}

function damaged(label: string, cause: unknown): AppError {
  return new AppError("extension.zip-damaged", `${label} cannot be unpacked: ${messageOf(cause)}`, {
    remedy: "Check that the file is a complete zip archive; download or build the package again.",
    cause,
  });
}

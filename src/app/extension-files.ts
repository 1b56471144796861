import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { AppError, messageOf } from "../base/index.ts";
import { looksLikeZip, openZip, ZIP_LIMITS, type ZipArchive } from "./zip-archive.ts";

/** What an extension brings, as text: nothing of it is checked yet. */
export interface ExtensionSource {
  /** As given. */
  readonly path: string;
  /** The manifest's name in messages: `pkg.zip!extension.yaml`. */
  readonly manifestLabel: string;
  readonly text: string;
  /** Files of the package relative to the manifest, `/` between folders; undefined for a bare extension.yaml. */
  readonly members: ReadonlySet<string> | undefined;
  /** MIB files of the package's `snmp/` folder, sorted by name (`snmp/ACME-MIB.txt`). */
  readonly mibFiles: readonly { readonly name: string; readonly text: string }[];
  /** Only a bundle.zip is signed. The signature is kept for a later check; nothing has verified it here. */
  readonly signature:
    | { readonly status: "unsigned" }
    | { readonly status: "not-verified"; readonly bytes: Uint8Array };
}

const MANIFEST = "extension.yaml";
const INNER_ZIP = "extension.zip";
const SIGNATURE = "extension.zip.sig";

const EXTENSION_LIMITS = {
  manifestBytes: 8 * 1024 * 1024,
  mibFileBytes: 8 * 1024 * 1024,
  mibFiles: 500,
  signatureBytes: 1024 * 1024,
  /** Of a package folder; more are not a package but a mistaken path. */
  folderFiles: 2_000,
  folderDepth: 8,
} as const;

const UNSIGNED = { status: "unsigned" } as const;

/**
 * Reads an extension from where users have it: a bare `extension.yaml`, a package folder (with the manifest in it or
 * in its `extension/`), an `extension.zip`, or a `bundle.zip` of such a zip and its signature.
 * @throws {AppError} `extension.not-found`, `.unreadable`, `.no-manifest`, `.not-utf8`, `.too-large` and, for
 *   archives, `.zip-too-large`, `.zip-unsafe`, `.zip-damaged`; each says what to change
 */
export async function readExtensionSource(path: string): Promise<ExtensionSource> {
  const info = await attempt(path, () => stat(path));
  if (info.isDirectory()) return readFolder(path);
  if (!info.isFile()) throw unreadable(path, new Error("it is neither a file nor a folder"));
  return extensionSourceOf(path, await readBounded(path, ZIP_LIMITS.zippedBytes));
}

/**
 * The same of the bytes of one file, which need not be on disk.
 * @param path  names it in messages, and says by its ending whether it must be a zip
 */
export async function extensionSourceOf(path: string, bytes: Buffer): Promise<ExtensionSource> {
  if (looksLikeZip(bytes)) return readZip(path, basename(path), bytes);
  if (path.toLowerCase().endsWith(".zip")) await openZip(bytes, basename(path));
  if (bytes.length > EXTENSION_LIMITS.manifestBytes) throw tooLarge(path, EXTENSION_LIMITS.manifestBytes);
  const text = decodeManifest(bytes, path);
  return { path, manifestLabel: path, text, members: undefined, mibFiles: [], signature: UNSIGNED };
}

async function readFolder(path: string): Promise<ExtensionSource> {
  const files = await listFiles(path);
  const root = [MANIFEST, `extension/${MANIFEST}`].find((name) => files.includes(name));
  if (root === undefined) throw noManifest(path, files);
  const prefix = root.slice(0, -MANIFEST.length);
  const members = files.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  const manifestPath = join(path, root);
  const mibFiles = [];
  for (const name of mibNames(members, path)) {
    const bytes = await readBounded(join(path, prefix, name), EXTENSION_LIMITS.mibFileBytes);
    mibFiles.push({ name, text: decodeMib(bytes) });
  }
  return {
    path,
    manifestLabel: manifestPath,
    text: decodeManifest(await readBounded(manifestPath, EXTENSION_LIMITS.manifestBytes), manifestPath),
    members: new Set(members),
    mibFiles,
    signature: UNSIGNED,
  };
}

async function readZip(path: string, label: string, bytes: Buffer): Promise<ExtensionSource> {
  const zip = await openZip(bytes, label);
  if (zip.names.has(MANIFEST) || !zip.names.has(INNER_ZIP)) return readPackage(path, label, zip);
  const innerLabel = `${label}!${INNER_ZIP}`;
  const inner = await openZip(await zip.read(INNER_ZIP, ZIP_LIMITS.zippedBytes), innerLabel);
  const source = await readPackage(path, innerLabel, inner);
  if (!zip.names.has(SIGNATURE)) return source;
  const signature = await zip.read(SIGNATURE, EXTENSION_LIMITS.signatureBytes);
  return { ...source, signature: { status: "not-verified", bytes: signature } };
}

async function readPackage(path: string, label: string, zip: ZipArchive): Promise<ExtensionSource> {
  if (!zip.names.has(MANIFEST)) throw noManifest(label, [...zip.names]);
  const manifestLabel = `${label}!${MANIFEST}`;
  const manifest = await zip.read(MANIFEST, EXTENSION_LIMITS.manifestBytes);
  const mibFiles = [];
  for (const name of mibNames([...zip.names], label)) {
    mibFiles.push({ name, text: decodeMib(await zip.read(name, EXTENSION_LIMITS.mibFileBytes)) });
  }
  return {
    path,
    manifestLabel,
    text: decodeManifest(manifest, manifestLabel),
    members: zip.names,
    mibFiles,
    signature: UNSIGNED,
  };
}

/** Files of `snmp/`, hidden ones left out. */
function mibNames(members: readonly string[], label: string): readonly string[] {
  const names = members.filter((name) => /^snmp\/(?:.*\/)?[^./][^/]*$/.test(name)).toSorted();
  if (names.length <= EXTENSION_LIMITS.mibFiles) return names;
  const message = `${label} has ${names.length} files in snmp/, more than ${EXTENSION_LIMITS.mibFiles}`;
  throw new AppError("extension.too-large", message, {
    remedy: "Keep only the MIB files that the manifest names.",
  });
}

/** Files below a folder by relative name. Hidden ones are left out; links to files count, links to folders do not. */
async function listFiles(root: string): Promise<readonly string[]> {
  const files: string[] = [];
  const pending = [{ folder: "", depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { folder, depth } = next;
    const entries = await attempt(join(root, folder), () =>
      readdir(join(root, folder), { withFileTypes: true }),
    );
    for (const entry of entries) {
      const name = folder + entry.name;
      if (entry.name.startsWith(".")) continue;
      // Mounted configuration shows files as links; following links to folders could walk in circles.
      if (entry.isDirectory()) {
        if (depth < EXTENSION_LIMITS.folderDepth) pending.push({ folder: `${name}/`, depth: depth + 1 });
      } else if (entry.isFile() || (await isLinkToFile(join(root, name)))) {
        files.push(name);
      }
    }
    if (files.length + pending.length > EXTENSION_LIMITS.folderFiles) {
      const message = `${root} holds more than ${EXTENSION_LIMITS.folderFiles} files`;
      throw new AppError("extension.too-large", message, {
        remedy: "Name the folder of one extension package.",
      });
    }
  }
  return files;
}

async function isLinkToFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    // A link to nothing is no file; a manifest that names it gets a finding of its own.
    return false;
  }
}

/** Reads at most one byte more than allowed, however the file grows meanwhile. */
async function readBounded(path: string, bytesMax: number): Promise<Buffer> {
  return attempt(path, async () => {
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      if (size > bytesMax) throw tooLarge(path, bytesMax);
      return await readAll(file, size, bytesMax, path);
    } finally {
      await file.close();
    }
  });
}

async function readAll(file: FileHandle, size: number, bytesMax: number, path: string): Promise<Buffer> {
  const buffer = Buffer.alloc(size + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
    length += bytesRead;
    if (length > bytesMax) throw tooLarge(path, bytesMax);
    if (bytesRead === 0) return buffer.subarray(0, length);
    if (length === buffer.length) throw new Error("it grew while it was read");
  }
}

function decodeManifest(bytes: Buffer, label: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError("extension.not-utf8", `${label} is not UTF-8 text`, {
      remedy: "Save the manifest with the encoding UTF-8.",
      cause,
    });
  }
}

/** Vendors' MIB files often have a Latin-1 letter in a description; that is no reason to refuse them. */
function decodeMib(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString("latin1");
  }
}

/** Runs a file operation and turns the system's error into one that says what to change. */
async function attempt<T>(path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ENOENT" && code !== "ENOTDIR") throw unreadable(path, error);
    throw new AppError("extension.not-found", `there is no file or folder ${path}`, {
      remedy: "Name an extension.yaml, a package folder, an extension.zip or a bundle.zip.",
      cause: error,
    });
  }
}

function unreadable(path: string, cause: unknown): AppError {
  return new AppError("extension.unreadable", `${path} cannot be read: ${messageOf(cause)}`, {
    remedy: "Check that the path is right and that the service's user may read it.",
    cause,
  });
}

function tooLarge(path: string, bytesMax: number): AppError {
  return new AppError("extension.too-large", `${path} has more than ${bytesMax} bytes`, {
    remedy: "Check that this file is what it should be: an extension manifest, MIB or package is smaller.",
  });
}

function noManifest(label: string, names: readonly string[]): AppError {
  const elsewhere = names.find((name) => name.endsWith(`/${MANIFEST}`));
  const remedy =
    elsewhere === undefined
      ? `Put ${MANIFEST} at the top of the package.`
      : `It has ${elsewhere}: pack the content of that folder, not the folder itself, or name that folder.`;
  return new AppError("extension.no-manifest", `${label} has no ${MANIFEST} at its top`, { remedy });
}

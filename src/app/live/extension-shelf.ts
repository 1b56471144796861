import { readFile, stat } from "node:fs/promises";
import { AppError, isRecord, messageOf } from "../../base/index.ts";
import type { Manifest } from "../../manifest/index.ts";
import { type ExtensionSource, extensionSourceOf, readExtensionSource } from "../extension-files.ts";
import { checkExtension, type Finding, type LoadedExtension, type UserMibs } from "../extensions.ts";
import { ZIP_LIMITS } from "../zip-archive.ts";
import { sha256Of } from "./element-text.ts";
import { findingOf, notInForce, unreadableFile } from "./finding.ts";
import type { LastGood } from "./last-good.ts";
import type { LookList } from "./look-list.ts";
import type { SourceFile } from "./source-files.ts";
import type { Versions } from "./versions.ts";

/** An extension without errors, and the file it is in. */
export interface InstalledExtension extends LoadedExtension {
  readonly manifest: Manifest;
  /** The text of extension.yaml. */
  readonly text: string;
  /** SHA-256 of the file in hex; of a folder that of its texts. */
  readonly fileHash: string;
  readonly origin: SourceFile["origin"];
}

interface Shelved {
  /** Of what was read last, whether it is in force or not. */
  hash: string;
  /** Read once and broken: it may be half-written, and is looked at once more before anybody complains. */
  suspectHash: string | undefined;
  extension: InstalledExtension | undefined;
  findings: readonly Finding[];
}

/** What is wrong with a file, some of it perhaps in files of its package. */
export interface FileFindings {
  readonly file: SourceFile;
  readonly findings: readonly Finding[];
}

export interface ShelfSurroundings {
  readonly looks: LookList;
  readonly lastGood: LastGood;
  readonly versions: Versions;
  /** Who wrote a file last. */
  readonly writerOf: (path: string) => string;
}

/** The installed extensions: what their files hold, or held before they broke. */
export class ExtensionShelf {
  readonly #userMibs: UserMibs;
  readonly #around: ShelfSurroundings;
  readonly #shelved = new Map<string, Shelved>();
  #installed: readonly InstalledExtension[] = [];
  #findings: readonly FileFindings[] = [];

  constructor(userMibs: UserMibs, around: ShelfSurroundings) {
    this.#userMibs = userMibs;
    this.#around = around;
  }

  /** One for each name and version, in the order of their files; the same objects as long as a file does not change. */
  get installed(): readonly InstalledExtension[] {
    return this.#installed;
  }

  get findings(): readonly FileFindings[] {
    return this.#findings;
  }

  /** @param patient  what is broken may be half-written: it is looked at once more */
  async take(files: readonly SourceFile[], patient: boolean): Promise<void> {
    for (const file of files) {
      if (this.#around.looks.isDue(file)) await this.#read(file, patient);
    }
    await this.#forgetOthers(new Set(files.map(({ path }) => path)));
    this.#list(files);
  }

  async #read(file: SourceFile, patient: boolean): Promise<void> {
    const shelved = this.#shelved.get(file.path) ?? {
      hash: "",
      suspectHash: undefined,
      extension: undefined,
      findings: [],
    };
    const content = await readContent(file.path);
    if (content.hash === shelved.hash) {
      shelved.suspectHash = undefined;
      return;
    }
    const loaded = content.source && (await checkExtension(content.source, this.#userMibs));
    const findings = loaded?.findings ?? [unreadableFile(file.path, content.error!)];
    if (loaded?.manifest === undefined && patient && shelved.suspectHash !== content.hash) {
      shelved.suspectHash = content.hash;
      this.#around.looks.lookAgain(file.path);
    } else {
      shelved.hash = content.hash;
      shelved.suspectHash = undefined;
      await this.#settle(file, shelved, { ...content, loaded, findings });
    }
    this.#shelved.set(file.path, shelved);
  }

  async #settle(
    file: SourceFile,
    shelved: Shelved,
    { source, hash, loaded, findings }: Content & Checked,
  ): Promise<void> {
    const before = shelved.extension;
    if (loaded?.manifest !== undefined && source !== undefined) {
      const { manifest } = loaded;
      shelved.extension = { ...loaded, manifest, text: source.text, fileHash: hash, origin: file.origin };
      shelved.findings = findings;
      if (file.origin === "folder") this.#around.lastGood.keep(file.path, keptSource(source, hash));
      await this.#keepVersion(before, shelved.extension, file.path);
      return;
    }
    shelved.extension ??= file.origin === "folder" ? await this.#lastGood(file) : undefined;
    shelved.findings = shelved.extension === undefined ? findings : [notInForce(file.path), ...findings];
  }

  async #lastGood(file: SourceFile): Promise<InstalledExtension | undefined> {
    const kept = readKept(await this.#around.lastGood.read(file.path));
    if (kept === undefined) return undefined;
    const loaded = await checkExtension(kept.source, this.#userMibs);
    const { manifest } = loaded;
    if (manifest === undefined) return undefined;
    return { ...loaded, manifest, text: kept.source.text, fileHash: kept.hash, origin: file.origin };
  }

  async #keepVersion(
    before: InstalledExtension | undefined,
    after: InstalledExtension | undefined,
    path: string,
  ): Promise<void> {
    const { manifest } = (before ?? after)!;
    await this.#around.versions.keep("extensions", `${fileNameOf(manifest.name)}-${manifest.version}`, {
      before: before && { revision: before.fileHash.slice(0, 16), content: before.text },
      after: after?.fileHash.slice(0, 16),
      by: this.#around.writerOf(path),
    });
  }

  async #forgetOthers(paths: ReadonlySet<string>): Promise<void> {
    for (const [path, { extension }] of this.#shelved) {
      if (paths.has(path)) continue;
      this.#shelved.delete(path);
      this.#around.looks.forget(path);
      this.#around.lastGood.forget(path);
      if (extension !== undefined) await this.#keepVersion(extension, undefined, path);
    }
  }

  #list(files: readonly SourceFile[]): void {
    const byVersion = new Map<string, InstalledExtension>();
    this.#findings = files.map((file) => {
      const { extension, findings = [] } = this.#shelved.get(file.path) ?? {};
      if (extension === undefined) return { file, findings };
      const { name, version } = extension.manifest;
      const first = byVersion.get(`${name} ${version}`);
      if (first === undefined) byVersion.set(`${name} ${version}`, extension);
      return {
        file,
        findings: first === undefined ? findings : [...findings, installedTwice(extension, first)],
      };
    });
    this.#installed = [...byVersion.values()];
  }
}

/** As part of a file name: only a prefix has a colon, which not every file system takes. */
export const fileNameOf = (extension: string): string => extension.replaceAll(":", "_");

function installedTwice({ path, manifest }: InstalledExtension, first: InstalledExtension): Finding {
  const message = `${manifest.name} ${manifest.version} is in ${first.path} as well, which is the one that counts. Remove one of them`;
  return findingOf(path, "config.installed-twice", message, "warning");
}

interface Content {
  readonly hash: string;
  readonly source: ExtensionSource | undefined;
  /** Why there is no source. */
  readonly error: AppError | undefined;
}
interface Checked {
  readonly loaded: LoadedExtension | undefined;
  readonly findings: readonly Finding[];
}

async function readContent(path: string): Promise<Content> {
  try {
    return { ...(await readSource(path)), error: undefined };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { hash: `error ${error.code} ${messageOf(error)}`, source: undefined, error };
  }
}

async function readSource(
  path: string,
): Promise<{ readonly hash: string; readonly source: ExtensionSource }> {
  const info = await stat(path).catch(() => undefined);
  // What is no file of a size that can be one is refused by the reader, with a reason.
  if (info?.isFile() !== true || info.size > ZIP_LIMITS.zippedBytes) {
    const source = await readExtensionSource(path);
    return { hash: sha256Of(JSON.stringify(keptSource(source, ""))), source };
  }
  const bytes = await readFile(path).catch(() => undefined);
  const source = bytes === undefined ? await readExtensionSource(path) : await extensionSourceOf(path, bytes);
  return { hash: sha256Of(bytes ?? source.text), source };
}

/** An extension's source as JSON can say it. */
function keptSource(source: ExtensionSource, hash: string): object {
  const { manifestLabel, text, members, mibFiles } = source;
  return {
    hash,
    manifestLabel,
    text,
    members: members && [...members].toSorted(),
    mibFiles,
    path: source.path,
  };
}

/** Our own file: what is not as we write it was written by another version, and does not count. */
function readKept(kept: unknown): { readonly hash: string; readonly source: ExtensionSource } | undefined {
  if (!isRecord(kept)) return undefined;
  const { path, hash, manifestLabel, text, members, mibFiles } = kept;
  const areTexts = [path, hash, manifestLabel, text].every((value) => typeof value === "string");
  if (!areTexts || !Array.isArray(mibFiles)) return undefined;
  return {
    hash: hash as string,
    source: {
      path: path as string,
      manifestLabel: manifestLabel as string,
      text: text as string,
      members: Array.isArray(members) ? new Set(members as string[]) : undefined,
      mibFiles: mibFiles as ExtensionSource["mibFiles"],
      signature: { status: "unsigned" },
    },
  };
}

import type { Manifest } from "../../manifest/index.ts";
import { checkExtension, type Finding, type LoadedExtension, type UserMibs } from "../extensions.ts";
import { type Content, keptSource, readContent, readKept } from "./extension-content.ts";
import { withinExtensionLimits } from "./extension-limits.ts";
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
    await this.#around.versions.keep("extensions", versionsIdOf(manifest), {
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
    const beyond = new Map<string, Finding>();
    this.#installed = withinExtensionLimits([...byVersion.values()], ({ path }, finding) =>
      beyond.set(path, finding),
    );
    this.#findings = this.#findings.map(({ file, findings }) => {
      const finding = beyond.get(file.path);
      return { file, findings: finding === undefined ? findings : [...findings, finding] };
    });
  }
}

/** Under which earlier contents of a manifest are kept. */
export const versionsIdOf = ({ name, version }: Pick<Manifest, "name" | "version">): string =>
  `${name}-${version}`;

/** As part of a file name: only a prefix has a colon, which not every file system takes. */
export const fileNameOf = (extension: string): string => extension.replaceAll(":", "_");

function installedTwice({ path, manifest }: InstalledExtension, first: InstalledExtension): Finding {
  const message = `${manifest.name} ${manifest.version} is in ${first.path} as well, which is the one that counts. Remove one of them`;
  return findingOf(path, "config.installed-twice", message, "warning");
}

interface Checked {
  readonly loaded: LoadedExtension | undefined;
  readonly findings: readonly Finding[];
}

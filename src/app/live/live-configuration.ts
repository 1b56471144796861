import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Clock, Logger } from "../../base/index.ts";
import type { SecretReader, ServiceConfig } from "../../config/index.ts";
import { type Finding, loadUserMibs, type UserMibs } from "../extensions.ts";
import { type ActiveSet, TOO_MANY } from "./active-set.ts";
import { ActiveVersions } from "./active-versions.ts";
import { configFolder } from "./config-folder.ts";
import { ConfigurationShelf } from "./configuration-shelf.ts";
import { CredentialTexts } from "./credential-texts.ts";
import type { ConfigurationElement } from "./evaluate.ts";
import { ExtensionShelf, type InstalledExtension, type ShelfSurroundings } from "./extension-shelf.ts";
import { type FileChange, FileWriters } from "./file-writers.ts";
import { isUrgent } from "./finding.ts";
import { LastGood } from "./last-good.ts";
import { LookList } from "./look-list.ts";
import { PublishedSet, type SetListener } from "./published-set.ts";
import type { Seal } from "./sealing.ts";
import type { SourceFile } from "./source-files.ts";
import { SourceList } from "./source-list.ts";
import { Versions } from "./versions.ts";

export interface LiveOptions {
  readonly config: Pick<
    ServiceConfig,
    "extensions" | "monitoringConfigurations" | "configDir" | "dataDir" | "mibDirs"
  >;
  readonly clock: Clock;
  readonly logger: Logger;
  /**
   * Keys, variables and named credentials as they are now; called when something is to be read.
   * @returns findings about the files of credentials
   */
  readonly secrets: () => Promise<{
    readonly reader: SecretReader;
    readonly findings: readonly Finding[];
  }>;
  /** For what is kept of earlier contents. */
  readonly seal: Seal;
  /** Of this host. */
  readonly cores: number;
  /** For a look beside the service: nothing is kept of what is read. */
  readonly readOnly?: boolean;
}

/**
 * What is to be polled, as the files say: those that the service file names and those of `configDir`. All changes,
 * from outside and by the API, come in by the same path, one after another: look at the files, read those that
 * changed, tell what is different. A file that broke leaves in force what it held before.
 */
export class LiveConfiguration {
  readonly #options: LiveOptions;
  readonly #looks: LookList;
  readonly #lastGood: LastGood;
  readonly #extensions: ExtensionShelf;
  readonly #configurations: ConfigurationShelf;
  readonly #credentials: CredentialTexts;
  readonly #activeVersions: ActiveVersions;
  readonly #published: PublishedSet;
  readonly #writers: FileWriters;
  readonly #sources: SourceList;
  readonly versions: Versions;
  /** Of the folders in `mibDirs`, read at the start. */
  readonly userMibs: UserMibs;
  #secrets: { readonly reader: SecretReader; readonly findings: readonly Finding[] } | undefined;
  #work: Promise<unknown> = Promise.resolve();

  private constructor(options: LiveOptions, userMibs: UserMibs) {
    const { clock, logger, config, seal } = options;
    this.#options = options;
    this.#published = new PublishedSet(logger);
    this.#looks = new LookList(clock);
    this.#lastGood = new LastGood(config.dataDir, { logger, readOnly: options.readOnly ?? false });
    this.versions = new Versions(config.dataDir, { clock, logger, seal });
    this.#writers = new FileWriters(config.configDir);
    this.#sources = new SourceList(config);
    this.userMibs = userMibs;
    const around: ShelfSurroundings = {
      looks: this.#looks,
      lastGood: this.#lastGood,
      versions: this.versions,
      writerOf: (path) => this.#writers.writerOf(path),
    };
    this.#extensions = new ExtensionShelf(userMibs, around);
    this.#configurations = new ConfigurationShelf(around);
    this.#credentials = new CredentialTexts(around);
    this.#activeVersions = new ActiveVersions(around);
  }

  /** Reads everything once. Never rejects for what is in the files: see `serviceFindings` and `current().problems`. */
  static async open(options: LiveOptions): Promise<LiveConfiguration> {
    const { config, readOnly = false } = options;
    const { configDir, mibDirs } = config;
    const live = new LiveConfiguration(options, await loadUserMibs(mibDirs));
    if (configDir !== undefined && !readOnly)
      await mkdir(configDir, { recursive: true, mode: 0o700 }).catch(() => undefined);
    await live.#take({ patient: false });
    live.#published.isLogged = true;
    return live;
  }

  current(): ActiveSet {
    return this.#published.current;
  }

  /** All findings about files that the service file names: an error among them stops the start. */
  get serviceFindings(): readonly Finding[] {
    const named = new Set(
      this.#sources.files.flatMap(({ origin, path }) => (origin === "service" ? [path] : [])),
    );
    const limits = this.current().problems.filter(({ code, file }) => code === TOO_MANY && named.has(file));
    return [
      ...this.userMibs.findings,
      ...[...this.#extensions.findings, ...this.#configurations.findings].flatMap(({ file, findings }) =>
        file.origin === "service" ? findings : [],
      ),
      ...limits,
    ];
  }

  /** All there is to say of any file, with the hints for authors of manifests. */
  get findings(): readonly Finding[] {
    const ofFiles = [...this.#extensions.findings, ...this.#configurations.findings];
    return [
      ...new Set([
        ...this.userMibs.findings,
        ...ofFiles.flatMap(({ findings }) => findings),
        ...this.current().problems,
      ]),
    ];
  }

  /** How many there are of them. */
  get fileCount(): number {
    return this.#sources.files.length;
  }

  /** Every configuration, also those that are disabled or have errors. */
  get elements(): readonly ConfigurationElement[] {
    return this.#configurations.elements;
  }

  get installed(): readonly InstalledExtension[] {
    return this.#extensions.installed;
  }

  /** By the name of the extension. */
  get activeVersions(): ReadonlyMap<string, string> {
    return this.#activeVersions.versions;
  }

  get configDir(): string | undefined {
    return this.#options.config.configDir;
  }

  /** Where a configuration of this id would be kept; `{ file }` in it counts from its folder. */
  fileFor(id: string): string {
    const { configDir = "." } = this.#options.config;
    return join(configFolder(configDir).configurations, `${id}.json`);
  }

  /** The reader of secrets that the last evaluation had. */
  get secretReader(): SecretReader {
    return this.#secrets!.reader;
  }

  /** The text of a configuration file that is in force. */
  textOf(path: string): ReturnType<ConfigurationShelf["textOf"]> {
    return this.#configurations.textOf(path);
  }

  /** @returns stops it */
  onChange(listener: SetListener): () => void {
    return this.#published.onChange(listener);
  }

  /** Looks at the files now and takes in what changed. @returns what is in force then */
  refresh(): Promise<ActiveSet> {
    return this.#serially(async () => {
      await this.#take({ patient: true });
      return this.current();
    });
  }

  /**
   * Changes files while nobody else does. What was changed from outside is taken in before, and the change itself
   * after: when this resolves it is in force.
   * @param by  the caller, for the versions
   */
  change<T>(by: string, work: (files: FileChange) => Promise<T>): Promise<T> {
    return this.#serially(async () => {
      // What is broken now was changed by somebody: his change must not be taken for what it replaced.
      await this.#take({ patient: false });
      try {
        return await work(this.#writers.changeBy(by));
      } finally {
        await this.#take({ patient: false });
        this.#writers.done();
      }
    });
  }

  /** Whether a look has something to do though no file changes. */
  get wantsLook(): boolean {
    return this.#looks.isOpen;
  }

  /** Resolves when nothing is under way and all that is kept is on disk. */
  async settled(): Promise<void> {
    await this.#work;
    await this.#lastGood.written();
  }

  #serially<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => undefined);
    return done;
  }

  async #take({ patient }: { readonly patient: boolean }): Promise<void> {
    const files = await this.#sources.look();
    if (files !== undefined) await this.#read(files, patient);
    this.#publish();
  }

  async #read(files: readonly SourceFile[], patient: boolean): Promise<void> {
    const isAnyDue = files.some((file) => this.#looks.isOpenFor(file));
    const of = (kind: SourceFile["kind"]) => files.filter((file) => file.kind === kind);
    await this.#extensions.take(of("extension"), patient);
    await this.#activeVersions.take(of("active-versions")[0], patient);
    const credentialsChanged = await this.#credentials.take(of("credential"));
    const isNew = this.#secrets === undefined || credentialsChanged;
    // Keys may have been rotated since, so they are read whenever anything is.
    if (isNew || isAnyDue) this.#secrets = await this.#options.secrets();
    await this.#configurations.take(
      of("configuration"),
      { installed: this.#extensions.installed, secrets: this.#secrets!.reader },
      { patient, secretsChanged: isNew },
    );
  }

  #allFindings(): readonly Finding[] {
    return [
      ...this.#sources.findings,
      ...this.#activeVersions.findings,
      ...(this.#secrets?.findings ?? []),
      // Warnings of manifests are for their authors, who get them from the check.
      ...this.#extensions.findings.flatMap(({ findings }) => findings.filter(isUrgent)),
      ...this.#configurations.findings.flatMap(({ findings }) => findings),
    ];
  }

  #publish(): void {
    this.#published.publish({
      elements: this.#configurations.elements,
      extensions: this.#extensions.installed,
      findings: this.#allFindings(),
      cores: this.#options.cores,
    });
  }
}

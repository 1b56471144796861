import { type FSWatcher, watch } from "node:fs";
import { dirname } from "node:path";
import { type Clock, type Logger, messageOf, Nap } from "../../base/index.ts";
import type { ServiceConfig } from "../../config/index.ts";
import { configFolder } from "./config-folder.ts";
import { removeLeftovers } from "./leftovers.ts";
import type { LiveConfiguration } from "./live-configuration.ts";
import { listSources } from "./source-files.ts";

/** Where nobody tells of changes (network file systems, mounts of containers) they are seen at the next look. */
const LOOK_EVERY_MS = 500;
/** Many files change one after another, as with a checkout: they are one change. */
const QUIET_MS = 80;
/** With QUIET_MS the bound of a wait for files that do not come to rest: a change is in force within a second. */
const LOOKS_MAX = 4;
const TIDY_EVERY_MS = 60_000;

type Settings = Pick<ServiceConfig, "extensions" | "monitoringConfigurations" | "configDir">;

/** Sees files change from outside and has them taken in. */
export class ConfigurationWatch {
  readonly #live: LiveConfiguration;
  readonly #settings: Settings;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #nap: Nap;
  readonly #watchers = new Map<string, FSWatcher>();
  #seen = "";
  #stopped = false;
  #complained = false;
  /** Monotonic. */
  #tidyAtMs: number;
  #loop: Promise<void> | undefined;

  constructor(
    live: LiveConfiguration,
    { config, clock, logger }: { readonly config: Settings; readonly clock: Clock; readonly logger: Logger },
  ) {
    this.#live = live;
    this.#settings = config;
    this.#clock = clock;
    this.#logger = logger;
    this.#nap = new Nap(clock);
    this.#tidyAtMs = clock.monotonicMs() + TIDY_EVERY_MS;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#nap.wake();
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
    await this.#loop;
    await this.#live.settled();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#watchFolders();
      await this.#tryToLook();
      await this.#tidy();
      if (this.#stopped) return;
      await this.#nap.until(this.#clock.monotonicMs() + LOOK_EVERY_MS);
    }
  }

  async #tryToLook(): Promise<void> {
    try {
      await this.#look();
      this.#complained = false;
    } catch (error) {
      this.#complain(error);
    }
  }

  async #look(): Promise<void> {
    let now = await this.#signature();
    if (now === this.#seen && !this.#live.wantsLook) return;
    for (let looks = 0; now !== this.#seen && looks < LOOKS_MAX && !this.#stopped; looks++) {
      this.#seen = now;
      await this.#clock.sleepUntil(this.#clock.monotonicMs() + QUIET_MS);
      now = await this.#signature();
    }
    if (!this.#stopped) await this.#live.refresh();
  }

  async #signature(): Promise<string> {
    try {
      const files = await listSources(this.#settings);
      return files.map(({ path, signature }) => `${path} ${signature}`).join("\n");
    } catch (error) {
      return messageOf(error);
    }
  }

  async #tidy(): Promise<void> {
    const { configDir } = this.#settings;
    const nowMs = this.#clock.monotonicMs();
    if (configDir === undefined || nowMs < this.#tidyAtMs) return;
    this.#tidyAtMs = nowMs + TIDY_EVERY_MS;
    await removeLeftovers(configDir, this.#clock);
  }

  /** Folders that are not there yet, or were replaced, are watched at the next look. */
  #watchFolders(): void {
    for (const folder of foldersOf(this.#settings)) {
      if (this.#watchers.has(folder)) continue;
      try {
        const watcher = watch(folder, { persistent: false }, () => this.#nap.wake());
        watcher.on("error", () => this.#unwatch(folder));
        this.#watchers.set(folder, watcher);
      } catch {
        // The looks see what happens in it.
      }
    }
  }

  #unwatch(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }

  #complain(error: unknown): void {
    if (this.#complained) return;
    this.#complained = true;
    this.#logger.error(
      { code: "config.look", reason: messageOf(error) },
      "changes of the configuration cannot be seen",
    );
  }
}

function foldersOf({ configDir, extensions, monitoringConfigurations }: Settings): ReadonlySet<string> {
  const named = [...extensions, ...monitoringConfigurations.map(({ path }) => path)].map((path) =>
    dirname(path),
  );
  if (configDir === undefined) return new Set(named);
  const { extensions: packages, configurations, credentials } = configFolder(configDir);
  return new Set([...named, configDir, packages, configurations, credentials]);
}

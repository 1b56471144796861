import { stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { ApiError, type ExtensionRevisionJson } from "../../api/index.ts";
import { noConfigDir, notFound } from "./api-violations.ts";
import { configFolder } from "./config-folder.ts";
import { fileNameOf, type InstalledExtension, versionsIdOf } from "./extension-shelf.ts";
import { readUpload, refuseExcess, refuseTaken } from "./extension-uploads.ts";
import type { LiveConfiguration } from "./live-configuration.ts";
import type { Version } from "./versions.ts";

/** What a manifest was before: the kept texts of one version of an extension. */
export class ExtensionRevisions {
  readonly #live: LiveConfiguration;

  constructor(live: LiveConfiguration) {
    this.#live = live;
  }

  /** @returns undefined for a version that is and was not there */
  async list(name: string, version: string): Promise<readonly ExtensionRevisionJson[] | undefined> {
    const kept = await this.#kept(name, version);
    if (kept.length === 0 && this.#find(name, version) === undefined) return undefined;
    return kept.map(({ revision, atMs, by }) => ({ revision, timestamp: atMs, by }));
  }

  async text(name: string, version: string, revision: string): Promise<string | undefined> {
    const found = (await this.#kept(name, version)).find((kept) => kept.revision === revision);
    return typeof found?.content === "string" ? found.content : undefined;
  }

  /**
   * Where an earlier text goes, once it is known to be good.
   * @throws {ApiError} 404 without such a revision, 400 when it has errors now, 409 where a package stands
   */
  async toRestore(
    name: string,
    version: string,
    revision: string,
  ): Promise<{ readonly path: string; readonly text: string }> {
    const text = await this.text(name, version, revision);
    if (text === undefined) throw notFound(`revision ${revision} of ${name} ${version}`);
    await readUpload(this.#live, Buffer.from(text));
    const installed = this.#find(name, version);
    return {
      path: installed === undefined ? await this.#newPath(name, version) : await bare(installed),
      text,
    };
  }

  async #newPath(name: string, version: string): Promise<string> {
    const { configDir } = this.#live;
    if (configDir === undefined) throw noConfigDir();
    refuseExcess(this.#live, name, version);
    const path = join(configFolder(configDir).extensions, `${fileNameOf(name)}-${version}.yaml`);
    await refuseTaken(path);
    return path;
  }

  #kept(name: string, version: string): Promise<readonly Version[]> {
    return this.#live.versions.list("extensions", versionsIdOf({ name, version }));
  }

  #find(name: string, version: string): InstalledExtension | undefined {
    return this.#live.installed.find(
      ({ manifest }) => manifest.name === name && manifest.version === version,
    );
  }
}

/** Of a package the manifest alone was kept: MIB files and all else that belongs to it would be lost. */
async function bare({ path, manifest: { name, version } }: InstalledExtension): Promise<string> {
  const info = await stat(path).catch(() => undefined);
  if (info?.isFile() !== false && extname(path) !== ".zip") return path;
  throw new ApiError(409, "extension.package", `${name} ${version} is a package (${path}).`, {
    remedy: "Put its earlier file there; of packages only the manifest is kept, which revisions show.",
  });
}

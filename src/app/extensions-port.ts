import { join } from "node:path";
import {
  ApiError,
  type Caller,
  type ExtensionJson,
  type ExtensionsPort,
  type ExtensionVersionJson,
  type FindingJson,
  type Page,
  type Paged,
} from "../api/index.ts";
import { AppError } from "../base/index.ts";
import type { Audit } from "./configurations-port.ts";
import { type ExtensionSource, extensionSourceOf } from "./extension-files.ts";
import { checkExtension, type LoadedExtension } from "./extensions.ts";
import { noConfigDir, notFound, violationOf, writing } from "./live/api-violations.ts";
import { compareVersions } from "./live/compare-versions.ts";
import { configFolder } from "./live/config-folder.ts";
import { jsonText, sha256Of } from "./live/element-text.ts";
import { extensionJson, findingJson } from "./live/extension-json.ts";
import { fileNameOf, type InstalledExtension } from "./live/extension-shelf.ts";
import { isError, unreadableFile } from "./live/finding.ts";
import type { LiveConfiguration } from "./live/live-configuration.ts";
import { valueSchema } from "./live/value-schema.ts";
import { looksLikeZip } from "./zip-archive.ts";

export interface ExtensionsOptions {
  readonly live: LiveConfiguration;
  readonly audit: Audit;
}

/** Spec 2 §8. */
const [EXTENSIONS_MAX, VERSIONS_MAX] = [250, 10];
/** What an extension that is not installed is called in findings. */
const UPLOAD = "extension";

/** Extensions over the API: read from the files and written into `configDir/extensions`. */
export class LiveExtensions implements ExtensionsPort {
  readonly #live: LiveConfiguration;
  readonly #options: ExtensionsOptions;

  constructor(options: ExtensionsOptions) {
    this.#live = options.live;
    this.#options = options;
  }

  list({ name, offset, limit }: { readonly name?: string | undefined } & Page): Paged<ExtensionVersionJson> {
    const names = [...new Set(this.#live.installed.map(({ manifest }) => manifest.name))].toSorted();
    const wanted = names.filter((known) => name === undefined || known.includes(name));
    const items = wanted.slice(offset, offset + limit).map((extensionName) => {
      const version = this.#usableActive(extensionName) ?? this.#versionsOf(extensionName)[0]!;
      return { extensionName, version };
    });
    return { totalCount: wanted.length, items };
  }

  versions(name: string, { offset, limit }: Page): Paged<ExtensionVersionJson> | undefined {
    const versions = this.#versionsOf(name);
    if (versions.length === 0) return undefined;
    const page = versions.slice(offset, offset + limit);
    return {
      totalCount: versions.length,
      items: page.map((version) => ({ extensionName: name, version })),
    };
  }

  get(name: string, version: string): ExtensionJson | undefined {
    const extension = this.#find(name, version);
    return extension && extensionJson(extension);
  }

  async install(
    file: Uint8Array,
    { validateOnly }: { readonly validateOnly: boolean },
    caller: Caller,
  ): Promise<ExtensionJson> {
    const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
    const { manifest } = await this.#read(bytes);
    if (manifest === undefined) throw new ApiError(400, "extension.invalid", "the extension has errors.");
    const { name, version } = manifest;
    if (validateOnly) {
      this.#refuseExcess(name, version);
    } else {
      await this.#live.change(caller.id, (files) =>
        writing(async () => {
          this.#refuseExcess(name, version);
          const ending = looksLikeZip(bytes) ? "zip" : "yaml";
          const path = join(this.#folder().extensions, `${fileNameOf(name)}-${version}.${ending}`);
          await files.write(path, bytes);
          this.#options.audit("extension.install", `${name} ${version}`, caller);
        }),
      );
    }
    return extensionJson({ manifest, fileHash: sha256Of(bytes) });
  }

  remove(name: string, version: string, caller: Caller): Promise<ExtensionVersionJson> {
    return this.#live.change(caller.id, (files) =>
      writing(async () => {
        const extension = this.#find(name, version);
        if (extension === undefined) throw notFound(`extension ${name} ${version}`);
        this.#refuseRemoval(extension);
        await files.remove(extension.path);
        if (this.activeVersion(name) === version) {
          const { path, text } = this.#activeText(name, undefined);
          await files.write(path, text);
        }
        this.#options.audit("extension.remove", `${name} ${version}`, caller);
        return { extensionName: name, version };
      }),
    );
  }

  schema(name: string, version: string): object | undefined {
    const extension = this.#find(name, version);
    return extension && valueSchema(extension.manifest);
  }

  activeVersion(name: string): string | undefined {
    return this.#live.activeVersions.get(name);
  }

  setActiveVersion(name: string, version: string | undefined, caller: Caller): Promise<void> {
    return this.#live.change(caller.id, (files) =>
      writing(async () => {
        if (version !== undefined && this.#find(name, version) === undefined) {
          throw notFound(`extension ${name} ${version}`);
        }
        const { path, text } = this.#activeText(name, version);
        await files.write(path, text);
        this.#options.audit("extension.activate", `${name} ${version ?? "none"}`, caller);
      }),
    );
  }

  manifestText(name: string, version: string): Promise<string | undefined> {
    return Promise.resolve(this.#find(name, version)?.text);
  }

  async check(text: string): Promise<readonly FindingJson[]> {
    const { findings } = await checkExtension(bareSource(text), this.#live.userMibs);
    return findings.map(findingJson);
  }

  /** @throws {ApiError} 400 with what is wrong */
  async #read(bytes: Buffer): Promise<LoadedExtension> {
    try {
      const source = await extensionSourceOf(looksLikeZip(bytes) ? `${UPLOAD}.zip` : UPLOAD, bytes);
      const loaded = await checkExtension(source, this.#live.userMibs);
      const errors = loaded.findings.filter(isError);
      if (errors.length === 0) return loaded;
      const message = `the extension has ${errors.length === 1 ? "1 error" : `${errors.length} errors`}.`;
      const violations = errors.map((finding) => violationOf(finding));
      throw new ApiError(400, "extension.invalid", message, { violations });
    } catch (error) {
      if (error instanceof ApiError || !(error instanceof AppError)) throw error;
      const violations = [violationOf(unreadableFile(UPLOAD, error))];
      throw new ApiError(400, error.code, error.message, { remedy: error.remedy, violations, cause: error });
    }
  }

  #refuseExcess(name: string, version: string): void {
    const versions = this.#versionsOf(name);
    if (versions.includes(version)) {
      throw new ApiError(409, "extension.exists", `${name} ${version} is installed already.`, {
        remedy: "Raise the version in extension.yaml.",
      });
    }
    if (versions.length >= VERSIONS_MAX) {
      throw new ApiError(400, "extension.too-many", `${name} has ${versions.length} versions, and no more.`, {
        remedy: "Remove those that nobody uses.",
      });
    }
    const names = new Set(this.#live.installed.map(({ manifest }) => manifest.name));
    if (names.has(name) || names.size < EXTENSIONS_MAX) return;
    throw new ApiError(400, "extension.too-many", `there are ${names.size} extensions, and no more.`, {
      remedy: "Remove those that nobody uses.",
    });
  }

  #refuseRemoval({ manifest: { name, version }, origin, path }: InstalledExtension): void {
    if (origin === "service") {
      throw new ApiError(409, "extension.named", `the service configuration names ${path}.`, {
        remedy: "Remove it there; the service has to be started again then.",
      });
    }
    const users = this.#live.elements.filter(
      (element) => element.extension === name && element.version === version,
    );
    if (users.length === 0) return;
    const ids = users.slice(0, 5).map(({ id }) => id);
    const more = users.length > ids.length ? ` and ${users.length - ids.length} more` : "";
    throw new ApiError(409, "extension.used", `${name} ${version} is used by ${ids.join(", ")}${more}.`, {
      remedy: "Give these configurations another version, or remove them first.",
    });
  }

  #activeText(name: string, version: string | undefined): { readonly path: string; readonly text: string } {
    const versions = new Map(this.#live.activeVersions);
    if (version === undefined) versions.delete(name);
    else versions.set(name, version);
    const sorted = [...versions].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return { path: this.#folder().activeVersions, text: jsonText(Object.fromEntries(sorted)) };
  }

  #folder(): ReturnType<typeof configFolder> {
    if (this.#live.configDir === undefined) throw noConfigDir();
    return configFolder(this.#live.configDir);
  }

  #find(name: string, version: string): InstalledExtension | undefined {
    return this.#live.installed.find(
      ({ manifest }) => manifest.name === name && manifest.version === version,
    );
  }

  /** Newest first. */
  #versionsOf(name: string): readonly string[] {
    return this.#live.installed
      .flatMap(({ manifest }) => (manifest.name === name ? [manifest.version] : []))
      .toSorted(compareVersions)
      .toReversed();
  }

  #usableActive(name: string): string | undefined {
    const version = this.activeVersion(name);
    return version !== undefined && this.#find(name, version) !== undefined ? version : undefined;
  }
}

const bareSource = (text: string): ExtensionSource => ({
  path: UPLOAD,
  manifestLabel: "extension.yaml",
  text,
  members: undefined,
  mibFiles: [],
  signature: { status: "unsigned" },
});

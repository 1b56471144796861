import { join } from "node:path";
import {
  ApiError,
  type Caller,
  type ExtensionJson,
  type ExtensionRevisionJson,
  type ExtensionsPort,
  type ExtensionVersionJson,
  type FindingJson,
  type Page,
  type Paged,
} from "../api/index.ts";
import type { Audit } from "./configurations-port.ts";
import { changedMeanwhile, noConfigDir, notFound, writing } from "./live/api-violations.ts";
import { configFolder } from "./live/config-folder.ts";
import { jsonText, sha256Of } from "./live/element-text.ts";
import { extensionJson, findingJson } from "./live/extension-json.ts";
import { ExtensionRevisions } from "./live/extension-revisions.ts";
import { fileNameOf, type InstalledExtension } from "./live/extension-shelf.ts";
import { checkUpload, readUpload, refuseExcess, refuseTaken, versionsOf } from "./live/extension-uploads.ts";
import type { LiveConfiguration } from "./live/live-configuration.ts";
import { valueSchema } from "./live/value-schema.ts";
import { looksLikeZip } from "./zip-archive.ts";

export interface ExtensionsOptions {
  readonly live: LiveConfiguration;
  readonly audit: Audit;
}

/** Extensions over the API: read from the files and written into `configDir/extensions`. */
export class LiveExtensions implements ExtensionsPort {
  readonly #live: LiveConfiguration;
  readonly #options: ExtensionsOptions;
  readonly #revisions: ExtensionRevisions;

  constructor(options: ExtensionsOptions) {
    this.#live = options.live;
    this.#revisions = new ExtensionRevisions(options.live);
    this.#options = options;
  }

  list({ name, offset, limit }: { readonly name?: string | undefined } & Page): Paged<ExtensionVersionJson> {
    const names = [...new Set(this.#live.installed.map(({ manifest }) => manifest.name))].toSorted();
    const wanted = names.filter((known) => name === undefined || known.includes(name));
    const items = wanted.slice(offset, offset + limit).map((extensionName) => {
      const version = this.#usableActive(extensionName) ?? versionsOf(this.#live, extensionName)[0]!;
      return { extensionName, version };
    });
    return { totalCount: wanted.length, items };
  }

  versions(name: string, { offset, limit }: Page): Paged<ExtensionVersionJson> | undefined {
    const versions = versionsOf(this.#live, name);
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
    const bytes = bufferOf(file);
    const manifest = await readUpload(this.#live, bytes);
    const { name, version } = manifest;
    if (validateOnly) {
      refuseExcess(this.#live, name, version);
    } else {
      await this.#live.change(caller.id, (files) =>
        writing(async () => {
          refuseExcess(this.#live, name, version);
          const ending = looksLikeZip(bytes) ? "zip" : "yaml";
          const path = join(this.#folder().extensions, `${fileNameOf(name)}-${version}.${ending}`);
          await refuseTaken(path);
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

  async check(file: Uint8Array): Promise<readonly FindingJson[]> {
    const { findings } = await checkUpload(this.#live, bufferOf(file));
    return findings.map(findingJson);
  }

  revisions(name: string, version: string): Promise<readonly ExtensionRevisionJson[] | undefined> {
    return this.#revisions.list(name, version);
  }

  revisionText(name: string, version: string, revision: string): Promise<string | undefined> {
    return this.#revisions.text(name, version, revision);
  }

  async restore(name: string, version: string, revision: string, caller: Caller): Promise<ExtensionJson> {
    await this.#live.change(caller.id, (files) =>
      writing(async () => {
        const { path, text } = await this.#revisions.toRestore(name, version, revision);
        await files.write(path, text);
        this.#options.audit("extension.restore", `${name} ${version} ${revision}`, caller);
      }),
    );
    const restored = this.get(name, version);
    if (restored === undefined) throw changedMeanwhile(`${name} ${version}`);
    return restored;
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

  #usableActive(name: string): string | undefined {
    const version = this.activeVersion(name);
    return version !== undefined && this.#find(name, version) !== undefined ? version : undefined;
  }
}

const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

import { randomUUID } from "node:crypto";
import {
  ApiError,
  type Caller,
  type ConfigurationJson,
  type ConfigurationsPort,
  type ConfigurationVersionJson,
  type CreatedJson,
  type Page,
  type Paged,
} from "../api/index.ts";
import { type Clock, isRecord } from "../base/index.ts";
import { CONFIGURATIONS_MAX } from "../config/index.ts";
import { changedMeanwhile, noConfigDir, notFound, violationOf, writing } from "./live/api-violations.ts";
import { type CheckedElement, checkElement, checkKept } from "./live/check-element.ts";
import { statusOf, type VerdictOf } from "./live/configuration-status.ts";
import { type ElementJson, jsonText } from "./live/element-text.ts";
import type { FileChange } from "./live/file-writers.ts";
import type { LiveConfiguration } from "./live/live-configuration.ts";
import { textWith, textWithout } from "./live/place-element.ts";
import {
  configurationJson,
  findElement,
  type StoredElement,
  storedElement,
  storedElements,
} from "./live/stored-element.ts";
import type { Version } from "./live/versions.ts";
import { maskSecrets } from "./secret-masks.ts";

/** Told of each change that was made. */
export type Audit = (action: string, object: string, caller: Caller) => void;

export interface ConfigurationsOptions {
  readonly live: LiveConfiguration;
  /** A copy of an element without secrets in clear text. */
  readonly encrypt: (element: unknown) => Promise<unknown>;
  /** How a configuration fares; undefined before the first word of it. */
  readonly verdictOf: VerdictOf;
  readonly audit: Audit;
  readonly clock: Clock;
  /** For tests; else a random UUID. */
  readonly newId?: () => string;
}

/** May be a file's name, whoever made it. */
const FILE_ID = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/;

/** Monitoring configurations over the API: read from the files and written into them. */
export class LiveConfigurations implements ConfigurationsPort {
  readonly #live: LiveConfiguration;
  readonly #options: ConfigurationsOptions;
  readonly #newId: () => string;

  constructor(options: ConfigurationsOptions) {
    this.#live = options.live;
    this.#options = options;
    this.#newId = options.newId ?? randomUUID;
  }

  list(
    extension: string,
    {
      version,
      active,
      offset,
      limit,
    }: { readonly version?: string | undefined; readonly active?: boolean | undefined } & Page,
  ): Paged<ConfigurationJson> | undefined {
    const all = this.#live.elements.filter((element) => element.extension === extension);
    if (all.length === 0 && !this.#isInstalled(extension)) return undefined;
    const wanted = all.filter(
      (element) =>
        (version === undefined || element.version === version) &&
        (active === undefined || (element.activation?.configuration.enabled ?? false) === active),
    );
    const page = storedElements(this.#live, wanted.slice(offset, offset + limit));
    return { totalCount: wanted.length, items: page.map(configurationJson) };
  }

  get(extension: string, id: string): ConfigurationJson | undefined {
    const element = findElement(this.#live, extension, id);
    return element && configurationJson(storedElement(this.#live, element));
  }

  create(
    extension: string,
    elements: readonly unknown[],
    { validateOnly }: { readonly validateOnly: boolean },
    caller: Caller,
  ): Promise<readonly CreatedJson[]> {
    return this.#change(caller, async (files) => {
      const added: string[] = [];
      const add = async (json: ElementJson): Promise<string> => {
        if (validateOnly) return "";
        added.push(await this.#add(files, json));
        return added.at(-1)!;
      };
      try {
        const answers = await this.#addAll(extension, elements, add);
        for (const id of added) this.#options.audit("configuration.create", `${extension} ${id}`, caller);
        return answers;
      } catch (error) {
        // The answer will name none of them, and another try would make them twice.
        for (const id of added) await files.remove(this.#pathOf(id));
        throw error;
      }
    });
  }

  async #addAll(
    extension: string,
    elements: readonly unknown[],
    add: (json: ElementJson) => Promise<string>,
  ): Promise<readonly CreatedJson[]> {
    let count = this.#live.elements.filter((element) => element.extension === extension).length;
    const answers: CreatedJson[] = [];
    for (const element of elements) {
      const checked = this.#checkNew(extension, element, count);
      if (!checked.ok) {
        answers.push(refusal(checked));
        continue;
      }
      count += 1;
      answers.push({ code: 200, objectId: await add(checked.json), warnings: checked.warnings });
    }
    return answers;
  }

  replace(
    extension: string,
    id: string,
    value: unknown,
    options: { readonly ifRevision?: string | undefined },
    caller: Caller,
  ): Promise<ConfigurationJson> {
    return this.#changed(extension, id, caller, async (files) => {
      const stored = this.#stored(extension, id, options.ifRevision);
      const scope = stored.json["scope"];
      const checked = checkElement(this.#live, extension, { scope, value }, stored);
      await this.#put(files, stored, ok(checked));
      this.#options.audit("configuration.change", `${extension} ${id}`, caller);
    });
  }

  remove(
    extension: string,
    id: string,
    options: { readonly ifRevision?: string | undefined },
    caller: Caller,
  ): Promise<void> {
    return this.#change(caller, async (files) => {
      const stored = this.#stored(extension, id, options.ifRevision);
      const text = textWithout(stored);
      const { path } = stored.element.file;
      await (text === undefined ? files.remove(path) : files.write(path, text));
      this.#options.audit("configuration.remove", `${extension} ${id}`, caller);
    });
  }

  status(extension: string, id: string): ReturnType<ConfigurationsPort["status"]> {
    const element = findElement(this.#live, extension, id);
    return element && statusOf(element, this.#options.verdictOf, this.#options.clock.wallMs());
  }

  async versions(extension: string, id: string): Promise<readonly ConfigurationVersionJson[] | undefined> {
    const kept = await this.#versions(extension, id);
    if (kept.length === 0 && findElement(this.#live, extension, id) === undefined) return undefined;
    return kept.map(({ revision, atMs, by, content }) => ({
      revision,
      timestamp: atMs,
      by,
      value: maskSecrets(content["value"]),
    }));
  }

  restore(extension: string, id: string, revision: string, caller: Caller): Promise<ConfigurationJson> {
    return this.#changed(extension, id, caller, async (files) => {
      const version = (await this.#versions(extension, id)).find((kept) => kept.revision === revision);
      if (version === undefined) throw notFound(`version ${revision} of ${id}`);
      const { scope, value } = version.content;
      const element = findElement(this.#live, extension, id);
      const json = ok(checkKept(this.#live, { extension, scope, value }, element?.file.path));
      if (element !== undefined) await this.#put(files, storedElement(this.#live, element), json);
      else await files.write(this.#pathOf(id), await this.#textOf(json));
      this.#options.audit("configuration.restore", `${extension} ${id} ${revision}`, caller);
    });
  }

  /** @returns what is in force after the change */
  async #changed(
    extension: string,
    id: string,
    caller: Caller,
    work: (files: FileChange) => Promise<void>,
  ): Promise<ConfigurationJson> {
    await this.#change(caller, work);
    const after = this.get(extension, id);
    if (after === undefined) throw changedMeanwhile(id);
    return after;
  }

  #change<T>({ id }: Caller, work: (files: FileChange) => Promise<T>): Promise<T> {
    return this.#live.change(id, (files) => writing(() => work(files)));
  }

  #stored(extension: string, id: string, ifRevision: string | undefined): StoredElement {
    const element = findElement(this.#live, extension, id);
    if (element === undefined) throw notFound(`configuration ${id} for ${extension}`);
    const stored = storedElement(this.#live, element);
    if (ifRevision !== undefined && ifRevision !== stored.revision) throw changedMeanwhile(id);
    return stored;
  }

  #checkNew(extension: string, element: unknown, count: number): CheckedElement {
    if (!this.#isInstalled(extension)) {
      return { ok: false, message: `the extension ${extension} is not installed`, violations: [] };
    }
    const checked = checkElement(this.#live, extension, element);
    if (!checked.ok || count < CONFIGURATIONS_MAX) return checked;
    const message = `${extension} has ${count} configurations; allowed are ${CONFIGURATIONS_MAX}. Put more devices into fewer configurations`;
    const violation = violationOf({ code: "C008", severity: "error", path: "", line: 1, column: 1, message });
    return { ok: false, message, violations: [violation] };
  }

  async #add(files: FileChange, json: ElementJson): Promise<string> {
    const id = this.#newId();
    await files.write(this.#pathOf(id), await this.#textOf(json));
    return id;
  }

  /** What else the element has stays; of one that does not name its extension the file or its version says it. */
  async #put(files: FileChange, stored: StoredElement, { value }: ElementJson): Promise<void> {
    const json = { ...stored.json, value: await this.#options.encrypt(value) };
    await files.write(stored.element.file.path, textWith(stored, json));
  }

  async #textOf(json: ElementJson): Promise<string> {
    return jsonText(await this.#options.encrypt(json));
  }

  #pathOf(id: string): string {
    if (this.#live.configDir === undefined) throw noConfigDir();
    if (!FILE_ID.test(id)) throw notFound(`configuration ${id}`);
    return this.#live.fileFor(id);
  }

  async #versions(
    extension: string,
    id: string,
  ): Promise<readonly (Version & { readonly content: ElementJson })[]> {
    const isThere = findElement(this.#live, extension, id) !== undefined;
    const kept = await this.#live.versions.list("configurations", id);
    return kept.flatMap(({ content, ...version }) => {
      // Of one that is gone nothing else says what it was for.
      const isOurs = isRecord(content) && (isThere || content["extension"] === extension);
      return isOurs ? [{ ...version, content }] : [];
    });
  }

  #isInstalled(extension: string): boolean {
    return this.#live.installed.some(({ manifest }) => manifest.name === extension);
  }
}

function ok(checked: CheckedElement): ElementJson {
  if (checked.ok) return checked.json;
  throw new ApiError(400, "config.invalid", checked.message, { violations: checked.violations });
}

function refusal({ message, violations }: CheckedElement & { readonly ok: false }): CreatedJson {
  const code = violations.length === 0 ? 404 : 400;
  return { code, error: { code, message, constraintViolations: violations } };
}

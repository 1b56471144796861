import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, Secret } from "../base/index.ts";
import { type Credentials, loadCredential, type SecretReader, sameCredentials } from "../config/index.ts";
import { parseSource } from "../source/index.ts";
import type { Finding } from "./extensions.ts";
import { plainValue } from "./plain-value.ts";
import type { ReadSecret } from "./secret-values.ts";
import type { StateFolder } from "./state-folder.ts";

/** What devices refer to by name. */
export type NamedCredentials = Pick<SecretReader, "credential" | "credentialNames">;

/** A credential that is in force. */
export interface StoredCredential {
  readonly name: string;
  /** Of the file, see `authenticationIn`; a secret, for it may hold some in clear text. */
  readonly text: Secret;
  readonly credentials: Credentials;
  /** Of the text. */
  readonly revision: string;
}

/** Below `configDir`. */
export const CREDENTIALS_FOLDER = "credentials";
export const CREDENTIAL_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/;
const SUFFIX = ".json";
const CREDENTIALS_MAX = 1_000;
const FILE_BYTES_MAX = 65_536;

/**
 * The named credentials in `configDir/credentials/<name>.json`. A file that cannot be read leaves its last good
 * version in force, also after a restart when `lastGood` is given, and is named in `findings`.
 */
export class CredentialFiles implements NamedCredentials {
  readonly folder: string;
  readonly #lastGood: StateFolder | undefined;
  #stored: ReadonlyMap<string, StoredCredential> = new Map();
  #findings: readonly Finding[] = [];
  #broken: ReadonlySet<string> = new Set();
  /** One look at a time: a later one must not be overtaken by an earlier one. */
  #looking: Promise<unknown> = Promise.resolve();

  constructor({
    configDir,
    lastGood,
  }: { readonly configDir: string; readonly lastGood?: StateFolder | undefined }) {
    this.folder = join(configDir, CREDENTIALS_FOLDER);
    this.#lastGood = lastGood;
  }

  /** No more are read; those in force stay only as long as no other name comes before theirs. */
  get isFull(): boolean {
    return this.#stored.size + this.#broken.size >= CREDENTIALS_MAX;
  }

  /** What is wrong with the files, as of the last look. */
  get findings(): readonly Finding[] {
    return this.#findings;
  }

  get credentialNames(): readonly string[] {
    return [...this.#stored.keys()];
  }

  get(name: string): StoredCredential | undefined {
    return this.#stored.get(name);
  }

  all(): readonly StoredCredential[] {
    return [...this.#stored.values()];
  }

  credential(name: string): ReturnType<SecretReader["credential"]> {
    const stored = this.#stored.get(name);
    if (stored !== undefined) return { credentials: stored.credentials };
    if (!this.#broken.has(name)) return undefined;
    return {
      problem: "names a credential whose file has errors",
      remedy: `Correct ${this.pathOf(name)}, see the findings of that file`,
    };
  }

  pathOf(name: string): string {
    return join(this.folder, name + SUFFIX);
  }

  /**
   * Reads the files as they are now.
   * @returns names whose credentials are other ones than before, appeared or went; one that did not change stays `===`
   */
  look(read: ReadSecret): Promise<readonly string[]> {
    const look = this.#looking.then(() => this.#look(read));
    this.#looking = look.catch(() => undefined);
    return look;
  }

  async #look(read: ReadSecret): Promise<readonly string[]> {
    const findings: Finding[] = [];
    const names = await this.#names(findings);
    if (names === undefined) {
      this.#findings = findings;
      return [];
    }
    const stored = new Map<string, StoredCredential>();
    for (const name of names) {
      const found = await this.#read(name, read, findings);
      if (found !== undefined) stored.set(name, found);
    }
    const before = this.#stored;
    this.#stored = stored;
    this.#findings = findings;
    this.#broken = new Set(names.filter((name) => !stored.has(name)));
    const gone = [...before.keys()].filter((name) => !stored.has(name));
    for (const name of gone) await this.#lastGood?.remove(name + SUFFIX).catch(() => undefined);
    const changed = [...stored.values()].filter(({ name, credentials }) => {
      const old = before.get(name)?.credentials;
      return old === undefined || !sameCredentials(old, credentials);
    });
    return [...gone, ...changed.map(({ name }) => name)];
  }

  /** @returns undefined when the folder cannot be listed, which is not the same as an empty one */
  async #names(findings: Finding[]): Promise<readonly string[] | undefined> {
    let entries: readonly string[];
    try {
      entries = (await readdir(this.folder)).filter((entry) => entry.endsWith(SUFFIX)).toSorted();
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
      findings.push(finding(this.folder, `the folder cannot be read: ${messageOf(error)}`));
      return undefined;
    }
    const names: string[] = [];
    for (const entry of entries) {
      const name = entry.slice(0, -SUFFIX.length);
      if (!CREDENTIAL_NAME.test(name)) findings.push(finding(join(this.folder, entry), NAME_REMEDY));
      else if (names.length < CREDENTIALS_MAX) names.push(name);
      else
        findings.push(
          finding(join(this.folder, entry), `there are more than ${CREDENTIALS_MAX}. Remove some`),
        );
    }
    return names;
  }

  async #read(name: string, read: ReadSecret, findings: Finding[]): Promise<StoredCredential | undefined> {
    const file = this.pathOf(name);
    const before = this.#stored.get(name);
    const text = await readBounded(file).catch((error: unknown) => {
      findings.push(finding(file, `the credential cannot be read: ${messageOf(error)}`));
      return undefined;
    });
    const loaded = text === undefined ? undefined : parse(name, text, { file, read });
    if (loaded !== undefined) findings.push(...loaded.findings);
    if (loaded?.value === undefined) return before ?? (await this.#kept(name, read));
    const fresh = loaded.value;
    if (fresh.revision !== before?.revision)
      await this.#lastGood?.replace(name + SUFFIX, text!).catch(() => undefined);
    if (before === undefined || !sameCredentials(before.credentials, fresh.credentials)) return fresh;
    return fresh.revision === before.revision ? before : { ...fresh, credentials: before.credentials };
  }

  async #kept(name: string, read: ReadSecret): Promise<StoredCredential | undefined> {
    const text = await this.#lastGood?.read(name + SUFFIX).catch(() => undefined);
    return text === undefined ? undefined : parse(name, text, { file: this.pathOf(name), read }).value;
  }
}

const NAME_REMEDY =
  "a credential is called by letters, digits, dots, hyphens and underscores, at most 100. Rename the file";

function parse(
  name: string,
  text: string,
  { file, read }: { readonly file: string; readonly read: ReadSecret },
): { readonly value: StoredCredential | undefined; readonly findings: readonly Finding[] } {
  const { value: credentials, diagnostics } = loadCredential(text, { file, secrets: withoutNames(read) });
  const findings = diagnostics.map((diagnostic) => ({ ...diagnostic, file }));
  if (credentials === undefined) return { value: undefined, findings };
  return { value: { name, text: new Secret(text), credentials, revision: revisionOf(text) }, findings };
}

/** The object as it stands in the file, secrets included: to be masked before it is shown. */
export function authenticationIn({ text }: StoredCredential): unknown {
  const source = parseSource(text.reveal());
  return source.ok ? plainValue(source.root) : undefined;
}

/** A chain of names would only hide whose secret it is. */
export function withoutNames(read: ReadSecret): SecretReader {
  const refusal = {
    problem: "cannot stand in a named credential itself",
    remedy: "Write type and secrets instead",
  };
  return { read, credential: () => refusal, credentialNames: [] };
}

function revisionOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

async function readBounded(path: string): Promise<string> {
  const info = await stat(path);
  if (!info.isFile()) throw new Error("it is no file");
  if (info.size > FILE_BYTES_MAX) throw new Error(`it is longer than ${FILE_BYTES_MAX} octets`);
  return readFile(path, "utf8");
}

function finding(file: string, message: string): Finding {
  return { code: "C001", severity: "error", path: "", line: 1, column: 1, message, file };
}

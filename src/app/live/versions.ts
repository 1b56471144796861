import { join } from "node:path";
import { AppError, type Clock, isRecord, type Logger, messageOf } from "../../base/index.ts";
import { type StateFolder, stateFolder } from "../state-folder.ts";
import { sha256Of } from "./element-text.ts";
import type { Seal } from "./sealing.ts";

export type VersionKind = "configurations" | "extensions" | "credentials";

/** A content that was in force once. */
export interface Version {
  readonly revision: string;
  /** When it came into force as far as we know, else when it was replaced; wall clock. */
  readonly atMs: number;
  /** Who brought it: a caller of the API, or `file`. */
  readonly by: string;
  readonly content: unknown;
}

/** Who made a content, and when. */
export type Origin = Pick<Version, "atMs" | "by">;

/** One content in place of another. */
export interface Replacement {
  /** Undefined: it is new. */
  readonly before: { readonly revision: string; readonly content: unknown } | undefined;
  /** Revision of what is in force now; undefined when it was removed. */
  readonly after: string | undefined;
  readonly by: string;
}

/** Who changes files from outside. */
export const BY_FILE = "file";

/** Below the data directory. */
export const VERSIONS_FOLDER = "versions";
const KEPT_MAX = 20;
/** Who made the content that is in force. */
const CURRENT = "current.json";
const STAMP_DIGITS = 15;
const VERSION_FILE = /^\d{15}-[0-9a-f]+\.json$/;
const PLAIN_ID = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/;

export interface VersionsOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly seal: Seal;
}

/** Earlier contents of configurations, manifests and credentials, in the data directory; the last 20 of each. */
export class Versions {
  /** What `current.json` says, by kind and id: nobody else writes it, and lists of hundreds ask for it often. */
  readonly #origins = new Map<string, Promise<Origin | undefined>>();
  readonly #path: string;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #seal: Seal;

  constructor(dataDir: string, { clock, logger, seal }: VersionsOptions) {
    this.#path = join(dataDir, VERSIONS_FOLDER);
    this.#clock = clock;
    this.#logger = logger;
    this.#seal = seal;
  }

  /**
   * Keeps what was replaced or removed, its secrets encrypted. Never rejects: a full disk must not keep a change from
   * coming into force.
   */
  async keep(kind: VersionKind, id: string, change: Replacement): Promise<void> {
    // Thousands of files may be new at a start, and they came by file as everything does that we know nothing of.
    if (change.before === undefined && change.by === BY_FILE) return;
    try {
      await this.#keep(kind, id, change);
    } catch (error) {
      const ofDisk = "Give the service's user write access to dataDir, or room on its disk.";
      const remedy = error instanceof AppError ? error.remedy : ofDisk;
      this.#logger.warn(
        { code: "config.versions", kind, id, reason: messageOf(error), remedy },
        "an earlier version is not kept",
      );
    }
  }

  async #keep(kind: VersionKind, id: string, { before, after, by }: Replacement): Promise<void> {
    const folder = this.#folder(kind, id);
    const nowMs = this.#clock.wallMs();
    if (before !== undefined) {
      const made = readOrigin(await folder.read(CURRENT), before.revision) ?? { atMs: nowMs, by: BY_FILE };
      const latest = Number((await namesIn(folder))[0]?.slice(0, STAMP_DIGITS) ?? 0);
      // Names are in order also within a millisecond, and when the clock was set back.
      const stamp = String(Math.max(nowMs, latest + 1)).padStart(STAMP_DIGITS, "0");
      const name = `${stamp}-${before.revision}.json`;
      const content = await this.#seal(kind, before.content);
      await folder.replace(name, JSON.stringify({ ...before, content, ...made } satisfies Version));
    }
    try {
      if (after === undefined) await folder.remove(CURRENT);
      else await folder.replace(CURRENT, JSON.stringify({ revision: after, atMs: nowMs, by }));
    } finally {
      this.#origins.delete(keyOf(kind, id));
    }
    const names = await namesIn(folder);
    for (const old of names.slice(KEPT_MAX)) await folder.remove(old);
  }

  /** Latest first; those that cannot be read are left out. */
  async list(kind: VersionKind, id: string): Promise<readonly Version[]> {
    const folder = this.#folder(kind, id);
    const texts = await Promise.all((await namesIn(folder)).map((name) => folder.read(name)));
    return texts.flatMap((text) => readVersion(text) ?? []);
  }

  /** Who made what is in force, and when; undefined when it was there before we looked. */
  origin(kind: VersionKind, id: string): Promise<Origin | undefined> {
    const key = keyOf(kind, id);
    const known = this.#origins.get(key);
    if (known !== undefined) return known;
    const read = this.#folder(kind, id)
      .read(CURRENT)
      .then((text) => originIn(parse(text)));
    this.#origins.set(key, read);
    // What could not be read may be readable the next time.
    read.catch(() => this.#origins.delete(key));
    return read;
  }

  #folder(kind: VersionKind, id: string): StateFolder {
    // Ids of files that the service file names are whole paths.
    return stateFolder(join(this.#path, kind, PLAIN_ID.test(id) ? id : sha256Of(id).slice(0, 40)));
  }
}

const keyOf = (kind: VersionKind, id: string): string => `${kind} ${id}`;

const namesIn = async (folder: StateFolder): Promise<readonly string[]> =>
  (await folder.list())
    .filter((name) => VERSION_FILE.test(name))
    .toSorted()
    .toReversed();

function readOrigin(text: string | undefined, revision: string): Origin | undefined {
  const kept = parse(text);
  return isRecord(kept) && kept["revision"] === revision ? originIn(kept) : undefined;
}

function originIn(kept: unknown): Origin | undefined {
  if (!isRecord(kept)) return undefined;
  const { atMs, by } = kept;
  return typeof atMs === "number" && typeof by === "string" ? { atMs, by } : undefined;
}

function readVersion(text: string | undefined): Version | undefined {
  const kept = parse(text);
  if (!isRecord(kept)) return undefined;
  const { revision, atMs, by, content } = kept;
  const isVersion = typeof revision === "string" && typeof atMs === "number" && typeof by === "string";
  return isVersion ? { revision, atMs, by, content } : undefined;
}

function parse(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

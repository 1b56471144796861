import { QuietLog } from "../api/index.ts";
import { AppError, type Clock, isRecord, type Logger, messageOf } from "../base/index.ts";
import type { StateFolder } from "./state-folder.ts";

/** A file of few records in the data directory: `{ "version": 1, "<key>": [...] }`. */
export interface ListFile<T> {
  readonly file: string;
  readonly key: string;
  readonly max: number;
  readonly isItem: (value: unknown) => value is T;
  /** Of errors about the file. */
  readonly code: string;
  /** What it is called in messages, and the command that writes it. */
  readonly what: string;
  readonly command: string;
}

const VERSION = 1;
/** A running service sees a change after this time at the latest. */
const LOOK_EVERY_MS = 1_000;

/**
 * @returns nothing when there is no file
 * @throws {AppError} of the list's code when the file is not ours; its text is not quoted
 */
export async function readList<T>(folder: StateFolder, list: ListFile<T>): Promise<readonly T[]> {
  const text = await folder.read(list.file).catch((cause: unknown) => {
    throw new AppError(list.code, `the ${list.what} cannot be read: ${messageOf(cause)}.`, {
      remedy: `Run ${list.command} as the user of the service.`,
      cause,
    });
  });
  return parse(folder, list, text);
}

/**
 * Replaces the records by what `change` makes of them; whoever changes them at the same time waits.
 * @throws {AppError} of the list's code, `access.too-many`, and what `change` throws
 */
export async function changeList<T>(
  folder: StateFolder,
  list: ListFile<T>,
  change: (items: readonly T[]) => readonly T[],
): Promise<void> {
  const update = (before: string | undefined): string => {
    const items = change(parse(folder, list, before));
    if (items.length > list.max) throw tooMany(list);
    return `${JSON.stringify({ version: VERSION, [list.key]: items }, undefined, 2)}\n`;
  };
  await folder.update(list.file, update).catch((cause: unknown) => {
    if (cause instanceof AppError) throw cause;
    throw new AppError(list.code, `the ${list.what} cannot be written: ${messageOf(cause)}.`, {
      remedy: `Run ${list.command} as the user of the service, who may write to dataDir.`,
      cause,
    });
  });
}

/** The records as a running service sees them: looked at again when the file changed, at most once a second. */
export class WatchedList<T> {
  readonly #folder: StateFolder;
  readonly #list: ListFile<T>;
  readonly #clock: Clock;
  readonly #log: QuietLog;
  #items: readonly T[] = [];
  /** Of the file that was read; undefined while there is none. */
  #stamp: string | undefined;
  #freshUntilMs = Number.NEGATIVE_INFINITY;
  /** One look at a time, and all who ask meanwhile wait for it. */
  #look: Promise<void> | undefined;

  constructor(
    folder: StateFolder,
    list: ListFile<T>,
    { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
  ) {
    this.#folder = folder;
    this.#list = list;
    this.#clock = clock;
    this.#log = new QuietLog(clock, logger);
  }

  async items(): Promise<readonly T[]> {
    if (this.#clock.monotonicMs() >= this.#freshUntilMs) {
      this.#look ??= this.#refresh().finally(() => {
        this.#look = undefined;
      });
      await this.#look;
    }
    return this.#items;
  }

  /** Changes the file; who asks from now on sees it. @throws {AppError} as `changeList` */
  async change(change: (items: readonly T[]) => readonly T[]): Promise<void> {
    await changeList(this.#folder, this.#list, change);
    await this.#look;
    this.#stamp = undefined;
    await this.#refresh();
  }

  /** A file that cannot be read leaves the records as they were: a full disk must not lock out everybody. */
  async #refresh(): Promise<void> {
    const { file, code, what } = this.#list;
    try {
      const info = await this.#folder.info(file);
      const stamp = info && `${info.changedAtMs} ${info.bytes}`;
      if (stamp !== this.#stamp) this.#items = await readList(this.#folder, this.#list);
      this.#stamp = stamp;
    } catch (error) {
      const fields = {
        reason: messageOf(error),
        remedy: error instanceof AppError ? error.remedy : undefined,
      };
      this.#log.warn(code, fields, `the ${what} cannot be read; those known before stay valid`);
    }
    this.#freshUntilMs = this.#clock.monotonicMs() + LOOK_EVERY_MS;
  }
}

function parse<T>(folder: StateFolder, list: ListFile<T>, text: string | undefined): readonly T[] {
  const items = text === undefined ? [] : itemsOf(list, text);
  if (items !== undefined) return items;
  throw new AppError(list.code, `${folder.path}/${list.file} is not readable as ${list.what}.`, {
    remedy: `Restore it from a backup, or remove it and make new ones with ${list.command}.`,
  });
}

function itemsOf<T>({ key, max, isItem }: ListFile<T>, text: string): readonly T[] | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(document) || document["version"] !== VERSION) return undefined;
  const items = document[key];
  return Array.isArray(items) && items.length <= max && items.every(isItem) ? items : undefined;
}

function tooMany<T>({ max, what, command }: ListFile<T>): AppError {
  return new AppError("access.too-many", `there are ${max} ${what}, and no more than that.`, {
    remedy: `Remove those that nobody uses; ${command} list shows them.`,
  });
}

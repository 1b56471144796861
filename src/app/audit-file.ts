import { type AuditEntry, type AuditLog, type AuditQuery, parseAuditLine } from "../access/index.ts";
import { QuietLog } from "../api/index.ts";
import { type Clock, type Logger, messageOf } from "../base/index.ts";
import type { StateFolder } from "./state-folder.ts";

/** In the data directory, one JSON object a line, readable by the owner alone; `.1` to `.4` are older ones. */
export const AUDIT_FILE = "audit.jsonl";
const FILE_MAX_BYTES = 10_000_000;
const FILES = 5;
/** Kept while the disk takes nothing; beyond, the oldest are left out and counted. */
const UNWRITTEN_MAX = 10_000;

/** The audit log in files. What changes something never waits for it, and goes on when it cannot be written. */
export class AuditFile implements AuditLog {
  readonly #folder: StateFolder;
  readonly #clock: Clock;
  readonly #log: QuietLog;
  readonly #rotates: boolean;
  #unwritten: string[] = [];
  /** Of a power cut before our start, or of an append that failed half-way; undefined before the first one. */
  #mayBeTorn: boolean | undefined;
  #writing: Promise<void> | undefined;

  /** @param options.rotates  false for a process beside the service, of whom one alone may rename files */
  constructor(
    folder: StateFolder,
    options: { readonly clock: Clock; readonly logger: Logger; readonly rotates: boolean },
  ) {
    this.#folder = folder;
    this.#clock = options.clock;
    this.#log = new QuietLog(options.clock, options.logger);
    this.#rotates = options.rotates;
  }

  record(entry: Omit<AuditEntry, "timestamp">): void {
    if (this.#unwritten.length >= UNWRITTEN_MAX) this.#unwritten.shift();
    this.#unwritten.push(JSON.stringify({ timestamp: this.#clock.wallMs(), ...entry }));
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  async list(query: AuditQuery): Promise<readonly AuditEntry[]> {
    await this.written();
    const found: AuditEntry[] = [];
    for (const name of NAMES) {
      const text = await this.#folder.read(name);
      if (text === undefined || !collect(text, query, found)) break;
    }
    return found;
  }

  /** Resolves when all entries are written, or cannot be. */
  async written(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    // A turn later, so that what is recorded together is written together.
    await Promise.resolve();
    try {
      while (this.#unwritten.length > 0) {
        await this.#rotate();
        const lines = this.#unwritten.splice(0);
        await this.#append(lines);
      }
    } catch (error) {
      const fields = { reason: messageOf(error), waiting: this.#unwritten.length };
      this.#log.warn("app.audit", fields, "the audit log cannot be written; its entries wait in memory");
    }
  }

  async #append(lines: readonly string[]): Promise<void> {
    try {
      this.#mayBeTorn ??= isTorn(await this.#folder.read(AUDIT_FILE));
      // A line of its own, so that a torn one takes no other with it.
      const start = this.#mayBeTorn ? "\n" : "";
      this.#mayBeTorn = true;
      await this.#folder.append(AUDIT_FILE, `${start}${lines.join("\n")}\n`);
      this.#mayBeTorn = false;
    } catch (error) {
      this.#unwritten.unshift(...lines);
      throw error;
    }
  }

  async #rotate(): Promise<void> {
    const info = await this.#folder.info(AUDIT_FILE);
    if (!this.#rotates || info === undefined || info.bytes < FILE_MAX_BYTES) return;
    for (let older = FILES - 1; older > 0; older--) {
      const [from, to] = [NAMES[older - 1]!, NAMES[older]!];
      if ((await this.#folder.info(from)) !== undefined) await this.#folder.rename(from, to);
    }
  }
}

const isTorn = (text = ""): boolean => text !== "" && !text.endsWith("\n");

/** Latest first. */
const NAMES = Array.from({ length: FILES }, (_, n) => (n === 0 ? AUDIT_FILE : `${AUDIT_FILE}.${n}`));

/** Reads a file from its end. @returns whether older files may hold more of what is asked for */
function collect(text: string, { from, to, limit, text: words }: AuditQuery, found: AuditEntry[]): boolean {
  const wanted = words?.toLowerCase();
  for (let end = text.length; end > 0 && found.length < limit; ) {
    // A negative place would count as the first character: a line break there was never passed.
    const start = end < 2 ? 0 : text.lastIndexOf("\n", end - 2) + 1;
    const line = text.slice(start, end);
    end = start;
    const entry = parseAuditLine(line);
    if (entry === undefined) continue;
    // The wall clock may have been set back meanwhile, but not by so much that it is worth reading everything.
    if (from !== undefined && entry.timestamp < from) return false;
    if (to !== undefined && entry.timestamp >= to) continue;
    if (wanted === undefined || line.toLowerCase().includes(wanted)) found.push(entry);
  }
  return found.length < limit;
}

import { type Clock, type Logger, messageOf } from "../../base/index.ts";

/** How the disk under the log is. */
export interface LogHealth {
  /** Why lines are only in memory, since when (wall clock); undefined when all is well. */
  readonly fault: { readonly reason: string; readonly sinceMs: number } | undefined;
  readonly segments: number;
  /** On disk. */
  readonly bytes: number;
  /** In memory alone, and not with every sink yet: what would be lost with the service. */
  readonly unwrittenBytes: number;
}

const FAILED = "the disk takes no lines: they are kept in memory, and lost if the service ends";
const HEALED = "the disk takes lines again";
const NOT_SYNCED =
  "lines on disk cannot be made to survive a power cut; the end of the service they do survive";
const UNREADABLE =
  "the queue on disk cannot be read: lines are kept in memory, lost if the service ends; what is on disk stays";
const UNREADABLE_REMEDY =
  "Make the folder readable and writable for the service's user, and start the service again.";
const GIVEN_UP = "memory is full of lines that the disk does not take: the oldest are given up";
const GIVEN_UP_REMEDY = "Mend the disk, or raise queue.memoryMegabytes for longer faults.";
/** A disk that fails and heals in turns is told of so often. */
const REMIND_EVERY_MS = 60_000;

/** Whether the disk takes lines, and the alarm when it does not: one entry when it begins, one when it is over. */
export class DiskHealth {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #folder: string;
  #fault: LogHealth["fault"];
  #faultAtMs = 0;
  #told: { readonly reason: string; readonly atMs: number } | undefined;
  #isToldNow = false;
  #givenUpLines = 0;
  #gaveUpAtMs = 0;
  #syncFault: string | undefined;

  constructor(clock: Clock, logger: Logger, folder: string) {
    this.#clock = clock;
    this.#logger = logger;
    this.#folder = folder;
  }

  get fault(): LogHealth["fault"] {
    return this.#fault;
  }

  failed(error: unknown): void {
    const reason = messageOf(error);
    const nowMs = this.#clock.monotonicMs();
    if (this.#fault === undefined) this.#faultAtMs = nowMs;
    this.#fault = { reason, sinceMs: this.#fault?.sinceMs ?? this.#clock.wallMs() };
    if (this.#told?.reason === reason && (this.#isToldNow || nowMs - this.#told.atMs < REMIND_EVERY_MS))
      return;
    this.#told = { reason, atMs: nowMs };
    this.#isToldNow = true;
    const fields = { code: "queue.disk", folder: this.#folder, reason, remedy: remedyOf(error) };
    this.#logger.error(fields, FAILED);
  }

  /** Nobody knows what is on disk: nothing is written until the next start. */
  unreadable({ message: reason }: Error): void {
    this.#fault = { reason, sinceMs: this.#clock.wallMs() };
    const fields = { code: "queue.unreadable", folder: this.#folder, reason, remedy: UNREADABLE_REMEDY };
    this.#logger.error(fields, UNREADABLE);
  }

  healed(): void {
    if (this.#fault === undefined) return;
    this.#fault = undefined;
    const forMs = Math.round(this.#clock.monotonicMs() - this.#faultAtMs);
    const fields = { code: "queue.disk-ok", folder: this.#folder, forMs, givenUpLines: this.#givenUpLines };
    if (this.#isToldNow) this.#logger.info(fields, HEALED);
    this.#isToldNow = false;
    this.#givenUpLines = 0;
  }

  /** Memory was full. Told when it begins; how many lines it came to in the end is told when the disk is well again. */
  gaveUp(lines: number): void {
    const nowMs = this.#clock.monotonicMs();
    // A disk that is slow has no fault that ends: after a minute without loss the next one is told anew.
    if (this.#givenUpLines === 0 || nowMs - this.#gaveUpAtMs >= REMIND_EVERY_MS) {
      const reason = this.#fault?.reason ?? "the disk is slower than lines come";
      const fields = { code: "queue.lost", folder: this.#folder, reason, remedy: GIVEN_UP_REMEDY };
      this.#logger.error(fields, GIVEN_UP);
    }
    this.#gaveUpAtMs = nowMs;
    this.#givenUpLines += lines;
  }

  /** @param error  undefined when it went well */
  synced(error?: unknown): void {
    const reason = error === undefined ? undefined : messageOf(error);
    if (reason !== undefined && reason !== this.#syncFault) {
      const fields = { code: "queue.disk", folder: this.#folder, reason, remedy: remedyOf(error) };
      this.#logger.error(fields, NOT_SYNCED);
    }
    this.#syncFault = reason;
  }
}

/** What to do about an error of the file system. */
export function remedyOf(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOSPC":
    case "EDQUOT":
      return "Make room on the disk; lines are written again within seconds.";
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "Give the service's user write access to dataDir.";
    case "EMFILE":
    case "ENFILE":
      return "Raise the limit of open files (ulimit -n, LimitNOFILE).";
    case undefined:
    default:
      return "Check the disk (dmesg, smartctl) and its file system.";
  }
}

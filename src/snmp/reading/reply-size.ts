import type { Clock } from "../../base/index.ts";
import type { LearnedReading } from "../client.ts";

/** What a datagram that no path fragments surely takes. */
const START_BYTES = 1_400;
/** What UDP over IPv4 takes is 65,507; agents and paths get lost before. */
const BUDGET_MAX_BYTES = 60_000;
/** What every engine must take (RFC 3417 §3.2.1 asks for 484): silence below is no matter of size. */
export const ALWAYS_FITS_BYTES = 484;
/** A device or path that could not take a size is not bothered with it again for a day; once may have been chance. */
const FAILED_FOR_MS = 24 * 3_600_000;
const SUSPECTED_FOR_MS = 3_600_000;
/** Reads without trouble before more is dared. */
const CLEAN_READS = 2;
/** A gain below an eighth is not worth a time-out; a failure that is told costs one request. */
const WORTH_RATIO = { silent: 1.125, told: 1.03 };
/** A message is full when not one long varbind more would have fitted. */
const FULL_RATIO = 0.97;
/** Estimates are off by a few octets in a hundred. */
const EDGE_RATIO = { silent: 0.95, told: 0.98 };
/** A reply that filled so much of the budget tells what it is worth; a smaller one tells nothing. */
const CAME_RATIO = 0.75;
/** Estimates are means: a little more than what came is as good as proven. */
const TOLERANCE_RATIO = 1.1;

export type SizeLessons = Pick<LearnedReading, "provenBytes" | "failedBytes" | "truncates">;

export interface SizeBelief {
  readonly budgetBytes: number;
  readonly provenBytes: number;
  readonly failedBytes: number | undefined;
  readonly failedUntilMs: number;
}

/** How large replies of one device may be, in octets of whole messages. */
export class ReplySize {
  readonly #clock: Clock;
  #provenBytes: number;
  #failedBytes: number | undefined;
  #failedUntilMs = 0;
  #suspicions = 0;
  /** Whether the agent says so when a reply is too large, or is just silent. */
  #manner: "silent" | "told" = "silent";
  #truncates: boolean;
  #budgetBytes: number;
  #cleanReads = 0;

  constructor(clock: Clock, learned: SizeLessons | undefined) {
    this.#clock = clock;
    this.#provenBytes = learned?.provenBytes ?? 0;
    this.#truncates = learned?.truncates ?? false;
    this.#failedBytes = learned?.failedBytes;
    if (this.#failedBytes !== undefined) this.#failedUntilMs = clock.monotonicMs() + FAILED_FOR_MS;
    this.#budgetBytes = Math.min(Math.max(START_BYTES, this.#provenBytes), BUDGET_MAX_BYTES);
    this.#keepOff();
  }

  get budgetBytes(): number {
    return this.#budgetBytes;
  }

  get truncates(): boolean {
    return this.#truncates;
  }

  /** Whether a reply of about that size has come through before, or must. */
  isProven(bytes: number): boolean {
    return bytes <= this.#provenBytes * TOLERANCE_RATIO;
  }

  /** A whole reply came. */
  arrived(bytes: number): void {
    if (bytes <= this.#provenBytes) return;
    this.#provenBytes = bytes;
    if (this.#failedBytes !== undefined && bytes >= this.#failedBytes) this.#failedBytes = undefined;
    if (bytes > this.#budgetBytes) this.#budgetBytes = Math.min(bytes, BUDGET_MAX_BYTES);
    this.#keepOff();
  }

  /** The agent filled the message and cut it. One may end early because the next varbind is long: that counts half. */
  cut(bytes: number): void {
    this.#truncates = true;
    this.arrived(bytes);
    if (bytes >= this.#budgetBytes * FULL_RATIO) return;
    const usable = Math.ceil((this.#budgetBytes + bytes) / 2);
    this.#budgetBytes = Math.max(usable, Math.min(this.#budgetBytes, ALWAYS_FITS_BYTES));
  }

  /** A reply of about that size does not come: the next ones are half of it. */
  shrink(bytes: number): void {
    this.#budgetBytes = Math.max(1, Math.min(this.#budgetBytes, Math.floor(bytes / 2)));
    this.#cleanReads = 0;
  }

  /**
   * A smaller one has come, so it was the size.
   * @param bytes of the reply that failed
   * @param how told: the agent said tooBig · silent-again: the same was asked before · silent: maybe by chance
   */
  failed(bytes: number, how: "told" | "silent-again" | "silent"): void {
    const certain = how !== "silent";
    this.#manner = how === "told" ? "told" : "silent";
    const isEdge = this.#failedBytes !== undefined && bytes > this.#provenBytes * EDGE_RATIO.silent;
    if (!certain && !isEdge && bytes <= this.#provenBytes) return;
    this.#failedBytes = Math.min(this.#failedBytes ?? Number.POSITIVE_INFINITY, Math.floor(bytes));
    if (certain) this.#provenBytes = Math.min(this.#provenBytes, Math.floor(bytes / 2));
    const longFor = certain || this.#suspicions++ > 0;
    this.#failedUntilMs = this.#clock.monotonicMs() + (longFor ? FAILED_FOR_MS : SUSPECTED_FOR_MS);
    this.#keepOff();
    // What was searched for is an estimate; what came is known.
    if (this.#provenBytes > this.#budgetBytes * CAME_RATIO) {
      this.#budgetBytes = Math.min(this.#budgetBytes, this.#provenBytes);
    }
  }

  /** Not so near to what has failed that the error of an estimate reaches it; far below only until more is proven. */
  #keepOff(): void {
    if (this.#failedBytes === undefined) return;
    const edge = Math.floor(this.#failedBytes * EDGE_RATIO[this.#manner]);
    if (this.#budgetBytes <= edge) return;
    this.#budgetBytes = Math.min(edge, Math.max(this.#provenBytes, Math.floor(this.#failedBytes / 2)));
  }

  /** What is believed now, to come back to when a search shows that size had nothing to do with it. */
  get belief(): SizeBelief {
    return {
      budgetBytes: this.#budgetBytes,
      provenBytes: this.#provenBytes,
      failedBytes: this.#failedBytes,
      failedUntilMs: this.#failedUntilMs,
    };
  }

  restore({ budgetBytes, provenBytes, failedBytes, failedUntilMs }: SizeBelief): void {
    this.#budgetBytes = Math.max(this.#budgetBytes, budgetBytes);
    this.#provenBytes = Math.max(this.#provenBytes, provenBytes);
    this.#failedBytes = failedBytes;
    this.#failedUntilMs = failedUntilMs;
  }

  /**
   * After a read.
   * @param confined it took more than one request because of the budget
   * @param clean nothing was lost, refused or cut
   * @returns whether more is dared from now on
   */
  readEnded(confined: boolean, clean: boolean): boolean {
    if (!clean) {
      this.#cleanReads = 0;
      return false;
    }
    this.#cleanReads++;
    if (!confined || this.#cleanReads < CLEAN_READS) return false;
    const bytes = this.#nextBudget();
    if (bytes === undefined) return false;
    this.#cleanReads = 0;
    this.#budgetBytes = bytes;
    return true;
  }

  /** Twice as much, or half-way to what has failed. An agent that cuts shows by itself how much it takes. */
  #nextBudget(): number | undefined {
    if (this.#truncates) return undefined;
    if (this.#clock.monotonicMs() >= this.#failedUntilMs) this.#failedBytes = undefined;
    const failed = this.#failedBytes;
    const twice = Math.min(2 * this.#budgetBytes, BUDGET_MAX_BYTES);
    const bytes =
      failed === undefined
        ? twice
        : Math.min(twice, Math.floor((this.#budgetBytes + failed * EDGE_RATIO[this.#manner]) / 2));
    return bytes >= this.#budgetBytes * WORTH_RATIO[this.#manner] ? bytes : undefined;
  }

  learned(): SizeLessons {
    return { provenBytes: this.#provenBytes, failedBytes: this.#failedBytes, truncates: this.#truncates };
  }
}

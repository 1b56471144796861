import type { LearnedRtt } from "./exchange.ts";

/** Below it a busy agent would be asked twice for nothing. */
const WAIT_MIN_MS = 250;
/** Tables told apart for one device; a manifest has some dozen. */
const TABLES_MAX = 64;
/** RFC 6298 §2. */
const ALPHA = 1 / 8;
const BETA = 1 / 4;
const K = 4;
/** Even round trips bring the variance to nothing, and then a slightly larger question would be repeated in vain. */
const SLACK_RATIO = 0.5;

/** One estimate (RFC 6298) among the numbers of a device: each is this many. */
const LENGTH = 4;
const SRTT_MS = 0;
const RTTVAR_MS = 1;
const MIN_MS = 2;
/** Karn: after an ambiguous answer, the longer wait stays until a clear one has come. */
const BACKOFF = 3;
/** Of the device as a whole; those of its tables follow. */
const DEVICE = 0;

/**
 * What is known of a device's round trips, as a whole and by table: tables differ by factors. Held for every device,
 * so all estimates are one array of numbers: an object for each would take three times the room.
 */
export class RttBook {
  readonly #timeoutMs: number;
  #tables: readonly string[] = NO_TABLES;
  /** Estimates one behind the other; SRTT is NaN as long as nothing was measured. */
  #numbers: number[];

  constructor(
    timeoutMs: number,
    learned?: { readonly rtt: LearnedRtt | undefined; readonly tables: Readonly<Record<string, LearnedRtt>> },
  ) {
    this.#timeoutMs = timeoutMs;
    const tables = Object.entries(learned?.tables ?? {}).slice(0, TABLES_MAX);
    if (tables.length > 0) this.#tables = tables.map(([table]) => table);
    this.#numbers = [learned?.rtt, ...tables.map(([, rtt]) => rtt)].flatMap((rtt) =>
      rtt === undefined ? UNKNOWN : [rtt.srttMs, rtt.rttvarMs, rtt.minMs, 1],
    );
  }

  get device(): LearnedRtt | undefined {
    return this.#isKnown(DEVICE) ? this.#learnedAt(DEVICE) : undefined;
  }

  get tables(): Readonly<Record<string, LearnedRtt>> {
    return Object.fromEntries(this.#tables.map((table, i) => [table, this.#learnedAt((i + 1) * LENGTH)]));
  }

  /** The shortest round trip ever; undefined before the first. */
  get minMs(): number | undefined {
    return this.#isKnown(DEVICE) ? this.#numbers[MIN_MS] : undefined;
  }

  /**
   * How long to wait for attempt 0, 1, … of an ask. The last one always gets the configured time: a device that is
   * slower than ever today is not lost by what was learned yesterday.
   */
  waitMs(table: string | undefined, attempt: number, attempts: number): number {
    const at = this.#at(table) ?? DEVICE;
    if (attempt >= attempts - 1 || !this.#isKnown(at)) return this.#timeoutMs;
    return Math.min(this.#timeoutMs, this.#waitAt(at) * 2 ** attempt);
  }

  sample(table: string | undefined, rttMs: number): void {
    this.#sampleAt(DEVICE, rttMs);
    if (table === undefined) return;
    const at = this.#at(table);
    if (at !== undefined) this.#sampleAt(at, rttMs);
    else if (this.#tables.length < TABLES_MAX) {
      this.#tables = this.#tables.concat(table);
      this.#numbers = this.#numbers.concat(firstOf(rttMs));
    }
  }

  /** An answer came after a repeat with the same id: which of the two it answers cannot be told. */
  ambiguous(table: string | undefined): void {
    this.#numbers[(this.#at(table) ?? DEVICE) + BACKOFF]! *= 2;
  }

  /** Where the estimate of a table is; undefined when it has none of its own. */
  #at(table: string | undefined): number | undefined {
    const number = table === undefined ? -1 : this.#tables.indexOf(table);
    return number < 0 ? undefined : (number + 1) * LENGTH;
  }

  #isKnown(at: number): boolean {
    return !Number.isNaN(this.#numbers[at + SRTT_MS]!);
  }

  #learnedAt(at: number): LearnedRtt {
    const [srttMs, rttvarMs, minMs] = this.#numbers.slice(at, at + LENGTH);
    return { srttMs: srttMs!, rttvarMs: rttvarMs!, minMs: minMs! };
  }

  #sampleAt(at: number, rttMs: number): void {
    const numbers = this.#numbers;
    if (!this.#isKnown(at)) {
      firstOf(rttMs).forEach((number, i) => {
        numbers[at + i] = number;
      });
      return;
    }
    const srttMs = numbers[at + SRTT_MS]!;
    numbers[at + RTTVAR_MS]! += BETA * (Math.abs(srttMs - rttMs) - numbers[at + RTTVAR_MS]!);
    numbers[at + SRTT_MS]! += ALPHA * (rttMs - srttMs);
    numbers[at + MIN_MS] = Math.min(numbers[at + MIN_MS]!, rttMs);
    numbers[at + BACKOFF] = 1;
  }

  /** How long an answer may take before the question is repeated. */
  #waitAt(at: number): number {
    const [srttMs, rttvarMs] = [this.#numbers[at + SRTT_MS]!, this.#numbers[at + RTTVAR_MS]!];
    const slackMs = Math.max(K * rttvarMs, srttMs * SLACK_RATIO);
    return Math.max(WAIT_MIN_MS, srttMs + slackMs) * this.#numbers[at + BACKOFF]!;
  }
}

const NO_TABLES: readonly string[] = Object.freeze([]);
const UNKNOWN: readonly number[] = [Number.NaN, Number.NaN, Number.NaN, 1];

/** The estimate after the first round trip. */
const firstOf = (rttMs: number): readonly number[] => [rttMs, rttMs / 2, rttMs, 1];

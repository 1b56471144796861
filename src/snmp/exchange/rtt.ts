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

/** Round trips of one device, or of one of its tables (RFC 6298). */
export class RttEstimate {
  #srttMs: number;
  #rttvarMs: number;
  #minMs: number;
  /** Karn: after an ambiguous answer, the longer wait stays until a clear one has come. */
  #backoff = 1;

  constructor({ srttMs, rttvarMs, minMs }: LearnedRtt) {
    this.#srttMs = srttMs;
    this.#rttvarMs = rttvarMs;
    this.#minMs = minMs;
  }

  static first(rttMs: number): RttEstimate {
    return new RttEstimate({ srttMs: rttMs, rttvarMs: rttMs / 2, minMs: rttMs });
  }

  get minMs(): number {
    return this.#minMs;
  }

  get learned(): LearnedRtt {
    return { srttMs: this.#srttMs, rttvarMs: this.#rttvarMs, minMs: this.#minMs };
  }

  sample(rttMs: number): void {
    this.#rttvarMs += BETA * (Math.abs(this.#srttMs - rttMs) - this.#rttvarMs);
    this.#srttMs += ALPHA * (rttMs - this.#srttMs);
    this.#minMs = Math.min(this.#minMs, rttMs);
    this.#backoff = 1;
  }

  ambiguous(): void {
    this.#backoff *= 2;
  }

  /** How long an answer may take before the question is repeated. */
  get waitMs(): number {
    const slackMs = Math.max(K * this.#rttvarMs, this.#srttMs * SLACK_RATIO);
    return Math.max(WAIT_MIN_MS, this.#srttMs + slackMs) * this.#backoff;
  }
}

/** What is known of a device's round trips, as a whole and by table: tables differ by factors. */
export class RttBook {
  readonly #timeoutMs: number;
  readonly #tables = new Map<string, RttEstimate>();
  #device: RttEstimate | undefined;

  constructor(
    timeoutMs: number,
    learned?: { readonly rtt: LearnedRtt | undefined; readonly tables: Readonly<Record<string, LearnedRtt>> },
  ) {
    this.#timeoutMs = timeoutMs;
    if (learned?.rtt !== undefined) this.#device = new RttEstimate(learned.rtt);
    for (const [table, rtt] of Object.entries(learned?.tables ?? {}).slice(0, TABLES_MAX)) {
      this.#tables.set(table, new RttEstimate(rtt));
    }
  }

  get device(): LearnedRtt | undefined {
    return this.#device?.learned;
  }

  get tables(): Readonly<Record<string, LearnedRtt>> {
    return Object.fromEntries([...this.#tables].map(([table, rtt]) => [table, rtt.learned]));
  }

  /** The shortest round trip ever; undefined before the first. */
  get minMs(): number | undefined {
    return this.#device?.minMs;
  }

  /**
   * How long to wait for attempt 0, 1, … of an ask. The last one always gets the configured time: a device that is
   * slower than ever today is not lost by what was learned yesterday.
   */
  waitMs(table: string | undefined, attempt: number, attempts: number): number {
    const rtt = (table === undefined ? undefined : this.#tables.get(table)) ?? this.#device;
    if (attempt >= attempts - 1 || rtt === undefined) return this.#timeoutMs;
    return Math.min(this.#timeoutMs, rtt.waitMs * 2 ** attempt);
  }

  sample(table: string | undefined, rttMs: number): void {
    if (this.#device === undefined) this.#device = RttEstimate.first(rttMs);
    else this.#device.sample(rttMs);
    if (table === undefined) return;
    const known = this.#tables.get(table);
    if (known !== undefined) known.sample(rttMs);
    else if (this.#tables.size < TABLES_MAX) this.#tables.set(table, RttEstimate.first(rttMs));
  }

  /** An answer came after a repeat with the same id: which of the two it answers cannot be told. */
  ambiguous(table: string | undefined): void {
    const known = table === undefined ? undefined : this.#tables.get(table);
    (known ?? this.#device)?.ambiguous();
  }
}

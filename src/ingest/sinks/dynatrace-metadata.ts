import type { Clock } from "../../base/index.ts";
import { type LineBatch, textOfLine } from "../line-batch.ts";
import { metadataLine } from "../line-protocol.ts";
import type { MetricInfoOf } from "../point.ts";
import type { Outcome } from "../sink.ts";
import { KeyScan, type NewKey } from "./key-scan.ts";

/** Keys remembered; keys beyond get no metadata. A tenant takes 100 000 of them in all (its limit of metric keys). */
const MAX_KEYS = 100_000;
/** In one request: what a local OneAgent takes. */
const MAX_LINES = 1_000;
const MAX_BYTES = 1_000_000;
/** After a failure that may pass the lines are sent again, no sooner than this … */
const REPEAT_AFTER_MS = 60_000;
/** … and so often in all. Names and units are worth no more than that. */
const MAX_TRIES = 5;

/**
 * Which metadata lines a server is to be told: those of each key once, when its first line is sent. Servers create
 * metadata and never change them, so once is enough; what they reject is never sent again.
 */
export class DynatraceMetadata {
  readonly #infoOf: MetricInfoOf;
  readonly #clock: Clock;
  readonly #scan = new KeyScan(MAX_KEYS);
  /** Lines with their breaks, that wait to be sent, oldest first. */
  #waiting: Buffer[] = [];
  /** How many of them are on their way. */
  #sent = 0;
  #tries = 0;
  #notBeforeMs = Number.NEGATIVE_INFINITY;

  constructor(infoOf: MetricInfoOf, clock: Clock) {
    this.#infoOf = infoOf;
    this.#clock = clock;
  }

  /** What to send before this batch, for one request; undefined when there is nothing. Follow it by `settle`. */
  linesFor(batch: LineBatch): LineBatch | undefined {
    for (const found of this.#scan.newKeys(batch)) this.#add(found, batch.timestampMs);
    if (this.#waiting.length === 0 || this.#clock.monotonicMs() < this.#notBeforeMs) return undefined;
    const lines = this.#firstThatFit();
    this.#sent = lines.length;
    return { bytes: Buffer.concat(lines), lines: lines.length, timestampMs: batch.timestampMs };
  }

  /**
   * What became of the lines from `linesFor`.
   * @returns what the server has against them, for people
   */
  settle(outcome: Outcome): readonly string[] {
    const mayPass = outcome.kind === "retry" || outcome.kind === "refused";
    this.#tries += 1;
    if (mayPass && this.#tries < MAX_TRIES) {
      this.#notBeforeMs = this.#clock.monotonicMs() + Math.max(REPEAT_AFTER_MS, outcome.afterMs ?? 0);
      return [];
    }
    const lines = this.#waiting.splice(0, this.#sent);
    this.#tries = 0;
    return complaints(outcome, lines);
  }

  #add({ key, type }: NewKey, timestampMs: number): void {
    const info = this.#infoOf(key);
    const line = info === undefined ? undefined : metadataLine({ ...info, key, type }, timestampMs);
    if (line !== undefined) this.#waiting.push(Buffer.from(line.bytes));
  }

  #firstThatFit(): Buffer[] {
    let bytes = 0;
    const tooMany = this.#waiting.slice(0, MAX_LINES).findIndex((line) => (bytes += line.length) > MAX_BYTES);
    return this.#waiting.slice(0, tooMany < 0 ? MAX_LINES : tooMany);
  }
}

function complaints(outcome: Outcome, lines: readonly Buffer[]): readonly string[] {
  if (outcome.kind === "delivered")
    return outcome.rejected.map(({ index, reason }) => `${keyOf(lines[index])}: ${reason}`);
  return [`${lines.length} lines of metadata were given up: ${outcome.reason}`];
}

function keyOf(line: Buffer | undefined): string {
  if (line === undefined) return "metadata";
  const text = textOfLine({ bytes: line, lines: 1, timestampMs: 0 }, 0) ?? "";
  return `metadata of ${text.slice(1, text.indexOf(" "))}`;
}

/** Why a point is not taken. The names are those that an ActiveGate gives, as far as they are known. */
export type RejectReason =
  | "VALUE_INVALID"
  | "METRIC_KEY_INVALID"
  | "METRIC_UNIT_INVALID_CHARACTERS"
  | "UNSUPPORTED_METRIC_TYPE_MONOTONIC_CUMULATIVE_SUM"
  | "UNSUPPORTED_CUMULATIVE_HISTOGRAM"
  | "UNSUPPORTED_SUMMARY"
  | "UNSPECIFIED_AGGREGATION_TEMPORALITY"
  | "TOO_MANY_DIMENSIONS"
  | "TIMESTAMP_OUT_OF_RANGE";

/** What a client can do about it, for the text of the answer. */
const REMEDIES: Partial<Record<RejectReason, string>> = {
  UNSUPPORTED_METRIC_TYPE_MONOTONIC_CUMULATIVE_SUM: "Export with delta temporality.",
  UNSUPPORTED_CUMULATIVE_HISTOGRAM: "Export with delta temporality.",
  UNSUPPORTED_SUMMARY: "Export histograms instead of summaries.",
  TIMESTAMP_OUT_OF_RANGE: "Taken are the last hour and 10 minutes ahead.",
};

/** Counts what is not taken, by reason. */
export class Rejections {
  readonly reasons = new Map<RejectReason, number>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  add(reason: RejectReason, count = 1): void {
    if (count === 0) return;
    this.#total += count;
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + count);
  }

  /** One line for the client; empty when all was taken. */
  get message(): string {
    if (this.#total === 0) return "";
    const counts = [...this.reasons].map(([reason, count]) => `${reason} (${count})`).join(", ");
    const remedies = new Set([...this.reasons.keys()].map((reason) => REMEDIES[reason]));
    return [`${this.#total} data points were rejected: ${counts}.`, ...remedies]
      .filter((text) => text !== undefined)
      .join(" ");
  }
}

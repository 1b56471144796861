import type { MetricInfoOf } from "../ingest/index.ts";
import type { Dimensions, Sample } from "../mapping/index.ts";
import { addExactly } from "./exact-sum.ts";
import { type FamilyText, labelsText, sampleLine } from "./exposition.ts";
import { helpOf } from "./help.ts";
import type { MetricName, Names } from "./names.ts";

/** As long as Prometheus looks back for a value. */
const STALE_MIN_MS = 300_000;
const STALE_INTERVALS = 3;

/** A poll of one task that was completed. */
export interface CompletedPoll {
  readonly taskId: string;
  readonly intervalMs: number;
  readonly samples: readonly Sample[];
  /** Counters that have no increase yet (`Mapped.counterStarts`). */
  readonly counterStarts: readonly Sample[];
}

interface Held extends CompletedPoll {
  readonly recordedMs: number;
}

/** Values of one family by the text of their labels. */
type Family = Map<string, { readonly value: number | bigint; readonly taskId: string }>;

/**
 * The last completed poll of each task, for who scrapes them: gauges as they are, counts as the counters that the
 * devices gave. A task that was not polled for three intervals, and five minutes at least, is left out, so that the
 * scraper marks its series as stale. Holds as much as was polled: as many samples as one round of polls brings.
 */
export class LastPolls {
  readonly #names: Names;
  readonly #infoOf: MetricInfoOf;
  readonly #held = new Map<string, Held>();
  /** Rows keep their array of dimensions from poll to poll. */
  readonly #labels = new WeakMap<Dimensions, string>();

  constructor(names: Names, infoOf: MetricInfoOf) {
    this.#names = names;
    this.#infoOf = infoOf;
  }

  /** Takes the place of the task's poll before. @param nowMs  monotonic */
  record(poll: CompletedPoll, nowMs: number): void {
    this.#held.set(poll.taskId, { ...poll, recordedMs: nowMs });
  }

  /** The task is no longer polled. */
  forget(taskId: string): void {
    this.#held.delete(taskId);
  }

  /** What a scrape shows now, sorted by name. Tasks that are stale are forgotten. @param nowMs  monotonic */
  families(nowMs: number): FamilyText[] {
    const families = new Map<MetricName, Family>();
    for (const held of this.#held.values()) {
      if (isStale(held, nowMs)) this.forget(held.taskId);
      else this.#collect(families, held);
    }
    return [...families]
      .map(([name, family]) => this.#textOf(name, family))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  #collect(families: Map<MetricName, Family>, { taskId, samples, counterStarts }: Held): void {
    for (const list of [samples, counterStarts]) {
      for (const sample of list) {
        const value = sample.type === "count" ? sample.total : sample.value;
        // A count that no counter stands behind, such as a constant, has no total.
        if (value === undefined) continue;
        const name = this.#names.metric(sample.key, sample.type);
        if (name === undefined) continue;
        let family = families.get(name);
        if (family === undefined) families.set(name, (family = new Map()));
        addTo(family, this.#labelsOf(sample.dimensions), { value, taskId }, sample.type);
      }
    }
  }

  #labelsOf(dimensions: Dimensions): string {
    const known = this.#labels.get(dimensions);
    if (known !== undefined) return known;
    const text = labelsText(dimensions.map(([key, value]) => [this.#names.label(key), value]));
    this.#labels.set(dimensions, text);
    return text;
  }

  #textOf(name: MetricName, family: Family): FamilyText {
    let lines = "";
    for (const [labels, { value }] of family) lines += sampleLine(name.name, labels, value);
    return {
      name: name.name,
      type: name.type === "count" ? "counter" : "gauge",
      help: helpOf(name.key, this.#infoOf(name.key)),
      lines,
    };
  }
}

const isStale = ({ recordedMs, intervalMs }: Held, nowMs: number): boolean =>
  nowMs - recordedMs >= Math.max(STALE_MIN_MS, STALE_INTERVALS * intervalMs);

/**
 * A scrape shows a series once. Rows of one table with the same dimensions are different things: their counters add
 * up, as the increases of their lines do. Of the rest the latest counts: the same thing read by two groups.
 */
function addTo(
  family: Family,
  labels: string,
  given: { readonly value: number | bigint; readonly taskId: string },
  type: Sample["type"],
): void {
  const there = family.get(labels);
  const addsUp = there !== undefined && type === "count" && there.taskId === given.taskId;
  family.set(labels, addsUp ? { ...given, value: addExactly(there.value, given.value) } : given);
}

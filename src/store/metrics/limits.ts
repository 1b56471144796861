import type { Logger } from "../../base/index.ts";
import type { StoreSettings } from "../../config/index.ts";
import type { Dictionary, MetricEntry } from "./dictionary.ts";

export interface LimitFigure {
  readonly name: "maxMetrics" | "maxTuples" | "maxTuplesPerMetric";
  /** The fullest metric, of `maxTuplesPerMetric`. */
  readonly metric?: string | undefined;
  readonly used: number;
  readonly limit: number;
}

export interface LimitWarning {
  readonly name: LimitFigure["name"];
  readonly metric?: string | undefined;
  readonly text: string;
}

const NEAR_RATIO = 0.8;
/** Metrics whose refusals are counted by name; those of further ones are counted together. */
const NAMES_MAX = 1_000;
const OTHERS = "(further metrics)";

/** Keeps the store below its limits (spec 6 §4): what comes beyond is refused, counted, and said once. */
export class Limits {
  readonly #settings: StoreSettings;
  readonly #dictionary: Dictionary;
  readonly #logger: Logger;
  readonly #warnings = new Map<string, LimitWarning>();
  readonly #refused = new Map<string, number>();

  constructor(settings: StoreSettings, dictionary: Dictionary, logger: Logger) {
    this.#settings = settings;
    this.#dictionary = dictionary;
    this.#logger = logger;
  }

  /** Series refused, by stored metric key. */
  get refused(): ReadonlyMap<string, number> {
    return this.#refused;
  }

  warnings(): readonly LimitWarning[] {
    return [...this.#warnings.values()];
  }

  figures(): readonly LimitFigure[] {
    const { maxMetrics, maxTuples, maxTuplesPerMetric } = this.#settings;
    let fullest: MetricEntry | undefined;
    for (const metric of this.#dictionary.metrics()) {
      if (metric.series.length > (fullest?.series.length ?? 0)) fullest = metric;
    }
    return [
      { name: "maxMetrics", used: this.#dictionary.metricCount, limit: maxMetrics },
      { name: "maxTuples", used: this.#dictionary.seriesCount, limit: maxTuples },
      {
        name: "maxTuplesPerMetric",
        metric: fullest?.key,
        used: fullest?.series.length ?? 0,
        limit: maxTuplesPerMetric,
      },
    ];
  }

  /**
   * Asked before a series is added.
   * @param metric  undefined when this would be the first series of its metric
   */
  allows(key: string, metric: MetricEntry | undefined): boolean {
    const { maxMetrics, maxTuples, maxTuplesPerMetric } = this.#settings;
    const isNew = metric === undefined || metric.series.length === 0;
    return (
      (!isNew || this.#fits("maxMetrics", this.#dictionary.metricCount, maxMetrics, key)) &&
      this.#fits("maxTuples", this.#dictionary.seriesCount, maxTuples, key) &&
      this.#fits("maxTuplesPerMetric", metric?.series.length ?? 0, maxTuplesPerMetric, key)
    );
  }

  #fits(name: LimitFigure["name"], used: number, limit: number, key: string): boolean {
    if (used < limit) {
      if (used + 1 >= NEAR_RATIO * limit) this.#warnNear(name, used + 1, limit, key);
      return true;
    }
    const counted = this.#refused.has(key) || this.#refused.size < NAMES_MAX ? key : OTHERS;
    this.#refused.set(counted, (this.#refused.get(counted) ?? 0) + 1);
    this.#warn(`full ${name} ${counted}`, {
      name,
      metric: counted,
      text: `further series of ${counted} are not stored: ${WORDS[name]} reached store.${name} = ${limit}. ${REMEDY}`,
    });
    return false;
  }

  #warnNear(name: LimitFigure["name"], used: number, limit: number, key: string): void {
    const metric = name === "maxTuplesPerMetric" ? key : undefined;
    this.#warn(`near ${name} ${metric ?? ""}`, {
      name,
      metric,
      text: `${WORDS[name]}${metric === undefined ? "" : ` ${metric}`}: ${used} of store.${name} = ${limit}. ${REMEDY}`,
    });
  }

  #warn(id: string, warning: LimitWarning): void {
    if (this.#warnings.has(id) || this.#warnings.size > 2 * NAMES_MAX) return;
    this.#warnings.set(id, warning);
    this.#logger.warn({ limit: warning.name, metric: warning.metric }, warning.text);
  }
}

const WORDS = {
  maxMetrics: "the number of metrics",
  maxTuples: "the number of series",
  maxTuplesPerMetric: "the number of series of the metric",
} as const;
const REMEDY = "Look for dimensions whose values keep changing, or raise the limit.";

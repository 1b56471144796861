import type { MetricInfo, Point } from "../ingest/index.ts";
import { AttributeReader, mergeDimensions } from "./attributes.ts";
import type { CumulativeSums } from "./cumulative.ts";
import { exponentialSummaryOf, summaryOf } from "./histogram.ts";
import type { Int64 } from "./int64.ts";
import type { KeyValue, Maybe, Metric, MetricsRequest, NumberDataPoint } from "./messages.ts";
import { metricKeyOf } from "./names.ts";
import {
  CUMULATIVE,
  DELTA,
  numberOf,
  type Reading,
  readingOf,
  readingOfDelta,
  readingOfSummary,
  temporalityFault,
  timestampOf,
} from "./point-reading.ts";
import { Rejections, type RejectReason } from "./rejections.ts";
import { digestOf, identityOf, type Surroundings, scopeDimensions } from "./surroundings.ts";
import { isUnit, unitNameOf } from "./units.ts";

/** The window of the line protocol. */
const MAX_AGE_MS = 3_600_000;
const MAX_AHEAD_MS = 600_000;
const DESCRIPTION_MAX = 1_023;
const NO_RECORDED_VALUE = 1;

export interface MetricsOptions {
  /** When the request arrived, UTC ms. */
  readonly nowMs: number;
  /** Which attributes of resources and scopes become dimensions: names, or `prefix.*`. */
  readonly resourceAllowList: readonly string[];
  /** Whether name, version and attributes of the scope become dimensions. */
  readonly scopeAttributes: boolean;
  /** Makes counts of monotonic cumulative sums, which are rejected without it. */
  readonly cumulativeToDelta?: CumulativeSums | undefined;
}

export interface MappedMetrics {
  readonly points: readonly Point[];
  /** What the request says about the metrics of `points`, each key once. */
  readonly infos: readonly (readonly [key: string, info: MetricInfo])[];
  /** Data points that were not rejected; those without a value make no point. */
  readonly accepted: number;
  readonly rejected: number;
  readonly reasons: ReadonlyMap<RejectReason, number>;
  /** For the client; empty when nothing was rejected. */
  readonly message: string;
}

/** Data points of OTLP as points of ours, by the tables of our OTLP spec §3. */
export function metricsOf(request: MetricsRequest, options: MetricsOptions): MappedMetrics {
  return new MetricsMapping(options).map(request);
}

interface Timed {
  readonly timeUnixNano?: Maybe<Int64>;
  readonly attributes?: Maybe<readonly KeyValue[]>;
  readonly flags?: Maybe<number>;
}

class MetricsMapping {
  readonly #options: MetricsOptions;
  readonly #attributes: AttributeReader;
  readonly #rejections = new Rejections();
  readonly #points: Point[] = [];
  readonly #infos = new Map<string, MetricInfo>();
  #received = 0;

  constructor(options: MetricsOptions) {
    this.#options = options;
    this.#attributes = new AttributeReader(options.resourceAllowList);
  }

  map({ resourceMetrics }: MetricsRequest): MappedMetrics {
    const { scopeAttributes } = this.#options;
    for (const { resource, scopeMetrics } of resourceMetrics ?? []) {
      const dimensions = this.#attributes.allowed(resource?.attributes);
      for (const { scope, metrics } of scopeMetrics ?? []) {
        const around: Surroundings = {
          resource: dimensions,
          scope: scopeAttributes ? scopeDimensions(scope, this.#attributes) : [],
          identity: identityOf(resource, scope),
        };
        for (const metric of metrics ?? []) this.#metric(metric, around);
      }
    }
    const { total, reasons, message } = this.#rejections;
    return {
      points: this.#points,
      infos: [...this.#infos],
      accepted: this.#received - total,
      rejected: total,
      reasons,
      message,
    };
  }

  #metric(metric: Metric, around: Surroundings): void {
    const { gauge, sum, histogram, exponentialHistogram, summary } = metric;
    if (gauge) {
      this.#all(metric, around, gauge.dataPoints, "gauge", "", (point) => readingOf(numberOf(point)));
    } else if (sum) {
      this.#sum(metric, around, sum);
    } else if (histogram) {
      const fault = temporalityFault(histogram.aggregationTemporality);
      this.#all(metric, around, histogram.dataPoints, "gauge", ".histogram", (point) =>
        fault === undefined ? readingOfSummary(summaryOf(point)) : fault,
      );
    } else if (exponentialHistogram) {
      const fault = temporalityFault(exponentialHistogram.aggregationTemporality);
      this.#all(metric, around, exponentialHistogram.dataPoints, "gauge", "", (point) =>
        fault === undefined ? readingOfSummary(exponentialSummaryOf(point)) : fault,
      );
    } else if (summary) {
      this.#all(metric, around, summary.dataPoints, "gauge", "", () => "UNSUPPORTED_SUMMARY");
    }
  }

  #sum(metric: Metric, around: Surroundings, sum: NonNullable<Metric["sum"]>): void {
    const { aggregationTemporality: temporality, isMonotonic, dataPoints } = sum;
    const all = (type: Point["type"], read: (point: NumberDataPoint, timestampMs: number) => Reading) =>
      this.#all(metric, around, dataPoints, type, "", read);
    if (temporality === DELTA) all("count", (point) => readingOfDelta(numberOf(point)));
    else if (temporality !== CUMULATIVE) all("count", () => "UNSPECIFIED_AGGREGATION_TEMPORALITY");
    else if (isMonotonic !== true) all("gauge", (point) => readingOf(numberOf(point)));
    else all("count", (point, timestampMs) => this.#increase(metric, around, point, timestampMs));
  }

  #increase(metric: Metric, around: Surroundings, point: NumberDataPoint, timestampMs: number): Reading {
    const sums = this.#options.cumulativeToDelta;
    if (sums === undefined) return "UNSUPPORTED_METRIC_TYPE_MONOTONIC_CUMULATIVE_SUM";
    const value = numberOf(point);
    if (value === undefined || value < 0) return "VALUE_INVALID";
    const series = digestOf([around.identity(), metric.name, point.attributes]);
    const increase = sums.increase(series, point.startTimeUnixNano ?? undefined, timestampMs, value);
    return increase === undefined ? "skip" : { value: increase };
  }

  /** Takes the data points of one metric, each for itself. */
  #all<P extends Timed>(
    metric: Metric,
    around: Surroundings,
    dataPoints: Maybe<readonly P[]>,
    type: Point["type"],
    suffix: string,
    read: (point: P, timestampMs: number) => Reading,
  ): void {
    const points = dataPoints ?? [];
    this.#received += points.length;
    const key = metricKeyOf(`${metric.name ?? ""}${metric.name ? suffix : ""}`);
    if (key === undefined) return this.#rejections.add("METRIC_KEY_INVALID", points.length);
    if (!isUnit(metric.unit ?? "")) {
      return this.#rejections.add("METRIC_UNIT_INVALID_CHARACTERS", points.length);
    }
    const before = this.#points.length;
    for (const point of points) {
      const reason = this.#point(key, type, point, around, read);
      if (reason !== undefined) this.#rejections.add(reason);
    }
    if (this.#points.length > before) this.#describe(key, metric);
  }

  #point<P extends Timed>(
    key: string,
    type: Point["type"],
    point: P,
    around: Surroundings,
    read: (point: P, timestampMs: number) => Reading,
  ): RejectReason | undefined {
    if (((point.flags ?? 0) & NO_RECORDED_VALUE) !== 0) return undefined;
    const { nowMs } = this.#options;
    const timestampMs = timestampOf(point.timeUnixNano, nowMs);
    if (timestampMs < nowMs - MAX_AGE_MS || timestampMs > nowMs + MAX_AHEAD_MS) {
      return "TIMESTAMP_OUT_OF_RANGE";
    }
    const { scope, resource } = around;
    const dimensions = mergeDimensions(this.#attributes.all(point.attributes), scope, resource);
    if (dimensions === undefined) return "TOO_MANY_DIMENSIONS";
    const reading = read(point, timestampMs);
    if (reading === "skip") return undefined;
    if (typeof reading === "string") return reading;
    this.#points.push({ key, type, value: reading.value, dimensions, timestampMs });
    return undefined;
  }

  #describe(key: string, metric: Metric): void {
    if (this.#infos.has(key)) return;
    const unit = unitNameOf(metric.unit ?? "");
    const description = Array.from((metric.description ?? "").slice(0, 2 * DESCRIPTION_MAX))
      .slice(0, DESCRIPTION_MAX)
      .join("");
    if (unit === undefined && description === "") return;
    this.#infos.set(key, { unit, description: description === "" ? undefined : description });
  }
}

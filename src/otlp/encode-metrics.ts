import type { MetricInfo, MetricInfoOf, Point, Summary } from "../ingest/index.ts";
import { BackwardWriter } from "./backward-writer.ts";
import { groupPoints, type MetricGroup, type ResourceGroup, type Row } from "./export-groups.ts";
import type { ExportTurn, Temporality, Total } from "./export-memory.ts";
import {
  type Attribute,
  resourceAttributes,
  writeAttributes,
  writeResource,
  writeScope,
} from "./export-resource.ts";
import { type Int64, int64Of, nanosOf } from "./int64.ts";
import { ucumOf } from "./units.ts";

// Points as an ExportMetricsServiceRequest (our OTLP spec §8). Numbers in the calls are the field numbers of §9.

const DATA_FIELDS = { gauge: 5, sum: 7, histogram: 9 } as const;
const TEMPORALITIES = { delta: 1, cumulative: 2 } as const;
const MAX_INT64 = 2n ** 63n - 1n;
/** The receiver adds it to histograms: a key that came from one has it already. */
const HISTOGRAM_SUFFIX = /(?<=.)\.histogram$/;

export interface ExportContext {
  readonly temporality: Temporality;
  readonly infoOf: MetricInfoOf;
  /** Committed by the caller when the request is settled. */
  readonly turn: ExportTurn;
  /** For Dynatrace, which makes no dimensions of resource attributes that are not on its allow list. */
  readonly repeatDeviceAttributes: boolean;
  /** Added to every resource. */
  readonly resource: readonly Attribute[];
}

/**
 * Encodes requests; keeps its memory between them.
 *
 * A gauge is always a double, so that its kind never changes with its value; a count is whole where it is whole. A
 * summary becomes a histogram without buckets: the one kind that carries minimum, maximum, sum and count alike and
 * that Dynatrace (which refuses OTLP summaries) and Prometheus both take. A cumulative histogram goes without minimum
 * and maximum: those would be of all time.
 */
export class MetricsEncoder {
  readonly #writer = new BackwardWriter();
  readonly #scratch = new BackwardWriter();
  #attributes = new Map<Row, Uint8Array>();
  #lastMs = 0;
  #lastNanos: Int64 = { low: 0, high: 0 };

  encode(points: readonly Point[], context: ExportContext): Uint8Array {
    const groups = groupPoints(points, context);
    this.#writer.clear();
    this.#attributes = new Map();
    for (let i = groups.length - 1; i >= 0; i--) this.#resource(groups[i]!, context);
    this.#attributes = new Map();
    return this.#writer.finish();
  }

  #resource({ device, extension, metrics }: ResourceGroup, context: ExportContext): void {
    const writer = this.#writer;
    const before = writer.length;
    const inScope = writer.length;
    for (let i = metrics.length - 1; i >= 0; i--) this.#metric(metrics[i]!, context);
    writeScope(writer, extension);
    writer.message(2, inScope);
    writeResource(writer, resourceAttributes(device, extension, context.resource));
    writer.message(1, before);
  }

  #metric(metric: MetricGroup, { temporality }: ExportContext): void {
    const writer = this.#writer;
    const before = writer.length;
    const inData = writer.length;
    if (metric.kind === "sum") writer.uint(3, 1);
    if (metric.kind !== "gauge") writer.uint(2, TEMPORALITIES[temporality]);
    for (let i = metric.points.length - 1; i >= 0; i--) this.#point(metric, i);
    writer.message(DATA_FIELDS[metric.kind], inData);
    this.#description(metric.info);
    writer.string(1, metric.kind === "histogram" ? metric.key.replace(HISTOGRAM_SUFFIX, "") : metric.key);
    writer.message(2, before);
  }

  #description(info: MetricInfo | undefined): void {
    const unit = ucumOf(info?.unit ?? "");
    if (unit !== undefined) this.#writer.string(3, unit);
    const description = info?.description ?? "";
    if (description !== "") this.#writer.string(2, description);
  }

  #point(metric: MetricGroup, index: number): void {
    const writer = this.#writer;
    const before = writer.length;
    const { value, timestampMs } = metric.points[index]!;
    const row = metric.rows[index]!;
    const total = metric.totals[index];
    if (typeof value === "object") {
      this.#summary(row, value, total);
    } else {
      writer.raw(this.#attributesOf(row));
      this.#number(total?.sum ?? value, metric.kind === "sum");
    }
    this.#times(total?.startMs ?? metric.startsMs[index]!, timestampMs);
    writer.message(1, before);
  }

  #summary(row: Row, { min, max, sum, count }: Summary, total: Total | undefined): void {
    const writer = this.#writer;
    if (total === undefined) {
      writer.double(12, max);
      writer.double(11, min);
    }
    writeAttributes(writer, 9, row.attributes);
    writer.double(5, Number(total?.sum ?? sum));
    writer.sfixed64(4, total?.count ?? count);
  }

  #number(value: number | bigint, whole: boolean): void {
    const writer = this.#writer;
    if (typeof value === "bigint" && value <= MAX_INT64 && value >= -MAX_INT64) {
      writer.fixed64(6, int64Of(value));
    } else if (whole && Number.isSafeInteger(value)) {
      writer.sfixed64(6, value as number);
    } else {
      writer.double(4, Number(value));
    }
  }

  #times(startMs: number, timestampMs: number): void {
    this.#writer.fixed64(3, this.#nanos(timestampMs));
    if (startMs > 0) this.#writer.fixed64(2, this.#nanos(startMs));
  }

  /** Points of a poll share their time. */
  #nanos(ms: number): Int64 {
    if (ms !== this.#lastMs) {
      this.#lastMs = ms;
      this.#lastNanos = nanosOf(ms);
    }
    return this.#lastNanos;
  }

  #attributesOf(row: Row): Uint8Array {
    const known = this.#attributes.get(row);
    if (known !== undefined) return known;
    this.#scratch.clear();
    writeAttributes(this.#scratch, 7, row.attributes);
    const bytes = this.#scratch.finish();
    this.#attributes.set(row, bytes);
    return bytes;
  }
}

import type { MetricInfo, MetricInfoOf, Point } from "../ingest/index.ts";
import type { ExportTurn, Temporality, Total } from "./export-memory.ts";
import { type Attribute, DEVICE_KEYS } from "./export-resource.ts";

// OTLP nests: resource, scope, metric, points. Here points in their order become that nest.

export type Kind = "gauge" | "sum" | "histogram";

/** What points with the same dimensions share. */
export interface Row {
  readonly device: readonly Attribute[];
  /** Tells devices apart. */
  readonly deviceText: string;
  /** What is not said by the resource. */
  readonly attributes: readonly Attribute[];
  /** Tells rows apart; only where sums are kept. */
  readonly text: string;
}

export interface MetricGroup {
  readonly key: string;
  readonly kind: Kind;
  readonly info: MetricInfo | undefined;
  readonly points: Point[];
  readonly rows: Row[];
  /** UTC ms, 0 for none; as many as points. */
  readonly startsMs: number[];
  /** As many as points, in a cumulative export; else none. */
  readonly totals: Total[];
}

export interface ResourceGroup {
  readonly device: readonly Attribute[];
  readonly extension: MetricInfo["extension"];
  readonly metrics: MetricGroup[];
}

export interface GroupOptions {
  readonly temporality: Temporality;
  readonly infoOf: MetricInfoOf;
  readonly turn: ExportTurn;
  readonly repeatDeviceAttributes: boolean;
}

export function groupPoints(points: readonly Point[], options: GroupOptions): readonly ResourceGroup[] {
  const groups = new Grouping(options);
  for (const point of points) groups.add(point);
  return groups.resources;
}

class Grouping {
  readonly resources: ResourceGroup[] = [];
  readonly #options: GroupOptions;
  /** By the array: rows whose dimensions are equal and not the same cost their own entry, and change nothing. */
  readonly #rows = new Map<Point["dimensions"], Row>();
  readonly #infos = new Map<string, MetricInfo | undefined>();
  readonly #byText = new Map<string, { group: ResourceGroup; metrics: Map<string, MetricGroup> }>();

  constructor(options: GroupOptions) {
    this.#options = options;
  }

  add(point: Point): void {
    const row = this.#rowOf(point.dimensions);
    const group = this.#metricOf(point, row);
    const { turn, temporality } = this.#options;
    const startMs = group.kind === "gauge" ? 0 : turn.startOf(row.deviceText, point);
    group.points.push(point);
    group.rows.push(row);
    group.startsMs.push(startMs);
    if (group.kind !== "gauge" && temporality === "cumulative") {
      group.totals.push(turn.totalOf(row.text, point, startMs));
    }
  }

  #rowOf(dimensions: Point["dimensions"]): Row {
    const known = this.#rows.get(dimensions);
    if (known !== undefined) return known;
    const { repeatDeviceAttributes, temporality } = this.#options;
    const device = dimensions.filter(([key]) => DEVICE_KEYS.includes(key));
    const rest = repeatDeviceAttributes ? dimensions : dimensions.filter((one) => !device.includes(one));
    const row: Row = {
      device,
      deviceText: JSON.stringify(device),
      attributes: withoutColons(rest),
      text: temporality === "cumulative" ? JSON.stringify(dimensions) : "",
    };
    this.#rows.set(dimensions, row);
    return row;
  }

  #metricOf(point: Point, row: Row): MetricGroup {
    const info = this.#infoOf(point.key);
    const kind = kindOf(point);
    const { metrics, group } = this.#resourceOf(row, info);
    const id = `${kind} ${point.key}`;
    let metric = metrics.get(id);
    if (metric === undefined) {
      metric = { key: point.key, kind, info, points: [], rows: [], startsMs: [], totals: [] };
      metrics.set(id, metric);
      group.metrics.push(metric);
    }
    return metric;
  }

  #resourceOf({ device, deviceText }: Row, info: MetricInfo | undefined) {
    const extension = info?.extension;
    const text =
      extension === undefined ? deviceText : `${extension.name} ${extension.version} ${deviceText}`;
    let resource = this.#byText.get(text);
    if (resource === undefined) {
      resource = { group: { device, extension, metrics: [] }, metrics: new Map() };
      this.#byText.set(text, resource);
      this.resources.push(resource.group);
    }
    return resource;
  }

  #infoOf(key: string): MetricInfo | undefined {
    if (!this.#infos.has(key)) this.#infos.set(key, this.#options.infoOf(key));
    return this.#infos.get(key);
  }
}

function kindOf({ type, value }: Point): Kind {
  if (typeof value === "object") return "histogram";
  return type === "count" ? "sum" : "gauge";
}

/** Dynatrace takes no colon in OTLP names; a key that is there already under the other name keeps its value. */
function withoutColons(dimensions: readonly Attribute[]): readonly Attribute[] {
  if (!dimensions.some(([key]) => key.includes(":"))) return dimensions;
  const keys = new Set(dimensions.map(([key]) => key));
  return dimensions.flatMap(([key, value]): Attribute[] => {
    const name = key.replaceAll(":", "_");
    if (name === key) return [[key, value]];
    if (keys.has(name)) return [];
    keys.add(name);
    return [[name, value]];
  });
}

import type { DeviceChartJson, DeviceChartsJson } from "../../api/index.ts";
import {
  type Manifest,
  type MetricMetadata,
  metricKeysOf,
  parseMetricSelector,
} from "../../manifest/index.ts";
import type { MetricCatalogue, MetricSource } from "../../query/index.ts";
import { ownSelector, topOf } from "./chart-selectors.ts";
import { isOfInterfaces } from "./interface-identity.ts";
import { COUNTED_ROLES } from "./interface-json.ts";
import { loadCharts } from "./load-charts.ts";
import { type MeasuredPlace, measuredPlaces, withRole } from "./measured-places.ts";
import type { MetricPlace } from "./metric-places.ts";
import type { PolledEndpoint } from "./own-lines.ts";
import { ENVIRONMENT, sensorCharts } from "./sensor-charts.ts";

const INTERFACES = "Interfaces";
const BITS = 8;

export interface ChartSources {
  readonly places: readonly MetricPlace[];
  readonly endpoint: PolledEndpoint;
  readonly metrics: MetricSource;
  readonly catalogue: MetricCatalogue;
  /** Of the extensions that poll the device: what they calculate. */
  readonly manifests: readonly Manifest[];
}

/**
 * What can be drawn of a device: load, interfaces and environment by the roles of the objects behind them, then what its
 * manifests calculate, then everything else that they collect.
 * @param sinceMs  what has no line since then is left out
 */
export async function deviceCharts(sources: ChartSources, sinceMs: number): Promise<DeviceChartsJson> {
  const { places, endpoint, metrics } = sources;
  const measured = await measuredPlaces(places, endpoint, metrics, sinceMs);
  return {
    charts: [
      ...loadCharts(measured, endpoint),
      ...interfaceCharts(measured, endpoint),
      ...sensorCharts(measured, endpoint),
      ...environmentCharts(measured, sources),
      ...calculatedCharts(measured, sources),
      ...otherCharts(measured, sources),
    ],
  };
}

const COUNTED: ReadonlySet<string> = new Set(COUNTED_ROLES);

/** In and out of the busiest interfaces, and what goes wrong on them. */
function interfaceCharts(
  measured: readonly MeasuredPlace[],
  endpoint: PolledEndpoint,
): readonly DeviceChartJson[] {
  // By what came in one interval, as the table of interfaces has it: what came in a slot, over all of its time, is too
  // little where polling began in it or a poll is missing.
  const seconds = (selector: string, s: number): string => `(${selector}:avg) * ${BITS} / ${s}`;
  const minutes = (selector: string, s: number): string => `(${selector}:avg) * 60 / ${s}`;
  const made = [
    ["in-octets", "traffic", "Traffic in", "BitPerSecond", seconds],
    ["out-octets", "traffic", "Traffic out", "BitPerSecond", seconds],
    ["in-errors", "errors", "Errors in", "PerMinute", minutes],
    ["out-errors", "errors", "Errors out", "PerMinute", minutes],
    ["in-discards", "discards", "Discards in", "PerMinute", minutes],
    ["out-discards", "discards", "Discards out", "PerMinute", minutes],
  ] as const;
  return made.flatMap(([objectRole, role, title, unit, calculated]) => {
    // A counter that is sent as a gauge has no rate that a selector could tell.
    const place = withRole(measured, objectRole).find((one) => one.place.type === "count")?.place;
    const selector = place && ownSelector(place, endpoint);
    if (place === undefined || selector === undefined) return [];
    const { key, intervalMs } = place;
    const series = [{ selector: topOf(calculated(selector, intervalMs / 1_000), place), label: title }];
    return [{ id: objectRole, role, group: INTERFACES, title, unit, key, intervalMs, series }];
  });
}

const ENVIRONMENT_ROLES: Readonly<Record<string, readonly [role: string, unit: string]>> = {
  temperature: ["temperature", "DegreeCelsius"],
  voltage: ["voltage", "Volt"],
  "fan-speed": ["fan", "RevolutionsPerMinute"],
  "fan-state": ["fan", "Unspecified"],
  "power-state": ["power", "Unspecified"],
  power: ["power", "Watt"],
  "power-budget": ["power", "Watt"],
};

function environmentCharts(
  measured: readonly MeasuredPlace[],
  sources: ChartSources,
): readonly DeviceChartJson[] {
  return measured.flatMap(({ place }) => {
    const [role, unit] = ENVIRONMENT_ROLES[place.meaning?.role ?? ""] ?? [];
    if (role === undefined || unit === undefined) return [];
    const scale = place.meaning?.scale ?? 1;
    const chart = chartOf(place, sources, { scale, unit: scale === 1 ? undefined : unit });
    if (chart === undefined) return [];
    return [{ ...chart, role, group: ENVIRONMENT, unit: chart.unit === "Unspecified" ? unit : chart.unit }];
  });
}

/** Calculated metrics of which the device has all that they are made of. */
function calculatedCharts(
  measured: readonly MeasuredPlace[],
  sources: ChartSources,
): readonly DeviceChartJson[] {
  const byKey = new Map(measured.map(({ place }) => [place.key, place]));
  return sources.manifests.flatMap(({ metrics }) =>
    metrics.flatMap((metadata): DeviceChartJson[] => {
      if (metadata.metricSelector === undefined) return [];
      const keys = inputsOf(metadata.metricSelector, sources.catalogue);
      const places = keys.flatMap((key) => byKey.get(key) ?? byKey.get(`${key}.count`) ?? []);
      const [place] = places;
      if (place === undefined || places.length < keys.length || isShownByRole(places)) return [];
      return [chartOf(place, sources, { calculated: metadata }) ?? []].flat();
    }),
  );
}

/** Rates of one counter of interfaces, and scaled sensors, are there already. */
function isShownByRole(places: readonly MetricPlace[]): boolean {
  const roles = new Set(places.map(({ meaning }) => meaning?.role ?? ""));
  return roles.size === 1 && [...roles].every((role) => role === "sensor-value" || COUNTED.has(role));
}

/** @param within  what is being looked into: a metric may, by mistake, be made of itself */
function inputsOf(
  selector: string,
  catalogue: MetricCatalogue,
  within: readonly string[] = [],
): readonly string[] {
  const parsed = parseMetricSelector(selector);
  if (!parsed.ok) return [];
  return metricKeysOf(parsed.selector).flatMap((key) => {
    const inner = catalogue.metadata(key)?.metricSelector;
    if (inner === undefined || within.includes(key)) return [key];
    return inputsOf(inner, catalogue, [...within, key]);
  });
}

/** States of interfaces and the like: the table of interfaces shows them better than lines could. */
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set([
  ...Object.keys(ENVIRONMENT_ROLES),
  "sensor-value",
  "oper-status",
  "admin-status",
  "speed",
  "if-last-change",
  "uptime",
  ...COUNTED,
]);

function otherCharts(measured: readonly MeasuredPlace[], sources: ChartSources): readonly DeviceChartJson[] {
  return measured.flatMap(({ place }) =>
    SHOWN_ELSEWHERE.has(place.meaning?.role ?? "") ? [] : (chartOf(place, sources) ?? []),
  );
}

interface ChartWish {
  readonly scale?: number;
  readonly unit?: string | undefined;
  readonly calculated?: MetricMetadata;
}

function chartOf(
  place: MetricPlace,
  { endpoint, catalogue }: ChartSources,
  { scale = 1, unit, calculated }: ChartWish = {},
): DeviceChartJson | undefined {
  const key = calculated?.key ?? place.key;
  const own = ownSelector(place, endpoint, { key });
  if (own === undefined) return undefined;
  const words = calculated ?? catalogue.metadata(key);
  const title = words?.displayName ?? key;
  const selector = topOf(scale === 1 ? own : `(${own}) * ${scale}`, place);
  return {
    id: `${key} ${place.subgroup}`.trim(),
    group: isOfInterfaces(place) ? INTERFACES : place.subgroup || place.group,
    title,
    description: words?.description,
    unit: unit ?? words?.unit ?? "Unspecified",
    series: [{ selector, label: title }],
    key,
    intervalMs: place.intervalMs,
    states: calculated === undefined ? statesOf(place) : undefined,
  };
}

function statesOf({ syntax }: MetricPlace): Readonly<Record<string, string>> | undefined {
  if (syntax?.kind !== "enumeration") return undefined;
  return Object.fromEntries([...syntax.names].map(([number, name]) => [String(number), name]));
}

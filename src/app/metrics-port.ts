import {
  type MetricDescriptorJson,
  type MetricQuery,
  type MetricResultJson,
  type MetricSeriesJson,
  type MetricsPort,
} from "../api/index.ts";
import { AppError, type Clock, Turns } from "../base/index.ts";
import type { MetricInfoOf } from "../ingest/index.ts";
import { type EntitySelector, type Manifest, parseEntitySelector } from "../manifest/index.ts";
import {
  type DimensionCondition,
  describeMetric,
  type EntitySource,
  type Grid,
  keyTest,
  MetricCatalogue,
  type MetricSource,
  parseResolution,
  parseTime,
  type QueriedMetric,
  type QueriedSeries,
  queryMetrics,
  type StoredEntity,
  type StoredMetric,
  unparsed,
} from "../query/index.ts";
import { dimensionKeyOf } from "../topology/index.ts";
import { chosenFields } from "./metric-fields.ts";
import { refusingLater } from "./query-refusals.ts";

export interface MetricsPortOptions {
  readonly clock: Clock;
  readonly metrics: MetricSource;
  readonly entities: EntitySource;
  /** Of the extensions in force: the same list until they change. */
  readonly manifests: () => readonly Manifest[];
  /** What senders said of metrics that no manifest describes. */
  readonly told: MetricInfoOf;
  /** Entities that lived in the window. Throws `query.unknown-type`. */
  readonly selectEntities: (selector: EntitySelector, window: Window) => Promise<readonly StoredEntity[]>;
}

interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Metrics as clients of the API ask for them (spec 3 §5). */
export function createMetricsPort(options: MetricsPortOptions): MetricsPort {
  const { metrics, entities, told } = options;
  const catalogue = catalogueOf(options.manifests);
  const describe = (key: string) =>
    describeMetric(key.replaceAll('"', ""), { metrics, entities, told, catalogue: catalogue() });
  return {
    list: (query) => refusingLater(list(query, describe, catalogue(), options)),
    descriptor: describe,
    query: (query, signal) => refusingLater(answerQuery(query, catalogue(), options, signal)),
  };
}

/** Made anew when other extensions are in force. */
function catalogueOf(manifests: () => readonly Manifest[]): () => MetricCatalogue {
  let [of, made] = [manifests(), new MetricCatalogue(manifests())];
  return () => {
    const now = manifests();
    if (now !== of) [of, made] = [now, new MetricCatalogue(now)];
    return made;
  };
}

/** What the tuples of a metric take, in steps of `Turns`: all are asked for their last minute, some for their dimensions. */
const tupleSteps = ({ tupleCount }: StoredMetric): number => 2 * tupleCount + 60_000;

async function list(
  query: Parameters<MetricsPort["list"]>[0],
  describe: (key: string) => MetricDescriptorJson | undefined,
  catalogue: MetricCatalogue,
  { metrics, clock }: MetricsPortOptions,
): Promise<Awaited<ReturnType<MetricsPort["list"]>>> {
  const isWanted = query.metricSelector === undefined ? () => true : keyTest(query.metricSelector);
  if (isWanted === undefined) {
    throw new AppError("query.selector", "the metrics of a list are chosen by keys alone", {
      remedy: "Write keys or beginnings of keys such as com.example.*, joined by commas.",
    });
  }
  const sinceMs =
    query.writtenSince === undefined ? undefined : parseTime(query.writtenSince, clock.wallMs());
  const turns = new Turns();
  const stored: string[] = [];
  for (const metric of metrics.metrics()) {
    if (sinceMs !== undefined && turns.isOver(tupleSteps(metric))) await turns.giveWay();
    if (sinceMs === undefined || metric.lastWrittenMs >= sinceMs) stored.push(metric.key);
  }
  const calculated = sinceMs === undefined ? catalogue.calculatedKeys() : [];
  const keys = [...new Set([...stored, ...calculated])]
    .filter((key) => isWanted(key) && hasText(key, catalogue, query.text))
    .toSorted();
  const page = keys.slice(query.offset, query.offset + query.limit);
  const choose = chosenFields(query.fields);
  const items: MetricDescriptorJson[] = [];
  for (const key of page) {
    items.push(...choose(describe(key)));
    const metric = metrics.metric(key);
    if (metric !== undefined && turns.isOver(tupleSteps(metric))) await turns.giveWay();
  }
  return { totalCount: keys.length, items };
}

/** Words of the key, the name or the description, without regard to case. */
function hasText(key: string, catalogue: MetricCatalogue, text: string | undefined): boolean {
  if (text === undefined) return true;
  const words = catalogue.metadata(key);
  const wanted = text.toLowerCase();
  return [key, words?.displayName, words?.description].some((one) => one?.toLowerCase().includes(wanted));
}

async function answerQuery(
  query: MetricQuery,
  catalogue: MetricCatalogue,
  options: MetricsPortOptions,
  signal: AbortSignal | undefined,
): Promise<MetricResultJson> {
  const nowMs = options.clock.wallMs();
  const window = {
    fromMs: parseTime(query.from ?? "now-2h", nowMs),
    toMs: parseTime(query.to ?? "now", nowMs),
  };
  const { grid, text } = parseResolution(query.resolution, window.fromMs, window.toMs);
  const results = await ask(query, grid, window, catalogue, options, signal);
  const result = results.map(resultJson);
  const totalCount = results.reduce((count, { series }) => count + series.length, 0);
  return { totalCount, nextPageKey: null, resolution: text, result };
}

async function ask(
  { metricSelector, entitySelector }: MetricQuery,
  grid: Grid,
  window: Window,
  catalogue: MetricCatalogue,
  options: MetricsPortOptions,
  signal: AbortSignal | undefined,
): Promise<readonly QueriedMetric[]> {
  const select = (selector: EntitySelector) => options.selectEntities(selector, window);
  const sources = {
    metrics: options.metrics,
    entities: options.entities,
    calculated: catalogue.calculated,
    isDeclared: (key: string) => catalogue.metadata(key) !== undefined,
    selectIds: async (selector: EntitySelector) => idsOf(await select(selector)),
    scope: entitySelector === undefined ? [] : [await scopeOf(entitySelector, select)],
  };
  return queryMetrics(metricSelector, grid, sources, signal);
}

/** What an id takes, in steps of `Turns`. */
const ID_STEPS = 30;

async function idsOf(entities: readonly StoredEntity[]): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  await new Turns().map(entities, ID_STEPS, ({ id }) => void ids.add(id));
  return ids;
}

/** The series of the selected entities: those whose dimension of the entities' type names one of them. */
async function scopeOf(
  text: string,
  select: (selector: EntitySelector) => Promise<readonly StoredEntity[]>,
): Promise<DimensionCondition> {
  const parsed = parseEntitySelector(text);
  if (!parsed.ok) throw unparsed("entity selector", parsed);
  const entities = await select(parsed.selector);
  const types = new Set([...new Set(entities.map(({ type }) => type))].map(dimensionKeyOf));
  if (types.size > 1) {
    throw new AppError("query.several-types", "the entity selector finds entities of several types", {
      remedy: "Choose one type, such as type(network:device).",
    });
  }
  const ids = await idsOf(entities);
  return { dimension: [...types][0] ?? "", test: (value) => value !== undefined && ids.has(value) };
}

function resultJson(metric: QueriedMetric): MetricResultJson["result"][number] {
  const { metricId, series, warnings } = metric;
  return {
    metricId,
    dataPointCountRatio: metric.pointsRatio,
    dimensionCountRatio: metric.tuplesRatio,
    ...(warnings.length > 0 ? { warnings } : {}),
    data: seriesJson(series),
  };
}

/** One after another: as numbers of JSON they take several times the memory. */
function* seriesJson(series: readonly QueriedSeries[]): Generator<MetricSeriesJson, undefined> {
  for (const { dimensions, timestamps, values } of series) {
    yield {
      dimensions: dimensions.map(([, value]) => value),
      dimensionMap: Object.fromEntries(dimensions),
      timestamps,
      values: Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
    };
  }
}

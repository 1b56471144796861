import type { Grid, MetricSource, Tuple } from "../../query/index.ts";
import type { ObjectRole } from "../../smi/index.ts";
import { InterfaceKeys, type InterfaceNames, isOfInterfaces, namesOf } from "./interface-identity.ts";
import { SeriesSum } from "./interface-series.ts";
import type { MetricPlace } from "./metric-places.ts";
import { isOwn, type PolledEndpoint } from "./own-lines.ts";

/** What lines say of one interface of a device. */
export interface InterfaceLines {
  readonly key: string;
  readonly names: InterfaceNames;
  readonly lastMs: number;
  /** What dimensions said latest, by role: the texts of lines. */
  readonly said: ReadonlyMap<ObjectRole, string>;
  /** Entities on its lines, by dimension key. */
  readonly entities: ReadonlyMap<string, string>;
  /** By role, one for each metric. */
  readonly series: ReadonlyMap<ObjectRole, readonly SeriesSum[]>;
}

const ENTITY_PREFIX = "dt.entity.";

/** One tuple of one metric, and whose it is. */
interface Line {
  readonly place: MetricPlace;
  readonly tuple: Tuple;
  readonly names: InterfaceNames;
}

/**
 * The interfaces of a device that lines were written about in the time of the grid, with the quantities asked for.
 * @param places  of what is polled of the device
 * @param roles  whose values are read
 */
export async function readInterfaces(
  places: readonly MetricPlace[],
  endpoint: PolledEndpoint,
  roles: ReadonlySet<ObjectRole>,
  grid: Grid,
  metrics: MetricSource,
): Promise<readonly InterfaceLines[]> {
  const lines = await linesOf(asked(places, roles), endpoint, grid, metrics);
  const keys = new InterfaceKeys(lines.map(({ names, tuple }) => ({ names, lastMs: tuple.lastWrittenMs })));
  const drafts = new Map<string, InterfaceDraft>();
  // The latest lines last: what they say stands.
  for (const line of lines.toSorted((a, b) => a.tuple.lastWrittenMs - b.tuple.lastWrittenMs)) {
    const key = keys.keyOf(line.names);
    const draft = drafts.get(key) ?? new InterfaceDraft(key);
    drafts.set(key, draft);
    draft.take(line);
  }
  const draftOf = (line: Line): InterfaceDraft => drafts.get(keys.keyOf(line.names))!;
  for (const [place, own] of byPlace(lines)) {
    const role = place.meaning?.role;
    if (role === undefined || !roles.has(role)) continue;
    const tuples = own.map(({ tuple }) => tuple);
    await metrics.read(tuples, grid, (slots, _tuple, i) =>
      draftOf(own[i]!).seriesOf(role, place, grid).add(slots),
    );
  }
  return [...drafts.values()];
}

/** The metrics whose values are wanted, and one of each other table of interfaces for what its dimensions say. */
function asked(places: readonly MetricPlace[], roles: ReadonlySet<ObjectRole>): readonly MetricPlace[] {
  const ofInterfaces = places.filter(isOfInterfaces);
  const wanted = ofInterfaces.filter(({ meaning }) => meaning !== undefined && roles.has(meaning.role));
  const tables = new Set(wanted.map(tableOf));
  const rest = ofInterfaces.filter((place) => {
    const isNew = !tables.has(tableOf(place));
    tables.add(tableOf(place));
    return isNew;
  });
  return [...wanted, ...rest];
}

const tableOf = ({ group, subgroup, intervalMs }: MetricPlace): string =>
  JSON.stringify([group, subgroup, intervalMs]);

async function linesOf(
  places: readonly MetricPlace[],
  endpoint: PolledEndpoint,
  grid: Grid,
  metrics: MetricSource,
): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const place of places) {
    const metric = metrics.metric(place.key);
    const condition = isOwn(place, endpoint);
    if (metric === undefined || condition === undefined) continue;
    for await (const tuple of metrics.tuples(metric, [condition])) {
      if (tuple.lastWrittenMs >= grid.startMs) lines.push({ place, tuple, names: namesOf(place, tuple) });
    }
  }
  return lines;
}

function byPlace(lines: readonly Line[]): ReadonlyMap<MetricPlace, readonly Line[]> {
  const grouped = new Map<MetricPlace, Line[]>();
  for (const line of lines) {
    const own = grouped.get(line.place);
    if (own === undefined) grouped.set(line.place, [line]);
    else own.push(line);
  }
  return grouped;
}

class InterfaceDraft implements InterfaceLines {
  readonly key: string;
  readonly said = new Map<ObjectRole, string>();
  readonly entities = new Map<string, string>();
  readonly series = new Map<ObjectRole, SeriesSum[]>();
  names: InterfaceNames = { name: undefined, index: undefined, descr: undefined };
  lastMs = 0;

  constructor(key: string) {
    this.key = key;
  }

  take({ place, tuple, names }: Line): void {
    this.lastMs = Math.max(this.lastMs, tuple.lastWrittenMs);
    this.names = {
      name: names.name ?? this.names.name,
      index: names.index ?? this.names.index,
      descr: names.descr ?? this.names.descr,
    };
    const texts = new Map(tuple.dimensions);
    for (const [key, value] of tuple.dimensions) {
      if (key.startsWith(ENTITY_PREFIX)) this.entities.set(key, value);
    }
    for (const { key, meaning, perRow } of place.dimensions) {
      const text = texts.get(key);
      if (perRow && meaning !== undefined && text !== undefined) this.#say(meaning.role, meaning.scale, text);
    }
  }

  seriesOf(role: ObjectRole, place: MetricPlace, grid: Grid): SeriesSum {
    const all = this.series.get(role) ?? [];
    this.series.set(role, all);
    const known = all.find((one) => one.place.key === place.key);
    if (known !== undefined) return known;
    const made = new SeriesSum(place, grid);
    all.push(made);
    return made;
  }

  /** Speeds stand in two units: ifHighSpeed in Mbit/s goes before ifSpeed, which ends at 4.3 Gbit/s. */
  #say(role: ObjectRole, scale: number, text: string): void {
    if (role !== "speed") return void this.said.set(role, text);
    const bps = Number(text) * scale;
    if (scale > 1 ? bps > 0 : !this.said.has(role) || Number(this.said.get(role)) < bps)
      this.said.set(role, String(bps));
  }
}

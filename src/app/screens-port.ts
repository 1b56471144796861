import type { EntityTypeCount, ScreensPort } from "../api/index.ts";
import { type Clock, Turns } from "../base/index.ts";
import type { MetricInfoOf } from "../ingest/index.ts";
import { type Manifest, metricKeysOf } from "../manifest/index.ts";
import { describeMetric, type EntitySource, MetricCatalogue, type MetricSource } from "../query/index.ts";
import { typeNameOf } from "./screens/generated.ts";
import { screensOf } from "./screens/screen-parts.ts";
import type { ScreenWorld } from "./screens/screen-world.ts";
import { screensView } from "./screens/screens-view.ts";

export interface ScreensPortOptions {
  readonly entities: EntitySource;
  readonly metrics: MetricSource;
  /** Of the extensions in force: the same list until they change. */
  readonly manifests: () => readonly Manifest[];
  /** What senders said of metrics that no manifest describes. */
  readonly told: MetricInfoOf;
  readonly activations: () => ScreenWorld["activations"];
  readonly clock: Clock;
}

/** What an entity takes to be counted, in steps of `Turns`. */
const COUNT_STEPS = 5;
const SEEN_WITHIN_MS = 3 * 86_400_000;

/** What the pages about entities show, from the screens of the manifests in force. */
export function createScreensPort(options: ScreensPortOptions): ScreensPort {
  const world = worldsOf(options);
  return {
    ofEntity: async (id) => {
      const now = world();
      const entity = now.entities.entity(id);
      return entity && (await screensView({ type: entity.type, entity }, now));
    },
    ofType: async (name) => {
      const now = world();
      const type = [...now.entities.types()].find((one) => one.toLowerCase() === name.toLowerCase());
      return type === undefined ? undefined : await screensView({ type, entity: undefined }, now);
    },
    types: () => typesOf(world()),
  };
}

/** As everything is at a moment; what manifests say of metrics is sorted out once. */
function worldsOf({
  entities,
  metrics,
  manifests,
  told,
  activations,
  clock,
}: ScreensPortOptions): () => ScreenWorld {
  let catalogue = { of: manifests(), words: new MetricCatalogue(manifests()) };
  return () => {
    const now = manifests();
    if (now !== catalogue.of) catalogue = { of: now, words: new MetricCatalogue(now) };
    const { words } = catalogue;
    return {
      entities,
      metrics,
      describe: (key) => describeMetric(key, { metrics, entities, told, catalogue: words }),
      inputsOf: (key) => inputsOf(key, words),
      manifests: now,
      activations: activations(),
      nowMs: clock.wallMs(),
    };
  };
}

/** Calculated metrics may be made of others. */
function inputsOf(key: string, words: MetricCatalogue, within: readonly string[] = []): readonly string[] {
  const selector = words.calculated(key);
  if (selector === undefined || within.includes(key)) return [key];
  return metricKeysOf(selector).flatMap((one) => inputsOf(one, words, [...within, key]));
}

async function typesOf(world: ScreenWorld): Promise<readonly EntityTypeCount[]> {
  const turns = new Turns();
  const sinceMs = world.nowMs - SEEN_WITHIN_MS;
  const types: EntityTypeCount[] = [];
  for (const type of world.entities.types()) {
    let count = 0;
    for (const { lastSeenMs } of world.entities.ofType(type)) {
      if (lastSeenMs >= sinceMs) count += 1;
      if (turns.isOver(COUNT_STEPS)) await turns.giveWay();
    }
    const declares = world.manifests.filter(({ topology }) =>
      topology.types.some(({ name }) => name.toLowerCase() === type.toLowerCase()),
    );
    types.push({
      type,
      displayName: typeNameOf(type, world),
      count,
      extensions: [...new Set(declares.map(({ name }) => name))],
      hasScreens: screensOf(type, world.manifests).length > 0,
    });
  }
  return types.toSorted((a, b) =>
    a.displayName < b.displayName ? -1 : a.displayName > b.displayName ? 1 : 0,
  );
}

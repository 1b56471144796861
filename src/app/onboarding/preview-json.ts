import type { EntityJson, PreviewJson } from "../../api/index.ts";
import { RELATION_NAMES } from "../../manifest/index.ts";
import type { EntitySource, StoredEntity } from "../../query/index.ts";
import type { Relationship } from "../../topology/index.ts";
import { entityFields } from "../entities/entity-fields.ts";
import { entityJson } from "../entities/entity-json.ts";
import type { PollOutcome } from "../pipeline.ts";
import type { PollReport } from "../poll-once.ts";

const LINES_MAX = 2_000;
const MINUTE_MS = 60_000;

/** The first lines of a round, and how many there are. */
export function linesOf(outcomes: readonly PollOutcome[]): Pick<PreviewJson, "lines" | "totalLines"> {
  const totalLines = outcomes.reduce((sum, { batch }) => sum + batch.lines, 0);
  const lines: string[] = [];
  for (const { batch } of outcomes) {
    if (lines.length >= LINES_MAX) break;
    lines.push(...textLines(batch));
  }
  return { lines: lines.slice(0, LINES_MAX), totalLines };
}

function textLines({ bytes }: PollOutcome["batch"]): string[] {
  const text = new TextDecoder().decode(bytes);
  return text.split("\n").filter((line) => line !== "");
}

/** Lines and series of each feature set, as the round has brought them; sorted by name. */
export function costsOf(outcomes: readonly PollOutcome[]): PreviewJson["costs"] {
  const bySet = new Map<string, { linesPerMinute: number; series: number }>();
  for (const { task, samples } of outcomes) {
    const setOf = new Map(
      task.group.subgroups.flatMap(({ metrics }) => metrics.map(({ key, featureSet }) => [key, featureSet])),
    );
    for (const { key } of samples) {
      const name = setOf.get(key) ?? "";
      const costs = bySet.get(name) ?? { linesPerMinute: 0, series: 0 };
      costs.linesPerMinute += MINUTE_MS / task.group.intervalMs;
      costs.series += 1;
      bySet.set(name, costs);
    }
  }
  return [...bySet]
    .map(([featureSet, { linesPerMinute, series }]) => ({
      featureSet,
      linesPerMinute: Math.round(linesPerMinute * 100) / 100,
      series,
    }))
    .toSorted((a, b) => (a.featureSet < b.featureSet ? -1 : 1));
}

/** As the API shows them, all that is known. @param atMs  UTC, when they were polled */
export function topologyOf(
  { entities, relationships }: PollReport,
  atMs: number,
): Pick<PreviewJson, "entities" | "relationships"> {
  const source = new ReportSource(entities, relationships);
  const fields = entityFields(undefined, true);
  return {
    entities: [...source.all()].map((entity): EntityJson => entityJson(entity, fields, source, atMs)),
    relationships: relationships.map(({ type, fromId, toId }) => ({
      type: RELATION_NAMES[type],
      from: fromId,
      to: toId,
    })),
  };
}

/** What one preview has found, for those who read from the store. */
class ReportSource implements EntitySource {
  readonly #byId: ReadonlyMap<string, StoredEntity>;
  readonly #edges = { from: new Map<string, Relationship[]>(), to: new Map<string, Relationship[]>() };

  constructor(entities: PollReport["entities"], relationships: readonly Relationship[]) {
    this.#byId = new Map(entities.map((entity) => [entity.id, { ...entity, tags: [] }]));
    for (const edge of relationships) {
      for (const [side, id] of [["from", edge.fromId] as const, ["to", edge.toId] as const]) {
        const edges = this.#edges[side].get(id);
        if (edges === undefined) this.#edges[side].set(id, [edge]);
        else edges.push(edge);
      }
    }
  }

  all(): Iterable<StoredEntity> {
    return this.#byId.values();
  }

  entity(id: string): StoredEntity | undefined {
    return this.#byId.get(id);
  }

  ofType(type: string): Iterable<StoredEntity> {
    return [...this.#byId.values()].filter((one) => one.type.toLowerCase() === type.toLowerCase());
  }

  types(): Iterable<string> {
    return new Set([...this.#byId.values()].map(({ type }) => type));
  }

  edges(id: string, side: "from" | "to"): Iterable<Relationship> {
    return this.#edges[side].get(id) ?? [];
  }
}

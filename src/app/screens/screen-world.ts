import { AppError } from "../../base/index.ts";
import { type Manifest, type ParseFailure, parseEntitySelector } from "../../manifest/index.ts";
import {
  type EntitySource,
  type LifeWindow,
  type MetricDescriptor,
  type MetricSource,
  type StoredEntity,
  selectEntities,
  shownEntity,
  shownList,
  withEntityConditions,
} from "../../query/index.ts";

/** What screens are made of, besides themselves. */
export interface ScreenWorld {
  readonly entities: EntitySource;
  readonly metrics: MetricSource;
  /** Name and unit of a metric; undefined for one that nobody knows. */
  readonly describe: (key: string) => Pick<MetricDescriptor, "displayName" | "unit"> | undefined;
  /** The metrics that a calculated one is made of; itself for any other. */
  readonly inputsOf: (key: string) => readonly string[];
  /** Of the extensions in force. */
  readonly manifests: readonly Manifest[];
  /** Enabled configurations. */
  readonly activations: readonly {
    readonly name: string;
    readonly version: string;
    readonly featureSets: readonly string[];
  }[];
  readonly nowMs: number;
}

/** What the page is about: one entity, or all of a type. */
export interface Shown {
  /** As declared. */
  readonly type: string;
  readonly entity: StoredEntity | undefined;
}

const DAY_MS = 86_400_000;
const SEEN_WITHIN_MS = 3 * DAY_MS;

/** The selector of what is shown. */
export const conditionsOf = ({ type, entity }: Shown): string =>
  entity === undefined ? shownList(type) : shownEntity(type, entity.id);

/** A template with what is shown in it; inside of quotes, where quotes are escaped. */
export const filled = (template: string, shown: Shown): string =>
  withEntityConditions(template, conditionsOf(shown));

/** As the entity pages of clients look: three days back, further for one that was not seen since (spec 4 §3). */
export function lifeOf({ entity }: Shown, nowMs: number): LifeWindow {
  const sinceMs = nowMs - SEEN_WITHIN_MS;
  return { fromMs: Math.min(sinceMs, entity?.lastSeenMs ?? sinceMs), toMs: nowMs };
}

/** What a template selects, or why it cannot be read. An unknown type is empty here, no fault (spec 4 §5.3). */
export async function selected(
  template: string,
  shown: Shown,
  world: ScreenWorld,
): Promise<{ readonly entities: readonly StoredEntity[]; readonly fault?: string }> {
  const text = filled(template, shown);
  const parsed = parseEntitySelector(text);
  if (!parsed.ok) return { entities: [], fault: entityFault(text, parsed) };
  try {
    return { entities: await selectEntities(parsed.selector, world.entities, lifeOf(shown, world.nowMs)) };
  } catch (error) {
    if (error instanceof AppError && error.code.startsWith("query.")) return { entities: [] };
    throw error;
  }
}

/** Why a selector cannot be read, with what to change. */
export function faultOfSelector(text: string): string | undefined {
  const parsed = parseEntitySelector(text);
  return parsed.ok ? undefined : entityFault(text, parsed);
}

const entityFault = (text: string, { message, position }: ParseFailure): string =>
  `The entity selector cannot be read at character ${position + 1}: ${message}. Correct it in the manifest: ${text}`;

/** The one type that a selector names at its top. */
export function typeOfSelector(text: string): string | undefined {
  const parsed = parseEntitySelector(text);
  if (!parsed.ok) return undefined;
  return parsed.selector.criteria.find((one) => one.kind === "type")?.type;
}

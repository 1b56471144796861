import type { ScreenCard } from "../../api/index.ts";
import { chartEntities, chartsOf } from "./chart-view.ts";
import { isShown } from "./conditions.ts";
import { entitiesCard } from "./entities-card.ts";
import { healthCard } from "./health-card.ts";
import { messageParts } from "./message-view.ts";
import { eventTemplates, logTemplates, ownersOf } from "./owners.ts";
import { mapAt, numberAt, type Plain, textAt } from "./plain.ts";
import { CARD_LISTS, definitionOf, type Screen } from "./screen-parts.ts";
import type { ScreenWorld, Shown } from "./screen-world.ts";

/** What all cards have. */
export type CardFrame = Pick<ScreenCard, "key" | "title" | "width" | "extension">;

export interface CardSource {
  readonly frame: CardFrame;
  /** As defined; empty for cards that need no definition. */
  readonly card: Plain;
  /** Of the reference, or else of the definition. */
  readonly template: string | undefined;
  readonly shown: Shown;
  readonly world: ScreenWorld;
}

const NEEDS_NO_DEFINITION: ReadonlySet<string> = new Set(["EVENTS", "METRIC_TABLE", "LOGS"]);
const ROWS = 10;

/** The card that a layout refers to; undefined when conditions hide it, or it is of a kind that nobody draws. */
export async function cardView(
  screen: Screen,
  reference: Plain,
  shown: Shown,
  world: ScreenWorld,
): Promise<ScreenCard | undefined> {
  const type = textAt(reference, "type")?.toUpperCase() ?? "";
  const key = textAt(reference, "key");
  if (CARD_LISTS[type] === undefined || !(await isShown(reference, shown, world))) return undefined;
  const card = definitionOf(screen, type, key);
  const frame = frameOf(screen, type, reference, card);
  if (card === undefined && !NEEDS_NO_DEFINITION.has(type)) {
    const message = `The layout shows the card '${key ?? ""}', but '${CARD_LISTS[type]}' of this screen does not define it. Add it there, or take it out of the layout.`;
    return { ...frame, kind: "fault", message };
  }
  if (card !== undefined && !(await isShown(card, shown, world))) return undefined;
  const template =
    textAt(reference, "entitySelectorTemplate") ?? textAt(card ?? {}, "entitySelectorTemplate");
  return await bodyOf(type, { frame, card: card ?? {}, template, shown, world });
}

const TITLES: Readonly<Record<string, string>> = {
  CHART_GROUP: "Charts",
  ENTITIES_LIST: "Entities",
  METRIC_TABLE: "Metrics",
  HEALTH: "Health",
  LOGS: "Logs",
  EVENTS: "Events",
};

function frameOf(screen: Screen, type: string, reference: Plain, card: Plain = {}): CardFrame {
  return {
    key: textAt(reference, "key") ?? type.toLowerCase(),
    title: textAt(card, "displayName") ?? textAt(mapAt(card, "card"), "displayName") ?? TITLES[type] ?? "",
    width: textAt(reference, "width")?.toUpperCase() === "HALF_SIZE" ? "half" : "full",
    extension: screen.extension,
  };
}

async function bodyOf(type: string, source: CardSource): Promise<ScreenCard | undefined> {
  switch (type) {
    case "CHART_GROUP":
      return await chartGroup(source);
    case "ENTITIES_LIST":
      return await entitiesCard(source);
    case "METRIC_TABLE":
      return await metricTable(source);
    case "HEALTH":
      return healthCard(source);
    case "MESSAGE":
      return await messageCard(source);
    case "LOGS":
      return await ownedCard("logs", source, logTemplates(source.card));
    case "EVENTS":
      return await ownedCard("events", source, eventTemplates(source.card));
    default:
      return undefined;
  }
}

async function chartGroup({
  frame,
  card,
  template,
  shown,
  world,
}: CardSource): Promise<ScreenCard | undefined> {
  const charts = await chartsOf(card, chartEntities(template, shown), shown, world);
  if (charts.length === 0) return undefined;
  const visible = Math.max(1, numberAt(card, "numberOfVisibleCharts") ?? charts.length);
  return { ...frame, kind: "charts", visible, charts };
}

async function metricTable({
  frame,
  card,
  template,
  shown,
  world,
}: CardSource): Promise<ScreenCard | undefined> {
  const charts = await chartsOf(card, chartEntities(template, shown), shown, world);
  const rows = numberAt(card, "pageSize") ?? ROWS;
  return charts.length === 0 ? undefined : { ...frame, kind: "metrics", rows, charts };
}

const TONES: Readonly<Record<string, "info" | "warning" | "error">> = { WARNING: "warning", ERROR: "error" };

async function messageCard({ frame, card, shown, world }: CardSource): Promise<ScreenCard | undefined> {
  const body =
    textAt(mapAt(card, "message"), "text") === undefined ? mapAt(card, "card") : mapAt(card, "message");
  const text = textAt(body, "text");
  if (text === undefined) return undefined;
  const tone = TONES[textAt(body, "theme")?.toUpperCase() ?? ""] ?? "info";
  return { ...frame, kind: "message", tone, parts: [...(await messageParts(text, shown, world))] };
}

async function ownedCard(
  kind: "logs" | "events",
  { frame, card, shown, world }: CardSource,
  templates: readonly string[],
): Promise<ScreenCard> {
  const { ids, fault } = await ownersOf(templates, shown, world);
  if (fault !== undefined) return { ...frame, kind: "fault", message: fault };
  return { ...frame, kind, entityIds: ids, rows: numberAt(card, "pageSize") ?? ROWS };
}

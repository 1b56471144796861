import type { ScreenCard, ScreenChart } from "../../api/index.ts";
import { chartsAbove, rowsOf, visibleCharts } from "./card-options.ts";
import { chartEntities, chartsOf } from "./chart-view.ts";
import { isShown } from "./conditions.ts";
import { entitiesCard } from "./entities-card.ts";
import { healthCard } from "./health-card.ts";
import { logFilter } from "./log-filter.ts";
import { linkTo, messageParts } from "./message-view.ts";
import { eventTemplates, ownersOf } from "./owners.ts";
import { mapAt, mapsAt, numberAt, type Plain, textAt } from "./plain.ts";
import { CARD_LISTS, definitionOf, type Screen } from "./screen-parts.ts";
import type { ScreenWorld, Shown } from "./screen-world.ts";

/** What all cards have. */
export type CardFrame = Pick<ScreenCard, "key" | "title" | "width" | "extension" | "description">;

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
  HEALTH_CARD: "Health",
  LOGS: "Logs",
  EVENTS: "Events",
};

function frameOf(screen: Screen, type: string, reference: Plain, card: Plain = {}): CardFrame {
  return {
    key: textAt(reference, "key") ?? type.toLowerCase(),
    title: textAt(card, "displayName") ?? textAt(mapAt(card, "card"), "displayName") ?? TITLES[type] ?? "",
    width: textAt(reference, "width")?.toUpperCase() === "HALF_SIZE" ? "half" : "full",
    extension: screen.extension,
    description: textAt(card, "description"),
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
    case "HEALTH_CARD":
      return healthCard(source);
    case "MESSAGE":
      return await messageCard(source);
    case "LOGS":
      return await logsCard(source);
    case "EVENTS":
      return await ownedCard("events", source, eventTemplates(source.card));
    default:
      return undefined;
  }
}

async function chartGroup(source: CardSource): Promise<ScreenCard | undefined> {
  const charts = await chartsIn(source, false);
  if (charts === undefined) return undefined;
  const perRow = numberAt(source.card, "chartsInRow");
  return { ...source.frame, kind: "charts", ...charts, ...(perRow !== undefined && { perRow }) };
}

async function metricTable(source: CardSource): Promise<ScreenCard | undefined> {
  const charts = await chartsIn(source, true);
  if (charts === undefined) return undefined;
  const { frame, card } = source;
  return { ...frame, kind: "metrics", rows: rowsOf(card), ...charts, chartsAbove: chartsAbove(card) };
}

/** The charts of a card, and how many are seen at once; undefined when conditions hide all. */
async function chartsIn(
  { card, template, shown, world }: CardSource,
  byTuple: boolean,
): Promise<{ readonly charts: ScreenChart[]; readonly visible: number } | undefined> {
  const charts = await chartsOf(card, { ...chartEntities(template, shown), byTuple }, shown, world);
  return charts.length === 0
    ? undefined
    : { charts: [...charts], visible: visibleCharts(card, charts.length) };
}

const TONES: Readonly<Record<string, "info" | "warning" | "error">> = { WARNING: "warning", ERROR: "error" };

async function messageCard({ frame, card, shown, world }: CardSource): Promise<ScreenCard | undefined> {
  const body =
    textAt(mapAt(card, "message"), "text") === undefined ? mapAt(card, "card") : mapAt(card, "message");
  const text = textAt(body, "text");
  if (text === undefined) return undefined;
  const tone = TONES[textAt(body, "theme")?.toUpperCase() ?? ""] ?? "info";
  const parts = [...(await messageParts(text, shown, world))];
  for (const button of mapsAt(body, "buttons")) {
    const link = await linkTo(textAt(button, "actionExpression") ?? "", shown, world);
    if (link !== undefined) parts.push({ text: " " }, { text: textAt(button, "text") ?? "Open", link });
  }
  return { ...frame, kind: "message", tone, parts };
}

async function logsCard(source: CardSource): Promise<ScreenCard> {
  const { templates, where, unread } = logFilter(textAt(source.card, "filterQuery") ?? "");
  const card = await ownedCard("logs", source, templates);
  if (card.kind !== "logs") return card;
  return {
    ...card,
    ...(where.length > 0 && { where: [...where] }),
    ...(unread.length > 0 && { unread: [...unread] }),
  };
}

async function ownedCard(
  kind: "logs" | "events",
  { frame, card, shown, world }: CardSource,
  templates: readonly string[],
): Promise<ScreenCard> {
  const { ids, fault } = await ownersOf(templates, shown, world);
  if (fault !== undefined) return { ...frame, kind: "fault", message: fault };
  return { ...frame, kind, entityIds: ids, rows: rowsOf(card) };
}

import { isRecord } from "../../base/index.ts";
import type { Manifest } from "../../manifest/index.ts";
import { flagAt, mapAt, mapsAt, type Plain, textAt } from "./plain.ts";

/** One entry of `screens` of a manifest. */
export interface Screen {
  /** Name of the extension. */
  readonly extension: string;
  readonly plain: Plain;
}

export type Page = "details" | "list";

/** Which list of a screen defines the cards of a type. */
export const CARD_LISTS: Readonly<Record<string, string>> = {
  CHART_GROUP: "chartsCards",
  ENTITIES_LIST: "entitiesListCards",
  METRIC_TABLE: "metricTableCards",
  HEALTH: "healthCards",
  HEALTH_CARD: "healthCards",
  MESSAGE: "messageCards",
  LOGS: "logsCards",
  EVENTS: "eventsCards",
};

/** All entries for a type, in the order of the manifests. */
export const screensOf = (type: string, manifests: readonly Manifest[]): readonly Screen[] =>
  manifests.flatMap(({ name, screens }) =>
    screens.flatMap((plain) =>
      isRecord(plain) && textAt(plain, "entityType")?.toLowerCase() === type.toLowerCase()
        ? [{ extension: name, plain }]
        : [],
    ),
  );

export const settingsOf = ({ plain }: Screen, page: Page): Plain => mapAt(plain, `${page}Settings`);

/**
 * What a screen shows on a page, as its layout says; with `autoGenerate`, or cards but no layout, all that it
 * defines. Empty for an entry that only injects into the screens of others.
 */
export function layoutOf(screen: Screen, page: Page): readonly Plain[] {
  const layout = mapAt(settingsOf(screen, page), "layout");
  const cards = ungrouped(mapsAt(layout, "cards"));
  if (cards.length > 0 && flagAt(layout, "autoGenerate") !== true) return cards;
  const injects = injectionsOf(screen, page).length > 0;
  if (page === "list" || (injects && Object.keys(layout).length === 0)) return cards;
  const shown = new Set(cards.map((card) => textAt(card, "key")));
  return [...cards, ...definedCards(screen).filter((card) => !shown.has(textAt(card, "key")))];
}

export const injectionsOf = ({ plain }: Screen, page: Page): readonly Plain[] =>
  ungrouped(mapsAt(plain, `${page}Injections`));

const GROUPS_DEPTH_MAX = 5;

/** The cards of a CARD_GROUP stand where it stands. */
function ungrouped(cards: readonly Plain[], depth = 0): readonly Plain[] {
  return cards.flatMap((card) =>
    textAt(card, "type")?.toUpperCase() === "CARD_GROUP" && depth < GROUPS_DEPTH_MAX
      ? ungrouped(mapsAt(card, "cards"), depth + 1)
      : [card],
  );
}

/** A reference to each card that a screen defines. */
function definedCards({ plain }: Screen): readonly Plain[] {
  const lists = new Map(Object.entries(CARD_LISTS).map(([type, list]) => [list, type]));
  return [...lists].flatMap(([list, type]) =>
    mapsAt(plain, list).map((card) => ({ type, key: card["key"] })),
  );
}

/** The definition that a reference names. */
export function definitionOf({ plain }: Screen, type: string, key: string | undefined): Plain | undefined {
  const list = CARD_LISTS[type];
  if (list === undefined || key === undefined) return undefined;
  return mapsAt(plain, list).find((card) => textAt(card, "key") === key);
}

import type { ScreenCard, Screens } from "../../api/index.ts";
import { actionsOf } from "./actions-view.ts";
import { breadcrumbsOf } from "./breadcrumbs.ts";
import { cardView } from "./card-view.ts";
import { generatedCards, generatedList, typeNameOf } from "./generated.ts";
import { flagAt, mapAt, mapsAt, type Plain, textAt } from "./plain.ts";
import { propertiesOf } from "./properties-view.ts";
import { injectionsOf, layoutOf, type Page, type Screen, screensOf, settingsOf } from "./screen-parts.ts";
import { filled, type ScreenWorld, type Shown, typeOfSelector } from "./screen-world.ts";

/** All that a page shows, of all the extensions that have a screen for the type. */
export async function screensView(shown: Shown, world: ScreenWorld): Promise<Screens> {
  const page: Page = shown.entity === undefined ? "list" : "details";
  const screens = screensOf(shown.type, world.manifests);
  const settings = screens.map((screen) => mapAt(settingsOf(screen, page), "staticContent"));
  const told = await toldCards(screens, page, shown, world);
  const { cards, generated } = await completed(told, screens, shown, world);
  const { entity } = shown;
  return {
    type: shown.type,
    typeName: typeNameOf(shown.type, world),
    entity: entity && { id: entity.id, name: entity.name, type: entity.type },
    breadcrumbs: await breadcrumbsOf(screens, page, shown, world),
    properties: entity === undefined ? [] : await propertiesOf(screens, shown, world),
    shows: {
      properties: isOn(settings, "showProperties"),
      tags: isOn(settings, "showTags"),
      addTag: isOn(settings, "showAddTag"),
    },
    ...(page === "list" && { title: headerText(settings, "title") }),
    description: headerText(settings, "description"),
    actions: await actionsOf(screens, page, shown, world),
    cards: withOwnKeys(cards),
    generated,
  };
}

const headerText = (settings: readonly Plain[], key: "title" | "description"): string | undefined =>
  settings.map((one) => textAt(mapAt(one, "header"), key)).find((one) => one !== undefined);

/** Off only when all that say something say so. */
function isOn(settings: readonly Plain[], key: string): boolean {
  const flags = settings.flatMap((one) => flagAt(one, key) ?? []);
  return flags.length === 0 || flags.includes(true);
}

interface Told {
  readonly cards: readonly ScreenCard[];
  /** Cards that other screens put into those of somebody else, where no layout has a place for them. */
  readonly left: readonly ScreenCard[];
  readonly hasLayout: boolean;
}

async function toldCards(
  screens: readonly Screen[],
  page: Page,
  shown: Shown,
  world: ScreenWorld,
): Promise<Told> {
  const cards: ScreenCard[] = [];
  const injected = await injectedCards(screens, page, shown, world);
  let [isPlaced, hasLayout, startsRow] = [false, false, false];
  for (const screen of screens) {
    for (const reference of layoutOf(screen, page)) {
      hasLayout = true;
      const type = textAt(reference, "type")?.toUpperCase();
      if (type === "BREAK_LINE") startsRow = true;
      if (type === "INJECTIONS" && !isPlaced) {
        cards.push(...injected);
        isPlaced = true;
      }
      const card = await cardView(screen, reference, shown, world);
      if (card === undefined) continue;
      cards.push(startsRow ? { ...card, startsRow } : card);
      startsRow = false;
    }
  }
  return { cards, left: isPlaced ? [] : injected, hasLayout };
}

async function injectedCards(
  screens: readonly Screen[],
  page: Page,
  shown: Shown,
  world: ScreenWorld,
): Promise<readonly ScreenCard[]> {
  const cards: ScreenCard[] = [];
  for (const screen of screens) {
    for (const reference of injectionsOf(screen, page)) {
      const card = await cardView(screen, reference, shown, world);
      if (card !== undefined) cards.push(card);
    }
  }
  return cards;
}

/** With what no manifest says: the page of a type without a layout, and a list on each list page. */
async function completed(
  { cards, left, hasLayout }: Told,
  screens: readonly Screen[],
  shown: Shown,
  world: ScreenWorld,
): Promise<{ readonly cards: readonly ScreenCard[]; readonly generated: boolean }> {
  if (shown.entity !== undefined) {
    if (hasLayout) return { cards: [...cards, ...left], generated: false };
    return { cards: [...left, ...generatedCards(shown, world)], generated: true };
  }
  const isListed = cards.some((card) => card.kind === "entities" && isType(card.type, shown.type));
  if (isListed) return { cards: [...cards, ...left], generated: false };
  const known = await listElsewhere(shown, world);
  const own = known ?? generatedList(shown, world);
  return { cards: [...left, own, ...cards], generated: screens.length === 0 && known === undefined };
}

/** Somebody lists this type on the page of another one: its columns and charts are good here, too. */
async function listElsewhere(shown: Shown, world: ScreenWorld): Promise<ScreenCard | undefined> {
  for (const { name, screens } of world.manifests) {
    for (const plain of screens as readonly Plain[]) {
      const card = mapsAt(plain, "entitiesListCards").find((one) =>
        isType(typeOfSelector(filled(textAt(one, "entitySelectorTemplate") ?? "", shown)), shown.type),
      );
      if (card === undefined) continue;
      const screen: Screen = {
        extension: name,
        plain: {
          entitiesListCards: [
            {
              ...card,
              key: "list",
              entitySelectorTemplate: "$(entityConditions)",
              displayName: "All",
            },
          ],
        },
      };
      return await cardView(screen, { type: "ENTITIES_LIST", key: "list" }, shown, world);
    }
  }
  return undefined;
}

const isType = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();

/** Keys that name one card each, and stay the same between two answers. */
function withOwnKeys(cards: readonly ScreenCard[]): ScreenCard[] {
  const counts = new Map<string, number>();
  return cards.map((card) => {
    const count = (counts.get(card.key) ?? 0) + 1;
    counts.set(card.key, count);
    return count === 1 ? card : { ...card, key: `${card.key}-${count}` };
  });
}

import type { Screens } from "../../api/index.ts";
import { isShown } from "./conditions.ts";
import { typeNameOf } from "./generated.ts";
import { mapAt, mapsAt, textAt } from "./plain.ts";
import { type Page, type Screen, settingsOf } from "./screen-parts.ts";
import { type ScreenWorld, type Shown, selected } from "./screen-world.ts";

type Breadcrumb = Screens["breadcrumbs"][number];

/** The way to the page: as the first screen that has one says, or else the list of the type. */
export async function breadcrumbsOf(
  screens: readonly Screen[],
  page: Page,
  shown: Shown,
  world: ScreenWorld,
): Promise<Breadcrumb[]> {
  for (const screen of screens) {
    const crumbs: Breadcrumb[] = [];
    for (const plain of mapsAt(mapAt(settingsOf(screen, page), "staticContent"), "breadcrumbs")) {
      const crumb = (await isShown(plain, shown, world)) ? await crumbOf(plain, shown, world) : undefined;
      if (crumb !== undefined) crumbs.push(crumb);
    }
    if (crumbs.length > 0) return crumbs;
  }
  return page === "list" ? [] : [{ title: typeNameOf(shown.type, world), type: shown.type }];
}

async function crumbOf(
  plain: Parameters<typeof textAt>[0],
  shown: Shown,
  world: ScreenWorld,
): Promise<Breadcrumb | undefined> {
  const title = textAt(plain, "displayName");
  switch (textAt(plain, "type")?.toUpperCase() ?? "") {
    case "ENTITY_LIST_REF": {
      const type = textAt(plain, "entityType") ?? shown.type;
      return { title: title ?? typeNameOf(type, world), type };
    }
    case "ENTITY_REF": {
      const { entities } = await selected(textAt(plain, "entitySelectorTemplate") ?? "", shown, world);
      const [first] = entities;
      return first === undefined ? undefined : { title: first.name, entityId: first.id };
    }
    default:
      return title === undefined ? undefined : { title };
  }
}

import type { ScreenProperty } from "../../api/index.ts";
import { entityTypeJson } from "../entities/entity-types.ts";
import { isShown } from "./conditions.ts";
import { flagAt, mapAt, mapsAt, type Plain, textAt } from "./plain.ts";
import type { Screen } from "./screen-parts.ts";
import { type ScreenWorld, type Shown, selected } from "./screen-world.ts";

const RELATED_MAX = 20;

/** What is known of an entity: first as the manifests order it, then the rest, unless only theirs shall be seen. */
export async function propertiesOf(
  screens: readonly Screen[],
  shown: Shown,
  world: ScreenWorld,
): Promise<ScreenProperty[]> {
  const properties = new Map<string, ScreenProperty>();
  const titles = declaredTitles(shown, world);
  const cards = screens.map(({ plain }) => mapAt(plain, "propertiesCard"));
  for (const card of cards) {
    for (const one of mapsAt(card, "properties")) {
      const view = (await isShown(one, shown, world))
        ? await propertyView(one, titles, shown, world)
        : undefined;
      if (view !== undefined && !properties.has(view.key)) properties.set(view.key, view);
    }
  }
  const rest = otherAttributes(titles, shown).filter(({ key }) => !properties.has(key));
  const hidden = cards.some((card) => flagAt(card, "displayOnlyConfigured") === true);
  const all = [...properties.values(), ...rest.map((one) => ({ ...one, hidden }))];
  return all.filter(({ values, entities = [] }) => values.length > 0 || entities.length > 0);
}

async function propertyView(
  property: Plain,
  titles: Titles,
  shown: Shown,
  world: ScreenWorld,
): Promise<ScreenProperty | undefined> {
  const [attribute, relation] = [mapAt(property, "attribute"), mapAt(property, "relation")];
  const template = textAt(relation, "entitySelectorTemplate");
  if (template !== undefined) return await relationView(template, relation, shown, world);
  const key = textAt(attribute, "key");
  if (key === undefined) return undefined;
  return {
    key,
    title: textAt(attribute, "displayName") ?? titles.get(key) ?? key,
    unit: textAt(attribute, "unit"),
    values: valuesOf(key, shown),
    hidden: flagAt(attribute, "hidden") === true,
  };
}

async function relationView(
  template: string,
  relation: Plain,
  shown: Shown,
  world: ScreenWorld,
): Promise<ScreenProperty> {
  const { entities } = await selected(template, shown, world);
  const fallback = textAt(relation, "fallbackMessage");
  return {
    key: template,
    title: textAt(relation, "displayName") ?? "Related",
    values: entities.length === 0 && fallback !== undefined ? [fallback] : [],
    entities: entities.slice(0, RELATED_MAX).map(({ id, name, type }) => ({ id, name, type })),
    hidden: false,
  };
}

function otherAttributes(titles: Titles, shown: Shown): readonly ScreenProperty[] {
  const keys = [...(shown.entity?.attributes.keys() ?? [])];
  return keys.map((key) => ({
    key,
    title: titles.get(key) ?? key,
    values: valuesOf(key, shown),
    hidden: false,
  }));
}

function valuesOf(key: string, { entity }: Shown): string[] {
  const folded = key.toLowerCase();
  const found = [...(entity?.attributes ?? [])].find(([own]) => own.toLowerCase() === folded);
  return found === undefined ? [] : [found[1]].flat().filter((value) => value !== "");
}

/** Attribute key → as the topology of an extension calls it. */
type Titles = ReadonlyMap<string, string>;

function declaredTitles({ type }: Shown, { manifests }: ScreenWorld): Titles {
  const specs = manifests.map(({ topology }) => topology);
  const { properties } = entityTypeJson(type, specs, false);
  return new Map(properties.map(({ id, displayName }) => [id, displayName]));
}

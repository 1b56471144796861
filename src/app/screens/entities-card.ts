import type { ScreenCard, ScreenColumn } from "../../api/index.ts";
import { chartsAbove, rowsOf, visibleCharts } from "./card-options.ts";
import type { CardSource } from "./card-view.ts";
import { type ChartEntities, chartsOf } from "./chart-view.ts";
import { isShown } from "./conditions.ts";
import { flagAt, mapAt, mapsAt, type Plain, textAt } from "./plain.ts";
import {
  conditionsOf,
  faultOfSelector,
  filled,
  type ScreenWorld,
  type Shown,
  selected,
  typeOfSelector,
} from "./screen-world.ts";
import { whyEmpty } from "./why-empty.ts";

/** A list of entities with columns and charts. */
export async function entitiesCard({ frame, card, template, shown, world }: CardSource): Promise<ScreenCard> {
  const entitySelector = template === undefined ? conditionsOf(shown) : filled(template, shown);
  const message = faultOfSelector(entitySelector);
  if (message !== undefined) return { ...frame, kind: "fault", message };
  const type = typeOfSelector(entitySelector);
  const entities: ChartEntities = { selector: entitySelector, type, several: true, inList: true };
  const charts = await chartsOf(card, entities, shown, world);
  return {
    ...frame,
    kind: "entities",
    entitySelector,
    ...(type === undefined ? {} : { type }),
    rows: rowsOf(card),
    columns: await columnsOf(card, shown, world),
    charts: [...charts],
    visible: visibleCharts(card, charts.length),
    chartsAbove: chartsAbove(card),
    ...(type !== undefined && { whyEmpty: await reasonOf(entitySelector, type, shown, world) }),
  };
}

/** Of a list on the page of one entity: that of a whole type is empty until something is polled. */
async function reasonOf(
  entitySelector: string,
  type: string,
  shown: Shown,
  world: ScreenWorld,
): Promise<string | undefined> {
  if (shown.entity === undefined) return undefined;
  const { entities } = await selected(entitySelector, shown, world);
  return entities.length > 0 ? undefined : await whyEmpty(type, shown, world);
}

async function columnsOf(card: Plain, shown: Shown, world: ScreenWorld): Promise<ScreenColumn[]> {
  const columns: ScreenColumn[] = [];
  for (const column of mapsAt(card, "columns")) {
    const view = (await isShown(column, shown, world)) ? columnView(column) : undefined;
    if (view !== undefined && flagAt(column, "hidden") !== true) columns.push(view);
  }
  return columns;
}

/** ATTRIBUTE, RELATION, and CUSTOM when it is one of these in other words. */
function columnView(column: Plain): ScreenColumn | undefined {
  const body = ["attribute", "relation", "custom"]
    .map((name) => mapAt(column, name))
    .find((one) => Object.keys(one).length > 0);
  const plain = body ?? column;
  const title = textAt(plain, "displayName") ?? textAt(column, "displayName");
  const template = textAt(plain, "entitySelectorTemplate");
  if (template !== undefined) {
    return {
      key: template,
      kind: "relation",
      title: title ?? "Related",
      template,
      amount: flagAt(plain, "displayAmount") === true,
      fallback: textAt(plain, "fallbackMessage"),
    };
  }
  const key = textAt(plain, "key");
  return key === undefined
    ? undefined
    : { key, kind: "attribute", title: title ?? key, unit: textAt(plain, "unit") };
}

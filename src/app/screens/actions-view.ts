import type { Screens } from "../../api/index.ts";
import { isShown } from "./conditions.ts";
import { linkTo } from "./message-view.ts";
import { mapsAt, parametersOf, textAt } from "./plain.ts";
import type { Page, Screen } from "./screen-parts.ts";
import type { ScreenWorld, Shown } from "./screen-world.ts";

type Action = Screens["actions"][number];

/** More would be a menu of their own. */
const ACTIONS_MAX = 6;

/**
 * Where manifests lead from a page: `relatedEntityScreen|…`, `hubExtension|…`, each once. What opens a part of another
 * product (`core.…`, `settings`) has no place here.
 */
export async function actionsOf(
  screens: readonly Screen[],
  page: Page,
  shown: Shown,
  world: ScreenWorld,
): Promise<Action[]> {
  const other = page === "list" ? "GLOBAL_DETAILS" : "GLOBAL_LIST";
  const actions = new Map<string, Action>();
  for (const group of screens.flatMap(({ plain }) => mapsAt(plain, "actions"))) {
    if (textAt(group, "actionScope")?.toUpperCase() === other) continue;
    for (const action of mapsAt(group, "actions")) {
      const expression = textAt(action, "actionExpression") ?? "";
      if (actions.has(expression) || !(await isShown(action, shown, world))) continue;
      const link = await linkTo(expression, shown, world);
      if (link !== undefined) actions.set(expression, { title: titleOf(expression), link });
    }
  }
  return [...actions.values()].slice(0, ACTIONS_MAX);
}

/** `configure` of a manifest is `Configure` on a button. */
function titleOf(expression: string): string {
  const { values } = parametersOf(expression);
  const text = values.get("text") ?? values.get("name") ?? values.get("extensionId") ?? "Open";
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

import { type Plain, textsAt } from "./plain.ts";
import { type ScreenWorld, type Shown, selected } from "./screen-world.ts";

/** Logs and events are asked for entity by entity. */
const OWNERS_MAX = 20;
const ITSELF = "$(entityConditions)";

export const eventTemplates = (card: Plain): readonly string[] => textsAt(card, "entitySelectorTemplates");

/** The entities whose logs or events are meant; without a template what is shown itself. */
export async function ownersOf(
  templates: readonly string[],
  shown: Shown,
  world: ScreenWorld,
): Promise<{ readonly ids: string[]; readonly fault?: string }> {
  const ids = new Set<string>();
  for (const template of templates.length === 0 ? [ITSELF] : templates) {
    const { entities, fault } = await selected(template, shown, world);
    if (fault !== undefined) return { ids: [], fault };
    for (const { id } of entities) if (ids.size < OWNERS_MAX) ids.add(id);
  }
  return { ids: [...ids] };
}

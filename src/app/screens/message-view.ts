import type { ScreenLink } from "../../api/index.ts";
import { parametersOf } from "./plain.ts";
import { filled, type ScreenWorld, type Shown, selected } from "./screen-world.ts";

export interface MessagePart {
  readonly text: string;
  readonly link?: ScreenLink;
}

/** More is no message. */
const TEXT_MAX = 4_000;

/**
 * A message of a manifest in parts: `[text](relatedEntityScreen|entitySelectorTemplate=…|name=…)` and the like become
 * links to our pages, http links stay what they are, and what leads nowhere is text.
 */
export async function messageParts(
  text: string,
  shown: Shown,
  world: ScreenWorld,
): Promise<readonly MessagePart[]> {
  const parts: MessagePart[] = [];
  let rest = text.slice(0, TEXT_MAX);
  for (let next = nextLink(rest); next !== undefined; next = nextLink(rest)) {
    if (next.before !== "") parts.push({ text: next.before });
    const link = await linkTo(next.target, shown, world);
    parts.push({ text: next.text, ...(link === undefined ? {} : { link }) });
    rest = next.after;
  }
  return rest === "" ? parts : [...parts, { text: rest }];
}

interface FoundLink {
  readonly before: string;
  readonly text: string;
  readonly target: string;
  readonly after: string;
}

/** A target may hold parentheses, in pairs, as selectors do. */
function nextLink(text: string): FoundLink | undefined {
  const start = /\[([^[\]]*)\]\(/.exec(text);
  if (start === null) return undefined;
  const from = start.index + start[0].length;
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    if (text[i] === "(") depth += 1;
    if (text[i] === ")") depth -= 1;
    if (depth > 0) continue;
    return {
      before: text.slice(0, start.index),
      text: start[1]!,
      target: text.slice(from, i),
      after: text.slice(i + 1),
    };
  }
  return undefined;
}

/** Where a link or an action leads; undefined for a place that is not of this UI. */
export async function linkTo(
  target: string,
  shown: Shown,
  world: ScreenWorld,
): Promise<ScreenLink | undefined> {
  if (/^https?:\/\//i.test(target.trim())) return urlLink(target.trim());
  const { name, values } = parametersOf(target);
  switch (name) {
    case "relatedEntityScreen":
      return await entityLink(values.get("entitySelectorTemplate") ?? "", shown, world);
    case "hubExtension": {
      const extension = values.get("extensionId");
      if (extension === undefined) return undefined;
      const installed = world.manifests.some((manifest) => manifest.name === extension);
      return { kind: "extension", name: extension, installed };
    }
    default:
      return undefined;
  }
}

function urlLink(text: string): ScreenLink | undefined {
  return URL.canParse(text) ? { kind: "url", url: new URL(text).href } : undefined;
}

/** To the entity when there is one, to the list of them when there are more. */
async function entityLink(
  template: string,
  shown: Shown,
  world: ScreenWorld,
): Promise<ScreenLink | undefined> {
  const { entities } = await selected(template, shown, world);
  const [first] = entities;
  if (first === undefined) return undefined;
  if (entities.length === 1) return { kind: "entity", id: first.id };
  return { kind: "entities", entitySelector: filled(template, shown), type: first.type };
}

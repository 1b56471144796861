import { childPath, type Place } from "../source/index.ts";
import { parseEntitySelector } from "./entity-selector.ts";
import type { ParseFailure } from "./filter.ts";
import type { ManifestFindings } from "./findings.ts";
import { parseMetricSelector } from "./metric-selector.ts";
import { asText, type Located, type LocatedText, type MapReader } from "./reader.ts";
import { didYouMean } from "./suggest.ts";
import { plainOf, scalarText } from "./yaml-tree.ts";

/** Which list of a screen defines the cards of a type; other types need no definition. */
const CARD_LISTS: Readonly<Record<string, string>> = {
  CHART_GROUP: "chartsCards",
  ENTITIES_LIST: "entitiesListCards",
  MESSAGE: "messageCards",
  LOGS: "logsCards",
};

/**
 * `screens`: kept as plain data. Their keys are many and open, so only what would show as an empty card is checked:
 * selectors that do not parse, and cards that are not defined or not shown. Nothing here stops an activation.
 */
export function readScreens(root: MapReader): readonly unknown[] {
  return root.maps("screens").map((screen) => {
    if (!screen.has("entityType")) {
      screen.findings.warning("M002", screen, "'entityType' is missing: this screen is shown nowhere");
    }
    checkCards(screen);
    const nodes = screen.keys.flatMap((key) => screen.node(key) ?? []);
    for (const node of nodes) checkSelectors(screen.findings, node, lastToken(node.path));
    return plainOf(screen.tree);
  });
}

interface CardReference {
  readonly key: LocatedText;
  readonly type: string;
}

function checkCards(screen: MapReader): void {
  const { findings } = screen;
  const shown = shownCards(screen);
  const defined = new Map<string, readonly LocatedText[]>();
  for (const list of Object.values(CARD_LISTS)) defined.set(list, definedCards(screen, list));
  for (const { key, type } of shown.cards) {
    const list = CARD_LISTS[type];
    const known = list === undefined ? undefined : defined.get(list)?.map(({ text }) => text);
    if (known === undefined || known.includes(key.text)) continue;
    const message = `the card '${key.text}' is not defined in '${list}' of this screen${didYouMean(key.text, known)}`;
    findings.warning("M103", key, message, key.text);
  }
  if (!shown.explicit) return;
  const used = new Set(shown.cards.map(({ key }) => key.text));
  for (const card of [...defined.values()].flat()) {
    if (used.has(card.text)) continue;
    findings.warning("M103", card, `the card '${card.text}' is defined, but no layout shows it`, card.text);
  }
}

/** `explicit` when the layouts alone decide what is shown: one exists, and none generates its cards. */
function shownCards(screen: MapReader): { cards: readonly CardReference[]; explicit: boolean } {
  const layouts = ["listSettings", "detailsSettings"].flatMap(
    (key) => mapOf(mapOf(screen, key), "layout") ?? [],
  );
  const lists = [
    ...layouts.map((layout) => mapsOf(layout, "cards")),
    ...["listInjections", "detailsInjections"].map((key) => mapsOf(screen, key)),
  ];
  const cards = lists.flat().flatMap((card) => {
    const key = textOf(card, "key");
    return key === undefined ? [] : [{ key, type: textOf(card, "type")?.text ?? "" }];
  });
  const generated = layouts.some((layout) => textOf(layout, "autoGenerate")?.text === "true");
  return { cards, explicit: !generated && lists.flat().length > 0 };
}

function definedCards(screen: MapReader, list: string): readonly LocatedText[] {
  return mapsOf(screen, list).flatMap((card) => textOf(card, "key") ?? []);
}

/** Walks everything below a screen; the YAML reader has bounded its depth and size. */
function checkSelectors(findings: ManifestFindings, node: Located, key: string): void {
  const { tree } = node;
  const text = scalarText(tree);
  if (text !== undefined) {
    checkText(findings, { text, path: node.path, at: node.at }, key);
  } else if (tree.kind === "list") {
    tree.items.forEach((item, index) => {
      checkSelectors(findings, { tree: item, path: childPath(node.path, index), at: item.at }, key);
    });
  } else if (tree.kind === "map") {
    for (const [name, { node: value }] of tree.entries) {
      checkSelectors(findings, { tree: value, path: childPath(node.path, name), at: value.at }, name);
    }
  }
}

/** `key` is the nearest mapping key above the text. */
function checkText(findings: ManifestFindings, source: LocatedText, key: string): void {
  switch (key) {
    case "metricSelector":
      reportSelector(findings, source, "metric", parseMetricSelector(source.text, { template: true }));
      return;
    case "entitySelectorTemplate":
    case "entitySelector":
      checkEntitySelector(findings, source, source.text);
      return;
    case "relationships":
      // Filters of an entity list: each entry is a selector of the related entities.
      checkEntitySelector(findings, source, source.text);
      return;
    case "conditions":
      for (const part of source.text.split("|")) {
        const selector = /^\s*entitySelectorTemplate=(.*)$/s.exec(part)?.[1];
        if (selector !== undefined) checkEntitySelector(findings, source, selector);
      }
      return;
    case "filterQuery": {
      const selector = /inEntitySelector\s+"((?:[^"~]|~.)*)"/s.exec(source.text)?.[1];
      if (selector !== undefined) checkEntitySelector(findings, source, selector);
      return;
    }
    default:
  }
}

function checkEntitySelector(findings: ManifestFindings, place: Place, text: string): void {
  reportSelector(findings, { ...place, text }, "entity", parseEntitySelector(text, { template: true }));
}

function reportSelector(
  findings: ManifestFindings,
  source: LocatedText,
  what: string,
  parsed: { readonly ok: true } | ParseFailure,
): void {
  if (parsed.ok) return;
  const message = `the ${what} selector does not parse at character ${parsed.position + 1}: ${parsed.message}`;
  findings.warning("M012", source, message, source.text);
}

// Screens are not ours to refuse: what has another shape than expected is passed over without a finding.

function mapOf(reader: MapReader | undefined, key: string): MapReader | undefined {
  return reader?.node(key)?.tree.kind === "map" ? reader.map(key) : undefined;
}

function mapsOf(reader: MapReader, key: string): readonly MapReader[] {
  const node = reader.node(key);
  if (node?.tree.kind !== "list") return [];
  return node.tree.items.every(({ kind }) => kind === "map") ? reader.maps(key) : [];
}

function textOf(reader: MapReader, key: string): LocatedText | undefined {
  const node = reader.node(key);
  return node?.tree.kind === "scalar" ? asText(reader.findings, node, key) : undefined;
}

function lastToken(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

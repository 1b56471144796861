import { readFileSync } from "node:fs";
import { loadManifest } from "../../../../src/manifest/index.ts";
import { builtinCatalogue } from "../../../../src/smi/index.ts";

// Published manifests, as their author wants them to be seen.

/** What a manifest says of a page, as far as it is looked at here. */
export interface Screen {
  readonly entityType: string;
  readonly detailsSettings?: {
    readonly layout: {
      readonly cards: readonly { readonly key?: string; readonly conditions?: readonly string[] }[];
    };
  };
  readonly chartsCards?: readonly {
    readonly key: string;
    readonly displayName: string;
    readonly charts: readonly { readonly displayName: string }[];
  }[];
  readonly entitiesListCards?: readonly {
    readonly key: string;
    readonly displayName: string;
    readonly columns: readonly { readonly attribute: { readonly displayName: string } }[];
    readonly charts: readonly { readonly displayName: string }[];
    readonly numberOfVisibleCharts: number;
  }[];
}

export interface Installed {
  readonly text: string;
  readonly name: string;
  readonly version: string;
  readonly screenOf: (type: string) => Screen;
}

export const manifestAt = (path: string): Installed => manifestOf(readFileSync(path, "utf8"));

export function manifestOf(text: string): Installed {
  const { value, diagnostics } = loadManifest(text, { catalogue: builtinCatalogue });
  if (value === undefined) throw new Error(JSON.stringify(diagnostics));
  const screens = value.screens as readonly Screen[];
  return {
    text,
    name: value.name,
    version: value.version,
    screenOf: (type) =>
      screens.find(({ entityType, detailsSettings }) => entityType === type && detailsSettings)!,
  };
}

const TRAPS = "extensionConfigured|extensionId=com.dynatrace.extension.snmp-traps-generic";

/** Titles of the cards that a manifest wants where no traps come in, in its order. */
export function wantedTitles({
  detailsSettings,
  chartsCards = [],
  entitiesListCards = [],
}: Screen): string[] {
  const titles = new Map(
    [...chartsCards, ...entitiesListCards].map((card) => [card.key, card.displayName.trim()]),
  );
  return detailsSettings!.layout.cards
    .filter(({ conditions = [] }) => !conditions.includes(TRAPS))
    .flatMap(({ key = "" }) => titles.get(key) ?? []);
}

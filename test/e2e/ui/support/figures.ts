import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { MetricData, ScreenChart, Screens } from "../../../../src/api/contract/index.ts";
import { formatValue } from "../../../../src/ui/words/units.ts";
import type { Screen } from "./published.ts";
import type { UiService } from "./service.ts";

/** Titles of charts with the figures of their legends; none where nothing was measured. */
type Figures = Readonly<Record<string, readonly string[]>>;

const LEGEND_MAX = 12;

/** What the API gives for the same selectors. */
async function figuresOfApi(
  service: UiService,
  charts: readonly ScreenChart[],
  range: Record<string, string>,
): Promise<Figures> {
  const told: Record<string, readonly string[]> = {};
  for (const { title, metrics, entitySelector } of charts) {
    const figures: string[] = [];
    for (const { selector: metricSelector, unit } of metrics) {
      const query = { ...range, metricSelector, entitySelector };
      const { json } = await service.call("/api/v2/metrics/query", { query });
      for (const { values } of (json as MetricData).result[0]!.data) {
        const last = values.findLast((value) => value !== null);
        if (last !== undefined) figures.push(formatValue(last, unit));
      }
    }
    told[title] = figures.slice(0, LEGEND_MAX);
  }
  return told;
}

/** What stands in the charts of a card once all of them are open. */
async function figuresOfPage(card: Locator): Promise<Figures> {
  await card.scrollIntoViewIfNeeded();
  for (const more of await card.getByRole("button", { name: /^Show \d+ more$/ }).all()) await more.click();
  await card
    .getByRole("figure")
    .or(card.getByText(/^Nothing measured/))
    .first()
    .waitFor();
  const told: Record<string, readonly string[]> = {};
  for (const chart of await card.getByRole("region").all()) {
    const entries = chart.locator("figcaption > span:has(> span)");
    const title = (await chart.getAttribute("aria-label")) ?? "";
    told[title] = await entries.locator("> span:last-child").allInnerTexts();
  }
  const [nothing = ""] = await card.getByText(/^Nothing measured in this time: /).allInnerTexts();
  for (const title of nothing.replace(/^[^:]+: /, "").split(", ")) if (title !== "") told[title] = [];
  return told;
}

const cardsOf = async (service: UiService, entityId: string): Promise<Screens["cards"]> =>
  ((await service.call("/api/snmpgate/screens", { query: { entityId } })).json as Screens).cards;

/** Every card of charts of the page, compared with the manifest by titles and with the API by figures. */
export async function expectCharts(
  page: Page,
  service: UiService,
  {
    entityId,
    screen,
    range,
  }: { readonly entityId: string; readonly screen: Screen; readonly range: Record<string, string> },
): Promise<Figures> {
  const all: Record<string, readonly string[]> = {};
  for (const card of await cardsOf(service, entityId)) {
    if (card.kind !== "charts") continue;
    const written = screen.chartsCards!.find(({ displayName }) => displayName.trim() === card.title)!;
    const shown = await figuresOfPage(page.getByRole("region", { name: card.title, exact: true }));
    expect(Object.keys(shown).toSorted()).toEqual(
      written.charts.map(({ displayName }) => displayName).toSorted(),
    );
    expect(shown).toEqual(await figuresOfApi(service, card.charts, range));
    Object.assign(all, shown);
  }
  return all;
}

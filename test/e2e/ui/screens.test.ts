import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { formatValue } from "../../../src/ui/words/units.ts";
import { PROJECT } from "../../support/program.ts";
import {
  expectNoSidewaysScroll,
  NARROW,
  type Opened,
  openPage,
  picture,
  seriousViolations,
  WIDE,
} from "./support/browser.ts";
import { CARDS_MANIFEST, trapRecords } from "./support/card-screens.ts";
import { expectCharts } from "./support/figures.ts";
import { type Polled, polled } from "./support/polled.ts";
import { type Installed, manifestAt, manifestOf, type Screen, wantedTitles } from "./support/published.ts";
import { portsOf, recordedPorts, recordedValues } from "./support/recorded.ts";
import type { UiService } from "./support/service.ts";

// Screens of manifests: all kinds of cards filled, with the values that the API gives. Those of published manifests, of a recording of a real switch that was polled: what their author wanted to be seen is
// seen, with the values that the API gives. Both are test input of the place this was built in, not part of the project.

const SHARED = resolve(PROJECT, "../shared");
const RECORDING = join(SHARED, "recordings/iosxe_c9400.snmprec");
const CISCO = join(SHARED, "manifests/cisco.yaml");
const GENERIC = join(SHARED, "manifests/generic.yaml");

/** The time that was polled, the same for the page and for who asks the API. */
const RANGE_MS = 600_000;
const SLOT_MS = 60_000;
const rangeUpTo = (ms: number) => ({ from: String(ms - RANGE_MS), to: String(ms) });

const pageOf = ({ url }: UiService, entityId: string, range: Record<string, string>): string =>
  `${url}/ui/entities/${entityId}?${new URLSearchParams(range).toString()}`;

const STATUS: Readonly<Record<number, string>> = { 1: "up", 2: "down" };

/** The list of interfaces has each of the recording, with what its manifest wants to see. */
async function expectInterfaces(page: Page, screen: Screen): Promise<void> {
  const [wanted] = screen.entitiesListCards!;
  const ports = portsOf(recordedValues(RECORDING));
  const card = page.getByRole("region", { name: wanted!.displayName, exact: true });
  await card.scrollIntoViewIfNeeded();
  await card.getByText(String(ports.length), { exact: true }).waitFor();
  const headers = await card.getByRole("columnheader").allInnerTexts();
  expect(headers).toEqual([
    "Name",
    ...wanted!.columns.map(({ attribute }) => attribute.displayName),
    ...wanted!.charts.slice(0, wanted!.numberOfVisibleCharts).map(({ displayName }) => displayName),
    "Last seen",
  ]);
  const known = ports.filter(({ operStatus }) => operStatus in STATUS);
  for (const { descr, operStatus, highSpeed } of [...known.slice(0, 3), ...known.slice(-3)]) {
    await card.getByLabel(`Filter ${wanted!.displayName}`).fill(descr);
    const row = card.getByRole("row").filter({ has: page.getByRole("link", { name: descr, exact: true }) });
    await row.waitFor();
    const cells = await row.getByRole("cell").allInnerTexts();
    const shown = Object.fromEntries(headers.map((header, i) => [header, cells[i]]));
    expect(shown).toMatchObject({ Name: descr, "Operational status": STATUS[operStatus] });
    expect(shown["IF speed (Mbps)"]).toBe(String(highSpeed));
  }
  await card.getByLabel(`Filter ${wanted!.displayName}`).fill("");
}

async function expectWell({ page, complaints }: Opened): Promise<void> {
  expect(await seriousViolations(page)).toEqual([]);
  await expectNoSidewaysScroll(page);
  expect(complaints).toEqual([]);
}

interface Shown {
  readonly manifest: Installed;
  readonly service: Polled;
  readonly range: Record<string, string>;
  readonly opened: Opened;
}

async function openDevice(path: string, name: string): Promise<Shown> {
  const manifest = manifestAt(path);
  const service = await polled(RECORDING, manifest);
  const range = rangeUpTo(Date.now());
  const opened = await openPage(service.signIn);
  const { page } = opened;
  await page.getByRole("heading", { name: "Devices", exact: true }).waitFor();
  // The page leaves out a minute that is not over, the API does not; which one polls fall into is chance.
  await page.clock.setFixedTime(Number(range.to) + SLOT_MS);
  await page.goto(pageOf(service, service.deviceId, range));
  await page.getByRole("region", { name: "Network Interfaces", exact: true }).waitFor();
  await picture(page, `screens-${name}`);
  return { manifest, service, range, opened };
}

const HC_IN_OCTETS = "1.3.6.1.2.1.31.1.1.1.6";

/** From the list to the page of an interface that is up. */
async function openInterface({ service, range, opened: { page } }: Shown, name: string): Promise<string> {
  const values = recordedValues(RECORDING);
  const { descr } = portsOf(values).find(
    ({ operStatus, index }) => operStatus === 1 && values.has(`${HC_IN_OCTETS}.${index}`),
  )!;
  await page.getByLabel("Filter Network Interfaces").fill(descr);
  await page.getByRole("link", { name: descr, exact: true }).click();
  await page.getByRole("heading", { level: 1, name: new RegExp(`\\b${descr}\\b`) }).waitFor();
  const entityId = new URL(page.url()).pathname.split("/").at(-1)!;
  await page.goto(pageOf(service, entityId, range));
  await page.getByRole("figure").first().waitFor();
  await picture(page, `screens-${name}-interface`);
  return entityId;
}

/** What stands in the rows of a table. */
const cellsOf = async (table: Locator): Promise<string[][]> =>
  await Promise.all(
    (
      await table
        .getByRole("row")
        .filter({ has: table.page().getByRole("cell") })
        .all()
    ).map((row) => row.getByRole("cell").allInnerTexts()),
  );

test("tiles, single values, metric tables, logs of traps and events are filled", async () => {
  const service = await polled(join(PROJECT, "snmpsim-data/core-sw-1.snmprec"), manifestOf(CARDS_MANIFEST));
  await service.call("/api/v2/otlp/v1/logs", trapRecords("127.0.0.1", 7, Date.now()));
  const opened = await openPage(service.signIn);
  const { page, context } = opened;
  await page.getByRole("heading", { name: "Devices", exact: true }).waitFor();
  await page.goto(`${service.url}/ui/entities/${service.deviceId}`);
  const card = (name: string): Locator => page.getByRole("region", { name, exact: true });
  const ports = recordedPorts("core-sw-1");
  const fastest = formatValue(Math.max(...ports.map(({ highSpeed }) => highSpeed)), "MegaBitPerSecond");
  await card("Health").getByText(fastest, { exact: true }).waitFor();
  await card("Load").getByText("What it carries.").waitFor();
  await card("Load").getByText("At or above 1 Gbit/s").waitFor();
  expect(await card("Speed and MTU").getByRole("figure").count()).toBe(2);
  const table = card("Ports");
  await table.scrollIntoViewIfNeeded();
  await table.getByRole("button", { name: "Show 1 more" }).waitFor();
  await table.getByRole("cell").first().waitFor();
  const rows = new Map((await cellsOf(table)).map(([name = "", ...cells]) => [name, cells]));
  const shown = ports.filter(({ name, operStatus }) => rows.has(name) && operStatus in STATUS);
  expect(shown.map(({ name }) => rows.get(name)!.slice(0, 2))).toEqual(
    shown.map(({ operStatus, highSpeed }) => [
      STATUS[operStatus],
      formatValue(highSpeed, "MegaBitPerSecond"),
    ]),
  );
  expect(rows.size).toBeGreaterThanOrEqual(8);
  await picture(page, "screens-cards");
  const traps = card("Traps");
  await traps.scrollIntoViewIfNeeded();
  expect(await traps.getByText("linkDown").count()).toBe(5);
  await traps.getByRole("button", { name: "Show 2 more" }).click();
  await traps.getByRole("listitem").first().getByText("ifDescr.3 Gi1/0/3, ifOperStatus.3 2").click();
  await traps.getByText("snmp.trap_oid").first().waitFor();
  const events = card("What happened");
  await events
    .getByText(/no (answer|response)|not answer|refused|unreachable|listen/i)
    .first()
    .waitFor();
  await events.getByText("linkDown").first().waitFor();
  expect(await page.getByRole("link", { name: "Configure" }).getAttribute("href")).toContain(
    "custom%3Acards",
  );
  await picture(page, "screens-cards-logs");
  await expectWell(opened);
  await page.setViewportSize(NARROW);
  await traps.scrollIntoViewIfNeeded();
  await picture(page, "screens-cards-narrow");
  await expectWell(opened);
  await context.close();
});

const ENV_TEMPERATURE = "1.3.6.1.4.1.9.9.13.1.3.1.3";

describe.runIf(existsSync(RECORDING))("screens of a published manifest, of a recorded switch", () => {
  test("cisco: all its cards, its charts with the values of the API, its interfaces and the page of one", async () => {
    const shown = await openDevice(CISCO, "cisco");
    const { manifest, service, range, opened } = shown;
    const { page, context } = opened;
    const entityId = service.deviceId;
    const screen = manifest.screenOf("snmp:com_dynatrace_extension_snmp_generic_cisco_device");
    expect(await page.locator("main h2").allInnerTexts()).toEqual(wantedTitles(screen));
    await page.getByText("Set up SNMP Traps extension to improve observability of this device").waitFor();
    const figures = await expectCharts(page, service, { entityId, screen, range });
    expect(figures["Fan temperature"]).toEqual(
      [...recordedValues(RECORDING)]
        .filter(([oid]) => oid.startsWith(`${ENV_TEMPERATURE}.`))
        .map(([, value]) => value),
    );
    await page.getByRole("region", { name: "Device Health", exact: true }).scrollIntoViewIfNeeded();
    await picture(page, "screens-cisco-charts");
    await expectInterfaces(page, screen);
    await picture(page, "screens-cisco-list");
    await expectWell(opened);
    await page.setViewportSize(NARROW);
    await page.getByRole("region", { name: "Device Statistics", exact: true }).scrollIntoViewIfNeeded();
    await picture(page, "screens-cisco-narrow");
    await expectWell(opened);
    await page.setViewportSize(WIDE);

    const port = await openInterface(shown, "cisco");
    const own = manifest.screenOf("snmp:com_dynatrace_extension_snmp_generic_cisco_network_interface");
    expect(await page.locator("main h2").allInnerTexts()).toEqual(wantedTitles(own));
    const traffic = await expectCharts(page, service, { entityId: port, screen: own, range });
    expect(traffic["Traffic 64-bit"]).toHaveLength(2);
    await expectWell(opened);
    await page.getByRole("region", { name: "Properties" }).getByRole("link").click();
    await page.waitForURL(new RegExp(`/ui/entities/${entityId}`));
    await context.close();
  });

  test("generic: all its cards, its charts with the values of the API, its interfaces and the page of one", async () => {
    const shown = await openDevice(GENERIC, "generic");
    const { manifest, service, range, opened } = shown;
    const { page, context } = opened;
    const screen = manifest.screenOf("snmp:com_dynatrace_extension_snmp_generic_device");
    expect(await page.locator("main h2").allInnerTexts()).toEqual(wantedTitles(screen));
    await expectCharts(page, service, { entityId: service.deviceId, screen, range });
    await expectInterfaces(page, screen);
    const port = await openInterface(shown, "generic");
    const own = manifest.screenOf("snmp:com_dynatrace_extension_snmp_generic_device_interface");
    await expectCharts(page, service, { entityId: port, screen: own, range });
    await expectWell(opened);
    await context.close();
  });
});

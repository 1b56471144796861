import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { ExtensionOverview } from "../../../src/api/contract/index.ts";
import { PROJECT, temporaryFiles } from "../../support/program.ts";
import {
  expectNoSidewaysScroll,
  NARROW,
  type Opened,
  openPage,
  picture,
  seriousViolations,
} from "./support/browser.ts";
import { demoOfFile } from "./support/file-demo.ts";
import { recordedPorts } from "./support/recorded.ts";

// Manifests in the browser: written with help, tried on a recording, installed, activated; and the metrics they bring, explored.

const EXTENSION = "custom:network-switch";
const TEXT = readFileSync(join(PROJECT, "extension.yaml"), "utf8");

const demo = demoOfFile();

async function openManifests(): Promise<Opened> {
  const opened = await openPage(demo().signIn);
  const { page } = opened;
  await page.getByRole("heading", { name: "Devices", exact: true }).waitFor();
  await page.getByRole("link", { name: "Manifests" }).click();
  await page.getByRole("heading", { name: "Manifests", exact: true }).waitFor();
  return opened;
}

const cardOf = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });

async function openEditor(): Promise<Opened> {
  const opened = await openManifests();
  const { page } = opened;
  await cardOf(page, EXTENSION).getByRole("link", { name: "Edit", exact: true }).click();
  await page.getByText("No findings").waitFor();
  return opened;
}

const editorOf = (page: Page): Locator => page.getByRole("textbox", { name: "Text of the manifest" });
const findingsOf = (page: Page): Locator => page.getByRole("list", { name: "Findings" });
const previewOf = (page: Page): Locator => page.getByRole("region", { name: "Preview", exact: true });

/** Selects a text by the search of the editor, and types another in its place. */
async function retype(page: Page, before: string, after: string): Promise<void> {
  await editorOf(page).press("ControlOrMeta+f");
  const search = page.getByRole("textbox", { name: "Find" });
  await search.fill(before);
  await search.press("End"); // it takes what stands in it with a key
  await search.press("Enter");
  await search.press("Escape");
  await page.keyboard.insertText(after);
}

/** Line of a text in the installed manifest, from 1. */
const lineOf = (text: string): number => TEXT.slice(0, TEXT.indexOf(text)).split("\n").length;

async function expectWell({ page, complaints }: Opened): Promise<void> {
  expect(await seriousViolations(page)).toEqual([]);
  await expectNoSidewaysScroll(page);
  expect(complaints).toEqual([]);
}

async function versionsOf(
  name: string,
): Promise<{ readonly all: readonly string[]; readonly active: string }> {
  const { json } = await demo().call("/api/snmpgate/extensions");
  const { versions, active = "" } = (
    json as { readonly extensions: readonly ExtensionOverview[] }
  ).extensions.find((one) => one.name === name)!;
  return { all: versions.map(({ version }) => version), active };
}

describe("the editor", () => {
  test("marks a mistake at its line and in the findings, which lead there, until it is mended", async () => {
    const opened = await openEditor();
    const { page, context } = opened;
    const [right, wrong] = ["oid:IF-MIB::ifHCOutOctets", "iod:IF-MIB::ifHCOutOctets"];
    await retype(page, right, wrong);
    const finding = findingsOf(page).getByRole("button", { name: new RegExp(`\\b${lineOf(right)}:\\d+`) });
    await finding.waitFor();
    expect(await finding.innerText()).toContain("write oid:<OID>");
    expect(await page.locator(".cm-lintRange-error").first().innerText()).toContain(wrong);
    expect(await page.locator(".cm-lint-marker-error").count()).toBe(1);
    await page.getByText("1 error", { exact: true }).waitFor();
    await previewOf(page).getByText("Runs once the error is mended.").waitFor();
    await picture(page, "editor-mistake");
    await editorOf(page).press("ControlOrMeta+Home");
    await finding.click();
    await expect.poll(() => page.locator(".cm-activeLine").innerText()).toContain(wrong);
    await expectWell(opened);
    await retype(page, wrong, right);
    await page.getByText("No findings").waitFor();
    expect(await page.locator(".cm-lintRange-error").count()).toBe(0);
    await context.close();
  });

  test("completes the name of an object to its OID", async () => {
    const opened = await openEditor();
    const { page, context } = opened;
    await retype(page, "oid:IF-MIB::ifHCOutOctets", "oid:ifHCOutOc");
    const offered = page.getByRole("option", { name: /ifHCOutOctets/ });
    await offered.waitFor();
    await picture(page, "editor-completion");
    await offered.click();
    await expect
      .poll(() => page.locator(".cm-activeLine").innerText())
      .toMatch(/value: oid:1\.3\.6\.1\.2\.1\.31\.1\.1\.1\.10$/);
    await page.getByText("No findings").waitFor();
    await expectWell(opened);
    await context.close();
  });

  test("shows rows, lines and entities of a recording that comes along, and a changed key in the lines", async () => {
    const opened = await openEditor();
    const { page, context } = opened;
    const preview = previewOf(page);
    const show = (name: RegExp) =>
      preview.getByRole("radiogroup", { name: "What is shown" }).getByText(name).click();
    const ports = recordedPorts("access-sw-1");
    await preview.getByRole("combobox", { name: "Recording" }).click();
    await page.getByRole("option", { name: "access-sw-1" }).click();

    const subgroup = preview.getByRole("button", {
      name: new RegExp(`^Interface status.*${ports.length} rows`),
    });
    await subgroup.click();
    const rows = preview.getByRole("region", { name: "Rows of Interface status" });
    await rows.getByText(ports[0]!.name, { exact: true }).first().waitFor();
    await picture(page, "editor-preview-rows");

    await show(/^Entities/);
    await preview.getByRole("region", { name: "Entities" }).getByText("access-sw-1").first().waitFor();
    await picture(page, "editor-preview-entities");

    await show(/^Lines/);
    const lines = preview.getByRole("region", { name: "Lines" });
    await preview.getByLabel("Filter lines").fill("snmp.in.packets");
    await lines.getByText(/^custom\.network\.switch\.snmp\.in\.packets/).waitFor();
    await retype(
      page,
      "custom.network.switch.snmp.in.packets.count",
      "custom.network.switch.snmp.in.renamed.count",
    );
    await preview.getByText("1 new series").waitFor();
    await preview.getByText("1 gone").waitFor();
    await preview.getByLabel("Filter lines").fill("in.renamed");
    await lines.getByText(/^custom\.network\.switch\.snmp\.in\.renamed/).waitFor();
    await picture(page, "editor-preview-lines");
    await expectWell(opened);
    await page.setViewportSize(NARROW);
    await picture(page, "editor-narrow");
    await expectWell(opened);
    await context.close();
  });

  test("names a metric that delivers nothing with its cause, and leads to its line", async () => {
    const opened = await openEditor();
    const { page, context } = opened;
    const [right, wrong] = ["oid:IF-MIB::ifHCOutOctets", "oid:1.3.6.1.2.1.31.1.1.1.99"];
    await retype(page, right, wrong);
    const preview = previewOf(page);
    await preview
      .getByText(/\d metrics? empty/)
      .first()
      .waitFor();
    await preview.getByRole("button", { name: /^Interface traffic.*1 metric empty/ }).click();
    const nothing = preview.getByRole("list", { name: "Delivers nothing" });
    await nothing.getByText("1.3.6.1.2.1.31.1.1.1.99").waitFor();
    await picture(page, "editor-empty-metric");
    await expectWell(opened);
    const line = lineOf(right) - 1;
    await editorOf(page).press("ControlOrMeta+Home");
    await nothing.getByRole("button").first().click();
    await expect
      .poll(() => page.locator(".cm-activeLine").innerText())
      .toContain(TEXT.split("\n")[line - 1]!.trim());
    await context.close();
  });

  test("keeps what is typed right before the page is left, for this version alone, and can show and discard it", async () => {
    const opened = await openEditor();
    const { page, context } = opened;
    // Typed over all of it: no breach of the policy, and one step back.
    await editorOf(page).press("ControlOrMeta+a");
    await page.keyboard.press("x");
    await page.getByText("Not installed yet").waitFor();
    await editorOf(page).press("ControlOrMeta+z");
    await page.getByText("Not installed yet").waitFor({ state: "hidden" });
    await retype(page, "displayName: Network layer", "displayName: Layer in a hurry");
    await page.getByRole("link", { name: "All manifests" }).click();
    const card = cardOf(page, EXTENSION);
    await card.getByText("changes not installed").waitFor();
    await card.getByRole("link", { name: "Edit", exact: true }).click();
    await page.getByText(/^Your work from/).waitFor();
    await page.getByRole("button", { name: "Show changes" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Layer in a hurry").waitFor();
    await picture(page, "editor-changes");
    await expectWell(opened);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Discard changes" }).click();
    await page.getByText("Your changes are discarded.").waitFor();
    await page.getByRole("link", { name: "All manifests" }).click();
    await card.waitFor();
    expect(await card.getByText("changes not installed").count()).toBe(0);
    await context.close();
  });

  test("installs what was written as a version of its own, which is listed and can be activated", async () => {
    const opened = await openEditor();
    const { page, context } = opened;
    const before = await versionsOf(EXTENSION);
    await retype(page, "displayName: Network layer", "displayName: Layer of the network");
    await page.getByText("Not installed yet").waitFor();
    await page.getByRole("button", { name: "Install…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Make it the active version").uncheck();
    expect(await dialog.getByRole("textbox", { name: "Version" }).inputValue()).toBe("1.0.1");
    await picture(page, "editor-install");
    await dialog.getByRole("button", { name: "Install", exact: true }).click();
    await page.getByText("1.0.1 is installed").waitFor();
    expect(await versionsOf(EXTENSION)).toEqual({
      all: ["1.0.1", ...before.all],
      active: before.active,
    });

    await page.getByRole("link", { name: "All manifests" }).click();
    const card = cardOf(page, EXTENSION);
    await card.getByRole("link", { name: "1.0.1", exact: true }).waitFor();
    await card
      .getByRole("row", { name: /1\.0\.1/ })
      .getByRole("button", { name: "Activate" })
      .click();
    await card.getByText("1.0.1 active").waitFor();
    expect((await versionsOf(EXTENSION)).active).toBe("1.0.1");
    await picture(page, "manifests-versions");
    await expectWell(opened);
    await context.close();
  });
});

const UPLOADED = `name: custom:uploaded
version: 2.1.0
minDynatraceVersion: "1.236"
author: { name: Network team }
snmp:
  - group: all
    interval: { minutes: 1 }
    dimensions:
      - { key: sys.name, value: "oid:1.3.6.1.2.1.1.5.0" }
    metrics:
      - { key: custom.uploaded.uptime, value: "oid:1.3.6.1.2.1.1.3.0", type: gauge }
`;

test("a file is looked at before it is installed: one with a mistake is not, a right one becomes active", async () => {
  const folder = temporaryFiles({
    "wrong.yaml": UPLOADED.replace("type: gauge", "type: gaug"),
    "right.yaml": UPLOADED,
  });
  const opened = await openManifests();
  const { page, context } = opened;
  const choose = async (name: string): Promise<void> => {
    const asked = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choose a file" }).click();
    await (await asked).setFiles(join(folder, name));
  };
  await choose("wrong.yaml");
  await page.getByText("It cannot be installed").waitFor();
  expect(await findingsOf(page).innerText()).toContain("gaug");
  expect(await page.getByRole("button", { name: "Install", exact: true }).count()).toBe(0);
  await picture(page, "manifests-upload-wrong");
  await choose("right.yaml");
  await page.getByText("right.yaml: custom:uploaded 2.1.0 by Network team").waitFor();
  await picture(page, "manifests-upload");
  await expectWell(opened);
  await page.getByRole("button", { name: "Install", exact: true }).click();
  await page.getByText("custom:uploaded 2.1.0 is installed and active.").waitFor();
  await cardOf(page, "custom:uploaded").getByText("2.1.0 active").waitFor();
  expect(await versionsOf("custom:uploaded")).toEqual({ all: ["2.1.0"], active: "2.1.0" });
  await context.close();
});

test("Explore filters by keyboard, keeps the query while a filter has no value, and tells a wrong entity selector once", async () => {
  const opened = await openPage(demo().signIn);
  const { page, context } = opened;
  await page.getByRole("heading", { name: "Devices", exact: true }).waitFor();
  const key = "com.dynatrace.extension.network_device.cpu_usage";
  await page.goto(
    `${demo().url}/ui/explore?${new URLSearchParams({ q: `${key}:splitBy("sys.name"):avg`, view: "table" })}`,
  );
  const series = page.getByRole("region", { name: "Series" });
  await series.getByText("dist-sw-2", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Add filter" }).click();
  const dimension = page.getByRole("combobox", { name: "Dimension" });
  const value = page.getByRole("combobox", { name: "Value" });
  await dimension.click();
  await page.getByRole("option", { name: "sys.name", exact: true }).click();
  await value.fill("core-sw-1");
  await value.press("Enter");
  await series.getByText("dist-sw-2", { exact: true }).waitFor({ state: "detached" });
  expect(await value.evaluate((input) => document.activeElement === input)).toBe(true);
  const asked = new URL(page.url()).searchParams.get("q");
  expect(asked).toBe(`${key}:filter(eq("sys.name","core-sw-1")):splitBy("sys.name"):avg`);
  await dimension.click();
  await page.getByRole("option", { name: "device.type", exact: true }).click();
  expect(await value.inputValue()).toBe("");
  expect(new URL(page.url()).searchParams.get("q")).toBe(asked);
  const entities = page.getByRole("combobox", { name: "Only of these entities" });
  await entities.fill("type(network:device),foo(");
  await entities.press("Enter");
  await page.getByText("Entity selector: a value is missing").waitFor();
  expect(await page.getByRole("alert").count()).toBe(1);
  expect(await seriousViolations(page)).toEqual([]);
  await context.close();
});

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Created } from "../../../src/api/contract/index.ts";
import { eventually } from "../../support/demo-run.ts";
import { temporaryFiles } from "../../support/program.ts";
import {
  expectNoSidewaysScroll,
  NARROW,
  type Opened,
  openPage,
  picture,
  seriousViolations,
  WIDE,
} from "./support/browser.ts";
import { demoOfFile } from "./support/file-demo.ts";

// What goes wrong while manifests, configurations and credentials are administered, and that nothing is lost by it.

const demo = demoOfFile();

const OWN = "custom:acme";
const manifest = (uptime: string, version = "1.0.0"): string => `name: ${OWN}
version: ${version}
minDynatraceVersion: "1.236"
author: { name: Network team }
snmp:
  - group: all
    interval: { minutes: 1 }
    dimensions:
      - { key: sys.name, value: "oid:1.3.6.1.2.1.1.5.0" }
    metrics:
      - { key: custom.acme.uptime, value: "${uptime}", type: gauge }
`;
const UPTIME = "oid:1.3.6.1.2.1.1.3.0";
const METRIC_LINE = 11;

/** As the vendor ships one: the package, and beside it what signs it. */
const signed = (text: string): Buffer =>
  Buffer.from(
    zipSync({
      "extension.zip": zipSync({ "extension.yaml": strToU8(text) }),
      "extension.zip.sig": strToU8("-----BEGIN CMS-----"),
    }),
  );

async function opened(place: "Manifests" | "Set up"): Promise<Opened> {
  const all = await openPage(demo().signIn);
  const { page } = all;
  await page.getByRole("heading", { name: "Devices", exact: true }).waitFor();
  await page.getByRole("link", { name: place, exact: true }).click();
  await page.getByRole("heading", { name: place, exact: true }).waitFor();
  return all;
}

async function expectWell({ page, complaints }: Opened): Promise<void> {
  expect(await seriousViolations(page)).toEqual([]);
  await expectNoSidewaysScroll(page);
  // A refusal is an answer, and the browser tells of each.
  expect(complaints.filter((text) => !/status of 4\d\d/.test(text))).toEqual([]);
}

async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
  const asked = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file" }).click();
  await (await asked).setFiles({ name, mimeType: "", buffer });
}

/** As if it was dragged there from the desktop. */
async function drop(page: Page, name: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([title, values]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(values)], title));
      return data;
    },
    [name, [...bytes]] as const,
  );
  const box = page.getByText("Drop an extension.yaml or a package");
  await box.dispatchEvent("dragover", { dataTransfer: transfer });
  await box.dispatchEvent("drop", { dataTransfer: transfer });
}

const main = (page: Page): Locator => page.getByRole("main");
const cardOf = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });

async function more(page: Page, version: string, item: string): Promise<Locator> {
  await page.getByRole("button", { name: `More for ${version}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
  return page.getByRole("dialog");
}

describe("a package", () => {
  test("that is broken, empty or at fault is told with its file, line, cause and remedy; a signed one is dropped and installed", async () => {
    const all = await opened("Manifests");
    const { page, context } = all;
    const says = main(page);
    await choose(page, "notes.zip", Buffer.from("not a zip"));
    await says.getByText("This is no zip archive").waitFor();
    await choose(page, "half.zip", signed(manifest(UPTIME)).subarray(0, 200));
    await says.getByText(/half\.zip cannot be unpacked.*download or build the package again/i).waitFor();
    await choose(
      page,
      "other.zip",
      Buffer.from(zipSync({ "acme/extension.yaml": strToU8(manifest(UPTIME)) })),
    );
    await says
      .getByText(/other\.zip has no extension\.yaml at its top.*pack the content of that folder/i)
      .waitFor();
    await picture(page, "manifests-package-wrong");
    await choose(page, "acme.zip", signed(manifest("iod:1.3.6.1.2.1.1.3.0")));
    await says.getByText("It has 1 error").waitFor();
    const finding = page.getByRole("list", { name: "Findings" });
    expect(await finding.innerText()).toMatch(
      new RegExp(`extension\\.yaml:${METRIC_LINE}:\\d+[^]*write oid:<OID>`),
    );
    await expectWell(all);

    await drop(page, "acme-1.0.0.zip", signed(manifest(UPTIME)));
    await says.getByText(`acme-1.0.0.zip: ${OWN} 1.0.0 by Network team`).waitFor();
    await page.getByRole("button", { name: "Install", exact: true }).click();
    await says.getByText(`${OWN} 1.0.0 is installed and active.`).waitFor();

    await choose(page, "acme.yaml", Buffer.from(manifest("oid:ACME-MIB::acmeUptime.0", "1.1.0")));
    await says.getByText("As it is, 1 metric delivers nothing").waitFor();
    await says.getByText(/Put the MIB file into.*or write the OID in numbers/).waitFor();
    await page.getByRole("button", { name: "Install all the same" }).waitFor();
    await picture(page, "manifests-unknown-name");
    await expectWell(all);
    await page.setViewportSize(NARROW);
    await expectWell(all);
    await context.close();
  });

  test("has its earlier text put back, and is not deleted while configurations use it, which are named", async () => {
    const folder = join(demo().folder, "config/extensions");
    const path = join(folder, "own.yaml");
    writeFileSync(path, manifest(UPTIME, "2.0.0"));
    const text = async (): Promise<string> => {
      const at = `${demo().url}/api/snmpgate/extensions/${encodeURIComponent(OWN)}/2.0.0/manifest`;
      return (await fetch(at, { headers: { authorization: `Api-Token ${demo().token}` } })).text();
    };
    await eventually(text, (found) => found.includes("custom.acme.uptime"));
    writeFileSync(path, manifest(UPTIME, "2.0.0").replaceAll("acme.uptime", "acme.age"));
    await eventually(text, (found) => found.includes("custom.acme.age"));
    const made = await demo().call(`/api/v2/extensions/${OWN}/monitoringConfigurations`, {
      method: "POST",
      body: [{ scope: "ag_group-default", value: value("Acme switches", "2.0.0") }],
    });
    expect(made.status).toBe(200);

    const all = await opened("Manifests");
    const { page, context } = all;
    const revisions = await more(page, `${OWN} 2.0.0`, "Earlier texts");
    await revisions.getByRole("button", { name: "Compare" }).click();
    await revisions.getByText(/^\+.*custom\.acme\.uptime/).waitFor();
    await picture(page, "manifests-earlier-text");
    await revisions.getByRole("button", { name: "Put this text back" }).click();
    await revisions.waitFor({ state: "detached" });
    expect(readFileSync(path, "utf8")).toBe(manifest(UPTIME, "2.0.0"));

    const removal = await more(page, `${OWN} 2.0.0`, "Delete");
    await removal.getByText("1 configuration uses it").waitFor();
    await removal.getByRole("link", { name: "Acme switches" }).waitFor();
    expect(await removal.getByRole("button", { name: "Delete" }).count()).toBe(0);
    await picture(page, "manifests-in-use");
    await expectWell(all);
    await removal.getByRole("button", { name: "Close" }).last().click();
    if (readdirSync(folder).some((name) => name.includes("1.0.0"))) {
      const unused = await more(page, `${OWN} 1.0.0`, "Delete");
      await unused.getByRole("button", { name: "Delete" }).click();
      await cardOf(page, OWN)
        .getByRole("link", { name: "1.0.0", exact: true })
        .waitFor({ state: "detached" });
    }
    await context.close();
  });
});

const value = (description: string, version = "1.0.0") => ({
  version,
  description,
  enabled: false,
  featureSets: [],
  snmp: {
    devices: [{ ip: "127.0.0.1", port: 9, authentication: { type: "SNMPv2c", community: "not-a-secret" } }],
  },
});

const SWITCH = "custom:network-switch";
const CONFIGURATIONS = `/api/v2/extensions/${SWITCH}/monitoringConfigurations`;

async function created(...names: readonly string[]): Promise<readonly string[]> {
  const body = names.map((name) => ({ scope: "ag_group-default", value: value(name) }));
  const { json } = await demo().call(CONFIGURATIONS, { method: "POST", body });
  return (json as readonly Created[]).map((one) => (one.code === 200 ? one.objectId : ""));
}

/** What somebody else does meanwhile. */
async function changed(id: string, change: object): Promise<void> {
  const { json } = await demo().call(`${CONFIGURATIONS}/${id}`);
  const before = (json as { readonly value: object }).value;
  const put = { method: "PUT", body: { value: { ...before, ...change } } } as const;
  expect((await demo().call(`${CONFIGURATIONS}/${id}`, put)).status).toBe(200);
}

const stored = async (id: string): Promise<object> =>
  ((await demo().call(`${CONFIGURATIONS}/${id}`)).json as { readonly value: object }).value;

describe("when somebody else was faster", () => {
  test("both changes of a configuration are kept with one click", async () => {
    const [id] = await created("Edited by two");
    const all = await opened("Set up");
    const { page, context } = all;
    await page.goto(`${demo().url}/ui/setup/${encodeURIComponent(SWITCH)}/${id}`);
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("Renamed by me");
    await changed(id!, { featureSets: ["LLDP neighbours"] });
    // Told by the service, or at the latest by its refusal.
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const keep = page.getByRole("button", { name: "Keep both changes" });
    if (!(await page.getByText("Saved, and in force.").isVisible())) {
      await keep.waitFor();
      await picture(page, "setup-conflict");
      await expectWell(all);
      await keep.click();
    }
    await page.getByText("Saved, and in force.").waitFor();
    expect(await stored(id!)).toMatchObject({
      description: "Renamed by me",
      featureSets: ["LLDP neighbours"],
    });
    await context.close();
  });

  test("a change to many leaves theirs alone, and goes on with it once it was read anew", async () => {
    const [one, two] = await created("Many 1", "Many 2");
    const all = await opened("Set up");
    const { page, context } = all;
    await page.getByRole("textbox", { name: "Search configurations" }).fill("Many");
    for (const name of ["Many 1", "Many 2"])
      await page.getByRole("checkbox", { name: `Select ${name}` }).check();
    await page.getByRole("toolbar").getByRole("button", { name: "Enable" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Change 2 configurations" }).waitFor();
    await changed(one!, { featureSets: ["LLDP neighbours"] });
    await dialog.getByRole("button", { name: "Change 2 configurations" }).click();
    await dialog.getByText("1 of 2 was not changed").waitFor();
    expect(await dialog.getByText("Changed meanwhile", { exact: true }).count()).toBe(1);
    await picture(page, "setup-bulk-conflict");
    await expectWell(all);
    expect(await stored(two!)).toMatchObject({ enabled: true });
    await dialog.getByRole("button", { name: "Read it anew" }).click();
    await dialog.getByRole("button", { name: "Change 1 configuration" }).click();
    await expect.poll(() => dialog.getByText("Done").count(), { timeout: 20_000 }).toBe(2);
    expect(await stored(one!)).toMatchObject({ enabled: true, featureSets: ["LLDP neighbours"] });
    await context.close();
  });

  test("what was typed into a credential goes on top of theirs", async () => {
    const path = "/api/snmpgate/credentials/shared";
    const usm = { type: "SNMPv3", userName: "mon", securityLevel: "AUTH_NO_PRIV", authProtocol: "SHA" };
    const put = (authentication: object) => demo().call(path, { method: "PUT", body: { authentication } });
    expect((await put({ ...usm, authPassword: "not-a-secret" })).status).toBe(201);
    const all = await opened("Set up");
    const { page, context } = all;
    await page.getByRole("tab", { name: "Credentials" }).click();
    await page.getByRole("button", { name: "More for shared" }).click();
    await page.getByRole("menuitem", { name: "Edit" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "User name" }).fill("monitor");
    expect((await put({ ...usm, authProtocol: "SHA256", authPassword: "***" })).status).toBe(200);
    await dialog.getByRole("button", { name: "Save credential" }).click();
    await dialog.getByText(/Now it is SNMPv3, user mon, authNoPriv, SHA-256/).waitFor();
    await picture(page, "setup-credential-conflict");
    await expectWell(all);
    await dialog.getByRole("button", { name: "Save my changes on top" }).click();
    await dialog.waitFor({ state: "detached" });
    expect((await demo().call(path)).json).toMatchObject({
      authentication: { userName: "monitor", authProtocol: "SHA256" },
    });
    await context.close();
  });
});

test("a new credential is not saved over one that got its name meanwhile", async () => {
  const path = "/api/snmpgate/credentials/branch";
  const all = await opened("Set up");
  const { page, context } = all;
  await page.getByRole("tab", { name: "Credentials" }).click();
  await page.getByRole("button", { name: "New credential" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("SNMPv2c", { exact: true }).click();
  await dialog.getByRole("textbox", { name: "Community" }).fill("mine-not-a-secret");
  await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("branch");
  const theirs = { type: "SNMPv3", userName: "theirs", securityLevel: "NO_AUTH_NO_PRIV" };
  await demo().call(path, { method: "PUT", body: { authentication: theirs } });
  await dialog.getByRole("button", { name: "Save credential" }).click();
  await dialog.getByText("There is one of this name already").waitFor();
  await picture(page, "setup-credential-taken");
  await expectWell(all);
  await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("branch-v2c");
  await dialog.getByRole("button", { name: "Save credential" }).click();
  await dialog.waitFor({ state: "detached" });
  expect((await demo().call(path)).json).toMatchObject({ authentication: theirs });
  expect((await demo().call(`${path}-v2c`)).json).toMatchObject({ authentication: { type: "SNMPv2c" } });
  await context.close();
});

test("thousands of pasted lines are tested with rows in sight alone, stopped, and gone on with", async () => {
  const all = await opened("Set up");
  const { page, context } = all;
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${demo().url}/ui/setup/new`);
  await main(page)
    .getByRole("button", { name: new RegExp(`^${SWITCH} version`) })
    .click();
  await page.getByRole("button", { name: "Next: which switches" }).click();
  const rows = Array.from({ length: 3_000 }, (_, i) => {
    const n = i % 1_500;
    return `"sw-${i}, floor ${i % 9}";127.0.${64 + (n >> 8)}.${n & 255};Site ${i % 7}`;
  });
  await page.evaluate(
    (text) => navigator.clipboard.writeText(text),
    ["Name;Mgmt IP;Site", "# from the inventory", ...rows].join("\n"),
  );
  await page.getByLabel("Addresses").focus();
  await page.keyboard.press("ControlOrMeta+v");
  await page.getByRole("button", { name: "Keep the 3,000 addresses, the rest as comments" }).click();
  await main(page)
    .getByText(/1,500 devices.*1,500 entries were named before/)
    .waitFor();
  await picture(page, "wizard-thousands-pasted");
  await page.getByRole("button", { name: "Next: credentials" }).click();
  await main(page).getByRole("button", { name: /^Use / }).first().click();
  await page.getByRole("button", { name: "Test 1,500 devices" }).click();
  const status = main(page).getByText(/of 1,500 tested/);
  await expect.poll(() => status.innerText(), { timeout: 20_000 }).toMatch(/^[1-9]/);
  await page.getByRole("button", { name: "Stop" }).click();
  await main(page)
    .getByText(/; stopped$/)
    .waitFor();
  expect(
    await page.getByRole("region", { name: "Devices and what they said" }).locator("tr").count(),
  ).toBeLessThan(60);
  await picture(page, "wizard-thousands-stopped");
  await expectWell(all);
  await page.getByRole("button", { name: /^Test the other [\d,]+$/ }).click();
  await main(page).getByText("1,500 of 1,500 tested, 0 OK").waitFor({ timeout: 60_000 });
  await main(page).getByText("1,500 devices: nothing listens on UDP port 161").waitFor();
  await main(page).getByRole("button", { name: "Change address or port" }).waitFor();
  await picture(page, "wizard-thousands-done");
  await page.setViewportSize(NARROW);
  await expectWell(all);
  await page.setViewportSize(WIDE);
  await context.close();
});

test("an export comes back by import, a broken file is told with its line", async () => {
  await created("Round trip");
  const all = await opened("Set up");
  const { page, context } = all;
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export all" }).click();
  const exported = readFileSync(await (await download).path(), "utf8");
  expect(exported).not.toContain("not-a-secret");
  expect(exported).not.toContain("enc:v1:");
  const elements = (JSON.parse(exported) as { readonly value: { readonly description: string } }[]).filter(
    ({ value: { description } }) => description === "Round trip",
  );
  const files = temporaryFiles({
    "broken.json": JSON.stringify(elements, undefined, 2).replace('"value": {', '"value" {'),
    "tenant.json": JSON.stringify({ totalCount: elements.length, items: elements }),
  });
  await page.getByRole("button", { name: "Import" }).click();
  const dialog = page.getByRole("dialog");
  const take = async (name: string): Promise<void> => {
    const asked = page.waitForEvent("filechooser");
    await dialog.getByRole("button", { name: "Choose a file" }).click();
    await (await asked).setFiles(join(files, name));
  };
  await take("broken.json");
  await dialog.getByText(/^Line 5, column \d+: a colon is missing before \{/).waitFor();
  await picture(page, "setup-import-broken");
  await expectWell(all);
  await take("tenant.json");
  await dialog.getByText("1 element has secrets that the export left out").waitFor();
  await dialog.getByRole("combobox", { name: /secrets that the export left out/ }).click();
  await page.getByRole("option").first().click();
  await dialog.getByRole("button", { name: "Check 1" }).click();
  await dialog.getByText("One of this name is there already: this makes a second one.").waitFor();
  await picture(page, "setup-import-checked");
  await expectWell(all);
  await dialog.getByRole("button", { name: "Create 1 of 1" }).click();
  await dialog.getByText("Created", { exact: true }).waitFor();
  const { json } = await demo().call("/api/snmpgate/configurations");
  expect(JSON.stringify(json).split('"description":"Round trip"')).toHaveLength(3);
  await context.close();
});

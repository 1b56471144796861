import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { type RunningDemo, startDemoProgram } from "../../support/demo-run.ts";
import { startProgram, until } from "../../support/program.ts";
import { openPage, picture, seriousViolations } from "./support/browser.ts";
import { startUiService } from "./support/service.ts";

// Somebody who knows SNMP and has never seen this program adds a switch, with a typo in its secret on the way.

const AUTH = "demo-auth-not-a-secret";
const PRIV = "demo-priv-not-a-secret";

const next = (page: Page): Promise<void> =>
  page.getByRole("button", { name: /^(Next: .+|Test (the device|[\d,]+ devices))$/ }).click();

/** Goes through the first two steps as the page offers them. */
async function enterAddresses(page: Page, { spare }: RunningDemo): Promise<void> {
  await page.getByRole("heading", { name: "What to collect" }).waitFor();
  await next(page);
  await page.getByRole("heading", { name: "Which switches" }).waitFor();
  await page.getByLabel("Addresses").fill(`${spare.address}   # the new one\n`);
  await page.getByLabel("UDP port").fill(spare.port);
  await picture(page, "wizard-2-switches");
  await next(page);
}

async function enterCredential(page: Page, authPassword: string, privPassword: string): Promise<void> {
  await page.getByRole("heading", { name: "Credentials" }).waitFor();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("access-layer");
  await page.getByRole("textbox", { name: "User name" }).fill("demo-reader");
  await page.getByRole("textbox", { name: "Authentication password" }).fill(authPassword);
  await page.getByRole("textbox", { name: "Privacy password" }).fill(privPassword);
  await picture(page, "wizard-3-credentials");
  await page.getByRole("button", { name: "Save and use it" }).click();
  await page
    .getByRole("list", { name: "Credentials that are tried, in this order" })
    .getByText("access-layer")
    .waitFor();
  await next(page);
}

/** Opens the credential that was refused, and puts another password there. */
async function mend(page: Page, label: string, password: string): Promise<void> {
  await page
    .getByRole("button", { name: /^(Fix|Edit|Mend|Correct) / })
    .first()
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: label }).fill(password);
  await dialog.getByRole("button", { name: "Save and test again" }).click();
  await dialog.waitFor({ state: "detached" });
}

test("from an empty service to one's own SNMPv3 switch: each wrong secret is named, and its ports show seconds after it is right", async () => {
  const demo = await startDemoProgram({ args: ["--empty"] });
  const { page, context, complaints } = await openPage(demo.signIn);
  await page.getByRole("heading", { name: "Devices", exact: true }).waitFor();
  await picture(page, "first-run-empty");
  await page.getByRole("main").getByRole("link", { name: /Add/ }).first().click();

  await enterAddresses(page, demo);
  await enterCredential(page, AUTH.replace("auth", "auht"), PRIV);
  // The digest is refused by the agent: it says so, and the page says which field that is.
  const says = page.getByRole("main");
  await says
    .getByText(/authentication (password|protocol)/i)
    .first()
    .waitFor();
  await says.getByText("Credentials refused").first().waitFor();
  await picture(page, "wizard-4-wrong-auth");

  await mend(page, "Authentication password", AUTH);
  await says.getByText("1 of 1 tested, 1 OK").waitFor();
  await says.getByText("spare-sw").first().waitFor();
  await picture(page, "wizard-4-tested");
  expect(await seriousViolations(page)).toEqual([]);

  await next(page);
  await page.getByRole("heading", { name: "Preview" }).waitFor();
  await says
    .getByText(/\d+ lines/)
    .first()
    .waitFor();
  await picture(page, "wizard-5-preview");
  await next(page);
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Access layer, building 4");
  await picture(page, "wizard-6-save");
  const savedAt = performance.now();
  await page.getByRole("button", { name: "Save and poll the device" }).click();
  await page.getByText(/^Saved\. (It delivers|They deliver)/).waitFor();
  const tookMs = performance.now() - savedAt;
  await picture(page, "wizard-7-first-data");
  process.stdout.write(`${JSON.stringify({ ui: "first data after save", ms: Math.round(tookMs) })}\n`);

  await page.getByRole("link", { name: "spare-sw" }).click();
  await page
    .getByRole("group", { name: /Ports as they are on the device/ })
    .or(page.getByLabel(/Ports as they are on the device/))
    .first()
    .waitFor();
  await picture(page, "first-run-device");
  expect(complaints).toEqual([]);
  // Secrets went in, and never come out.
  const stored = await demo.call("/api/snmpgate/credentials/access-layer");
  expect(JSON.stringify(stored.json)).toContain('"authPassword":"***"');
  expect(await page.content()).not.toContain(AUTH);
  await context.close();
});

test("a wrong privacy password alone is told apart from a wrong authentication password", async () => {
  const demo = await startDemoProgram({ args: ["--empty"] });
  const { page, context } = await openPage(demo.signIn);
  await page.getByRole("main").getByRole("link", { name: /Add/ }).first().click();
  await enterAddresses(page, demo);
  await enterCredential(page, AUTH, PRIV.replace("priv", "pirv"));
  await page
    .getByRole("main")
    .getByText(/privacy password/i)
    .first()
    .waitFor();
  await picture(page, "wizard-4-wrong-priv");
  await mend(page, "Privacy password", PRIV);
  await page.getByText("1 of 1 tested, 1 OK").waitFor();
  expect(await page.getByText(/privacy password/i).count()).toBe(0);
  await context.close();
});

/** Two devices that have different feature sets, each at a port of its own. */
async function twoDevices(): Promise<readonly string[]> {
  const recordings = ["linux-host", "access-sw-1"].map((name) => `snmpsim-data/${name}.snmprec`);
  const agent = startProgram(["simulate", ...recordings, "--port", "0", "--layout", "port-per-agent"]);
  const found = (): readonly string[] => agent.output().stdout.match(/^127\.0\.0\.1:\d+/gm) ?? [];
  await until(() => found().length === recordings.length);
  return found();
}

test("from a service that has nothing, not even a manifest, to devices of two kinds, each polled for what it has", async () => {
  const devices = await twoDevices();
  const service = await startUiService({ manifests: [], configurations: [], intervalMs: 60_000 });
  const { page, context, complaints } = await openPage(service.signIn);
  await page.getByRole("main").getByRole("link", { name: /Add/ }).first().click();
  await page.getByRole("button", { name: /^Install custom:network-switch/ }).waitFor();
  await picture(page, "wizard-1-no-manifest");
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole("button", { name: /^Install custom:network-switch/ }).click();
  await page.getByText("Always collected", { exact: true }).waitFor();
  await next(page);
  await page.getByLabel("Addresses").fill([...devices, "127.0.0.1:9 # discard"].join("\n"));
  await next(page);
  await page.getByText("SNMPv2c", { exact: true }).click();
  await page.getByRole("textbox", { name: "Community" }).fill("public");
  await page.getByRole("button", { name: "Save and use it" }).click();
  await next(page);
  const says = page.getByRole("main");
  await says.getByText("127.0.0.1:9: nothing listens on UDP port 9").waitFor();
  await says.getByText("2 devices ticked").waitFor();
  await says.getByText("3 of 3 tested, 2 OK", { exact: true }).waitFor();
  await picture(page, "wizard-4-nothing-listens");
  expect(await seriousViolations(page)).toEqual([]);

  await next(page);
  await next(page);
  await says.getByText("They become 2 configurations").waitFor();
  await picture(page, "wizard-6-two-kinds");
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole("button", { name: "Save and poll 2 devices" }).click();
  await says.getByText("Saved. They deliver").waitFor();
  expect(await says.getByText("is not supported by the device").count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});

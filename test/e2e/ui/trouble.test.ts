import { createSocket } from "node:dgram";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SnmpValue } from "../../../src/smi/index.ts";
import { eventually, startDemoProgram } from "../../support/demo-run.ts";
import { startNetwork } from "../../support/network.ts";
import { PROJECT, startProgram } from "../../support/program.ts";
import { openPage, picture } from "./support/browser.ts";
import { startUiService } from "./support/service.ts";

// What may go wrong under an open page, and who may do what.

const MANIFEST = `
name: custom:trouble
version: 1.0.0
minDynatraceVersion: "1.236"
author: { name: test }
snmp:
  - group: all
    interval: { minutes: 1 }
    dimensions:
      - { key: sys.name, value: "oid:1.3.6.1.2.1.1.5.0" }
    subgroups:
      - subgroup: ports
        table: true
        dimensions:
          - { key: if.name, value: "oid:1.3.6.1.2.1.31.1.1.1.1" }
          - { key: if.alias, value: "oid:1.3.6.1.2.1.31.1.1.1.18" }
        metrics:
          - { key: trouble.in.count, value: "oid:1.3.6.1.2.1.31.1.1.1.6", type: count }
          - { key: trouble.status, value: "oid:1.3.6.1.2.1.2.2.1.8", type: gauge }
topology:
  types:
    - name: custom:trouble_device
      displayName: Trouble device
      enabled: true
      rules:
        - idPattern: "trouble_{device.address}"
          instanceNamePattern: "{sys.name}"
          sources: [{ sourceType: Metrics, condition: "$prefix(trouble.)" }]
          attributes: [{ pattern: "{device.address}", key: dt.ip_addresses, displayName: Address }]
`;

const elementOf = (endpoint: string) => {
  const [ip = "", port] = endpoint.split(":");
  return {
    extension: "custom:trouble",
    scope: "ag_group-default",
    value: {
      version: "1.0.0",
      description: "trouble",
      featureSets: [],
      snmp: {
        devices: [
          {
            ip,
            port: Number(port),
            authentication: { type: "SNMPv2c", community: "public" },
            advanced: { timeoutSecs: 1, retries: 0 },
          },
        ],
      },
    },
  };
};

/** A port that nobody has right now. */
async function freePort(): Promise<number> {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  socket.close();
  await once(socket, "close");
  return port;
}

test("a device that goes down says so in its row with the cause, and is well again by itself once it is back", async () => {
  const port = await freePort();
  const recording = join(PROJECT, "snmpsim-data/secure-sw.snmprec");
  const play = () =>
    startProgram(["simulate", recording, "--port", String(port), "--layout", "port-per-agent"]);
  let agent = play();
  const service = await startUiService({
    manifests: [MANIFEST],
    configurations: [elementOf(`127.0.0.1:${port}`)],
  });
  const { page, context } = await openPage(service.signIn);
  const row = page.getByRole("row", { name: /secure-sw/ });
  await row.getByText("OK", { exact: true }).waitFor();
  agent.child.kill("SIGKILL");
  await agent.ended;
  await row.getByText("No answer").waitFor();
  expect(await row.innerText()).toMatch(/no (answer|response)|not answer|refused|unreachable|closed|listen/i);
  await picture(page, "device-down");
  agent = play();
  await row.getByText("OK", { exact: true }).waitFor();
  await context.close();
});

test("the service restarts under the open page: it says that it is away, and goes on by itself", async () => {
  const network = await startNetwork([{ name: "sw", data: "secure-sw", communities: ["public"] }]);
  const service = await startUiService({
    manifests: [MANIFEST],
    configurations: [elementOf([...network.values()][0]!)],
    loopbackWithoutToken: true,
  });
  const { page, context } = await openPage(`${service.url}/ui/devices`);
  const row = page.getByRole("row", { name: /secure-sw/ });
  await row.getByText("OK", { exact: true }).waitFor();
  await service.stop();
  await page.getByText("snmpgate is away, trying again").waitFor();
  await row.waitFor(); // what was seen stays in sight
  await picture(page, "service-away");
  await service.start();
  await page.getByText("snmpgate is away, trying again").waitFor({ state: "detached" });
  await row.getByText("OK", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Status" }).click();
  const told = page.getByText(/polled on time/);
  await told.waitFor();
  expect(await told.count()).toBe(1);
  await context.close();
});

const EVIL = '<img src=x onerror="window.pwned=1">';
const EVIL_SCRIPT = '"><script>window.pwned=2</script>';

function evilSwitch(): Record<string, SnmpValue> {
  const text = (value: string): SnmpValue => ({ type: "OctetString", value: Buffer.from(value) });
  return {
    "1.3.6.1.2.1.1.1.0": text(EVIL_SCRIPT),
    "1.3.6.1.2.1.1.2.0": { type: "ObjectIdentifier", value: "1.3.6.1.4.1.99999" as never },
    "1.3.6.1.2.1.1.3.0": { type: "TimeTicks", value: 100_000 },
    "1.3.6.1.2.1.1.5.0": text(EVIL),
    "1.3.6.1.2.1.2.2.1.8.1": { type: "Integer32", value: 1 },
    "1.3.6.1.2.1.31.1.1.1.1.1": text(EVIL_SCRIPT),
    "1.3.6.1.2.1.31.1.1.1.6.1": { type: "Counter64", value: 1_000n },
    "1.3.6.1.2.1.31.1.1.1.18.1": text(EVIL),
  };
}

const EVIL_MANIFEST = MANIFEST.replace("displayName: Trouble device", `displayName: '${EVIL}'`)
  .replace("author: { name: test }", `author: { name: '${EVIL}' }`)
  .concat(`
screens:
  - entityType: custom:trouble_device
    detailsSettings:
      layout: { autoGenerate: false, cards: [{ key: evil, type: MESSAGE }] }
    messageCards:
      - key: evil
        type: MESSAGE
        message: { text: '${EVIL} [a link](javascript:window.pwned=3)', theme: INFO }
`);

test("texts of devices and manifests are shown as texts, whatever is in them", async () => {
  const network = await startNetwork([{ name: "evil", communities: ["public"], instances: evilSwitch() }]);
  const service = await startUiService({
    manifests: [EVIL_MANIFEST],
    configurations: [elementOf([...network.values()][0]!)],
  });
  const { page, context, complaints } = await openPage(service.signIn);
  await page.getByText(EVIL).first().waitFor();
  const { json } = await eventually(
    () => service.call("/api/snmpgate/fleet"),
    ({ json: fleet }) => JSON.stringify(fleet).includes('"entityId"'),
  );
  const [device] = (json as { devices: { id: string; entityId: string }[] }).devices;
  const paths = [
    `/ui/devices/${encodeURIComponent(device!.id)}`,
    `/ui/devices/${encodeURIComponent(device!.id)}?tab=screens`,
    `/ui/entities/${device!.entityId}`,
    "/ui/entities",
    "/ui/entities?type=custom%3Atrouble_device",
    "/ui/topology",
    "/ui/manifests",
    "/ui/setup/new",
    "/ui/status",
  ];
  for (const path of paths) {
    await page.goto(`${service.url}${path}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForTimeout(800);
    expect(await page.evaluate(() => ("pwned" in window ? path : "")).catch(() => ""), path).toBe("");
    expect(await page.locator("main img, main script").count(), path).toBe(0);
    expect(await page.locator('a[href^="javascript:"]').count(), path).toBe(0);
  }
  expect(complaints).toEqual([]);
  await context.close();
});

test("a session that ends under an open dialog asks for the password above it, and what was typed is sent then", async () => {
  const service = await startUiService({ manifests: [MANIFEST], configurations: [] });
  const { page, context } = await openPage(service.signIn);
  await page.getByRole("button", { name: "Signed in as admin" }).waitFor();
  await page.goto(`${service.url}/ui/access?tab=users`);
  await page.getByRole("button", { name: "Add user" }).click();
  const dialog = page.getByRole("dialog", { name: "Add user" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("viv");
  await dialog.getByRole("textbox", { name: "New password", exact: true }).fill("a long enough password");
  await dialog.getByRole("textbox", { name: "New password again" }).fill("a long enough password");
  await context.clearCookies();
  await dialog.getByRole("button", { name: "Add user" }).click();
  const ended = page.getByRole("dialog", { name: "Your session has ended" });
  // A click goes to what lies on top.
  await ended.getByRole("textbox", { name: "Password" }).click();
  await picture(page, "session-ended");
  const password = decodeURIComponent(/:([^:]+)$/.exec(new URL(service.signIn).hash)![1]!);
  await ended.getByRole("textbox", { name: "Password" }).fill(password);
  await ended.getByRole("button", { name: "Sign in" }).click();
  await ended.waitFor({ state: "detached" });
  await dialog.getByRole("button", { name: "Add user" }).click();
  await page.getByRole("combobox", { name: "Role of viv" }).waitFor();
  expect(await dialog.count()).toBe(0);
  await context.close();
});

test("more pages of one browser than it opens connections are there all the same", async () => {
  const service = await startUiService({ manifests: [MANIFEST], configurations: [] });
  const { page, context } = await openPage(service.signIn);
  await page.getByRole("button", { name: "Signed in as admin" }).waitFor();
  for (let i = 0; i < 7; i++) {
    const another = await context.newPage();
    await another.goto(`${service.url}/ui/status`);
    await another.getByText("Nothing is polled yet").waitFor();
    expect(await another.getByText("snmpgate is away").count()).toBe(0);
  }
  await context.close();
});

test("who signs in sees what the role may do, and a wrong password says so", async () => {
  const demo = await startDemoProgram({ args: ["--empty"] });
  const password = "a long enough password";
  const made = await demo.call("/api/snmpgate/users", {
    method: "POST",
    body: { name: "viv", role: "viewer", password },
  });
  expect(made.status).toBe(201);
  const { page, context } = await openPage(`${demo.url}/ui/setup`);
  await page.goto(`${demo.url}/ui/sign-in?next=%2Fsetup`);
  const signIn = async (text: string): Promise<void> => {
    await page.getByRole("textbox", { name: "Name" }).fill("viv");
    await page.getByRole("textbox", { name: "Password" }).fill(text);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
  };
  await signIn("another password");
  await page.getByRole("alert").waitFor();
  await picture(page, "sign-in-wrong");
  await signIn(password);
  await page.getByRole("button", { name: "Signed in as viv" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/ui/setup");
  await page.goto(`${demo.url}/ui/setup/new`);
  await page
    .getByText(/viewer|operator|role/i)
    .first()
    .waitFor();
  await picture(page, "viewer-wizard");
  // What the page does not offer the API refuses, too.
  const status = await page.evaluate(async () => (await fetch("/api/snmpgate/users")).status);
  expect(status).toBe(403);
  await page.getByRole("button", { name: "Signed in as viv" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Signed in as viv" }).waitFor({ state: "detached" });
  await context.close();
});

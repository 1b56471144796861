import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { formatSpeed } from "../../../src/ui/words/units.ts";
import {
  expectNoSidewaysScroll,
  gzippedBytes,
  NARROW,
  openPage,
  picture,
  seriousViolations,
  WIDE,
} from "./support/browser.ts";
import { demoOfFile } from "./support/file-demo.ts";
import { recordedPorts } from "./support/recorded.ts";

// What is seen after `npm run demo`.

const WEIGHT_BUDGET_BYTES = 300_000;

const demo = demoOfFile();

interface FleetRow {
  readonly id: string;
  readonly sysName: string;
  readonly entityId: string;
  readonly cpuPercent?: number;
  readonly portsUp: number;
  readonly portsDown: number;
}

async function deviceOf(name: string): Promise<FleetRow> {
  const { json } = await demo().call("/api/snmpgate/fleet");
  const found = (json as { readonly devices: readonly FleetRow[] }).devices.find(
    ({ sysName }) => sysName === name,
  );
  if (found === undefined) throw new Error(`the demo polls no ${name}`);
  return found;
}

const devicePage = async (name: string): Promise<string> =>
  `${demo().url}/ui/devices/${encodeURIComponent((await deviceOf(name)).id)}`;

/** Percent, of the minute that is not over yet. */
async function latestCpu(name: string): Promise<number> {
  const { json } = await demo().call("/api/v2/metrics/query", {
    query: {
      metricSelector: `custom.network.switch.cpu.usage.minute:filter(eq(sys.name,"${name}")):splitBy():avg`,
      from: "now-10m",
      resolution: "1m",
    },
  });
  const [series] = (json as { result: { data: { values: (number | null)[] }[] }[] }).result[0]!.data;
  return series!.values.findLast((value) => value !== null)!;
}

/** A visitor who is signed in by the link that the demo prints. */
async function signedIn(options: Parameters<typeof openPage>[1] = {}) {
  const opened = await openPage(demo().signIn, options);
  await opened.page.getByRole("heading", { name: "Devices", exact: true }).waitFor();
  return opened;
}

test("the link of the demo signs in by itself and leaves no password in the address", async () => {
  const { page, context, complaints } = await signedIn();
  expect(page.url()).not.toContain(demo().password);
  await page.getByRole("button", { name: "Signed in as admin" }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test("within 30 seconds all devices of the demo are there, and their traffic moves", async () => {
  const openedAt = performance.now();
  const { page, context } = await signedIn();
  const sparkline = page.getByRole("row", { name: /core-sw-1/ }).getByRole("img");
  await expect.poll(() => page.getByRole("row").count()).toBe(7);
  const first = await sparkline.innerHTML();
  await expect.poll(() => sparkline.innerHTML(), { timeout: 30_000 }).not.toBe(first);
  const seconds = (performance.now() - openedAt) / 1_000;
  expect(seconds).toBeLessThan(30);
  process.stdout.write(
    `${JSON.stringify({ ui: "demo devices with moving traffic", seconds: Number(seconds.toFixed(1)) })}\n`,
  );
  await context.close();
});

test("the list says what the API says", async () => {
  const { page, context } = await signedIn();
  await expect.poll(async () => (await deviceOf("access-sw-1")).portsUp, { timeout: 20_000 }).toBeDefined();
  const { portsUp, portsDown } = await deviceOf("access-sw-1");
  const row = page.getByRole("row", { name: /access-sw-1/ });
  await row.getByText(`${portsUp} up`).waitFor();
  await row.getByText(`${portsDown} down`).waitFor();
  const physical = recordedPorts("access-sw-1").filter(({ type }) => type === 6);
  expect(portsUp).toBe(physical.filter(({ operStatus }) => operStatus === 1).length);
  await context.close();
});

describe("a device", () => {
  test("has the ports of its recording, with their speeds, states and descriptions", async () => {
    const { page, context, complaints } = await signedIn();
    await page.goto(await devicePage("access-sw-1"));
    for (const { name, alias, operStatus, highSpeed } of recordedPorts("access-sw-1").slice(0, 12)) {
      await page.getByLabel("Filter ports").fill(name);
      const row = page
        .getByRole("table")
        .getByRole("row")
        .filter({ has: page.getByText(name, { exact: true }) })
        .first();
      await row.waitFor();
      const text = await row.innerText();
      expect(await row.innerHTML()).toContain(alias);
      expect(text).toContain(operStatus === 1 ? "Up" : "");
      expect(text).toContain(highSpeed > 0 ? formatSpeed(highSpeed * 1e6) : "");
    }
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("shows each physical port on its faceplate, in its state, and arrow keys go from port to port", async () => {
    const { page, context } = await signedIn();
    await page.goto(await devicePage("core-sw-1"));
    const plate = page.getByRole("group", { name: /^Ports as they are on the device/ });
    await plate.waitFor();
    const ports = recordedPorts("core-sw-1").filter(({ name }) => name.startsWith("Ethernet"));
    for (const { name, operStatus } of ports) {
      const port = plate.getByRole("button", { name: new RegExp(`^${name}\\b`) });
      expect(await port.count(), name).toBe(1);
      const said = (await port.getAttribute("aria-label")) ?? "";
      expect(/\bup\b/i.test(said), said).toBe(operStatus === 1);
    }
    await plate.getByRole("button").first().focus();
    await page.keyboard.press("ArrowRight");
    const focused = await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
    expect(focused).toMatch(/^Ethernet1\/[23]\b/);
    await picture(page, "device-faceplate");
    await context.close();
  });

  test("goes back to what was shown before a port was opened or a stretch of a chart zoomed into", async () => {
    const { page, context } = await signedIn();
    const address = await devicePage("core-sw-1");
    await page.goto(address);
    await page.getByRole("button", { name: /^Ethernet1\/1,/ }).click();
    await page.getByRole("dialog").waitFor();
    await page.goBack();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(page.url()).toBe(address);
    // The charts above share a cursor: one step back, though all of them were drawn in.
    const box = (await page.getByRole("img", { name: /^CPU, latest/ }).boundingBox())!;
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.5, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.8, y, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL(/from=\d+/);
    await page.goBack();
    await page.waitForURL(address);
    await context.close();
  });

  test("shows the same CPU as the API", async () => {
    const { page, context } = await signedIn();
    await page.goto(await devicePage("core-sw-1"));
    const chart = page.getByRole("img", { name: /^CPU, latest/ });
    // It goes up and down while it is looked at.
    await expect
      .poll(
        async () => {
          const shown = /([\d.]+) %/.exec((await chart.getAttribute("aria-label")) ?? "")?.[1];
          return Math.abs(Number(shown) - (await latestCpu("core-sw-1")));
        },
        { timeout: 20_000 },
      )
      .toBeLessThan(1.5);
    await context.close();
  });
});

test("the map shows the two switches linked by LLDP with both ports, and the hosts at their ports", async () => {
  const { page, context, complaints } = await signedIn();
  await page.goto(`${demo().url}/ui/topology`);
  const panel = page.getByLabel("On the map", { exact: true });
  await panel.getByText("core-sw-1").first().click();
  await panel.getByText("access-sw-1").first().waitFor();
  const text = await panel.innerText();
  expect(text).toContain("Ethernet1/1");
  expect(text).toContain("Te1/1/1");
  expect(text).toContain("hv-1.example.net");
  await picture(page, "topology-selected");
  expect(complaints).toEqual([]);
  await context.close();
});

/** Where the mouse says that something is, in the window: what is drawn on a canvas cannot be asked for. */
async function spotOnMap(page: Page, name: string): Promise<{ readonly x: number; readonly y: number }> {
  const canvas = page.getByTestId("map-canvas");
  const { x: left, y: top, width, height } = (await canvas.boundingBox())!;
  for (let y = top + 20; y < top + height; y += 24)
    for (let x = left + 20; x < left + width; x += 24) {
      await page.mouse.move(x, y);
      if ((await canvas.evaluate((one) => one.style.cursor)) !== "pointer") continue;
      const words = await page
        .getByTestId("map-tip")
        .innerText({ timeout: 1_000 })
        .catch(() => "");
      // Of a link it names both ends.
      if (words.startsWith(`${name}\n`) && !words.includes("↔")) return { x, y };
    }
  throw new Error(`${name} is not on the map`);
}

test("a node of the map says what it is, is selected and moved by the mouse, and stays where it was put", async () => {
  const { page, context, complaints } = await signedIn();
  await page.goto(`${demo().url}/ui/topology`);
  const panel = page.getByLabel("On the map", { exact: true });
  await panel.getByText("core-sw-1").first().waitFor();
  const { x, y } = await spotOnMap(page, "core-sw-1");
  await page.mouse.click(x, y);
  await panel.getByText("Open device").waitFor();
  expect(page.url()).toContain((await deviceOf("core-sw-1")).entityId);
  await page.keyboard.press("Escape");

  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 50, y + 45, { steps: 5 });
  await page.mouse.up();
  await page.reload();
  await panel.getByText("core-sw-1").first().waitFor();
  const moved = await spotOnMap(page, "core-sw-1");
  expect(Math.hypot(moved.x - x - 50, moved.y - y - 45)).toBeLessThan(36);

  await page.mouse.move(moved.x, moved.y);
  await page.mouse.wheel(0, -300);
  await page.waitForTimeout(300);
  await page.mouse.dblclick(moved.x, moved.y);
  await page.getByText("Whole map").waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test("the force layout brings its library when somebody chooses it", async () => {
  const { page, context, complaints } = await signedIn();
  const urls = await uncached(page);
  await page.goto(`${demo().url}/ui/topology`);
  await page.getByTestId("map-canvas").waitFor();
  await settled(page);
  const opened = gzippedBytes(urls);
  expect([...urls].filter((url) => url.includes("layout-worker"))).toEqual([]);
  urls.clear();
  await page.getByText("Force", { exact: true }).click();
  await expect.poll(() => [...urls].filter((url) => url.includes("layout-worker"))).toHaveLength(1);
  const onDemand = gzippedBytes(urls);
  say({
    ui: "weight of the map, gzipped octets",
    budget: WEIGHT_BUDGET_BYTES,
    opened,
    forceLayout: onDemand,
  });
  expect(opened).toBeLessThan(WEIGHT_BUDGET_BYTES);
  await spotOnMap(page, "core-sw-1");
  await picture(page, "topology-force");
  expect(complaints).toEqual([]);
  await context.close();
});

const PLACES: readonly (readonly [name: string, path: string, ready: (page: Page) => Promise<unknown>])[] = [
  ["devices", "/ui/devices", (page) => page.getByText("core-sw-1").first().waitFor()],
  ["topology", "/ui/topology", (page) => page.locator("canvas").first().waitFor()],
  [
    "entities",
    "/ui/entities",
    (page) =>
      page
        .getByText(/interface/i)
        .first()
        .waitFor(),
  ],
  [
    "interfaces",
    "/ui/entities?type=network%3Ainterface",
    (page) => page.getByText("Ethernet1/1").first().waitFor(),
  ],
  ["explore", "/ui/explore", (page) => page.getByRole("heading", { name: "Explore" }).waitFor()],
  ["setup", "/ui/setup", (page) => page.getByText("core-sw-1").first().waitFor()],
  ["wizard", "/ui/setup/new", (page) => page.getByText("Feature sets").first().waitFor()],
  ["credentials", "/ui/setup/credentials", (page) => page.getByRole("heading", { level: 1 }).waitFor()],
  ["manifests", "/ui/manifests", (page) => page.getByText("custom:network-switch").first().waitFor()],
  ["status", "/ui/status", (page) => page.getByText("lines.txt").first().waitFor()],
  ["access", "/ui/access", (page) => page.getByText("admin").first().waitFor()],
  ["sign-in", "/ui/sign-in", (page) => page.getByRole("heading", { level: 1 }).waitFor()],
];

const say = (figures: object): void => void process.stdout.write(`${JSON.stringify(figures)}\n`);

/** As for who comes for the first time. @returns what the page has asked for, as it goes on */
async function uncached(page: Page): Promise<Set<string>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const urls = new Set<string>();
  page.on("requestfinished", (request) => urls.add(request.url()));
  return urls;
}

/** What it asked for is there; the stream of live events stays open. */
const settled = (page: Page): Promise<void> => page.waitForLoadState("networkidle").catch(() => undefined);

const SIZES = [
  ["wide", WIDE],
  ["narrow", NARROW],
] as const;

test.each(SIZES)(
  "%s: no page has a serious accessibility violation, scrolls sideways or complains, in light and dark",
  async (view, size) => {
    const { page, context, complaints } = await signedIn({ size });
    const core = await deviceOf("core-sw-1");
    const device = `/ui/devices/${encodeURIComponent(core.id)}`;
    const text = (wanted: string | RegExp) => (at: Page) => at.getByText(wanted).first().waitFor();
    const places: typeof PLACES = [
      ...PLACES,
      ["device", device, (at) => at.getByRole("group", { name: /^Ports as they are/ }).waitFor()],
      ["device-charts", `${device}?tab=charts`, (at) => at.getByRole("figure").first().waitFor()],
      ["device-screens", `${device}?tab=screens`, text("Health")],
      ["device-properties", `${device}?tab=properties`, text("Serial number")],
      ["device-polling", `${device}?tab=polling`, text(/Polled every/)],
      ["entity", `/ui/entities/${core.entityId}`, text("Serial number")],
    ];
    const found: string[] = [];
    const weights: Record<string, number> = {};
    const urls = await uncached(page);
    for (const [name, path, ready] of places) {
      urls.clear();
      await page.emulateMedia({ colorScheme: "light" });
      await page.goto(`${demo().url}${path}`);
      await ready(page);
      await settled(page);
      weights[name] = gzippedBytes(urls);
      for (const scheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        await picture(page, `${name}-${view}-${scheme}`);
        const serious = await seriousViolations(page, { coloursOnly: scheme === "dark" });
        found.push(...serious.map((one) => `${name} ${scheme}: ${one}`));
      }
      await expectNoSidewaysScroll(page);
      found.push(...complaints.splice(0).map((one) => `${name}: ${one}`));
    }
    expect(found).toEqual([]);
    say({ ui: "page weight, gzipped octets", budget: WEIGHT_BUDGET_BYTES, view, weights });
    expect(Math.max(...Object.values(weights))).toBeLessThan(WEIGHT_BUDGET_BYTES);
    await context.close();
  },
);

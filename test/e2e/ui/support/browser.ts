import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, expect, onTestFailed } from "vitest";
import { PROJECT } from "../../../support/program.ts";

// The UI as people have it: Debian's Chromium, the built program.

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
/** No sandbox, for containers; nothing of its own over the network. */
const ARGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Where pictures of the run are put; looked at, and the best of them shown in the documents. */
export const PICTURES = process.env["UI_PICTURES"] ?? join(PROJECT, "test-results/ui");

export const WIDE = { width: 1280, height: 800 } as const;
export const NARROW = { width: 390, height: 844 } as const;

let shared: Promise<Browser> | undefined;

/** One browser for all tests of a file. */
async function browser(): Promise<Browser> {
  shared ??= chromium.launch({ executablePath: CHROMIUM, args: ARGS });
  return shared;
}

afterAll(async () => {
  await (await shared)?.close();
  shared = undefined;
});

/** A page with what it complained about. */
export interface Opened {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors on the console, exceptions and breaches of the content security policy, so far. */
  readonly complaints: string[];
}

export interface OpenOptions {
  readonly size?: { readonly width: number; readonly height: number };
  readonly scheme?: "light" | "dark";
}

/** A visitor with an empty profile. Close `context` in the end. */
export async function openPage(
  url: string,
  { size = WIDE, scheme = "light" }: OpenOptions = {},
): Promise<Opened> {
  const context = await (await browser()).newContext({
    viewport: size,
    colorScheme: scheme,
    locale: "en-GB",
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" || /content security policy/i.test(message.text()))
      complaints.push(message.text());
  });
  onTestFailed(async ({ task }) => {
    await picture(page, `failed ${task.name.replaceAll(/[^\w]+/g, "-").slice(0, 60)}`).catch(() => undefined);
    process.stderr.write(`${page.url()}\n${complaints.join("\n")}\n`);
  });
  await page.goto(url);
  return { page, context, complaints };
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const COLOURS = ["color-contrast", "link-in-text-block"];

/** Until nothing fades in or out any more: a menu that is on its way out is neither there nor gone. */
const atRest = async (page: Page): Promise<void> =>
  await page.evaluate(async () => {
    const frame = async () => await new Promise((resolve) => requestAnimationFrame(resolve));
    const wait = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));
    const moves = (): boolean =>
      document
        .getAnimations()
        .some(
          ({ playState, effect }) => playState === "running" && effect?.getTiming().iterations !== Infinity,
        );
    for (let calm = 0; calm < 2; calm = moves() ? 0 : calm + 1) {
      await frame();
      await frame();
      await wait(20);
    }
  });

/**
 * Serious violations of WCAG 2.2 A and AA on the page as it is now; empty when it is well.
 * @param options.coloursOnly  where nothing else differs from what was looked at before
 */
export async function seriousViolations(page: Page, { coloursOnly = false } = {}): Promise<string[]> {
  await atRest(page);
  await page.evaluate(axeSource);
  const runOnly = JSON.stringify(coloursOnly ? COLOURS : WCAG);
  const { violations } = (await page.evaluate(`axe.run(document, { runOnly: ${runOnly} })`)) as AxeResult;
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
}

/** The page itself may not scroll sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(over).toBeLessThanOrEqual(0);
}

/** Puts a picture of what is in sight into the folder of this run. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: "disabled" });
}

/** What the files of the UI among these URLs weigh, gzipped, in octets. */
export function gzippedBytes(urls: Iterable<string>): number {
  return [...urls].reduce((sum, url) => {
    const path = new URL(url).pathname;
    if (!path.startsWith("/ui/")) return sum;
    const file = join(PROJECT, "dist", path === "/ui/" || !/\.\w+$/.test(path) ? "/ui/index.html" : path);
    const gz = `${file}.gz`;
    return sum + (existsSync(gz) ? statSync(gz).size : existsSync(file) ? statSync(file).size : 0);
  }, 0);
}

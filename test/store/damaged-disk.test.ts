import { cp, mkdtemp, readdir, rm, stat, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Random, seededRandom } from "../../src/base/index.ts";
import { DEFAULT_STORE } from "../../src/config/index.ts";
import { Store } from "../../src/store/index.ts";
import { compileTopology } from "../../src/topology/index.ts";
import { NETWORK } from "../support/entity-lines.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { batchOf, MINUTE_MS, NotedLogger, START_MS, slotsOf } from "./metrics/harness.ts";

// Files of the store are gone, or shorter than they were written.

const SEED = Number(process.env["DAMAGE_SEED"] ?? 1);
const CASES = Number(process.env["DAMAGE_CASES"] ?? 20);
const DEVICES = 100;
const MINUTES = 40;

let parent: string;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), "snmpgate-damage-"));
  await fill(join(parent, "whole"));
});
afterAll(() => rm(parent, { recursive: true, force: true }));

async function openAt(folder: string, atMs: number) {
  const clock = new FakeClock({ wallMs: atMs });
  const logger = new NotedLogger();
  const rules = compileTopology([NETWORK]);
  const common = { settings: DEFAULT_STORE, random: seededRandom(3), rules, clock, logger };
  return { store: await Store.open({ ...common, folder }), clock, logger };
}

type Opened = Awaited<ReturnType<typeof openAt>>;

function appendMinute({ store }: Opened, atMs: number): void {
  const lines = Array.from({ length: DEVICES }, (_, n) => [
    `x.up,device.address="10.0.0.${n}",device.name="sw${n}" gauge,${n}`,
    `x.if.octets,device.address="10.0.0.${n}",if.idx="1",if.name="Gi1" count,delta=${n + 1}`,
  ]).flat();
  store.append(batchOf(atMs, ...lines));
  store.events.record({ atMs, kind: "status", severity: "info", title: `minute ${atMs}` });
}

/** Some in chunks, some in records; some in tables, some in the log of the engine. */
async function fill(folder: string): Promise<void> {
  for (let part = 0; part < 3; part++) {
    const atMs = START_MS + part * MINUTES * MINUTE_MS;
    const opened = await openAt(folder, atMs);
    for (let minute = 0; minute < MINUTES; minute++) {
      appendMinute(opened, atMs + minute * MINUTE_MS);
      await opened.clock.advance(MINUTE_MS);
    }
    if (part < 2) await opened.store.metrics.flush();
    await opened.store.close();
  }
}

/** @returns what was done */
async function damage(folder: string, random: Random): Promise<string> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith("LO")).toSorted();
  const name = names[Math.floor(random.next() * names.length)]!;
  const path = join(folder, name);
  const { size } = await stat(path);
  const left = Math.floor(random.next() * size);
  if (random.next() < 0.25) await rm(path);
  else await truncate(path, left);
  return `${name} of ${size} octets, of which ${left} are left`;
}

const AFTER_MS = START_MS + 3 * MINUTES * MINUTE_MS;
const RANGE = { fromMs: AFTER_MS, toMs: AFTER_MS + MINUTES * MINUTE_MS };

test.each(Array.from({ length: CASES }, (_, n) => SEED + n))(
  "damage %i: the store opens, takes what comes, gives it back, and has it after the next start",
  async (seed) => {
    const folder = join(parent, `case-${seed}`);
    await cp(join(parent, "whole"), folder, { recursive: true });
    const done = await damage(folder, seededRandom(seed));
    const first = await openAt(folder, AFTER_MS);
    expect(first.store.figures().fault, done).toBeUndefined();
    appendMinute(first, AFTER_MS);
    await first.clock.advance(2_500);
    await first.store.events.list({ fromMs: 0, toMs: AFTER_MS + 1, limit: 1_000 });
    await first.store.metrics.flush();
    expect(first.store.figures().fault, done).toBeUndefined();
    await first.store.close();
    const second = await openAt(folder, AFTER_MS + MINUTE_MS);
    const found = await slotsOf(second.store.metrics, "x.if.octets.count", RANGE);
    const sums = [...found.values()]
      .flat()
      .filter(({ minute }) => minute === AFTER_MS / MINUTE_MS)
      .map(({ sum }) => sum);
    expect(
      sums.toSorted((a, b) => a - b),
      done,
    ).toEqual(Array.from({ length: DEVICES }, (_, n) => n + 1));
    expect([...second.store.entities.ofType("x:device")], done).toHaveLength(DEVICES);
    await second.store.close();
  },
);

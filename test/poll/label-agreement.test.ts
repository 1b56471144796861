import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Filter } from "../../src/manifest/index.ts";
import { type CounterBaselines, emptyBaselines, mapSamples, wantedRows } from "../../src/mapping/index.ts";
import { DevicePoller } from "../../src/poll/index.ts";
import {
  A_DEVICE,
  aDimension,
  aMetric,
  aSubgroup,
  aTask,
  columnRef,
  counter64,
  int,
  lineOf,
  text,
} from "../support/builders.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeDevice } from "../support/fake-device.ts";

// Labels from the cache against strict vendor behaviour, on the same device: the lines are the same in every poll while
// nothing about labels changes behind the agent's back, and become the same again within the stated time when it does.

const UPTIME = "1.3.6.1.2.1.1.3.0";
const IF_NUMBER = "1.3.6.1.2.1.2.1.0";
const LAST_CHANGE = "1.3.6.1.2.1.31.1.5.0";
const SPEED = "1.3.6.1.2.1.2.2.1.5";
const IN = "1.3.6.1.2.1.31.1.1.1.6";
const NAME = "1.3.6.1.2.1.31.1.1.1.1";
const ALIAS = "1.3.6.1.2.1.31.1.1.1.18";
const MINUTE = 60_000;
/** Too short for the spot check to go round in it. */
const REFRESH_MS = 2 * MINUTE;
const DAY_MS = 24 * 60 * MINUTE;
const PORTS = 12;

type Change =
  /** A row comes or goes; the agent's ifNumber says so. */
  | { readonly kind: "plug" | "unplug"; readonly row: number; readonly name: string; readonly alias: string }
  /** One label is another; the agent restarts, tells that its table changed, or says nothing. */
  | { readonly kind: "restart" | "told" | "silent"; readonly row: number; readonly name: string }
  /** All rows get other labels, and nothing tells. */
  | { readonly kind: "renumber"; readonly by: number }
  | { readonly kind: "none" };

const row = fc.integer({ min: 1, max: PORTS });
const label = fc.constantFrom("Gi1", "Gi2", "Te1", "Vlan1", "");
const rowChange = fc.record({ kind: fc.constantFrom("plug", "unplug"), row, name: label, alias: label });
const toldChange = fc.record({ kind: fc.constantFrom("restart", "told"), row, name: label });
const renumbering = fc.record({ kind: fc.constant("renumber" as const), by: fc.integer({ min: 1, max: 3 }) });
const silentChange = fc.record({ kind: fc.constant("silent" as const), row, name: label });
const noChange = fc.record({ kind: fc.constant("none" as const) });
const many = (...changes: readonly fc.Arbitrary<Change>[]) =>
  fc.array(fc.oneof(noChange, ...changes), { minLength: 1, maxLength: 30 });

const filters = fc.constantFrom<Filter | undefined>(
  undefined,
  { op: "prefix", text: "Gi" },
  { op: "eq", text: "Te1" },
  { op: "not", part: { op: "prefix", text: "Vlan" } },
);

class Comparison {
  readonly #clock = new FakeClock();
  readonly #device = new FakeDevice({}, this.#clock);
  readonly #pollers = [
    new DevicePoller({ clock: this.#clock, labels: undefined }),
    new DevicePoller({ clock: this.#clock, labels: { refreshMs: REFRESH_MS, spreadRatio: 1 }, wantedRows }),
  ];
  readonly #baselines: CounterBaselines[] = [emptyBaselines(), emptyBaselines()];
  readonly #task;
  readonly #labels = new Map<number, readonly [name: string, alias: string]>();
  #startedAtMs = -DAY_MS;
  #changes = 0;
  #octets = 0;

  constructor(filter: Filter | undefined) {
    this.#task = aTask([
      aSubgroup({
        metrics: [aMetric("speed", "gauge", columnRef(SPEED)), aMetric("in", "count", columnRef(IN))],
        dimensions: [aDimension("name", columnRef(NAME), filter), aDimension("alias", columnRef(ALIAS))],
      }),
    ]);
    for (let port = 1; port < PORTS; port++) this.#labels.set(port, [`Gi${port}`, `to ${port}`]);
  }

  apply(change: Change): void {
    switch (change.kind) {
      case "plug":
        this.#labels.set(change.row, [change.name, change.alias]);
        this.#changes += 1;
        break;
      case "unplug":
        this.#labels.delete(change.row);
        this.#changes += 1;
        break;
      case "restart":
        this.#startedAtMs = this.#clock.monotonicMs() + 20_000;
        this.#rename(change.row, change.name);
        break;
      case "told":
        this.#changes += 1;
        this.#rename(change.row, change.name);
        break;
      case "silent":
        this.#rename(change.row, change.name);
        break;
      case "renumber":
        this.#renumber(change.by);
        break;
      case "none":
        break;
      default:
        change satisfies never;
    }
  }

  /** Lets a minute go by, then polls both ways. */
  async poll(): Promise<readonly [strict: readonly string[], cached: readonly string[]]> {
    await this.#clock.advance(MINUTE);
    this.#show();
    const lines: string[][] = [];
    for (const [i, poller] of this.#pollers.entries()) {
      const [result] = await poller.poll([this.#task], this.#device);
      const mapped = mapSamples(this.#task, A_DEVICE, result!, this.#baselines[i]!);
      this.#baselines[i] = mapped.baselines;
      lines.push(mapped.samples.map(lineOf));
    }
    return [lines[0]!, lines[1]!];
  }

  #rename(port: number, name: string): void {
    const labels = this.#labels.get(port);
    if (labels !== undefined) this.#labels.set(port, [name, labels[1]]);
  }

  #renumber(by: number): void {
    const rows = [...this.#labels];
    rows.forEach(([port], i) => this.#labels.set(port, rows[(i + by) % rows.length]![1]));
  }

  /** The device as it is now. */
  #show(): void {
    this.#octets += 1_000;
    const ticks = Math.floor((this.#clock.monotonicMs() - this.#startedAtMs) / 10);
    this.#device.set(UPTIME, { type: "TimeTicks", value: ticks });
    this.#device.set(IF_NUMBER, int(this.#labels.size));
    this.#device.set(LAST_CHANGE, { type: "TimeTicks", value: this.#changes });
    for (let port = 1; port <= PORTS; port++) {
      const labels = this.#labels.get(port);
      for (const column of [SPEED, IN, NAME, ALIAS]) this.#device.remove(`${column}.${port}`);
      if (labels === undefined) continue;
      this.#device.set(`${SPEED}.${port}`, int(port));
      this.#device.set(`${IN}.${port}`, counter64(this.#octets * port));
      this.#device.set(`${NAME}.${port}`, text(labels[0]));
      this.#device.set(`${ALIAS}.${port}`, text(labels[1]));
    }
  }
}

const gauges = (lines: readonly string[]) => lines.filter((line) => line.startsWith("speed"));

test("while no label changes, the lines are the same in every poll, deltas and all", async () => {
  await fc.assert(
    fc.asyncProperty(filters, fc.integer({ min: 1, max: 40 }), async (filter, polls) => {
      const both = new Comparison(filter);
      for (let n = 0; n < polls; n++) {
        const [strict, cached] = await both.poll();
        expect(cached).toEqual(strict);
      }
    }),
    { numRuns: 30 },
  );
});

test("rows that come and go, and labels that change with a restart or a word of the agent, change the lines at once", async () => {
  await fc.assert(
    fc.asyncProperty(filters, many(rowChange, toldChange), async (filter, changes) => {
      const both = new Comparison(filter);
      for (const change of changes) {
        both.apply(change);
        const [strict, cached] = await both.poll();
        expect(gauges(cached)).toEqual(gauges(strict));
      }
    }),
  );
});

test("after a change that nothing tells, the lines are the same again when labels have been read anew", async () => {
  const anyChanges = many(rowChange, toldChange, silentChange, renumbering);
  await fc.assert(
    fc.asyncProperty(filters, anyChanges, silentChange, async (filter, changes, last) => {
      const both = new Comparison(filter);
      for (const change of [...changes, last]) {
        both.apply(change);
        await both.poll();
      }
      // By at most a fifth later than planned; then one poll for the first delta of rows that now pass the filter.
      for (let n = 0; n <= (REFRESH_MS * 1.2) / MINUTE + 1; n++) await both.poll();
      const [strict, cached] = await both.poll();
      expect(cached).toEqual(strict);
    }),
  );
});

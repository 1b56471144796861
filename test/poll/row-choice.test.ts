import { describe, expect, test } from "vitest";
import type { Filter } from "../../src/manifest/index.ts";
import { wantedRows } from "../../src/mapping/index.ts";
import type { PollTask } from "../../src/plan/index.ts";
import { DevicePoller, type PollResult } from "../../src/poll/index.ts";
import { oid } from "../../src/smi/index.ts";
import {
  aDimension,
  aMetric,
  anError,
  aSubgroup,
  aTask,
  columnRef,
  counter32,
  int,
  text,
} from "../support/builders.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeDevice } from "../support/fake-device.ts";

const IF_NUMBER = "1.3.6.1.2.1.2.1.0";
const IN = oid("1.3.6.1.2.1.2.2.1.10");
const OUT = oid("1.3.6.1.2.1.2.2.1.16");
const NAME = oid("1.3.6.1.2.1.31.1.1.1.1");
const SENSOR = oid("1.3.6.1.2.1.99.1.1.1.4");
const SENSOR_STATUS = oid("1.3.6.1.2.1.99.1.1.1.5");
const SENSOR_NAME = oid("1.3.6.1.2.1.47.1.1.1.1.7");

const prefix = (start: string): Filter => ({ op: "prefix", text: start });
const tableOf = (group: string, metrics: readonly string[], label: string, filter?: Filter): PollTask =>
  aTask(
    [
      aSubgroup({
        metrics: metrics.map((column) => aMetric(column, "gauge", columnRef(column))),
        dimensions: [aDimension("label", columnRef(label), filter)],
      }),
    ],
    { group },
  );

class FilterBench {
  readonly clock = new FakeClock();
  readonly device = new FakeDevice({ [IF_NUMBER]: int(4) }, this.clock);
  readonly #poller = new DevicePoller({
    clock: this.clock,
    labels: { refreshMs: 600_000, spreadRatio: 0.5 },
    wantedRows,
  });

  constructor() {
    ["Gi1", "Gi2", "Vlan3", "Vlan4"].forEach((label, i) => this.row(i + 1, label));
  }

  row(index: number, label: string): void {
    for (const column of [IN, OUT, SENSOR, SENSOR_STATUS])
      this.device.set(`${column}.${index}`, counter32(index));
    for (const column of [NAME, SENSOR_NAME]) this.device.set(`${column}.${index}`, text(label));
  }

  async poll(...tasks: readonly PollTask[]): Promise<readonly PollResult[]> {
    this.device.asked.length = 0;
    const results = await this.#poller.poll(tasks, this.device);
    await this.clock.advance(60_000);
    return results;
  }

  /** By column of the latest poll, read by read: the rows that were asked for, `all`, or nothing. */
  get asked(): readonly Readonly<Record<string, string>>[] {
    return this.device.asked.map(({ columns }) =>
      Object.fromEntries(columns.map(({ column, rows }) => [column, rows ? [...rows].join(" ") : "all"])),
    );
  }
}

const gigabit = tableOf("gigabit", [IN, OUT], NAME, prefix("Gi"));

describe("rows that no filter lets through are spared", () => {
  test("from the second poll on, when the labels are known", async () => {
    const bench = new FilterBench();
    await bench.poll(gigabit);
    expect(bench.asked).toEqual([{ [IN]: "all", [OUT]: "all", [NAME]: "all" }]);
    const [result] = await bench.poll(gigabit);
    expect(bench.asked).toEqual([{ [IN]: "1 2", [OUT]: "1 2" }]);
    expect([...result!.columns.get(IN)!.keys()]).toEqual(["1", "2"]);
    expect([...result!.selected.get(IN)!]).toEqual(["1", "2"]);
    expect(result!.outcome).toBe("done");
  });

  test("but those that another group wants are read", async () => {
    const bench = new FilterBench();
    const one = tableOf("one", [IN], NAME, prefix("Gi1"));
    const other = tableOf("other", [IN, OUT], NAME, prefix("Vlan3"));
    for (let polls = 0; polls < 2; polls++) await bench.poll(one, other);
    expect(bench.asked).toEqual([{ [IN]: "1 3", [OUT]: "3" }]);
  });

  test("and a column that a group without a filter uses is read whole", async () => {
    const bench = new FilterBench();
    const unfiltered = tableOf("unfiltered", [OUT], NAME);
    for (let polls = 0; polls < 2; polls++) await bench.poll(gigabit, unfiltered);
    expect(bench.asked).toEqual([{ [IN]: "1 2", [OUT]: "all" }]);
  });

  test("not when all rows pass: nothing would be saved", async () => {
    const bench = new FilterBench();
    bench.row(3, "Gi3");
    bench.row(4, "Gi4");
    for (let polls = 0; polls < 2; polls++) await bench.poll(gigabit);
    expect(bench.asked).toEqual([{ [IN]: "all", [OUT]: "all" }]);
  });

  test("and a column of which no row is left is not asked for; it is neither absent nor missing", async () => {
    const bench = new FilterBench();
    const none = tableOf("none", [IN, OUT], NAME, prefix("Te"));
    await bench.poll(none);
    const [result] = await bench.poll(none);
    expect(bench.asked).toEqual([{}]);
    expect(result!.outcome).toBe("done");
    expect(result!.absent.size).toBe(0);
    expect([...result!.selected.get(IN)!]).toEqual([]);
  });

  test("and where the client read the whole column all the same, it counts as whole", async () => {
    const bench = new FilterBench();
    await bench.poll(gigabit);
    const read = bench.device.read.bind(bench.device);
    bench.device.read = (wish) =>
      read({ ...wish, columns: wish.columns.map(({ column, priority }) => ({ column, priority })) });
    const [result] = await bench.poll(gigabit);
    expect(result!.columns.get(IN)!.size).toBe(4);
    expect(result!.selected.size).toBe(0);
  });
});

describe("rows that come are seen all the same", () => {
  test("interfaces, because the agent tells", async () => {
    const bench = new FilterBench();
    for (let polls = 0; polls < 2; polls++) await bench.poll(gigabit);
    bench.row(5, "Gi5");
    bench.device.set(IF_NUMBER, int(5));
    const [result] = await bench.poll(gigabit);
    expect(bench.asked).toEqual([
      { [IN]: "1 2", [OUT]: "1 2" },
      { [IN]: "all", [OUT]: "all", [NAME]: "all" },
    ]);
    expect(result!.columns.get(IN)!.has("5")).toBe(true);
    expect(result!.selected.size).toBe(0);
  });

  test("interfaces of an agent that does not tell, because one column is read whole", async () => {
    const bench = new FilterBench();
    bench.device.remove(IF_NUMBER);
    for (let polls = 0; polls < 2; polls++) await bench.poll(gigabit);
    expect(bench.asked).toEqual([{ [IN]: "all", [OUT]: "1 2" }]);
  });

  test("rows of other tables, because one column is read whole", async () => {
    const bench = new FilterBench();
    const sensors = tableOf("sensors", [SENSOR, SENSOR_STATUS], SENSOR_NAME, prefix("Gi"));
    for (let polls = 0; polls < 2; polls++) await bench.poll(sensors);
    expect(bench.asked).toEqual([{ [SENSOR]: "all", [SENSOR_STATUS]: "1 2" }]);
    bench.row(5, "Gi5");
    const [result] = await bench.poll(sensors);
    expect(result!.columns.get(SENSOR_STATUS)!.has("5")).toBe(true);
  });
});

test("groups that fall due in turn and want other rows put no label in doubt", async () => {
  const bench = new FilterBench();
  const vlans = tableOf("vlans", [IN, OUT], NAME, prefix("Vlan3"));
  await bench.poll(gigabit, vlans);
  for (const tasks of [[gigabit], [vlans], [gigabit, vlans], [gigabit]]) {
    await bench.poll(...tasks);
    expect(bench.asked).toHaveLength(1);
  }
});

test("a device that fell silent is failed, also for a group that wanted no row of it", async () => {
  const bench = new FilterBench();
  const none = tableOf("none", [IN, OUT], NAME, prefix("Te"));
  await bench.poll(none);
  const error = anError();
  bench.device.read = (wish) =>
    Promise.resolve({
      values: new Map(),
      failures: new Map(wish.instances.map((instance) => [instance, error])),
      columns: new Map(wish.columns.map(({ column }) => [column, { cells: new Map(), failure: error }])),
      uptime: undefined,
      rebooted: false,
    });
  const [result] = await bench.poll(none);
  expect(result!.outcome).toBe("failed");
  expect(result!.error).toBe(error);
});

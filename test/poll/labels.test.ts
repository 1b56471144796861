import { describe, expect, test } from "vitest";
import { DevicePoller, type LabelPolicy, type PollResult } from "../../src/poll/index.ts";
import { type Oid, oid, type SnmpValue } from "../../src/smi/index.ts";
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

const UPTIME = "1.3.6.1.2.1.1.3.0";
const IF_NUMBER = "1.3.6.1.2.1.2.1.0";
const LAST_CHANGE = "1.3.6.1.2.1.31.1.5.0";
const DESCR = oid("1.3.6.1.2.1.2.2.1.2");
const IN = oid("1.3.6.1.2.1.2.2.1.10");
const NAME = oid("1.3.6.1.2.1.31.1.1.1.1");
const ALIAS = oid("1.3.6.1.2.1.31.1.1.1.18");
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const interfaces = aTask([
  aSubgroup({
    metrics: [aMetric("in", "count", columnRef(IN))],
    dimensions: [aDimension("name", columnRef(NAME)), aDimension("alias", columnRef(ALIAS))],
  }),
]);

/** A switch with ten ports, polled each minute. */
class LabelBench {
  readonly clock = new FakeClock();
  readonly device = new FakeDevice({ [IF_NUMBER]: int(10), [LAST_CHANGE]: this.#ticks(77) }, this.clock);
  readonly poller: DevicePoller;
  /** Hundredths of a second by which the agent is older than our clock. */
  #age = 5_000_000;

  constructor(labels: Partial<LabelPolicy> = {}) {
    this.poller = new DevicePoller({
      clock: this.clock,
      labels: { refreshMs: 10 * MINUTE, spreadRatio: 0.5, ...labels },
    });
    for (let port = 1; port <= 10; port++) this.plug(port);
  }

  plug(port: number): void {
    this.device.set(`${IN}.${port}`, counter32(port));
    this.device.set(`${NAME}.${port}`, text(`Gi${port}`));
    this.device.set(`${ALIAS}.${port}`, text(`to ${port}`));
  }

  /** It came up half a minute ago. */
  restart(): void {
    this.startAgentAt(3_000);
  }

  /** Polls, then lets a minute go by. */
  async poll(task = interfaces): Promise<PollResult> {
    this.device.asked.length = 0;
    this.device.set(UPTIME, this.#ticks((this.#age + this.clock.monotonicMs() / 10) % 2 ** 32));
    const [result] = await this.poller.poll([task], this.device);
    await this.clock.advance(MINUTE);
    return result!;
  }

  /** The columns of the latest poll, by read. */
  get read(): readonly (readonly Oid[])[] {
    return this.device.asked.map(({ columns }) => columns.map(({ column }) => column));
  }

  startAgentAt(ticks: number): void {
    this.#age = ticks - this.clock.monotonicMs() / 10;
  }

  #ticks(value: number): SnmpValue {
    return { type: "TimeTicks", value: Math.floor(value) };
  }
}

const ALL = [IN, NAME, ALIAS];
const nameOf = (result: PollResult, row: string) => {
  const cell = result.columns.get(NAME)!.get(row);
  return cell?.type === "OctetString" ? new TextDecoder().decode(cell.value) : cell;
};

describe("labels are kept", () => {
  test("from the second poll on, and are in its result as if they had been read", async () => {
    const bench = new LabelBench();
    const first = await bench.poll();
    expect(bench.read).toEqual([ALL]);
    const second = await bench.poll();
    expect(bench.read).toEqual([[IN]]);
    expect(second.outcome).toBe("done");
    expect([...second.columns.keys()]).toEqual(ALL);
    expect(nameOf(second, "3")).toBe("Gi3");
    expect([...second.columns.get(NAME)!.keys()]).toEqual([...first.columns.get(NAME)!.keys()]);
  });

  test("as the same object from poll to poll, also when they were read again and are as before", async () => {
    const bench = new LabelBench({ refreshMs: 2 * MINUTE });
    const cells = (await bench.poll()).columns.get(NAME);
    for (let polls = 0; polls < 4; polls++) expect((await bench.poll()).columns.get(NAME)).toBe(cells);
  });

  test("until their time is over", async () => {
    const bench = new LabelBench();
    const reads: number[] = [];
    for (let minute = 0; minute < 21; minute++) {
      await bench.poll();
      if (bench.read[0]!.length > 1) reads.push(minute);
    }
    expect(reads).toEqual([0, 10, 20]);
  });

  test.each([
    [0, 8],
    [1, 12],
  ])(
    "for a time spread over devices: with %d it is %d minutes in place of 10",
    async (spreadRatio, minutes) => {
      const bench = new LabelBench({ spreadRatio });
      await bench.poll();
      for (let minute = 1; minute < minutes; minute++) {
        await bench.poll();
        expect(bench.read).toEqual([[IN]]);
      }
      await bench.poll();
      expect(bench.read).toEqual([ALL]);
    },
  );

  test("not where their use or their values are numbers", async () => {
    const bench = new LabelBench();
    for (let port = 1; port <= 10; port++) bench.device.set(`${ALIAS}.${port}`, int(port));
    for (let polls = 0; polls < 3; polls++) {
      await bench.poll();
      expect(bench.read[0]).toContain(ALIAS);
    }
  });

  test("and used as they were when they cannot be read again, which is told", async () => {
    const bench = new LabelBench({ refreshMs: MINUTE });
    await bench.poll();
    bench.device.failing.set(NAME, anError());
    bench.device.cutAfter = 0;
    const result = await bench.poll();
    expect(nameOf(result, "3")).toBe("Gi3");
    expect([...result.incomplete.keys()]).toEqual([NAME]);
  });

  test("and say nothing about a device that is down", async () => {
    const bench = new LabelBench();
    await bench.poll();
    for (const wanted of [IN, NAME, ALIAS]) bench.device.failing.set(wanted, anError());
    bench.device.cutAfter = 0;
    const read = bench.device.read.bind(bench.device);
    bench.device.read = async (wish) => ({
      ...(await read(wish)),
      values: new Map(),
      failures: new Map(wish.instances.map((instance) => [instance, anError()])),
    });
    const result = await bench.poll();
    expect(result.outcome).toBe("failed");
    expect(bench.read).toEqual([[IN]]);
  });
});

describe("labels are read again in the same poll", () => {
  const changed = async (bench: LabelBench, change: () => void): Promise<PollResult> => {
    bench.device.boots = 7;
    for (let polls = 0; polls < 3; polls++) await bench.poll();
    bench.device.set(`${NAME}.3`, text("Te3"));
    change();
    return bench.poll();
  };

  test.each<[string, (bench: LabelBench) => void]>([
    ["when the agent restarted", (bench) => bench.restart()],
    [
      "when engineBoots has grown, though sysUpTime goes on as that of the device",
      ({ device }) => {
        device.boots = 8;
      },
    ],
    ["when ifNumber is another", ({ device }) => device.set(IF_NUMBER, int(9))],
    [
      "when ifTableLastChange is another",
      ({ device }) => device.set(LAST_CHANGE, { type: "TimeTicks", value: 78 }),
    ],
    [
      "when a row came and ifNumber says so",
      (bench) => {
        bench.plug(11);
        bench.device.set(IF_NUMBER, int(11));
      },
    ],
    ["when a row came", (bench) => bench.plug(11)],
    ["when a row went", ({ device }) => device.remove(`${IN}.10`)],
  ])("%s", async (_, change) => {
    const bench = new LabelBench();
    const result = await changed(bench, () => change(bench));
    expect(bench.read).toEqual([[IN], [NAME, ALIAS]]);
    expect(nameOf(result, "3")).toBe("Te3");
    await bench.poll();
    expect(bench.read).toEqual([[IN]]);
  });

  test("when rows silently changed places: any cell that is looked at shows it", async () => {
    const bench = new LabelBench();
    const result = await changed(bench, () => {
      for (let port = 1; port <= 10; port++) bench.device.set(`${NAME}.${port}`, text(`Gi${port + 1}`));
      for (let port = 1; port <= 10; port++) bench.device.set(`${ALIAS}.${port}`, text(`to ${port + 1}`));
    });
    expect(nameOf(result, "3")).toBe("Gi4");
  });
});

test("497 days after its start sysUpTime begins with 0 again, which is no restart", async () => {
  const bench = new LabelBench();
  bench.startAgentAt(2 ** 32 - 9_000);
  for (let polls = 0; polls < 2; polls++) await bench.poll();
  expect((await bench.poll()).sysUpTimeTicks).toBeLessThan(9_000);
  expect(bench.read).toEqual([[IN]]);
});

test("a row that silently changed all its labels is seen when every row has been looked at once", async () => {
  for (let row = 1; row <= 10; row++) {
    const bench = new LabelBench({ refreshMs: DAY });
    await bench.poll();
    bench.device.set(`${NAME}.${row}`, text("moved"));
    bench.device.set(`${ALIAS}.${row}`, text("moved"));
    let polls = 0;
    while (nameOf(await bench.poll(), String(row)) !== "moved") polls += 1;
    expect(polls).toBeLessThanOrEqual(Math.ceil(10 / 3));
  }
});

test("a single label that silently changed is seen when every label has been looked at once", async () => {
  for (let row = 1; row <= 10; row++) {
    const bench = new LabelBench({ refreshMs: DAY });
    await bench.poll();
    bench.device.set(`${NAME}.${row}`, text("other"));
    let polls = 0;
    while (nameOf(await bench.poll(), String(row)) !== "other") polls += 1;
    expect(polls).toBeLessThanOrEqual(Math.ceil((10 * 2) / 3));
  }
});

describe("what tells of changes", () => {
  test("is asked for beside the scalars: ifNumber, ifTableLastChange and a few labels in turn", async () => {
    const bench = new LabelBench();
    await bench.poll();
    expect(bench.device.asked[0]!.oids).toEqual([IF_NUMBER, LAST_CHANGE]);
    const seen = new Set<Oid>();
    for (let polls = 0; polls < 8; polls++) {
      await bench.poll();
      const cells = bench.device.asked[0]!.oids.slice(2);
      expect(cells).toHaveLength(3);
      for (const cell of cells) seen.add(cell);
    }
    expect(seen.size).toBe(20);
  });

  test("is not asked for again where the agent does not have it, until it restarts", async () => {
    const bench = new LabelBench();
    bench.device.remove(LAST_CHANGE);
    const asks = async (): Promise<boolean> => {
      await bench.poll();
      return bench.device.asked[0]!.oids.includes(oid(LAST_CHANGE));
    };
    expect([await asks(), await asks()]).toEqual([true, false]);
    bench.restart();
    expect([await asks(), await asks(), await asks()]).toEqual([false, true, false]);
  });

  test("never costs a group its outcome", async () => {
    const bench = new LabelBench();
    await bench.poll();
    bench.device.failing.set(oid(IF_NUMBER), anError("snmp.error-status"));
    expect((await bench.poll()).outcome).toBe("done");
  });
});

describe("a label column that is read in parts", () => {
  const deferred = anError("snmp.deferred");

  /** Cuts the read of names behind four rows. */
  const cut = (bench: LabelBench): void => {
    bench.device.failing.set(NAME, deferred);
    bench.device.cutAfter = 4;
  };
  const goOn = (bench: LabelBench): void => {
    bench.device.failing.clear();
    bench.device.after.set(NAME, "4");
  };

  test("grows from poll to poll until it is whole, and is then kept", async () => {
    const bench = new LabelBench();
    cut(bench);
    const first = await bench.poll();
    expect(first.columns.get(NAME)!.size).toBe(4);
    expect(first.incomplete.get(NAME)).toBe(deferred);
    goOn(bench);
    const second = await bench.poll();
    expect(second.columns.get(NAME)!.size).toBe(10);
    expect(second.outcome).toBe("done");
    expect(second.after.size).toBe(0);
    await bench.poll();
    expect(bench.read).toEqual([[IN]]);
  });

  test("keeps its old rows behind the part that is new", async () => {
    const bench = new LabelBench({ refreshMs: MINUTE });
    await bench.poll();
    bench.device.set(`${NAME}.2`, text("Te2"));
    cut(bench);
    const result = await bench.poll();
    expect([nameOf(result, "2"), nameOf(result, "9")]).toEqual(["Te2", "Gi9"]);
  });

  test("of which the beginning is not known is given as it is", async () => {
    const bench = new LabelBench();
    goOn(bench);
    const result = await bench.poll();
    expect(result.columns.get(NAME)!.size).toBe(6);
    expect(result.after.get(NAME)).toBe("4");
  });
});

test("a row that comes into a table too long to be read whole has its labels at once", async () => {
  const bench = new LabelBench();
  await bench.poll();
  bench.device.failing.set(IN, anError("snmp.deferred"));
  await bench.poll();
  expect(bench.read).toEqual([[IN]]);
  bench.plug(11);
  const result = await bench.poll();
  expect(bench.read).toEqual([[IN], [NAME, ALIAS]]);
  expect(nameOf(result, "11")).toBe("Gi11");
});

test("strict vendor behaviour: every column is read in every poll, and nothing else is asked", async () => {
  const { clock, device } = new LabelBench();
  const poller = new DevicePoller({ clock, labels: undefined });
  for (let polls = 0; polls < 3; polls++) await poller.poll([interfaces], device);
  for (const { oids, columns } of device.asked) {
    expect(oids).toEqual([]);
    expect(columns.map(({ column }) => column)).toEqual(ALL);
  }
});

test("a table that has nothing but labels is watched by one of its columns", async () => {
  const bench = new LabelBench();
  const inventory = aTask([
    aSubgroup({
      metrics: [aMetric("there", "gauge", { kind: "const", value: 1 })],
      dimensions: [aDimension("name", columnRef(NAME)), aDimension("alias", columnRef(ALIAS))],
    }),
  ]);
  for (let polls = 0; polls < 2; polls++) await bench.poll(inventory);
  expect(bench.read[0]).toHaveLength(1);
  bench.plug(11);
  const result = await bench.poll(inventory);
  expect(result.columns.get(NAME)!.size).toBe(11);
  expect(result.columns.get(ALIAS)!.size).toBe(11);
});

test("labels that two groups share are read once for both, whichever falls due", async () => {
  const bench = new LabelBench();
  const other = aTask(
    [
      aSubgroup({
        metrics: [aMetric("descr.len", "gauge", columnRef(DESCR))],
        dimensions: [aDimension("name", columnRef(NAME))],
      }),
    ],
    { group: "other" },
  );
  await bench.poll();
  await bench.poll(other);
  expect(bench.read).toEqual([[DESCR]]);
});

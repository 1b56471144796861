import { describe, expect, test } from "vitest";
import type { PollTask } from "../../src/plan/index.ts";
import { DevicePoller, type PollResult } from "../../src/poll/index.ts";
import { oid } from "../../src/smi/index.ts";
import { SnmpError } from "../../src/snmp/index.ts";
import { aTask, counter32 as counter, text } from "../support/builders.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeDevice } from "../support/fake-device.ts";

const SYS_NAME = oid("1.3.6.1.2.1.1.5.0");
const UPTIME = oid("1.3.6.1.2.1.1.3.0");
const IF_DESCR = oid("1.3.6.1.2.1.2.2.1.2");
const IF_IN = oid("1.3.6.1.2.1.2.2.1.10");
const IF_ENTRY = oid("1.3.6.1.2.1.2.2.1");

const timeout = new SnmpError("snmp.timeout", "no answer.", { device: "sw1:161" });
const ticks = (value: number) => ({ type: "TimeTicks", value }) as const;

const SWITCH = {
  [SYS_NAME]: text("sw1"),
  [UPTIME]: ticks(4_200),
  [`${IF_DESCR}.1`]: text("Gi1"),
  [`${IF_DESCR}.2`]: text("Gi2"),
  [`${IF_IN}.1`]: counter(10),
  [`${IF_IN}.2`]: counter(20),
};

const taskOf = (scalars: readonly string[], columns: readonly string[], group = "group"): PollTask =>
  aTask([], { group, scalars: scalars.map(oid), columns: columns.map(oid) });

/** Every poll is one read of instances and columns. */
const readsOf = (device: FakeDevice) =>
  device.asked.map(({ oids, columns }) => [oids, columns.map(({ column }) => column)]);

class Bench {
  readonly clock = new FakeClock();
  readonly device = new FakeDevice(SWITCH, this.clock);
  readonly poller = new DevicePoller({ clock: this.clock, labels: undefined });

  async poll(scalars: readonly string[], columns: readonly string[]): Promise<PollResult> {
    const [result] = await this.poller.poll([taskOf(scalars, columns)], this.device);
    return result!;
  }
}

test("scalars and columns are asked together, in one read", async () => {
  const bench = new Bench();
  const result = await bench.poll([UPTIME, SYS_NAME], [IF_DESCR, IF_IN]);
  expect(readsOf(bench.device)).toEqual([
    [
      [UPTIME, SYS_NAME],
      [IF_DESCR, IF_IN],
    ],
  ]);
  expect(result.outcome).toBe("done");
  expect(result.scalars.get(SYS_NAME)).toEqual(text("sw1"));
  expect([...result.columns.get(IF_IN)!]).toEqual([
    ["1", counter(10)],
    ["2", counter(20)],
  ]);
});

test("sysUpTime that was asked for as one instance of many counts, when the requests do not carry it", async () => {
  const bench = new Bench();
  const read = bench.device.read.bind(bench.device);
  bench.device.read = async (wish) => ({ ...(await read(wish)), uptime: undefined });
  expect((await bench.poll([UPTIME, SYS_NAME], [IF_IN])).sysUpTimeTicks).toBe(4_200);
  expect((await bench.poll([SYS_NAME], [IF_IN])).sysUpTimeTicks).toBeUndefined();
});

test("the result tells sysUpTime and when it came, also to a group that did not ask for it", async () => {
  const bench = new Bench();
  const result = await bench.poll([SYS_NAME], []);
  expect(result.sysUpTimeTicks).toBe(4_200);
  expect(result.sysUpTimeAtMs).toBe(bench.clock.monotonicMs());
  expect([...result.scalars.keys()]).toEqual([SYS_NAME]);
});

test("the deadline and the signal go to the client with every read", async () => {
  const { device, poller } = new Bench();
  const wishes: unknown[] = [];
  const { signal } = new AbortController();
  const read = device.read.bind(device);
  device.read = (wish) => {
    wishes.push([wish.deadlineMs, wish.signal]);
    return read(wish);
  };
  await poller.poll([taskOf(["1.3.6.1.2.1.1.5"], [])], device, { deadlineMs: 5_000, signal });
  expect(wishes).toEqual([
    [5_000, signal],
    [5_000, signal],
  ]);
});

test("an abort rejects with its reason", async () => {
  const { device, poller } = new Bench();
  const signal = AbortSignal.abort(new Error("stopping"));
  await expect(poller.poll([taskOf([SYS_NAME], [])], device, { signal })).rejects.toThrow("stopping");
});

test("a task that asks nothing is done, and the device is not disturbed", async () => {
  const bench = new Bench();
  expect((await bench.poll([], [])).outcome).toBe("done");
  expect(bench.device.asked).toEqual([]);
});

describe("groups that are due together", () => {
  const first = taskOf([UPTIME], [IF_IN], "first");
  const second = taskOf([UPTIME, SYS_NAME], [IF_DESCR, IF_IN], "second");

  test("what they share is asked once", async () => {
    const { device, poller } = new Bench();
    await poller.poll([first, second], device);
    expect(readsOf(device)).toEqual([
      [
        [UPTIME, SYS_NAME],
        [IF_DESCR, IF_IN],
      ],
    ]);
  });

  test("each gets a result of its own, in their order, with its own scalars and columns", async () => {
    const { device, poller } = new Bench();
    const results = await poller.poll([second, first], device);
    expect(results.map(({ taskId }) => taskId)).toEqual([second.id, first.id]);
    expect([...results[1]!.scalars.keys()]).toEqual([UPTIME]);
    expect([...results[1]!.columns.keys()]).toEqual([IF_IN]);
  });

  test("cells are shared, not copied", async () => {
    const { device, poller } = new Bench();
    const [one, other] = await poller.poll([first, second], device);
    expect(one!.columns.get(IF_IN)).toBe(other!.columns.get(IF_IN));
  });

  test("what fails for one is no failure of the other", async () => {
    const { device, poller } = new Bench();
    device.failing.set(IF_DESCR, timeout);
    const results = await poller.poll([first, second], device);
    expect(results.map(({ outcome }) => outcome)).toEqual(["done", "partial"]);
    expect(results[0]!.error).toBeUndefined();
  });
});

describe("a scalar written without .0", () => {
  const name = "1.3.6.1.2.1.1.5";

  test("is asked once more with it, and from then on that way", async () => {
    const bench = new Bench();
    expect((await bench.poll([name], [])).scalars.get(oid(name))).toEqual(text("sw1"));
    await bench.poll([name], []);
    expect(readsOf(bench.device).map(([oids]) => oids)).toEqual([[name], [SYS_NAME], [SYS_NAME]]);
  });

  test("that is wanted with it, too, is asked once and answers both, in the first poll and later", async () => {
    const bench = new Bench();
    for (const wanted of [[name, SYS_NAME], [SYS_NAME]]) {
      bench.device.asked.length = 0;
      const { scalars } = await bench.poll([name, SYS_NAME], []);
      expect([...scalars]).toEqual([
        [name, text("sw1")],
        [SYS_NAME, text("sw1")],
      ]);
      expect(readsOf(bench.device)).toEqual([[wanted, []]]);
    }
  });

  test("that answers neither way is tried with .0 again after an hour", async () => {
    const bench = new Bench();
    const readsNow = async (): Promise<number> => {
      bench.device.asked.length = 0;
      await bench.poll(["1.3.6.1.4.1.9.1"], []);
      return bench.device.asked.length;
    };
    expect(await readsNow()).toBe(2);
    expect(await readsNow()).toBe(1);
    await bench.clock.advance(60 * 60_000);
    expect(await readsNow()).toBe(2);
  });

  test("that cannot be read with it either fails, and is tried again in the next poll", async () => {
    const bench = new Bench();
    bench.device.failing.set(SYS_NAME, timeout);
    const result = await bench.poll([UPTIME, name], []);
    expect(result.failures.get(oid(name))).toBe(timeout);
    bench.device.failing.clear();
    expect((await bench.poll([UPTIME, name], [])).scalars.has(oid(name))).toBe(true);
  });
});

test("a table instance read as a scalar is asked exactly as written", async () => {
  const bench = new Bench();
  const result = await bench.poll([`${IF_IN}.2`], []);
  expect(result.scalars.get(oid(`${IF_IN}.2`))).toEqual(counter(20));
  expect(bench.device.asked).toHaveLength(1);
});

test("an object the device does not have is absent, which is no error", async () => {
  const bench = new Bench();
  const result = await bench.poll([SYS_NAME, "1.3.6.1.4.1.9.1"], ["1.3.6.1.4.1.9.2"]);
  expect(result.outcome).toBe("done");
  expect([...result.absent]).toEqual(["1.3.6.1.4.1.9.1", "1.3.6.1.4.1.9.2"]);
});

test("columns of which one lies under another are read in separate rounds", async () => {
  const bench = new Bench();
  const result = await bench.poll([SYS_NAME], [IF_ENTRY, IF_DESCR]);
  expect(readsOf(bench.device)).toEqual([
    [[SYS_NAME], [IF_ENTRY]],
    [[], [IF_DESCR]],
  ]);
  expect(result.columns.get(IF_DESCR)!.size).toBe(2);
  expect(result.columns.get(IF_ENTRY)!.size).toBe(4);
});

describe("what is missing", () => {
  test("a table cut short keeps its cells and says that it is incomplete", async () => {
    const bench = new Bench();
    bench.device.failing.set(IF_IN, timeout);
    bench.device.cutAfter = 1;
    const result = await bench.poll([SYS_NAME], [IF_DESCR, IF_IN]);
    expect(result.outcome).toBe("partial");
    expect(result.columns.get(IF_IN)!.size).toBe(1);
    expect([...result.incomplete]).toEqual([[IF_IN, timeout]]);
    expect(result.error).toBe(timeout);
  });

  test("one scalar that fails costs the others nothing", async () => {
    const bench = new Bench();
    bench.device.failing.set(SYS_NAME, new SnmpError("snmp.error-status", "genErr.", { device: "sw1:161" }));
    const result = await bench.poll([SYS_NAME, UPTIME], [IF_IN]);
    expect(result.outcome).toBe("partial");
    expect([...result.scalars.keys()]).toEqual([UPTIME]);
    expect(result.columns.get(IF_IN)!.size).toBe(2);
  });

  test("a device that lets everything time out is down: it is not asked on, and all is missing", async () => {
    const bench = new Bench();
    for (const scalar of [UPTIME, SYS_NAME]) bench.device.failing.set(scalar, timeout);
    const result = await bench.poll([UPTIME, SYS_NAME], [IF_ENTRY, IF_DESCR]);
    expect(result.outcome).toBe("failed");
    expect(result.error).toBe(timeout);
    expect(bench.device.asked).toHaveLength(1);
    expect([...result.incomplete.keys()]).toEqual([IF_ENTRY, IF_DESCR]);
    expect(result.absent.size).toBe(0);
  });

  test("the gravest cause is named before a column that only came in parts", async () => {
    const bench = new Bench();
    bench.device.failing.set(IF_DESCR, new SnmpError("snmp.deferred", "later.", { device: "sw1:161" }));
    bench.device.failing.set(IF_IN, timeout);
    expect((await bench.poll([], [IF_DESCR, IF_IN])).error).toBe(timeout);
  });

  test("a column that was deferred tells how many rows it had before", async () => {
    const bench = new Bench();
    bench.device.failing.set(IF_IN, new SnmpError("snmp.deferred", "later.", { device: "sw1:161" }));
    bench.device.learnedRows[IF_IN] = [2_000, 5];
    bench.device.cutAfter = 1;
    expect([...(await bench.poll([], [IF_IN])).rowsExpected]).toEqual([[IF_IN, 2_000]]);
  });

  test("a column that went on where the last read stopped says from where, and is not absent", async () => {
    const bench = new Bench();
    bench.device.after.set(IF_IN, "2");
    const result = await bench.poll([], [IF_IN]);
    expect([...result.after]).toEqual([[IF_IN, "2"]]);
    expect(result.absent.size).toBe(0);
  });
});

describe("a restart in the middle", () => {
  /** Restarts before the second read of a poll: the first asks for a scalar without its .0. */
  const restarting = (bench: Bench, isNow: (read: number) => boolean): void => {
    bench.device.set(UPTIME, ticks(90_000));
    bench.device.beforeRead = (read) => {
      if (!isNow(read)) return;
      bench.device.set(UPTIME, ticks(100 - read));
      bench.device.set(`${IF_IN}.1`, counter(0));
    };
  };

  test("between two reads makes the poll begin anew, so that all values are of one life", async () => {
    const bench = new Bench();
    restarting(bench, (read) => read === 1);
    const result = await bench.poll(["1.3.6.1.2.1.1.5"], [IF_IN]);
    expect(bench.device.asked).toHaveLength(3);
    expect(result.columns.get(IF_IN)!.get("1")).toEqual(counter(0));
    expect(result.sysUpTimeTicks).toBe(99);
    expect(result.rebooted).toBe(false);
  });

  test("that the client could not get round is told in the result", async () => {
    const bench = new Bench();
    bench.device.rebooted = true;
    expect((await bench.poll([SYS_NAME], [IF_IN])).rebooted).toBe(true);
    expect(bench.device.asked).toHaveLength(1);
  });
});

import { beforeEach, describe, expect, test } from "vitest";
import { oid } from "../../../src/smi/index.ts";
import { DEFAULT_ENGINE } from "../../../src/snmp/index.ts";
import { columnInfo, scalarInfo } from "../../../src/snmp/reading/column-info.ts";
import { ColumnMemory } from "../../../src/snmp/reading/column-memory.ts";
import { Pace } from "../../../src/snmp/reading/pace.ts";
import { Quirks, RELEARN_AFTER_MS } from "../../../src/snmp/reading/quirks.ts";
import { ReplySize } from "../../../src/snmp/reading/reply-size.ts";
import { ServiceTime } from "../../../src/snmp/reading/service-time.ts";
import { FakeClock } from "../../support/fake-clock.ts";

let clock: FakeClock;
beforeEach(() => {
  clock = new FakeClock();
});

describe("the size of replies", () => {
  test("begins at what no path fragments", () => {
    expect(new ReplySize(clock, undefined).budgetBytes).toBe(1_400);
  });

  test("doubles after two clean reads that it confined, and not without need", () => {
    const size = new ReplySize(clock, undefined);
    size.readEnded(true, true);
    expect(size.budgetBytes).toBe(1_400);
    size.readEnded(true, true);
    expect(size.budgetBytes).toBe(2_800);
    for (let reads = 0; reads < 5; reads++) size.readEnded(false, true);
    expect(size.budgetBytes).toBe(2_800);
  });

  test("stays below what has failed, and finds its way to the edge of it", () => {
    const size = new ReplySize(clock, undefined);
    size.arrived(1_390);
    size.failed(2_800, "told");
    for (let reads = 0; reads < 40; reads++) {
      size.readEnded(true, true);
      size.arrived(size.budgetBytes);
    }
    expect(size.budgetBytes).toBeLessThan(2_800);
    expect(size.budgetBytes).toBeGreaterThan(2_800 * 0.9);
  });

  test("a silence at a size that has come before changes nothing", () => {
    const size = new ReplySize(clock, undefined);
    size.arrived(1_390);
    size.failed(1_300, "silent");
    expect(size.budgetBytes).toBe(1_400);
  });

  test("a search that ends with a culprit leaves no trace", () => {
    const size = new ReplySize(clock, undefined);
    const { belief } = size;
    size.shrink(1_400);
    size.failed(1_400, "told");
    size.restore(belief);
    expect([size.budgetBytes, size.learned().failedBytes]).toEqual([1_400, undefined]);
  });

  test("an agent that cuts tells how much it takes", () => {
    const size = new ReplySize(clock, { provenBytes: 2_000, failedBytes: undefined, truncates: false });
    for (let replies = 0; replies < 8; replies++) size.cut(1_460);
    expect(size.truncates).toBe(true);
    expect(size.budgetBytes).toBeGreaterThanOrEqual(1_460);
    expect(size.budgetBytes).toBeLessThan(1_520);
  });
});

describe("the pace", () => {
  const paceOf = () => new Pace(clock, DEFAULT_ENGINE, { serviceMsPerVarbind: undefined });

  test("the window rises by one a read where the way is far, to 4, and falls to 1 at a loss", () => {
    const pace = paceOf();
    for (let reads = 0; reads < 6; reads++) {
      pace.readStarted();
      for (let i = 0; i < 8; i++) pace.answered(100, 50, 1);
      pace.readEnded(8, true);
    }
    expect(pace.window).toBe(4);
    pace.lost();
    expect(pace.window).toBe(1);
  });

  test("the window stays 1 on a short way", () => {
    const pace = paceOf();
    pace.readStarted();
    for (let i = 0; i < 8; i++) pace.answered(5, 50, 1);
    pace.readEnded(8, true);
    expect(pace.window).toBe(1);
  });

  test("an agent that works for us rests three times as long", () => {
    const pace = paceOf();
    pace.readStarted();
    pace.answered(2, 1, 1);
    pace.answered(302, 100, 1);
    expect(pace.notBeforeMs - clock.monotonicMs()).toBeGreaterThan(300 * 3.5);
  });
});

describe("the agent's own time", () => {
  test("is what grows with the varbinds; the way is the rest", () => {
    const service = new ServiceTime(undefined);
    for (let i = 0; i < 40; i++) {
      const varbinds = 10 + (i % 5) * 10;
      service.of(80 + varbinds * 0.5, varbinds);
    }
    expect(service.perVarbindMs).toBeCloseTo(0.5, 1);
    expect(service.of(105, 50)).toBeCloseTo(25, 0);
  });

  test("an agent that was slow once is not taken for slow for ever, even if all it is asked for is one varbind", () => {
    const service = new ServiceTime(undefined);
    service.assume(2_000);
    for (let i = 0; i < 100; i++) service.of(4, 2);
    expect(service.perVarbindMs).toBeLessThan(4);
  });

  test("is not a way that has become longer, for more than some hundred requests", () => {
    const service = new ServiceTime(undefined);
    for (let i = 0; i < 1_000; i++) service.of(2, 50);
    for (let i = 0; i < 128; i++) service.of(100, 50);
    expect(service.of(100, 50)).toBeCloseTo(0, 0);
    expect(service.minRttMs).toBe(100);
  });

  test("where all requests are alike, it is what a round trip has beyond the shortest", () => {
    const service = new ServiceTime(undefined);
    service.of(100, 50);
    expect(service.of(130, 50)).toBeCloseTo(30, 0);
  });
});

describe("quirks", () => {
  const alias = oid("1.3.6.1.2.1.31.1.1.1.18");
  const status = oid("1.3.6.1.2.1.2.2.1.8");

  test("GETBULK that never worked is left alone everywhere, for an hour", () => {
    const quirks = new Quirks(clock, true, undefined);
    quirks.bulkFailed([alias]);
    expect(quirks.usesBulk(columnInfo(status))).toBe(false);
    clock.stepWall(RELEARN_AFTER_MS + 1);
    expect(quirks.usesBulk(columnInfo(status))).toBe(true);
  });

  test("GETBULK that worked elsewhere is left alone for the column", () => {
    const quirks = new Quirks(clock, true, undefined);
    quirks.bulkDidWork();
    quirks.bulkFailed([alias]);
    expect([quirks.usesBulk(columnInfo(alias)), quirks.usesBulk(columnInfo(status))]).toEqual([false, true]);
  });

  test("v1 has no GETBULK", () => {
    expect(new Quirks(clock, false, undefined).usesBulk(columnInfo(status))).toBe(false);
  });

  test("a quarantined OID is found by its column, and tried again after an hour", () => {
    const quirks = new Quirks(clock, true, undefined);
    const row = oid(`${alias}.8`);
    quirks.quarantine(row);
    expect([quirks.poisonIn(alias), quirks.poisonIn(status), quirks.isPoison(row)]).toEqual([
      row,
      undefined,
      true,
    ]);
    clock.stepWall(RELEARN_AFTER_MS + 1);
    expect(quirks.poisonIn(alias)).toBeUndefined();
  });

  test("a sysUpTime that was not there is asked for again after an hour: the agent may just have been coming up", () => {
    const quirks = new Quirks(clock, true, undefined);
    quirks.noUptime = true;
    expect([quirks.noUptime, quirks.learned().noUptime]).toEqual([true, true]);
    clock.stepWall(RELEARN_AFTER_MS + 1);
    expect([quirks.noUptime, quirks.learned().noUptime]).toEqual([false, false]);
  });

  test("a wall clock that goes back by years does not make a quarantine one of years", () => {
    const quirks = new Quirks(clock, true, undefined);
    quirks.quarantine(alias);
    quirks.bulkDidWork();
    quirks.bulkFailed([alias]);
    clock.stepWall(-1_000 * RELEARN_AFTER_MS);
    expect([quirks.isPoison(alias), quirks.usesBulk(columnInfo(alias))]).toEqual([false, true]);
  });

  test("a file that says never, or names thousands of OIDs, is not believed", () => {
    const many = Array.from({ length: 5_000 }, (_, i) => oid(`1.3.6.1.4.1.${i}`));
    const quirks = new Quirks(clock, true, {
      noBulk: { columns: [...many, alias], untilMs: 1e308 },
      poison: many.map((one) => ({ oid: one, untilMs: 1e308 })),
      noUptime: false,
      columns: { [alias]: [1, 1] },
    });
    expect(quirks.usesBulk(columnInfo(alias))).toBe(true);
    expect([quirks.isPoison(many.at(-1)!), quirks.learned().poison.length < 101]).toEqual([false, true]);
  });
});

describe("the memory of columns", () => {
  const info = columnInfo(oid("1.3.6.1.2.1.2.2.1.10"));

  test("keeps rows, and means that follow slowly", () => {
    const memory = new ColumnMemory();
    memory.remember(info, 20, 24);
    memory.remember(info, undefined, 32);
    expect([memory.rowsOf(info), memory.bytesOf(info)]).toEqual([20, 26]);
  });

  test("an empty column is known to be empty; one that was never read is not", () => {
    const memory = new ColumnMemory();
    expect(memory.rowsOf(info)).toBeUndefined();
    memory.remember(info, 0, undefined);
    expect(memory.rowsOf(info)).toBe(0);
  });

  test("comes back from plain data, and leaves out what makes no sense", () => {
    const memory = new ColumnMemory();
    memory.remember(info, 20, 24);
    const again = new ColumnMemory();
    again.restore({ ...memory.learned(), [oid("1.3.6")]: [-7, Number.NaN] });
    expect(again.learned()).toMatchObject(memory.learned());
  });
});

describe("the catalogue of objects", () => {
  test("describes a scalar once for all devices", () => {
    const sysName = oid("1.3.6.1.2.1.1.5.0");
    expect(scalarInfo(sysName)?.oid).toBe("1.3.6.1.2.1.1.5");
    expect(scalarInfo(sysName)).toBe(scalarInfo(sysName));
  });

  test("a row whose index ends in 0 is no scalar: rows of all devices would fill it", () => {
    const ipRouteDest = oid("1.3.6.1.2.1.4.21.1.1");
    columnInfo(ipRouteDest);
    expect(scalarInfo(oid(`${ipRouteDest}.10.0.0.0`))).toBeUndefined();
  });
});

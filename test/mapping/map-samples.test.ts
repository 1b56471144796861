import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Filter } from "../../src/manifest/index.ts";
import { emptyBaselines, mapSamples } from "../../src/mapping/index.ts";
import type { PollTask } from "../../src/plan/index.ts";
import { oid } from "../../src/smi/index.ts";
import {
  A_DEVICE,
  type Answer,
  aDimension,
  aMetric,
  aResult,
  aSubgroup,
  aTask,
  columnRef,
  constSource,
  counter32,
  counter64,
  enumeration,
  gauge32,
  int,
  keptTexts,
  lineOf,
  octets,
  scalarRef,
  text,
} from "../support/builders.ts";

const DESCR = "1.3.6.1.2.1.2.2.1.2";
const SPEED = "1.3.6.1.2.1.2.2.1.5";
const OPER = "1.3.6.1.2.1.2.2.1.8";
const HIGH_SPEED = "1.3.6.1.2.1.31.1.1.1.15";
const NAME = "1.3.6.1.2.1.31.1.1.1.1";
const SYS_NAME = "1.3.6.1.2.1.1.5.0";

const eq = (value: string): Filter => ({ op: "eq", text: value });
const gauge = (key: string, column: string) => aMetric(key, "gauge", columnRef(column));
const descr = aDimension("descr", columnRef(DESCR));

const map = (task: PollTask, answer: Answer) =>
  mapSamples(task, A_DEVICE, aResult(task, answer), emptyBaselines());
const dimensionsOf = (task: PollTask, answer: Answer) => map(task, answer).samples[0]?.dimensions;
const shared = (column: string) => aMetric("in", "gauge", columnRef(column), true);
const cells = (rows: Record<string, number>) =>
  Object.fromEntries(Object.entries(rows).map(([at, value]) => [at, int(value)]));
const lines = (task: PollTask, answer: Answer): string[] => map(task, answer).samples.map(lineOf);

describe("rows", () => {
  const task = aTask([
    aSubgroup({
      dimensions: [descr, aDimension("name", columnRef(NAME))],
      metrics: [gauge("speed", SPEED), gauge("highspeed", HIGH_SPEED)],
    }),
  ]);

  test("columns of different tables join on equal full index, with a line per row and metric", () => {
    expect(
      lines(task, {
        columns: {
          [SPEED]: { 1: gauge32(10), 2: gauge32(20) },
          [HIGH_SPEED]: { 1: gauge32(1), 2: gauge32(2) },
          [DESCR]: { 1: text("a"), 2: text("b") },
          [NAME]: { 1: text("A"), 2: text("B") },
        },
      }),
    ).toEqual([
      "speed gauge 10 descr=a,name=A",
      "highspeed gauge 1 descr=a,name=A",
      "speed gauge 20 descr=b,name=B",
      "highspeed gauge 2 descr=b,name=B",
    ]);
  });

  test("a row of any metric column is a row; a metric it lacks has no line, a dimension is omitted", () => {
    expect(
      lines(task, {
        columns: {
          [SPEED]: { 1: gauge32(10) },
          [HIGH_SPEED]: { 2: gauge32(2) },
          [DESCR]: { 2: text("b"), 3: text("no metric, no row") },
          [NAME]: { 1: text("A") },
        },
      }),
    ).toEqual(["speed gauge 10 name=A", "highspeed gauge 2 descr=b"]);
  });

  test("an index joins whole: 1 is not 1.1", () => {
    expect(lines(task, { columns: { [SPEED]: { 1: gauge32(10) }, [DESCR]: { "1.1": text("x") } } })).toEqual([
      "speed gauge 10",
    ]);
  });

  test("a scalar dimension is broadcast to every row", () => {
    const inherited = aTask([
      aSubgroup({
        dimensions: [aDimension("sys.name", scalarRef(SYS_NAME))],
        metrics: [gauge("speed", SPEED)],
      }),
    ]);
    expect(
      lines(inherited, {
        scalars: { [SYS_NAME]: text("core") },
        columns: { [SPEED]: { 1: gauge32(1), 2: gauge32(2) } },
      }),
    ).toEqual(["speed gauge 1 sys.name=core", "speed gauge 2 sys.name=core"]);
  });

  test("rows with identical tuples are all emitted: the store sums them up", () => {
    const load = aTask([aSubgroup({ metrics: [gauge("load", SPEED)] })]);
    expect(lines(load, { columns: { [SPEED]: { 1: gauge32(1), 2: gauge32(2) } } })).toEqual([
      "load gauge 1",
      "load gauge 2",
    ]);
  });

  test("a scalar subgroup is one row", () => {
    const scalars = aTask([
      aSubgroup({
        table: false,
        dimensions: [aDimension("sys.name", scalarRef(SYS_NAME))],
        metrics: [aMetric("uptime", "gauge", scalarRef("1.3.6.1.2.1.1.3.0"))],
      }),
    ]);
    const answer = { scalars: { [SYS_NAME]: text("core"), "1.3.6.1.2.1.1.3.0": gauge32(7) } };
    expect(lines(scalars, answer)).toEqual(["uptime gauge 7 sys.name=core"]);
  });

  test("lines of a row share one array of dimensions", () => {
    const { samples } = map(task, {
      columns: { [SPEED]: { 1: gauge32(10) }, [HIGH_SPEED]: { 1: gauge32(1) } },
    });
    expect(samples[0]?.dimensions).toBe(samples[1]?.dimensions);
  });

  test("all lines carry the time of the first request", () => {
    const { samples } = map(task, { columns: { [SPEED]: { 1: gauge32(1) } }, atMs: 1_760_000_000_000 });
    expect(samples[0]?.timestampMs).toBe(1_760_000_000_000);
  });

  test("the join equals a naive one, whatever cells are missing", () => {
    const index = fc
      .array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 2 })
      .map((subIds) => subIds.join("."));
    const column = fc.dictionary(index, fc.integer({ min: 1, max: 99 }), { noNullPrototype: true });
    fc.assert(
      fc.property(fc.record({ a: column, b: column, x: column, y: column }), ({ a, b, x, y }) => {
        const actual = lines(task, {
          columns: { [SPEED]: cells(a), [HIGH_SPEED]: cells(b), [DESCR]: cells(x), [NAME]: cells(y) },
        });
        const expected = [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((row) => {
          const tuple = [
            ...(x[row] === undefined ? [] : [`descr=${x[row]}`]),
            ...(y[row] === undefined ? [] : [`name=${y[row]}`]),
          ].join(",");
          return [
            ...(a[row] === undefined ? [] : [`speed gauge ${a[row]} ${tuple}`.trimEnd()]),
            ...(b[row] === undefined ? [] : [`highspeed gauge ${b[row]} ${tuple}`.trimEnd()]),
          ];
        });
        expect(actual.toSorted()).toEqual(expected.toSorted());
      }),
    );
  });
});

describe("const: metrics", () => {
  const constOne = aMetric("state", "gauge", { kind: "const", value: 1 });

  test("have the rows of the dimension columns", () => {
    const task = aTask([
      aSubgroup({ dimensions: [descr, aDimension("name", columnRef(NAME))], metrics: [constOne] }),
    ]);
    expect(
      lines(task, { columns: { [DESCR]: { 1: text("a") }, [NAME]: { 1: text("A"), 2: text("B") } } }),
    ).toEqual(["state gauge 1 descr=a,name=A", "state gauge 1 name=B"]);
  });

  test("have no line in a row that only metric columns know", () => {
    const task = aTask([aSubgroup({ dimensions: [descr], metrics: [constOne, gauge("speed", SPEED)] })]);
    expect(lines(task, { columns: { [DESCR]: { 1: text("a") }, [SPEED]: { 2: gauge32(5) } } })).toEqual([
      "speed gauge 5",
      "state gauge 1 descr=a",
    ]);
  });

  test("are one line in a scalar subgroup", () => {
    const task = aTask([
      aSubgroup({
        table: false,
        dimensions: [aDimension("sys.name", scalarRef(SYS_NAME))],
        metrics: [constOne],
      }),
    ]);
    expect(lines(task, { scalars: { [SYS_NAME]: text("core") } })).toEqual(["state gauge 1 sys.name=core"]);
  });
});

describe("dimensions", () => {
  const oneRow = { columns: { [SPEED]: { 1: gauge32(1) } } };
  const withDimensions = (...dimensions: ReturnType<typeof aDimension>[]) =>
    aTask([aSubgroup({ dimensions, metrics: [gauge("speed", SPEED)] })]);

  test("device, device.address and device.name are on every line, sorted in by key", () => {
    const task = withDimensions(
      aDimension("a", constSource("1")),
      aDimension("device.b", constSource("2")),
      aDimension("z", constSource("3")),
    );
    expect(dimensionsOf(task, oneRow)).toEqual([
      ["a", "1"],
      ["device", "192.0.2.10:161"],
      ["device.address", "192.0.2.10"],
      ["device.b", "2"],
      ["device.name", "sw1"],
      ["z", "3"],
    ]);
  });

  test("the port of an IPv6 device stands behind brackets", () => {
    const task = withDimensions();
    const device = { address: "2001:db8::1", port: 161, name: "sw6" };
    const { samples } = mapSamples(task, device, aResult(task, oneRow), emptyBaselines());
    expect(samples[0]?.dimensions[0]).toEqual(["device", "[2001:db8::1]:161"]);
  });

  test("an explicit dimension replaces the automatic one of the same key", () => {
    const task = withDimensions(aDimension("device.name", constSource("mine")));
    expect(dimensionsOf(task, oneRow)).toEqual([
      ["device", "192.0.2.10:161"],
      ["device.address", "192.0.2.10"],
      ["device.name", "mine"],
    ]);
  });

  test("this:device.port is the port polled", () => {
    const task = withDimensions(aDimension("device.port", { kind: "device", field: "port" }));
    expect(dimensionsOf(task, oneRow)).toContainEqual(["device.port", "161"]);
  });

  test("an enumeration shows name(number), an unnamed number itself", () => {
    const task = withDimensions(aDimension("oper", columnRef(OPER, enumeration({ 1: "up" }))));
    expect(
      lines(task, {
        columns: { [SPEED]: { 1: gauge32(1), 2: gauge32(1) }, [OPER]: { 1: int(1), 2: int(5) } },
      }),
    ).toEqual(["speed gauge 1 oper=up(1)", "speed gauge 1 oper=5"]);
  });

  test("values are normalised, and one that is blank is omitted", () => {
    const task = withDimensions(descr, aDimension("empty", constSource("  ")));
    expect(lines(task, { columns: { ...oneRow.columns, [DESCR]: { 1: text(" uplink\r\n") } } })).toEqual([
      "speed gauge 1 descr=uplink",
    ]);
  });

  const many = (count: number) =>
    withDimensions(...Array.from({ length: count }, (_, i) => aDimension(`k${i}`, constSource(String(i)))));

  test("50 dimensions are sent, a line with 51 is dropped and counted", () => {
    expect(map(many(47), oneRow).samples).toHaveLength(1);
    const over = map(many(48), oneRow);
    expect(over.samples).toEqual([]);
    expect(over.notes.tooManyDimensions).toBe(1);
  });
});

describe("translations", () => {
  const TYPE = "1.3.6.1.4.1.3375.2.2.1.1";
  const ADDRESS = "1.3.6.1.4.1.3375.2.2.1.2";
  const speed = { [SPEED]: { 1: gauge32(1) } };
  const inet = aTask([
    aSubgroup({
      dimensions: [
        aDimension("ip", { kind: "inetAddress", type: columnRef(TYPE), address: columnRef(ADDRESS) }),
      ],
      metrics: [gauge("speed", SPEED)],
    }),
  ]);

  test("$inetAddress reads type and address of the same row", () => {
    const columns = { ...speed, [TYPE]: { 1: int(1) }, [ADDRESS]: { 1: octets([192, 0, 2, 7]) } };
    expect(lines(inet, { columns })).toEqual(["speed gauge 1 ip=192.0.2.7"]);
  });

  test("$inetAddress that does not fit shows the octets and reports type and dimension", () => {
    const columns = { ...speed, [TYPE]: { 1: int(2) }, [ADDRESS]: { 1: octets([192, 0, 2, 7]) } };
    expect(lines(inet, { columns })).toEqual(["speed gauge 1 ip=C0 00 02 07"]);
    expect([...map(inet, { columns }).notes.translationFailures]).toEqual([
      ["ip", { count: 1, type: "InetAddressType 2", example: "C0 00 02 07" }],
    ]);
  });

  const lldp = (fallback: string | undefined) =>
    aTask([
      aSubgroup({
        dimensions: [
          aDimension("peer", {
            kind: "networkFormat",
            formatter: columnRef(TYPE, enumeration({ 3: "macAddress", 5: "networkAddress" })),
            data: columnRef(ADDRESS),
            default: fallback,
          }),
        ],
        metrics: [gauge("speed", SPEED)],
      }),
    ]);

  test("$networkFormat reads what the formatter column of the row names", () => {
    const columns = {
      [SPEED]: { 1: gauge32(1), 2: gauge32(1) },
      [TYPE]: { 1: int(3), 2: int(5) },
      [ADDRESS]: { 1: octets([0, 1, 2, 3, 4, 5]), 2: octets([1, 192, 0, 2, 7]) },
    };
    expect(lines(lldp(undefined), { columns })).toEqual([
      "speed gauge 1 peer=00:01:02:03:04:05",
      "speed gauge 1 peer=192.0.2.7",
    ]);
  });

  test.each([
    ["its default", "none", "speed gauge 1 peer=none"],
    ["the raw value without one", undefined, "speed gauge 1 peer=FF 01"],
  ])("$networkFormat that fails shows %s", (_what, fallback, line) => {
    const columns = { ...speed, [TYPE]: { 1: int(3) }, [ADDRESS]: { 1: octets([255, 1]) } };
    expect(lines(lldp(fallback), { columns })).toEqual([line]);
    expect(map(lldp(fallback), { columns }).notes.translationFailures.get("peer")).toEqual({
      count: 1,
      type: "macAddress",
      example: "FF 01",
    });
  });

  test("an unknown type is reported as the device gave it", () => {
    const columns = { ...speed, [TYPE]: { 1: int(9) }, [ADDRESS]: { 1: text("x") } };
    expect(map(lldp(undefined), { columns }).notes.translationFailures.get("peer")?.type).toBe("9");
  });
});

describe("filters", () => {
  const filtered = (filter: Filter, ...more: ReturnType<typeof aDimension>[]) =>
    aTask([
      aSubgroup({
        dimensions: [aDimension("descr", columnRef(DESCR), filter), ...more],
        metrics: [gauge("speed", SPEED), gauge("highspeed", HIGH_SPEED)],
      }),
    ]);
  const columns = {
    [SPEED]: { 1: gauge32(1), 2: gauge32(2) },
    [HIGH_SPEED]: { 1: gauge32(1), 2: gauge32(2) },
    [DESCR]: { 1: text("Gi1") },
  };

  test("a row that a filter holds back has no line for any metric, and is counted", () => {
    const mapped = map(filtered(eq("Gi1")), { columns });
    expect(mapped.samples.map(lineOf)).toEqual(["speed gauge 1 descr=Gi1", "highspeed gauge 1 descr=Gi1"]);
    expect(mapped.notes.filteredOutRows).toBe(1);
  });

  test.each(["", "n/a"])("a missing value equals %j", (value) => {
    expect(lines(filtered(eq(value)), { columns })).toEqual(["speed gauge 2", "highspeed gauge 2"]);
  });

  test("all filters of a line must match, those of scalar dimensions too", () => {
    const scalar = aDimension("sys.name", scalarRef(SYS_NAME), eq("edge"));
    const task = filtered(eq("Gi1"), scalar);
    expect(lines(task, { columns, scalars: { [SYS_NAME]: text("core") } })).toEqual([]);
    expect(lines(task, { columns, scalars: { [SYS_NAME]: text("edge") } })).toHaveLength(2);
  });

  test("a filter sees the rendered text", () => {
    const task = aTask([
      aSubgroup({
        dimensions: [aDimension("oper", columnRef(OPER, enumeration({ 1: "up", 2: "down" })), eq("up(1)"))],
        metrics: [gauge("speed", SPEED)],
      }),
    ]);
    const answer = { columns: { ...columns, [OPER]: { 1: int(1), 2: int(2) } } };
    expect(lines(task, answer)).toEqual(["speed gauge 1 oper=up(1)"]);
  });

  test("a counter goes on while its row is held back", () => {
    const task = aTask([
      aSubgroup({
        dimensions: [aDimension("oper", columnRef(OPER), eq("1"))],
        metrics: [aMetric("in", "count", columnRef(SPEED))],
      }),
    ]);
    let baselines = emptyBaselines();
    const emitted = [
      [10, 1],
      [20, 2],
      [33, 1],
    ].map(([value, status], i) => {
      const columnsNow = { [SPEED]: { 1: counter32(value!) }, [OPER]: { 1: int(status!) } };
      const result = aResult(task, { columns: columnsNow, atMs: i * 60_000 });
      const mapped = mapSamples(task, A_DEVICE, result, baselines);
      ({ baselines } = mapped);
      return mapped.samples.map(lineOf);
    });
    expect(emitted).toEqual([[], [], ["in count 13 oper=1"]]);
  });
});

describe("what was cut short", () => {
  const task = aTask([
    aSubgroup({
      dimensions: [descr],
      metrics: [gauge("speed", SPEED), gauge("highspeed", HIGH_SPEED)],
    }),
  ]);
  const speeds = { 1: gauge32(1), 2: gauge32(2), 3: gauge32(3) };

  test("a row whose dimension lies behind the cut has no line, rather than one with fewer dimensions", () => {
    const mapped = map(task, {
      columns: { [SPEED]: speeds, [DESCR]: { 1: text("a"), 2: text("b") } },
      cut: [DESCR],
    });
    expect(mapped.samples.map(lineOf)).toEqual(["speed gauge 1 descr=a", "speed gauge 2 descr=b"]);
    expect(mapped.notes.rowsWithUnknownCells).toBe(1);
  });

  test("a hole before the cut is a hole", () => {
    const mapped = map(task, {
      columns: { [SPEED]: speeds, [DESCR]: { 1: text("a"), 3: text("c") } },
      cut: [DESCR],
    });
    expect(mapped.samples.map(lineOf)).toEqual([
      "speed gauge 1 descr=a",
      "speed gauge 2",
      "speed gauge 3 descr=c",
    ]);
  });

  const CUT_METRIC = {
    columns: { [SPEED]: speeds, [HIGH_SPEED]: { 1: gauge32(9) }, [DESCR]: { 1: text("a"), 2: text("b") } },
    cut: [HIGH_SPEED],
  };

  test("when the device falls silent, only rows whose every column had been read give lines", () => {
    const mapped = map(task, CUT_METRIC);
    expect(mapped.samples.map(lineOf)).toEqual(["speed gauge 1 descr=a", "highspeed gauge 9 descr=a"]);
    expect(mapped.notes.rowsWithUnknownCells).toBe(2);
  });

  test("a column that fails by itself costs its own lines, the other metrics of its rows are whole", () => {
    const mapped = map(task, { ...CUT_METRIC, cutCause: "snmp.error-status" });
    expect(mapped.samples.map(lineOf)).toEqual([
      "speed gauge 1 descr=a",
      "highspeed gauge 9 descr=a",
      "speed gauge 2 descr=b",
      "speed gauge 3",
    ]);
  });

  test.each(["snmp.deferred", "snmp.quarantined"] as const)(
    "a column with %s costs its own lines, the other metrics of its rows are whole",
    (cutCause) => {
      expect(map(task, { ...CUT_METRIC, cutCause }).samples.map(lineOf)).toEqual([
        "speed gauge 1 descr=a",
        "highspeed gauge 9 descr=a",
        "speed gauge 2 descr=b",
        "speed gauge 3",
      ]);
    },
  );

  const PART = { columns: { [SPEED]: speeds, [DESCR]: { 2: text("b"), 3: text("c") } } };

  test("rows before the part of a column that was read are unknown, rows in it are whole", () => {
    const mapped = map(task, { ...PART, after: { [DESCR]: "1" } });
    expect(mapped.samples.map(lineOf)).toEqual(["speed gauge 2 descr=b", "speed gauge 3 descr=c"]);
    expect(mapped.notes.rowsWithUnknownCells).toBe(1);
  });

  test("a cell of an earlier part that is kept is known", () => {
    const columns = { [SPEED]: speeds, [DESCR]: { 1: text("a"), 2: text("b"), 3: text("c") } };
    expect(lines(task, { columns, after: { [DESCR]: "2" } })).toHaveLength(3);
  });

  test("rows that were not asked for are unknown, rows asked for without a value have none", () => {
    const mapped = map(task, { ...PART, selected: { [DESCR]: ["2"] } });
    expect(mapped.samples.map(lineOf)).toEqual(["speed gauge 2 descr=b", "speed gauge 3 descr=c"]);
    const asked = map(task, { ...PART, selected: { [DESCR]: ["1", "2"] } });
    expect(asked.samples.map(lineOf)).toContain("speed gauge 1");
  });

  test("a scalar dimension that could not be read holds back its subgroup", () => {
    const inherited = aTask([
      aSubgroup({
        dimensions: [aDimension("sys.name", scalarRef(SYS_NAME))],
        metrics: [gauge("speed", SPEED)],
      }),
    ]);
    const mapped = map(inherited, { columns: { [SPEED]: speeds }, failed: [SYS_NAME] });
    expect(mapped.samples).toEqual([]);
    expect(mapped.notes.rowsWithUnknownCells).toBe(3);
  });
});

describe("rows from poll to poll", () => {
  const oper = aDimension("oper", columnRef(OPER, enumeration({ 1: "up", 2: "down" })));
  const task = aTask([
    aSubgroup({
      dimensions: [descr, oper, aDimension("sys", scalarRef(SYS_NAME))],
      metrics: [gauge("speed", SPEED)],
    }),
  ]);
  const answer = (status: Record<string, number>, names: Record<string, string>): Answer => ({
    scalars: { [SYS_NAME]: text("core") },
    columns: {
      [SPEED]: { 1: gauge32(1), 2: gauge32(2) },
      [OPER]: cells(status),
      [DESCR]: Object.fromEntries(Object.entries(names).map(([at, name]) => [at, text(name)])),
    },
  });
  const up = answer({ 1: 1, 2: 1 }, { 1: "a", 2: "b" });
  const tuplesOf = (...answers: Answer[]) => {
    let baselines = emptyBaselines();
    return answers.map((one) => {
      const mapped = mapSamples(task, A_DEVICE, aResult(task, one), baselines);
      ({ baselines } = mapped);
      return mapped.samples.map(({ dimensions }) => dimensions);
    });
  };

  test("a row that did not change has the very array of the poll before", () => {
    const [first, second] = tuplesOf(up, up);
    expect(second![0]).toBe(first![0]);
    expect(second![1]).toBe(first![1]);
  });

  test("a row that changed has another, the others keep theirs", () => {
    const [first, second] = tuplesOf(up, answer({ 1: 1, 2: 2 }, { 1: "a", 2: "b" }));
    expect(second![0]).toBe(first![0]);
    expect(second![1]).toContainEqual(["oper", "down(2)"]);
  });

  test("a row that comes in between does not change the others", () => {
    const two = { ...up, columns: { ...up.columns, [SPEED]: { 2: gauge32(2) } } };
    const [first, second] = tuplesOf(two, up);
    expect(second![1]).toBe(first![0]);
  });

  test("rows of a table that is read in parts are remembered while they do not come", () => {
    const part = { ...up, columns: { ...up.columns, [SPEED]: { 1: gauge32(1) } } };
    const [first, , third] = tuplesOf(up, { ...part, cut: [SPEED], cutCause: "snmp.deferred" }, up);
    expect(third![1]).toBe(first![1]);
  });

  test("what is remembered changes no line, whatever the polls are", () => {
    const row = fc.dictionary(fc.constantFrom("1", "2", "3"), fc.integer({ min: 1, max: 3 }), {
      noNullPrototype: true,
    });
    const one = fc.record({
      speed: row,
      oper: row,
      descr: row,
      name: fc.constantFrom("core", "edge", ""),
      cut: fc.subarray([SPEED, OPER, DESCR]),
      cause: fc.constantFrom("snmp.timeout" as const, "snmp.deferred" as const),
      after: fc.option(fc.constantFrom("1", "2"), { nil: undefined }),
      kept: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 6 }), (polls) => {
        let baselines = emptyBaselines();
        for (const { speed, oper: status, descr: names, name, cut, cause, after, kept } of polls) {
          const result = aResult(task, {
            scalars: { [SYS_NAME]: text(name) },
            columns: { [SPEED]: cells(speed), [OPER]: cells(status) },
            cut,
            cutCause: cause,
            ...(after === undefined ? {} : { after: { [OPER]: after } }),
          });
          const labels = Object.fromEntries(Object.entries(names).map(([at, value]) => [at, `n${value}`]));
          const texts = kept ? keptTexts(labels) : new Map(keptTexts(labels));
          const columns = new Map([...result.columns, [oid(DESCR), texts]]);
          const mapped = mapSamples(task, A_DEVICE, { ...result, columns }, baselines);
          const anew = mapSamples(task, A_DEVICE, { ...result, columns }, emptyBaselines());
          ({ baselines } = mapped);
          expect(mapped.samples).toEqual(anew.samples);
          expect(mapped.notes).toEqual(anew.notes);
        }
      }),
    );
  });
});

describe("values", () => {
  test("a value that is no number has no line and is counted with an example", () => {
    const task = aTask([aSubgroup({ metrics: [gauge("load", SPEED)] })]);
    const mapped = map(task, { columns: { [SPEED]: { 1: text("low"), 2: text("0.5"), 3: text("high") } } });
    expect(mapped.samples.map(lineOf)).toEqual(["load gauge 0.5"]);
    expect([...mapped.notes.notANumber]).toEqual([["load", { count: 2, example: "low" }]]);
  });

  test("a gauge beyond 2^53 stays exact", () => {
    const task = aTask([aSubgroup({ metrics: [gauge("total", SPEED)] })]);
    expect(lines(task, { columns: { [SPEED]: { 1: counter64(18446744073709551615n) } } })).toEqual([
      "total gauge 18446744073709551615",
    ]);
  });
});

describe("one metric from two subgroups (M108)", () => {
  const IN_32 = "1.3.6.1.2.1.2.2.1.10";
  const IN_64 = "1.3.6.1.2.1.31.1.1.1.6";
  const low = aSubgroup({ name: "interface", dimensions: [descr], metrics: [shared(IN_32)] });
  const high = aSubgroup({ name: "high", dimensions: [descr], metrics: [shared(IN_64)] });
  const columns = {
    [IN_32]: { 1: counter32(1), 2: counter32(2) },
    [IN_64]: { 1: counter64(11) },
    [DESCR]: { 1: text("a"), 2: text("b") },
  };

  test.each([
    ["before", [low, high]],
    ["after", [high, low]],
  ])("the Counter64 wins for equal tuples, whether it comes %s; others stay", (_when, subgroups) => {
    const mapped = map(aTask(subgroups), { columns });
    expect(mapped.samples.map(lineOf).toSorted()).toEqual(["in gauge 11 descr=a", "in gauge 2 descr=b"]);
    expect(mapped.notes.duplicateLines).toBe(1);
  });

  test("equal tuples of one subgroup all stay", () => {
    const mapped = map(aTask([low, high]), {
      columns: { ...columns, [DESCR]: { 1: text("a"), 2: text("a") }, [IN_64]: {} },
    });
    expect(mapped.samples.map(lineOf)).toEqual(["in gauge 1 descr=a", "in gauge 2 descr=a"]);
  });
});

import { describe, expect, test } from "vitest";
import type { MetricData } from "../../../src/api/contract/index.ts";
import { callUrl, curlCall } from "../../../src/ui/explore/api-call.ts";
import { csvOf } from "../../../src/ui/explore/csv.ts";
import { readAddress, writeAddress } from "../../../src/ui/explore/explore-address.ts";
import { limitNote, stepNote } from "../../../src/ui/explore/limit-note.ts";
import { emptyQuery } from "../../../src/ui/explore/selector.ts";
import { isOfEntities, partsAt, placeIn } from "../../../src/ui/explore/selector-place.ts";
import { aligned, byUnit, rowsOf } from "../../../src/ui/explore/series.ts";
import { firstKey, unitAfter, unitIn, unitWord } from "../../../src/ui/explore/series-unit.ts";
import { startingQuery } from "../../../src/ui/explore/starting-query.ts";

const dimensions = (...keys: string[]) =>
  keys.map((key, index) => ({ key, name: key, displayName: key, index, type: "STRING" }));

describe("the address", () => {
  test("holds all that is shown, and leaves the range as it is", () => {
    const state = {
      queries: ["a:splitBy()", "func:b"],
      entities: "type(network:device)",
      view: "top",
      shape: "area",
      stacked: true,
      resolution: "5m",
    } as const;
    const written = writeAddress(new URLSearchParams("from=now-6h&to=now"), state);
    expect(written.get("from")).toBe("now-6h");
    expect(readAddress(new URLSearchParams(written.toString()))).toEqual(state);
  });

  test("of the untouched page is empty", () => {
    const fresh = readAddress(new URLSearchParams());
    expect(fresh.queries).toEqual([""]);
    expect(writeAddress(new URLSearchParams(), fresh).toString()).toBe("");
  });

  test("with words that are none of its own shows what is usual", () => {
    expect(readAddress(new URLSearchParams("view=pie&shape=3d&stacked=yes"))).toMatchObject({
      view: "chart",
      shape: "line",
      stacked: false,
    });
  });
});

describe("a chosen metric", () => {
  test("of a part is split by device and part, the highest twenty first", () => {
    const metric = {
      metricId: "if.in",
      aggregationTypes: ["auto", "avg", "max"],
      defaultAggregation: { type: "avg" },
      dimensionDefinitions: dimensions(
        "device",
        "dt.entity.network:interface",
        "dt.entity.network:device",
        "sys.name",
      ),
      entityType: ["network:interface", "network:device"],
    };
    expect(startingQuery(metric)).toMatchObject({
      split: ["sys.name", "dt.entity.network:interface"],
      aggregation: "avg",
      order: "descending",
      limit: 20,
    });
  });

  test("of a device is split by device alone", () => {
    const metric = {
      metricId: "cpu",
      dimensionDefinitions: dimensions("device", "dt.entity.network:device"),
      entityType: ["network:device"],
    };
    expect(startingQuery(metric).split).toEqual(["device"]);
  });
});

describe("the unit of a query", () => {
  test.each([
    ["Byte", "sum", "1s", "BytePerSecond"],
    ["Count", "value", "1s", "PerSecond"],
    ["Count", "value", "1m", "/m"],
    ["Percent", "avg", undefined, "Percent"],
    ["Percent", "count", undefined, "Count"],
    ["Volt", "avg", "1h", "Volt/h"],
  ])("%s by %s at a rate of %s is %s", (unit, aggregation, rate, after) => {
    expect(unitAfter(unit, { aggregation, rate })).toBe(after);
  });

  test("is what the selector sets last", () => {
    expect(unitIn('a:setUnit(Bit):toUnit(Bit, "KiloBit")')).toBe("KiloBit");
    expect(unitIn("a:avg")).toBeUndefined();
  });

  test("else that of the first metric in it", () => {
    expect(firstKey('(func:a.b + c:splitBy("x")):rate(1s)')).toBe("func:a.b");
    expect(firstKey('-cpu."5min":avg')).toBe("cpu.5min");
    expect(firstKey("100")).toBeUndefined();
  });
});

describe("a limit that was reached", () => {
  const built = { ...emptyQuery("a"), aggregation: "avg", limit: 2 };

  test("is said, for there may be more", () => {
    expect(limitNote({ ...built, order: "descending" }, 2)).toBe("The 2 highest by avg; there may be more.");
    expect(limitNote({ ...built, order: "ascending" }, 2)).toBe("The 2 lowest by avg; there may be more.");
    expect(limitNote(built, 2)).toBe("The first 2; there may be more.");
  });

  test("is not said where all are shown", () => {
    expect(limitNote(built, 1)).toBeUndefined();
    expect(limitNote(emptyQuery("a"), 2)).toBeUndefined();
    expect(limitNote(undefined, 2)).toBeUndefined();
  });
});

test("that counts depend on the step is said, and not of rates, gauges and what is calculated", () => {
  const count = { ...emptyQuery("a"), aggregation: "value" };
  expect(stepNote(count, "5m")).toBe(
    "Counted in steps of 5 min; as a rate, values do not depend on the step.",
  );
  expect(stepNote({ ...count, rate: "1s" }, "5m")).toBeUndefined();
  expect(stepNote({ ...count, aggregation: "avg" }, "5m")).toBeUndefined();
  expect(stepNote({ ...count, metric: "func:a" }, "5m")).toBeUndefined();
});

describe("a refused selector", () => {
  test("says where it is wrong", () => {
    expect(placeIn("Metric selector, character 13: a dimension key is missing")).toEqual({
      selector: "metric",
      at: 12,
      problem: "a dimension key is missing",
    });
    expect(placeIn("entity selector, character 1: x")?.selector).toBe("entity");
    expect(placeIn("There is no such thing")).toBeUndefined();
    expect(isOfEntities(new Error("Entity selector, character 3: a value is missing"))).toBe(true);
    expect(isOfEntities(new Error("Metric selector, character 3: a value is missing"))).toBe(false);
  });

  test("is shown with the word, the sign or the end that is wrong", () => {
    expect(partsAt("a:bogus:avg", 2)).toEqual(["a:", "bogus", ":avg"]);
    expect(partsAt("a:filter(eq(x))", 14)).toEqual(["a:filter(eq(x)", ")", ""]);
    expect(partsAt("a +", 3)).toEqual(["a +", " ", ""]);
  });
});

const data = (...series: MetricData["result"][number]["data"][number][]): MetricData => ({
  totalCount: series.length,
  nextPageKey: null,
  resolution: "1m",
  result: [{ metricId: "a", dataPointCountRatio: 0, dimensionCountRatio: 0, data: series }],
});
const PORT = {
  dimensions: ["core", "Gi1", "CUSTOM_DEVICE-1"],
  dimensionMap: {
    "sys.name": "core",
    "dt.entity.network:interface.name": "Gi1",
    "dt.entity.network:interface": "CUSTOM_DEVICE-1",
  },
  timestamps: [60_000, 120_000, 180_000],
  values: [1, null, 4],
};

const NOW = 1_760_000_000_000;
const ALONE = { named: false, nowMs: NOW };

describe("what came back", () => {
  test("is named by its dimensions, an entity by its name, and by the metric where there are none", () => {
    const total = { dimensions: [], dimensionMap: {}, timestamps: [60_000], values: [7] };
    const rows = rowsOf([{ query: "A", title: "Traffic in", unit: "Byte", data: data(PORT, total) }], ALONE);
    expect(rows.map(({ label }) => label)).toEqual(["core · Gi1", "Traffic in"]);
    expect(rows[0]).toMatchObject({ min: 1, avg: 2.5, max: 4, latest: 4 });
  });

  test("of several queries shares a chart where the unit is the same, on one axis of time", () => {
    const other = { ...PORT, timestamps: [120_000, 240_000], values: [9, 8] };
    const rows = rowsOf(
      [
        { query: "A", title: "a", unit: "Byte", data: data(PORT) },
        { query: "B", title: "b", unit: "Percent", data: data(PORT) },
        { query: "C", title: "c", unit: "Byte", data: data(other) },
      ],
      { named: true, nowMs: NOW },
    );
    const groups = byUnit(rows);
    expect(groups.map((group) => group.rows.map(({ label }) => label))).toEqual([
      ["A core · Gi1", "C core · Gi1"],
      ["B core · Gi1"],
    ]);
    expect(aligned(groups[0]!.rows)).toEqual({
      timestamps: [60_000, 120_000, 180_000, 240_000],
      values: [
        [1, null, 4, null],
        [null, 9, null, 8],
      ],
    });
  });

  test("does not show a rate that falls only because its last slot is not over", () => {
    const running = { ...PORT, timestamps: [NOW - 60_000, NOW, NOW + 30_000], values: [8, 9, 2] };
    const last = (unit: string, values: readonly (number | null)[] = running.values) =>
      rowsOf([{ query: "A", title: "a", unit, data: data({ ...running, values }) }], ALONE)[0]!.values;
    expect(last("BitPerSecond")).toEqual([8, 9, null]);
    expect(last("Percent")).toEqual([8, 9, 2]);
    expect(last("BitPerSecond", [null, null, 2])).toEqual([null, null, 2]);
  });

  test("as CSV has a line for each value, and no name that a spreadsheet runs", () => {
    const evil = {
      ...PORT,
      dimensionMap: { "if.alias": '=HYPERLINK("x")', "sys.name": "a,b" },
      timestamps: [0, 60_000],
      values: [2, null],
    };
    expect(csvOf(rowsOf([{ query: "A", title: "a", unit: "Byte", data: data(evil) }], ALONE))).toBe(
      'time,query,if.alias,sys.name,value,unit\r\n1970-01-01T00:00:00.000Z,A,"\'=HYPERLINK(""x"")","a,b",2,Byte\r\n',
    );
  });
});

describe("as API call", () => {
  const question = {
    metricSelector: 'a:filter(eq(x,"it\'s"))',
    from: "now-1h",
    to: "now",
    resolution: undefined,
  };

  test("it is a command that no quote in it breaks, and holds no token", () => {
    expect(curlCall("http://127.0.0.1:9999", question)).toBe(
      `curl -sS -G -H "Authorization: Api-Token $TOKEN" 'http://127.0.0.1:9999/api/v2/metrics/query' \\
  --data-urlencode 'metricSelector=a:filter(eq(x,"it'\\''s"))' \\
  --data-urlencode 'from=now-1h' \\
  --data-urlencode 'to=now'`,
    );
  });

  test("it is a URL that asks the same", () => {
    const url = new URL(callUrl("http://127.0.0.1:9999", question));
    expect(url.pathname).toBe("/api/v2/metrics/query");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      metricSelector: question.metricSelector,
      from: "now-1h",
      to: "now",
    });
  });
});

test("a unit is told as people write it", () => {
  expect(["DegreeCelsius", "MegaBitPerSecond", "Unspecified", "Second", "Furlong"].map(unitWord)).toEqual([
    "°C",
    "bit/s",
    "",
    "time",
    "Furlong",
  ]);
});

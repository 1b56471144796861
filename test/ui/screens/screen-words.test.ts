import { describe, expect, test } from "vitest";
import { eventsWhere, eventsWith } from "../../../src/ui/screens/event-filter.ts";
import { linkPath, listPath } from "../../../src/ui/screens/links.ts";
import { dimensionColumns, metricRows } from "../../../src/ui/screens/metric-rows.ts";
import { pieSlices } from "../../../src/ui/screens/pie-slices.ts";
import { propertyText, sortableProperty } from "../../../src/ui/screens/property-value.ts";
import { rowChunks } from "../../../src/ui/screens/row-chunks.ts";
import {
  byUnit,
  drawnChart,
  folded,
  questions,
  seriesLabels,
  thresholdAt,
  trendOf,
} from "../../../src/ui/screens/series.ts";
import { commonAffixes, shortName } from "../../../src/ui/screens/short-names.ts";
import { trapName, varbindWords } from "../../../src/ui/screens/trap-words.ts";

const metric = (label: string, selector = label) =>
  ({ selector, label, unit: "Percent", kind: "line" }) as const;
const series = (dimensionMap: Record<string, string>, values: (number | null)[], timestamps?: number[]) => ({
  dimensions: Object.values(dimensionMap),
  dimensionMap,
  timestamps: timestamps ?? values.map((_, i) => i * 60_000),
  values,
});
const result = (...data: ReturnType<typeof series>[]) => ({
  metricId: "",
  dataPointCountRatio: 0,
  dimensionCountRatio: 0,
  data,
});

describe("series of a chart", () => {
  test("are called by their metric, or by what tells them apart, never by an id", () => {
    const one = drawnChart(
      [result(series({ "dt.entity.x": "CUSTOM_DEVICE-1" }, [1])), result(series({ "if.name": "Gi1" }, [2]))],
      [metric("CPU"), metric("Traffic")],
    );
    expect(one.series.map(({ label }) => label)).toEqual(["CPU", "Gi1: Traffic"]);
    const split = drawnChart(
      [result(series({ "dt.entity.x.name": "sw1", "dt.entity.x": "CUSTOM_DEVICE-1" }, [1]))],
      [metric("CPU")],
    );
    expect(split.series[0]!.label).toBe("sw1");
  });

  test("stand on one axis of time, and those without values are left out", () => {
    const { timestamps, series: drawn } = drawnChart(
      [
        result(series({}, [1, 2], [60, 120])),
        result(series({}, [9], [120])),
        result(series({}, [null, null])),
      ],
      [metric("a"), metric("b"), metric("c")],
    );
    expect(timestamps).toEqual([60, 120]);
    expect(drawn.map(({ values }) => values)).toEqual([
      [1, 2],
      [null, 9],
    ]);
  });

  test("are asked for ten at a time", () => {
    const many = Array.from({ length: 23 }, (_, i) => metric(`m${i}`));
    expect(questions(many).map(({ length }) => length)).toEqual([10, 10, 3]);
  });

  test("come down to one value, the latest that was measured unless another is wanted", () => {
    const values = [null, 4, 2, null];
    expect(
      (["last", "max", "min", "sum", "avg", "median", "p10", "p90"] as const).map((fold) =>
        folded(values, fold),
      ),
    ).toEqual([2, 4, 2, 6, 3, 4, 2, 4]);
    expect(folded([null], "sum")).toBeNull();
  });

  test("are called without the words that all of them have in common", () => {
    const named = (metricName: string) =>
      ["Cisco interface Gi1/0/1 @ sw1", "Cisco interface Gi1/0/2 @ sw1"].map((split) => ({
        metric: metricName,
        split,
      }));
    expect(
      seriesLabels([
        ...named("Interface incoming traffic (total)"),
        ...named("Interface outgoing traffic (total)"),
      ]),
    ).toEqual(["Gi1/0/1: incoming", "Gi1/0/2: incoming", "Gi1/0/1: outgoing", "Gi1/0/2: outgoing"]);
    expect(seriesLabels(named("Load"))).toEqual(["Gi1/0/1", "Gi1/0/2"]);
  });

  test("are drawn apart where they are of different units", () => {
    const of = (key: string, unit?: string) => ({ key, label: key, values: [1], unit });
    const plots = byUnit(
      { timestamps: [0], series: [of("a", "Percent"), of("b", "Byte"), of("c")] },
      "Percent",
    );
    expect(plots.map(({ unit, series: own }) => [unit, own.map(({ key }) => key)])).toEqual([
      ["Percent", ["a", "c"]],
      ["Byte", ["b"]],
    ]);
  });

  test("reach the highest threshold that they are not below, and have grown since they began", () => {
    const thresholds = [{ from: 20 }, { from: 80, color: "#ff0000" }];
    expect([19, 20, 81, null].map((value) => thresholdAt(value, thresholds)?.from)).toEqual([
      undefined,
      20,
      80,
      undefined,
    ]);
    expect(trendOf([null, 5, 2, 9, null])).toBe(4);
    expect(trendOf([5])).toBeNull();
  });

  test("of a table stand by their dimensions, of which those are shown that tell rows apart", () => {
    const tuple = (name: string) =>
      series({ device: "sw1", "if.name": name, "dt.entity.x": `E-${name}` }, [1]);
    const rows = metricRows([result(tuple("Gi1"), tuple("Gi2"))], [metric("a")]);
    expect(dimensionColumns(rows).map(({ title }) => title)).toEqual(["if.name"]);
    expect(dimensionColumns(rows.slice(0, 1)).map(({ title }) => title)).toEqual(["device"]);
  });
});

describe("a ring", () => {
  test("has the largest first, its shares make a whole, and what is not above zero has none", () => {
    const slices = pieSlices([
      { key: "d", label: "down", value: 1 },
      { key: "u", label: "up", value: 3 },
      { key: "n", label: "none", value: 0 },
    ]);
    expect(slices.map(({ label, share }) => [label, share])).toEqual([
      ["up", 0.75],
      ["down", 0.25],
    ]);
  });

  test("adds up what is beyond the eighth", () => {
    const slices = pieSlices(
      Array.from({ length: 12 }, (_, i) => ({ key: `${i}`, label: `${i}`, value: 1 })),
    );
    expect(slices).toHaveLength(8);
    expect(slices.at(-1)).toMatchObject({ label: "5 others", value: 5 });
  });

  test("of a single share is still drawn", () => {
    const [whole] = pieSlices([{ key: "a", label: "a", value: 2 }]);
    const [, from, to] = /^M(\S+ \S+)A1 1 0 1 1 (\S+ \S+)L/.exec(whole!.path)!;
    expect(from).not.toBe(to);
  });
});

describe("properties", () => {
  test("are read as people read them", () => {
    expect(propertyText("1000", "MegaBitPerSecond")).toBe("1 Gbit/s");
    expect(propertyText("up(1)")).toBe("up");
    expect(propertyText("Slot (1)")).toBe("Slot (1)");
    expect(propertyText(["192.0.2.1", "192.0.2.2"])).toBe("192.0.2.1, 192.0.2.2");
    expect(propertyText("n/a", "MegaBitPerSecond")).toBe("n/a");
  });

  test("are ordered as figures where they are figures", () => {
    expect([sortableProperty("40000"), sortableProperty("up(1)"), sortableProperty(undefined)]).toEqual([
      40_000,
      "up(1)",
      undefined,
    ]);
  });
});

describe("names of a list", () => {
  test.each([
    [
      ["Port 1 @ sw1", "Port 2 @ sw1"],
      ["1", "2"],
    ],
    [
      ["Gi1/0/1", "Gi1/0/2"],
      ["Gi1/0/1", "Gi1/0/2"],
    ],
    [
      ["core", "core"],
      ["core", "core"],
    ],
    [
      ["the core", "the core 2"],
      ["core", "core 2"],
    ],
    [["only one"], ["only one"]],
  ])("%j are shown as %j", (names, shown) => {
    const affixes = commonAffixes(names);
    expect(names.map((name) => shortName(name, affixes))).toEqual(shown);
  });
});

test("links of messages lead to our pages", () => {
  expect(linkPath({ kind: "entity", id: "CUSTOM_DEVICE-1" })).toBe("/entities/CUSTOM_DEVICE-1");
  expect(linkPath({ kind: "extension", name: "custom:x", installed: true })).toBe(
    "/setup/new?extension=custom%3Ax",
  );
  expect(linkPath({ kind: "extension", name: "custom:x", installed: false })).toBe("/manifests");
  expect(listPath("x:device", 'entityId("a")')).toBe(
    "/entities?type=x%3Adevice&selector=entityId%28%22a%22%29",
  );
});

test("rows are asked for in parts that fit into a selector", () => {
  const ids = Array.from({ length: 90 }, (_, i) => `CUSTOM_DEVICE-${String(i).padStart(16, "0")}`);
  const { chunks, indexOf } = rowChunks(ids);
  expect(chunks.map(({ length }) => length)).toEqual([40, 40, 10]);
  expect(Math.max(...chunks.map((chunk) => chunk.join(",").length))).toBeLessThan(1_900);
  expect(indexOf(ids[85]!)).toBe(2);
});

test("events are found by any word of title or attributes, and by attributes as a manifest wants them", () => {
  const event = (title: string, attributes?: Record<string, string>) =>
    ({ timestamp: 1, kind: "log", severity: "info", title, attributes }) as const;
  const events = [event("Link down", { port: "Gi1" }), event("Link up")];
  expect(eventsWith(events, "link GI1")).toEqual([events[0]]);
  expect(eventsWith(events, " ")).toHaveLength(2);
  const where = (key: string, value: string) => eventsWhere(events, [{ key, value }]);
  expect([where("port", "Gi1"), where("port", "Gi"), where("content", "up")]).toEqual([
    [events[0]],
    [],
    [events[1]],
  ]);
});

describe("the record of a trap", () => {
  const attributes = {
    "snmp.trap_oid": "1.3.6.1.6.3.1.1.5.3",
    "device.address": "192.0.2.1",
    "IF-MIB::ifDescr.12": "Gi1/0/12",
    "IF-MIB::ifOperStatus.12": "2",
  };

  test("is called as its standard does, with what the agent told", () => {
    expect(trapName(attributes)).toBe("linkDown");
    expect(varbindWords(attributes)).toBe("ifDescr.12 Gi1/0/12, ifOperStatus.12 2");
  });

  test("of a vendor has no such name, nor has what is no trap", () => {
    expect(trapName({ "snmp.trap_oid": "1.3.6.1.4.1.9.9.43.2.0.1" })).toBeUndefined();
    expect([trapName(undefined), varbindWords({ user: "ada" })]).toEqual([undefined, ""]);
  });
});

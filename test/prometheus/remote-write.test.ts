import { uncompress } from "snappyjs";
import { describe, expect, test } from "vitest";
import type { MetricInfo, Point } from "../../src/ingest/index.ts";
import { Names, RemoteWrite } from "../../src/prometheus/index.ts";
import { readWriteRequest, textOfSample } from "../support/remote-write.ts";

const AT_MS = 1_760_000_000_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

const aPoint = (parts: Partial<Point>): Point => ({
  key: "if.util",
  type: "gauge",
  value: 1,
  dimensions: [["device", "sw1"]],
  timestampMs: AT_MS,
  ...parts,
});
const increase = (value: number | bigint, minute: number, parts: Partial<Point> = {}): Point =>
  aPoint({ key: "if.in", type: "count", value, timestampMs: AT_MS + minute * MINUTE_MS, ...parts });

/** A writer, and a way to have one batch after the other read back as texts. */
function aWriter(options: { infos?: Readonly<Record<string, MetricInfo>>; rowsMax?: number } = {}) {
  const { infos = {}, rowsMax } = options;
  const writer = new RemoteWrite({ names: new Names(() => {}), infoOf: (key) => infos[key], rowsMax });
  const write = (points: readonly Point[], nowMs = 0) => {
    writer.begin(nowMs);
    const added = points.map((point, line) => writer.add(point, line));
    const { samples, metadata } = readWriteRequest(writer.encode());
    return { added, metadata, samples, texts: samples.map(textOfSample) };
  };
  const settled = (points: readonly Point[], nowMs = 0) => {
    const written = write(points, nowMs);
    writer.settle();
    return written;
  };
  return { writer, write, settled };
}

describe("a sample", () => {
  test("of a gauge has its name, labels, value and time", () => {
    const { texts } = aWriter().write([aPoint({ value: 17.25 })]);
    expect(texts).toEqual([`if_util{device=sw1} 17.25 @${AT_MS}`]);
  });

  test("has its labels sorted by name, the metric's own among them", () => {
    const dimensions = [
      ["_0", "a"],
      ["_z", "b"],
      ["device.address", "c"],
      ["device_a", "d"],
    ] as const;
    const { samples } = aWriter().write([aPoint({ dimensions })]);
    const names = samples[0]!.labels.map(([name]) => name);
    expect(names).toEqual(names.toSorted());
    expect(names).toContain("__name__");
  });

  test("has texts of any script unchanged", () => {
    const value = 'Zürich – 東京 "\\ 🛰';
    const { samples } = aWriter().write([aPoint({ dimensions: [["place", value]] })]);
    expect(samples[0]!.labels).toContainEqual(["place", value]);
  });

  test.each([0, -1.5, 1e300, 2 ** 53])("keeps the value %s", (value) => {
    expect(aWriter().write([aPoint({ value })]).samples[0]!.value).toBe(value);
  });

  test("of a row without dimensions has its name alone", () => {
    expect(aWriter().write([aPoint({ dimensions: [] })]).samples[0]!.labels).toEqual([
      ["__name__", "if_util"],
    ]);
  });

  test("that marks an end has the NaN that Prometheus takes for one", () => {
    const { writer } = aWriter();
    writer.begin(0);
    writer.addStaleMark(aPoint({}), AT_MS, 0);
    const bytes = uncompress(Buffer.from(writer.encode()));
    expect(bytes.includes(Buffer.from("020000000000f07f", "hex"))).toBe(true);
  });
});

describe("a summary", () => {
  const summary = aPoint({ value: { min: 1, max: 5, sum: 9, count: 3 } });

  test("becomes its mean under the name of single values, with min, max and the number of samples beside", () => {
    expect(aWriter().write([summary]).texts).toEqual([
      `if_util{device=sw1} 3 @${AT_MS}`,
      `if_util_min{device=sw1} 1 @${AT_MS}`,
      `if_util_max{device=sw1} 5 @${AT_MS}`,
      `if_util_samples{device=sw1} 3 @${AT_MS}`,
    ]);
  });
});

describe("a count", () => {
  test("becomes the running sum of its increases, and begins with a zero", () => {
    const { settled } = aWriter();
    expect(settled([increase(100, 0)]).texts).toEqual([
      `if_in_total{device=sw1} 0 @${AT_MS - 1}`,
      `if_in_total{device=sw1} 100 @${AT_MS}`,
    ]);
    expect(settled([increase(20, 1)]).texts).toEqual([`if_in_total{device=sw1} 120 @${AT_MS + MINUTE_MS}`]);
  });

  test("adds up within a batch", () => {
    const { texts } = aWriter().write([increase(1, 0), increase(2, 1), increase(3, 2)]);
    expect(texts.map((text) => text.split(" ")[1])).toEqual(["0", "1", "3", "6"]);
  });

  test("that is sent again does not add up twice", () => {
    const { writer, write, settled } = aWriter();
    settled([increase(100, 0)]);
    const first = write([increase(20, 1)]).texts;
    writer.takeBack();
    expect(write([increase(20, 1)]).texts).toEqual(first);
    writer.begin(0);
    expect(settled([increase(20, 1), increase(1, 2)]).texts.at(-1)).toContain(" 121 ");
  });

  test("keeps small increases beyond 2⁵³", () => {
    const { settled } = aWriter();
    settled([increase(2n ** 53n, 0)]);
    settled([increase(1, 1)]);
    expect(settled([increase(1, 2)]).samples[0]!.value).toBe(2 ** 53 + 2);
  });

  test("has a sum for each series", () => {
    const { settled } = aWriter();
    const other = { dimensions: [["device", "sw2"]] } as const;
    settled([increase(1, 0), increase(10, 0, other)]);
    const { texts } = settled([increase(1, 1), increase(10, 1, other)]);
    expect(texts.map((text) => text.split(" @")[0])).toEqual([
      "if_in_total{device=sw1} 2",
      "if_in_total{device=sw2} 20",
    ]);
  });

  test("goes on when its dimensions come in another array", () => {
    const { settled } = aWriter();
    settled([increase(1, 0)]);
    expect(settled([increase(1, 1, { dimensions: [["device", "sw1"]] })]).samples[0]!.value).toBe(2);
  });

  test("begins anew after six idle hours", () => {
    const { settled } = aWriter();
    settled([increase(100, 0)], 0);
    settled([], 3 * HOUR_MS);
    settled([], 6 * HOUR_MS);
    expect(settled([increase(5, 400)], 6 * HOUR_MS).samples.map(({ value }) => value)).toEqual([0, 5]);
  });

  test("goes on after two idle hours", () => {
    const { settled } = aWriter();
    settled([increase(100, 0)], 0);
    settled([], 2 * HOUR_MS);
    expect(settled([increase(5, 120)], 4 * HOUR_MS).samples.map(({ value }) => value)).toEqual([105]);
  });

  test("goes on for days while it is written", () => {
    const { settled } = aWriter();
    for (let hour = 0; hour < 48; hour++) settled([increase(1, hour * 60)], hour * HOUR_MS);
    expect(settled([increase(1, 48 * 60)], 48 * HOUR_MS).samples[0]!.value).toBe(49);
  });

  test("holds no more rows than allowed, and forgets those that were idle longest", () => {
    const { settled } = aWriter({ rowsMax: 4 });
    const row = (name: string, minute: number) => increase(1, minute, { dimensions: [["row", name]] });
    settled([row("a", 0), row("b", 0)]);
    settled([row("b", 1), row("c", 1)]);
    const { samples } = settled([row("a", 2), row("b", 2)]);
    expect(samples.map(({ value }) => value)).toEqual([0, 1, 3]);
  });

  test("whose first samples were refused begins anew, for a run before may have sent them", () => {
    const { writer, write, settled } = aWriter();
    write([increase(100, 0)]);
    writer.reject(0, writer.entries);
    writer.settle();
    expect(settled([increase(5, 1)]).samples.map(({ value }) => value)).toEqual([0, 5]);
  });

  test("of which a later sample was refused keeps its increase for the next one", () => {
    const { writer, write, settled } = aWriter();
    settled([increase(100, 0)]);
    write([increase(20, 1)]);
    writer.reject(0, writer.entries);
    writer.settle();
    expect(settled([increase(3, 2)]).samples[0]!.value).toBe(123);
  });
});

describe("order", () => {
  test("a sample that is older than what was sent of its series is not sent", () => {
    const { settled } = aWriter();
    settled([aPoint({ timestampMs: AT_MS + 1 })]);
    const { added, texts } = settled([aPoint({}), aPoint({ key: "other" })]);
    expect(added).toEqual(["late", undefined]);
    expect(texts).toEqual([`other{device=sw1} 1 @${AT_MS}`]);
  });

  test("the increase of such a sample comes with the next one", () => {
    const { settled } = aWriter();
    settled([increase(1, 1)]);
    settled([increase(10, 0)]);
    expect(settled([increase(100, 2)]).samples[0]!.value).toBe(111);
  });

  test("two gauges of one series and time are one sample, the latter", () => {
    expect(aWriter().write([aPoint({ value: 1 }), aPoint({ value: 2 })]).texts).toEqual([
      `if_util{device=sw1} 2 @${AT_MS}`,
    ]);
  });

  test("two increases of one series and time are one sample with both", () => {
    expect(
      aWriter()
        .write([increase(1, 0), increase(2, 0)])
        .samples.map(({ value }) => value),
    ).toEqual([0, 3]);
  });

  test("a part of a batch is encoded by itself", () => {
    const { writer } = aWriter();
    writer.begin(0);
    for (let n = 0; n < 4; n++) writer.add(aPoint({ key: `metric.${n}` }), n);
    expect(readWriteRequest(writer.encode(1, 3)).samples.map(textOfSample)).toEqual([
      `metric_1{device=sw1} 1 @${AT_MS}`,
      `metric_2{device=sw1} 1 @${AT_MS}`,
    ]);
    expect(writer.lineOf(2)).toBe(2);
  });
});

describe("metadata", () => {
  const infos = { "if.in": { description: "Octets received.", unit: "Byte" } };

  test("say type, help and unit of each family", () => {
    expect(aWriter({ infos }).write([increase(1, 0), aPoint({})]).metadata).toEqual([
      {
        type: "COUNTER",
        metricFamilyName: "if_in_total",
        help: "Octets received, in Byte (if.in)",
        unit: "Byte",
      },
      { type: "GAUGE", metricFamilyName: "if_util", help: "The metric if.util.", unit: "" },
    ]);
  });

  test("are said again after five minutes", () => {
    const { settled } = aWriter({ infos });
    const counts = [0, 4, 5].map(
      (minute) => settled([increase(1, minute)], minute * MINUTE_MS).metadata.length,
    );
    expect(counts).toEqual([1, 0, 1]);
  });

  test("that were not taken are said again with the batch", () => {
    const { writer, write } = aWriter({ infos });
    write([increase(1, 0)]);
    writer.takeBack();
    expect(write([increase(1, 0)]).metadata).toHaveLength(1);
  });
});

test("a large batch grows the memory, and each sample arrives", () => {
  const points = Array.from({ length: 5_000 }, (_, n) =>
    aPoint({ value: n, dimensions: [["n", `${n}`.padStart(100, "x")]] }),
  );
  const { samples } = aWriter().write(points);
  expect(samples.map(({ value }) => value)).toEqual(points.map(({ value }) => value));
});

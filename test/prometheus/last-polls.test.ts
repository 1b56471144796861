import { describe, expect, test } from "vitest";
import type { MetricInfo } from "../../src/ingest/index.ts";
import type { Sample } from "../../src/mapping/index.ts";
import {
  type CompletedPoll,
  expositionOf,
  type FamilyText,
  LastPolls,
  Names,
} from "../../src/prometheus/index.ts";

const MINUTE_MS = 60_000;
const AT_MS = 1_760_000_000_000;

function aSample(parts: Partial<Sample>): Sample {
  const { key = "if.util" } = parts;
  const defaults = {
    key,
    storedKey: key,
    type: "gauge",
    value: 1,
    dimensions: [["device", "sw1"]],
    timestampMs: AT_MS,
  } as const;
  return { ...defaults, ...parts };
}
const aCounter = (total: number | bigint, parts: Partial<Sample> = {}): Sample =>
  aSample({ key: "if.in", type: "count", total, ...parts });
const aPoll = (samples: readonly Sample[], parts: Partial<CompletedPoll> = {}): CompletedPoll => ({
  taskId: "task",
  intervalMs: MINUTE_MS,
  samples,
  counterStarts: [],
  ...parts,
});

const infos: Readonly<Record<string, MetricInfo>> = {
  "if.in": { description: "Octets\nreceived.", unit: "Byte" },
};
const somePolls = () => new LastPolls(new Names(() => {}), (key) => infos[key]);
const textOf = (...parts: readonly (readonly FamilyText[])[]) => [...expositionOf(parts)].join("");
const scraped = (polls: readonly CompletedPoll[]) => {
  const last = somePolls();
  for (const poll of polls) last.record(poll, 0);
  return textOf(last.families(0));
};

describe("the exposition", () => {
  test("has HELP and TYPE before the samples of each family", () => {
    expect(scraped([aPoll([aSample({ value: 17.25 }), aCounter(91_822)])])).toBe(
      "# HELP if_in_total Octets received, in Byte (if.in)\n" +
        "# TYPE if_in_total counter\n" +
        'if_in_total{device="sw1"} 91822\n' +
        "# HELP if_util The metric if.util.\n" +
        "# TYPE if_util gauge\n" +
        'if_util{device="sw1"} 17.25\n',
    );
  });

  test("escapes what would end a label's value", () => {
    const dimensions = [["if.alias", 'a"b\\c\nd']] as const;
    expect(scraped([aPoll([aSample({ dimensions })])])).toContain('if_util{if_alias="a\\"b\\\\c\\nd"} 1\n');
  });

  test("has a sample without labels", () => {
    expect(scraped([aPoll([aSample({ dimensions: [] })])])).toContain("\nif_util 1\n");
  });

  test("keeps the samples of a family together, whichever tasks and threads they come from", () => {
    const [one, other] = [somePolls(), somePolls()];
    one.record(aPoll([aSample({}), aSample({ key: "a" })], { taskId: "1" }), 0);
    other.record(aPoll([aSample({ dimensions: [["device", "sw2"]] })], { taskId: "2" }), 0);
    const text = textOf(one.families(0), other.families(0));
    expect(text.match(/# TYPE if_util /g)).toHaveLength(1);
    expect(text).toContain('if_util{device="sw1"} 1\nif_util{device="sw2"} 1\n');
  });

  test("of nothing is empty", () => {
    expect(scraped([])).toBe("");
  });
});

describe("a counter", () => {
  test("is shown as the device gave it, in full", () => {
    expect(scraped([aPoll([aCounter(2n ** 64n - 1n)])])).toContain(" 18446744073709551615\n");
  });

  test("is shown from the first poll on, when it has no increase yet", () => {
    expect(scraped([aPoll([], { counterStarts: [aCounter(7, { value: 0 })] })])).toContain(
      'if_in_total{device="sw1"} 7\n',
    );
  });

  test("of rows with the same dimensions is shown once, as their sum", () => {
    expect(scraped([aPoll([aCounter(7), aCounter(8)])])).toContain('if_in_total{device="sw1"} 15\n');
  });

  test("that two tasks read is shown once", () => {
    const text = scraped([aPoll([aCounter(7)], { taskId: "1" }), aPoll([aCounter(8)], { taskId: "2" })]);
    expect(text.match(/^if_in_total/gm)).toHaveLength(1);
    expect(text).toContain('if_in_total{device="sw1"} 8\n');
  });

  test("without a total, as a constant's count, is left out", () => {
    expect(scraped([aPoll([aSample({ type: "count" })])])).toBe("");
  });
});

describe("what is held", () => {
  test("a poll takes the place of the one before, with all its series", () => {
    const last = somePolls();
    last.record(aPoll([aSample({ key: "gone" })]), 0);
    last.record(aPoll([aSample({ value: 2 })]), MINUTE_MS);
    const text = textOf(last.families(MINUTE_MS));
    expect(text).toContain('if_util{device="sw1"} 2\n');
    expect(text).not.toContain("gone");
  });

  test("a forgotten task shows no more", () => {
    const last = somePolls();
    last.record(aPoll([aSample({})]), 0);
    last.forget("task");
    expect(last.families(0)).toEqual([]);
  });

  test.each([
    [MINUTE_MS, 5],
    [10 * MINUTE_MS, 30],
  ])("a task with an interval of %s ms shows for %s minutes after its last poll", (intervalMs, minutes) => {
    const last = somePolls();
    last.record(aPoll([aSample({})], { intervalMs }), 0);
    expect(last.families(minutes * MINUTE_MS - 1)).toHaveLength(1);
    expect(last.families(minutes * MINUTE_MS)).toEqual([]);
  });
});

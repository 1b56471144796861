import { describe, expect, test } from "vitest";
import { samplesAsTable } from "../../src/cli/poll-table.ts";
import { clip } from "../../src/cli/table.ts";
import type { Sample } from "../../src/mapping/index.ts";

function sample(dimensions: Readonly<Record<string, string>>): Sample {
  return {
    key: "a.b",
    type: "gauge",
    value: 1,
    timestampMs: 0,
    dimensions: Object.entries(dimensions),
  } as never;
}

describe("a line clipped to the terminal", () => {
  test("stays whole when it fits, and ends in … when not", () => {
    expect(clip("12345", 5)).toBe("12345");
    expect(clip("123456", 5)).toBe("1234…");
  });

  test("counts wide characters twice", () => {
    expect(clip("交換器交換器", 7)).toBe("交換器…");
  });
});

describe("the table of a poll", () => {
  const rows = [
    sample({ "sys.description": "x".repeat(200), "if.name": "Gi1" }),
    sample({ "sys.description": "x".repeat(200), "if.name": "Gi2" }),
  ];

  test("is no wider than the terminal", () => {
    const lines = samplesAsTable(rows, 60).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBe(60);
    expect(lines).toContain("a.b     gauge      1  if.name=Gi2");
  });

  test("names first what tells rows apart, short before long", () => {
    const ports = [1, 2, 3].map((port) =>
      sample({
        descr: `GigabitEthernet1/0/${port}`,
        index: String(port),
        status: port === 1 ? "up" : "down",
      }),
    );
    expect(samplesAsTable(ports)).toContain("index=1 descr=GigabitEthernet1/0/1 status=up\n");
  });

  test("is whole where it goes to a file", () => {
    expect(samplesAsTable(rows)).toContain("x".repeat(200));
  });

  test("shows control characters of a device and never sends them", () => {
    expect(samplesAsTable([sample({ n: "a\u001b[31mb" }), sample({ n: "c" })])).toContain("n=a\\u001b[31mb");
  });

  test("says so when there are no lines", () => {
    expect(samplesAsTable([])).toBe("no lines\n");
  });
});

import { expect, test } from "vitest";
import { whyNoLines } from "../../src/app/no-lines.ts";
import type { PollOutcome } from "../../src/app/pipeline.ts";

interface Facts {
  readonly filteredOutRows?: number;
  readonly absent?: number;
  readonly firstSamples?: number;
  readonly notNumbers?: number;
  readonly filteredBy?: readonly string[];
}

function outcome(facts: Facts): PollOutcome {
  const { filteredOutRows = 0, absent = 0, firstSamples = 0, notNumbers = 0, filteredBy = [] } = facts;
  const dimensions = [
    { key: "unfiltered", filter: undefined },
    ...filteredBy.map((key) => ({ key, filter: { kind: "var", id: "x" } })),
  ];
  const notANumber = new Map(notNumbers > 0 ? [["a.b", { count: notNumbers, example: "x" }]] : []);
  return {
    task: { group: { subgroups: [{ dimensions }] } },
    notes: { filteredOutRows, notANumber, counters: { firstSamples } },
    absent,
  } as unknown as PollOutcome;
}

test("each reason stands with its number, added up over the groups of a device", () => {
  const outcomes = [
    outcome({ filteredOutRows: 30, filteredBy: ["alias"], absent: 1 }),
    outcome({
      filteredOutRows: 1,
      filteredBy: ["alias", "status"],
      absent: 1,
      notNumbers: 1,
      firstSamples: 4,
    }),
  ];
  expect(whyNoLines(outcomes)).toEqual([
    "31 rows filtered out by alias, status",
    "2 OIDs without an instance on the device",
    "1 value not a number",
    "4 counters without an earlier value; counts need two polls",
  ]);
});

test("a poll that failed has no reason of this kind", () => {
  expect(whyNoLines([{ ...outcome({}), notes: undefined }])).toEqual([]);
});

import { expect, test } from "vitest";
import { SelfLines } from "../../src/app/self-lines.ts";
import { LineWriter, textsOf } from "../../src/ingest/index.ts";
import { SNAPSHOT } from "../support/snapshot.ts";

const AT_MS = 1_760_000_000_000;

function linesOf(lines: SelfLines, figures: typeof SNAPSHOT): string[] {
  const faults: string[] = [];
  const batch = new LineWriter().write(lines.points(figures, AT_MS), (_, fault) => faults.push(fault));
  expect(faults).toEqual([]);
  return textsOf(batch).map((text) => text.replace(` ${AT_MS}`, ""));
}

test("the service's figures are lines that every endpoint takes", () => {
  const texts = linesOf(new SelfLines(), SNAPSHOT);
  expect(texts.length).toBeGreaterThan(10);
  expect(texts.every((text) => text.startsWith("dsfm."))).toBe(true);
});

test("counts are what came since the minute before", () => {
  const lines = new SelfLines();
  const figures = SNAPSHOT;
  const sent = (texts: readonly string[]) => texts.filter((text) => text.includes(".lines_sent"));
  const first = sent(linesOf(lines, figures));
  const second = sent(linesOf(lines, figures));
  expect(first).toHaveLength(second.length);
  expect(second.every((text) => text.endsWith("count,delta=0"))).toBe(true);
});

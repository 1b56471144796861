import { describe, expect, test } from "vitest";
import { DamageList } from "../../src/app/queue-damage.ts";
import { eachLine, type LineFilter, linesOfQueue, type WhichLines } from "../../src/app/queue-lines.ts";
import { openQueueView } from "../../src/app/queue-view.ts";
import { textsOf } from "../../src/ingest/index.ts";
import { batchOf, linesOf, textOf } from "../support/delivery-run.ts";
import { type QueueFolderBench, queueFolder } from "../support/queue-folder.ts";

const T0 = 1_760_000_000_000;
const MINUTE_MS = 60_000;
const ALL: LineFilter = { fromMs: undefined, text: undefined };

/** Three polls of ten lines, a minute apart. */
const POLLS = [0, 1, 2].map((n) => linesOf(10, T0 + n * MINUTE_MS, n * 10));
const textsFrom = (first: number): string[] => POLLS.flatMap(textsOf).slice(first);

async function linesIn({ config }: QueueFolderBench, which: Partial<WhichLines> = {}) {
  const view = await openQueueView(config);
  const damages = new DamageList(view);
  const texts: string[] = [];
  for await (const stored of linesOfQueue(view, { sink: undefined, all: false, ...which }, damages)) {
    texts.push(...textsOf(stored));
  }
  return { texts, damages: damages.damages };
}

async function found(bench: QueueFolderBench, filter: Partial<LineFilter>) {
  const view = await openQueueView(bench.config);
  const lines = [];
  for await (const stored of linesOfQueue(view, { sink: undefined, all: false }, new DamageList(view))) {
    lines.push(...eachLine(stored, { ...ALL, ...filter }));
  }
  return lines;
}

describe("the lines of a queue are", () => {
  test("for a sink those that it gets next, to the octet", async () => {
    const bench = queueFolder(["one", "two"], 1);
    await bench.write(POLLS, { one: 13, two: 30 });
    const { texts } = await linesIn(bench, { sink: "one" });
    expect(texts).toEqual(textsFrom(13));
    expect(await bench.rest("one")).toEqual(texts);
    expect((await linesIn(bench, { sink: "two" })).texts).toEqual([]);
  });

  test("without a sink those that wait for any", async () => {
    const bench = queueFolder(["one", "two"]);
    await bench.write(POLLS, { one: 13, two: 4 });
    expect((await linesIn(bench)).texts).toEqual(textsFrom(4));
  });

  test("on demand all that are on disk", async () => {
    const bench = queueFolder(["one"]);
    await bench.write(POLLS, { one: 30 });
    expect((await linesIn(bench, { all: true })).texts).toEqual(textsFrom(0));
  });

  test.each([
    ["in a record", "gauge,15"],
    ["in the header of a record", "SGR1"],
  ])("with damage %s the others, as the sink gets them", async (_, where) => {
    const bench = queueFolder(["one"]);
    await bench.write(POLLS);
    const [file] = bench.segments();
    bench.change(file!, (bytes) => {
      const at = where === "SGR1" ? bytes.lastIndexOf(where) : bytes.indexOf(where);
      bytes[at]! ^= 0xff;
      return bytes;
    });
    const { texts, damages } = await linesIn(bench);
    expect(damages).toMatchObject([{ file }]);
    expect(await bench.rest("one")).toEqual(texts);
    expect(texts).toHaveLength(20);
  });
});

test("a sink that there is not is refused, with the one that was meant", async () => {
  const bench = queueFolder(["dynatrace"]);
  await expect(linesIn(bench, { sink: "dynatrase" })).rejects.toMatchObject({
    code: "app.unknown-sink",
    remedy: "Did you mean dynatrace?",
  });
});

describe("single lines", () => {
  test("have their own time and their number in the log", async () => {
    const bench = queueFolder(["one"]);
    await bench.write([batchOf([textOf(1, T0), textOf(2, T0 + 5)], T0)]);
    expect(await found(bench, {})).toEqual([
      { number: 0, timestampMs: T0, text: textOf(1, T0) },
      { number: 1, timestampMs: T0 + 5, text: textOf(2, T0 + 5) },
    ]);
  });

  test("keep their number behind the place of a sink", async () => {
    const bench = queueFolder(["one"]);
    await bench.write(POLLS, { one: 13 });
    expect((await found(bench, {}))[0]).toMatchObject({ number: 13, text: textsFrom(13)[0] });
  });

  test("of metadata have no time", async () => {
    const bench = queueFolder(["one"]);
    const metadata = "#a.b gauge dt.meta.unit=Byte";
    await bench.write([batchOf([metadata], T0)]);
    expect(await found(bench, {})).toEqual([{ number: 0, timestampMs: undefined, text: metadata }]);
    expect(await found(bench, { fromMs: 0 })).toEqual([]);
  });

  test("are found from a time on", async () => {
    const bench = queueFolder(["one"]);
    await bench.write(POLLS);
    const texts = (await found(bench, { fromMs: T0 + MINUTE_MS })).map(({ text }) => text);
    expect(texts).toEqual(textsFrom(10));
  });

  test("are found by a text, each once", async () => {
    const bench = queueFolder(["one"]);
    const texts = ["x x", "y", "ü x", "y", "x"].map((filler, n) => textOf(n, T0, filler));
    await bench.write([batchOf(texts, T0)]);
    const numbers = async (text: string) => (await found(bench, { text })).map(({ number }) => number);
    expect(await numbers("x")).toEqual([0, 2, 4]);
    expect(await numbers("ü")).toEqual([2]);
    expect(await numbers("nowhere")).toEqual([]);
    expect(await numbers("")).toEqual([0, 1, 2, 3, 4]);
  });
});

import { QueryClient } from "@tanstack/react-query";
import { describe, expect, test } from "vitest";
import { leftUntilAsked, patchData } from "../../../src/ui/api/pace.ts";

const EVERY_MS = 15_000;
const never = { dataUpdatedAt: 0, errorUpdatedAt: 0 };

describe("what is left until the service is asked again", () => {
  test.each([
    ["is the whole interval right after an answer", { ...never, dataUpdatedAt: 100_000 }, 100_000, 15_000],
    ["shrinks from then on", { ...never, dataUpdatedAt: 100_000 }, 112_000, 3_000],
    ["is never nothing", { ...never, dataUpdatedAt: 100_000 }, 190_000, 500],
    ["counts from a refusal, too", { dataUpdatedAt: 50_000, errorUpdatedAt: 100_000 }, 105_000, 10_000],
    [
      "is no more than the interval when the clock was set back",
      { ...never, dataUpdatedAt: 100_000 },
      0,
      15_000,
    ],
  ])("%s", (_title, state, nowMs, left) => {
    expect(leftUntilAsked(state, EVERY_MS, nowMs)).toBe(left);
  });
});

describe("a change that is put into the data", () => {
  test("does not make it look newly asked for", () => {
    const client = new QueryClient();
    client.setQueryData(["fleet"], 1, { updatedAt: 100_000 });
    patchData<number>(client, ["fleet"], (n) => n + 1);
    expect(client.getQueryData(["fleet"])).toBe(2);
    expect(client.getQueryState(["fleet"])?.dataUpdatedAt).toBe(100_000);
  });

  test("is dropped when there is none", () => {
    const client = new QueryClient();
    patchData<number>(client, ["fleet"], (n) => n + 1);
    expect(client.getQueryData(["fleet"])).toBeUndefined();
  });
});

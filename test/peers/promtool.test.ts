import { execFileSync, spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { selfMetrics } from "../../src/api/index.ts";
import { SNAPSHOT } from "../support/snapshot.ts";

// Prometheus' own judgement of our self-metrics: Debian's package `prometheus` has promtool.

const hasPromtool = spawnSync("promtool", ["--version"]).status === 0;

test.skipIf(!hasPromtool)("promtool check metrics has nothing to say about /metrics", async () => {
  const text = await selfMetrics(() => SNAPSHOT)();
  expect(execFileSync("promtool", ["check", "metrics"], { input: text, encoding: "utf8" })).toBe("");
});

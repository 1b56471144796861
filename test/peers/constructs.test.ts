import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { FILTER_CASES } from "../oracle/cases/filters.ts";
import { STRUCTURE_CASES } from "../oracle/cases/structure.ts";
import { VALUE_CASES } from "../oracle/cases/values.ts";
import { expectLinesOf } from "../oracle/polling.ts";
import type { DataLine } from "../oracle/program.ts";
import { dataOf, snmprec } from "../oracle/recording.ts";
import { hasCommand, Snmpsimd } from "../oracle/snmpsimd.ts";

// Constructs that published manifests do not use, on recordings made up for them: the built program polls snmpsimd, and
// its lines must be those of test/oracle. What is easy to get wrong is spelled out beside it.

describe.runIf(hasCommand("snmpsimd"))("constructs of the manifest format", () => {
  const agent = new Snmpsimd();
  const cases = [...STRUCTURE_CASES, ...VALUE_CASES, ...FILTER_CASES].map((construct, number) => ({
    ...construct,
    community: `case-${number}`,
  }));

  beforeAll(async () => {
    for (const { community, recording, manifest: text } of cases) {
      writeFileSync(join(agent.dataFolder, `${community}.snmprec`), snmprec(recording));
      writeFileSync(agent.path(`${community}.yaml`), text);
    }
    await agent.start(cases.map(({ community }) => community));
  });
  afterAll(() => agent.stop());

  test.concurrent.each(cases)("$title", async ({ community, choices = [{}], literally }) => {
    const recording = readFileSync(join(agent.dataFolder, `${community}.snmprec`), "utf8");
    const manifestPath = agent.path(`${community}.yaml`);
    for (const [number, choice] of choices.entries()) {
      const lines = await expectLinesOf(manifestPath, agent.port, community, dataOf(recording), choice);
      if (number === 0) literally?.(firstPollOf(lines));
    }
  });
});

/** The lines of each metric's first poll. */
function firstPollOf(lines: readonly DataLine[]): DataLine[] {
  const firstAt = new Map<string, number>();
  for (const { key, timestampMs = 0 } of lines)
    firstAt.set(key, Math.min(timestampMs, firstAt.get(key) ?? timestampMs));
  return lines.filter(({ key, timestampMs }) => timestampMs === firstAt.get(key));
}

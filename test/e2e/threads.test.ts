import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { activation, startNetwork } from "../support/network.ts";
import { runProgram, startProgram, temporaryFiles, until } from "../support/program.ts";
import { SMALL_EXTENSION } from "../support/small-extension.ts";

// Devices spread over polling threads: the real program, with two of them.

const NAMES = ["a", "b", "c", "d", "e", "f", "g", "h"];

async function fleet(dead: string, workers = 2) {
  const network = await startNetwork(
    NAMES.map((name) => ({
      name,
      data: "secure-sw",
      communities: ["public"],
      versions: ["2c"] as const,
      ...(name === dead ? { faults: { lossRatio: 1 } } : {}),
    })),
  );
  const endpoints = NAMES.map((name) => network.get(name)!);
  const folder = temporaryFiles({
    "extension.yaml": SMALL_EXTENSION,
    "switches.json": activation({ devices: endpoints.map((endpoint) => ({ endpoint })) }),
    "snmpgate.yaml": `
extensions: [extension.yaml]
monitoringConfigurations: [switches.json]
dataDir: data
intervalMs: 1000
snmp: { workers: ${workers} }
sinks:
  - { type: lines, path: lines.txt }
`,
  });
  return { folder, endpoints };
}

const linesOf = (folder: string): readonly string[] =>
  existsSync(`${folder}/lines.txt`) ? readFileSync(`${folder}/lines.txt`, "utf8").trimEnd().split("\n") : [];

/** How many lines each device has. */
function countsOf(folder: string, endpoints: readonly string[]): number[] {
  const lines = linesOf(folder);
  return endpoints.map((endpoint) => lines.filter((line) => line.includes(`device="${endpoint}"`)).length);
}

test("every device is polled by one thread, a dead one is named, and the service ends with 0 with all lines written", async () => {
  const { folder, endpoints } = await fleet("c");
  const running = startProgram(["run", "--config", `${folder}/snmpgate.yaml`]);
  const living = endpoints.filter((_, i) => NAMES[i] !== "c");
  await until(() => countsOf(folder, living).every((count) => count >= 3));
  await until(() => running.output().stderr.includes("DEVICE_CONNECTION_ERROR"));
  running.child.kill("SIGTERM");
  const { code, stderr } = await running.ended;
  expect(code).toBe(0);
  expect(stderr).toMatch(/"parts":2,/);
  expect(countsOf(folder, [endpoints[2]!])).toEqual([0]);
  // One time stamp a poll and line: no device was polled twice at once.
  const lines = linesOf(folder);
  expect(new Set(lines).size).toBe(lines.length);
  expect(readdirSync(`${folder}/data/learned`).length).toBeGreaterThanOrEqual(2);
});

test("a configuration that cannot be used is refused before a thread starts", async () => {
  const { folder } = await fleet("none");
  const broken = readFileSync(`${folder}/snmpgate.yaml`, "utf8").replace("workers: 2", "workers: 65");
  const { code, stderr } = await runProgram([
    "run",
    "--config",
    `${temporaryFiles({ "s.yaml": broken })}/s.yaml`,
  ]);
  expect(code).toBe(1);
  expect(stderr).toContain("workers");
});

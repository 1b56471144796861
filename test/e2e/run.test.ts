import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { startIngestStub } from "../support/ingest-stub.ts";
import { activation, startNetwork } from "../support/network.ts";
import { PROJECT, runProgram, startProgram, temporaryFiles, until } from "../support/program.ts";
import { SMALL_EXTENSION } from "../support/small-extension.ts";

const TOKEN = `dt0c01.${"A".repeat(24)}.${"B".repeat(64)}`;

const service = (sinks: string, extension = "extension.yaml"): string => `
extensions: [${extension}]
monitoringConfigurations: [switches.json]
dataDir: data
intervalMs: 1000
sinks:
${sinks}`;

test("run polls on schedule, delivers to every sink, and ends with 0 on SIGTERM after draining", async () => {
  const network = await startNetwork([
    { name: "sw", data: "secure-sw", moving: true, communities: ["public"], versions: ["2c"] },
  ]);
  const stub = await startIngestStub({ token: TOKEN });
  const folder = temporaryFiles({
    "switches.json": activation({ devices: [{ endpoint: network.get("sw")! }] }),
    "snmpgate.yaml": service(
      `  - { type: dynatrace, url: "${stub.url}", token: { env: INGEST_TOKEN } }\n  - { type: lines, path: out/lines.txt }\n`,
      `${PROJECT}extension.yaml`,
    ),
  });
  const running = startProgram(["run", "--config", `${folder}/snmpgate.yaml`], { INGEST_TOKEN: TOKEN });
  await until(() => stub.received.some(({ text }) => text.includes("count,delta=")));
  running.child.kill("SIGTERM");
  const { code, stdout } = await running.ended;
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  const written = readFileSync(`${folder}/out/lines.txt`, "utf8").trimEnd().split("\n");
  const data = stub.received.filter(({ kind }) => kind === "data").map(({ text }) => text);
  expect(data.toSorted()).toEqual(written.toSorted());
  await stub.close();
});

test("a sink that refuses and a switch that is dead cost neither the other sink nor the other switch a line", async () => {
  const network = await startNetwork([
    { name: "well", data: "secure-sw", communities: ["public"], versions: ["2c"] },
    { name: "dead", data: "secure-sw", communities: ["public"], faults: { lossRatio: 1 } },
  ]);
  const stub = await startIngestStub({ token: "another token" });
  const folder = temporaryFiles({
    "extension.yaml": SMALL_EXTENSION,
    "switches.json": activation({
      devices: [{ endpoint: network.get("dead")! }, { endpoint: network.get("well")! }],
    }),
    "snmpgate.yaml": service(
      `  - { type: dynatrace, url: "${stub.url}", token: { env: INGEST_TOKEN } }\n  - { type: lines, path: "-" }\n`,
    ),
  });
  const running = startProgram(["run", "--config", `${folder}/snmpgate.yaml`], { INGEST_TOKEN: TOKEN });
  const uptimes = (): number =>
    running
      .output()
      .stdout.split("\n")
      .filter((line) => line.includes("small.uptime")).length;
  await until(() => uptimes() >= 3);
  running.child.kill("SIGTERM");
  const { code, stderr } = await running.ended;
  expect(code).toBe(0);
  expect(stderr).toContain("DEVICE_CONNECTION_ERROR");
  expect(stderr).toContain("metrics.ingest");
  expect(stderr).not.toContain(TOKEN.split(".")[2]);
  await stub.close();
});

test("a bad service file stops the start with all findings, the places of both files and exit code 1", async () => {
  const folder = temporaryFiles({
    "extension.yaml": SMALL_EXTENSION,
    "switches.json": activation({ version: "9.9.9", devices: [{ endpoint: "127.0.0.1:99999" }] }),
    "bad.yaml": "extensionz: [a]\nsinks:\n  - { type: kafka }\n",
    "snmpgate.yaml": service("  - { type: lines, path: '-' }\n"),
  });
  const badFile = await runProgram(["run", "--config", `${folder}/bad.yaml`]);
  expect(badFile.code).toBe(1);
  for (const part of ["bad.yaml:1:1", "S005", "bad.yaml:3:", "dynatrace, otlp, prometheus, lines"])
    expect(badFile.stderr).toContain(part);
  const badSwitches = await runProgram(["run", "--config", `${folder}/snmpgate.yaml`]);
  expect(badSwitches.code).toBe(1);
  for (const part of ["switches.json:1:", "C003", "C002"]) expect(badSwitches.stderr).toContain(part);
});

test("a token that is not there is named by its place, before anything is polled", async () => {
  const folder = temporaryFiles({
    "extension.yaml": SMALL_EXTENSION,
    "switches.json": activation({ devices: [{ endpoint: "127.0.0.1:1" }] }),
    "snmpgate.yaml": service(
      `  - { type: dynatrace, url: "https://abc.live.dynatrace.com", token: { env: NO_SUCH_VARIABLE } }\n`,
    ),
  });
  const { code, stderr } = await runProgram(["run", "--config", `${folder}/snmpgate.yaml`]);
  expect(code).toBe(1);
  expect(stderr).toContain("NO_SUCH_VARIABLE");
});

test("two services never work with one data directory", async () => {
  const folder = temporaryFiles({
    "extension.yaml": SMALL_EXTENSION,
    "switches.json": activation({ devices: [{ endpoint: "127.0.0.1:1" }] }),
    "snmpgate.yaml": service("  - { type: lines, path: lines.txt }\n"),
  });
  const first = startProgram(["run", "--config", `${folder}/snmpgate.yaml`]);
  await until(() => first.output().stderr.includes("snmpgate starts"));
  const second = await runProgram(["run", "--config", `${folder}/snmpgate.yaml`]);
  expect(second.code).toBe(1);
  expect(second.stderr).toContain("dataDir");
  first.child.kill("SIGTERM");
  expect((await first.ended).code).toBe(0);
  const third = startProgram(["run", "--config", `${folder}/snmpgate.yaml`]);
  await until(() => third.output().stderr.includes("snmpgate starts"));
});

test("neither a reader of standard output that left nor a log that cannot be written ends the service", async () => {
  const network = await startNetwork([
    { name: "sw", data: "secure-sw", communities: ["public"], versions: ["2c"] },
  ]);
  const folder = temporaryFiles({
    "extension.yaml": SMALL_EXTENSION,
    "switches.json": activation({ devices: [{ endpoint: network.get("sw")! }] }),
    "snmpgate.yaml": service('  - { type: lines, path: "-" }\n  - { type: lines, path: lines.txt }\n'),
  });
  const command = `exec "${process.execPath}" "${PROJECT}bin/snmpgate" run --config "${folder}/snmpgate.yaml" 2>/dev/full`;
  const child = spawn("sh", ["-c", command], { stdio: ["ignore", "pipe", "ignore"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  child.stdout.once("data", () => child.stdout.destroy());
  const lines = (): number =>
    existsSync(`${folder}/lines.txt`)
      ? readFileSync(`${folder}/lines.txt`, "utf8").split("small.uptime").length
      : 0;
  await until(() => lines() > 4);
  const ended = new Promise((resolve) => {
    child.once("exit", resolve);
  });
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
});

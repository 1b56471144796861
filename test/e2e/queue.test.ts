import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { textsOf } from "../../src/ingest/index.ts";
import { linesOf } from "../support/delivery-run.ts";
import { activation, startNetwork } from "../support/network.ts";
import { runProgram, startProgram, temporaryFiles } from "../support/program.ts";
import { queueFolder } from "../support/queue-folder.ts";
import { SMALL_EXTENSION } from "../support/small-extension.ts";

const T0 = 1_760_000_000_000;
/** Three polls of ten lines, a minute apart. */
const POLLS = [0, 1, 2].map((n) => linesOf(10, T0 + n * 60_000, n * 10));
const TEXTS = POLLS.flatMap(textsOf);

async function stoppedQueue(taken: Readonly<Record<string, number>> = { near: 30, far: 13 }) {
  const bench = queueFolder(["near", "far"]);
  await bench.write(POLLS, taken);
  const queue = (...args: readonly string[]) => runProgram(["queue", ...args, "--config", bench.config]);
  return { bench, queue };
}

const textOfLines = (texts: readonly string[]): string => texts.map((text) => `${text}\n`).join("");

/** A port of loopback at which nobody answers. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A service with a sink that works and one that is down. */
async function startService() {
  const network = await startNetwork([{ name: "sw", data: "secure-sw", communities: ["public"] }]);
  const authentication = { type: "SNMPv2c", community: "public" };
  const folder = temporaryFiles({
    "extension.yaml": SMALL_EXTENSION,
    "switches.json": activation({ devices: [{ endpoint: network.get("sw")!, authentication }] }),
    "snmpgate.yaml": `
extensions: [extension.yaml]
monitoringConfigurations: [switches.json]
dataDir: data
intervalMs: 1000
sinks:
  - { type: lines, path: lines.txt }
  - { type: dynatrace, url: "http://127.0.0.1:${await closedPort()}", token: { env: TOKEN } }
`,
  });
  const config = ["--config", `${folder}/snmpgate.yaml`];
  const running = startProgram(["run", ...config], { TOKEN: "none" });
  return { running, queue: (...args: readonly string[]) => runProgram(["queue", ...args, ...config]) };
}

interface Status {
  readonly servicePid: number | null;
  readonly damages: readonly unknown[];
  readonly sinks: readonly { readonly sink: string; readonly lines: number }[];
}

test("a running service is looked at and not disturbed; once it is stopped its lines can be given up", async () => {
  const { running, queue } = await startService();
  const status = async () => JSON.parse((await queue("status", "--json")).stdout) as Status;
  const waiting = async () => (await status()).sinks.find(({ sink }) => sink === "dynatrace")?.lines ?? 0;
  while ((await waiting()) === 0);
  expect(await status()).toMatchObject({ servicePid: running.child.pid, damages: [] });
  const exported = await queue("export", "--sink", "dynatrace");
  expect(exported).toMatchObject({ code: 0, stderr: "" });
  expect(exported.stdout).toMatch(/^\S+ \S+ \d{13}\n/m);
  expect(await queue("purge", "--sink", "dynatrace", "--yes")).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining(`the service runs (process ${running.child.pid})`),
  });
  running.child.kill("SIGTERM");
  expect((await running.ended).code).toBe(0);
  const left = await waiting();
  expect(left).toBeGreaterThan(0);
  const purged = await queue("purge", "--sink", "dynatrace", "--yes");
  expect(purged).toMatchObject({ code: 0, stderr: "" });
  expect(purged.stdout).toMatch(new RegExp(`^dynatrace: ${left} lines? \\(.*given up`));
  expect(await status()).toMatchObject({ servicePid: null, damages: [] });
  expect(await waiting()).toBe(0);
});

test("the status of a stopped service is a table", async () => {
  const { bench, queue } = await stoppedQueue();
  const { code, stdout, stderr } = await queue("status");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const [queueLine, log, blank, ...table] = stdout.split("\n");
  expect(queueLine).toBe(`queue ${bench.dataDir}/queue (no service runs)`);
  expect(log).toMatch(
    /^log {3}1 segment, 1\.\d kB, 30 lines, from 2025-10-09T08:53:20\.000Z to 2025-10-09T08:55:20/,
  );
  expect(blank).toBe("");
  expect(table[0]).toMatch(/^sink +lines waiting +size +oldest +lines done$/);
  expect(table[1]).toMatch(/^near +0 +0 B +– +30$/);
  expect(table[2]).toMatch(/^far +17 +\d+ B +\d+ d \d+ h +13$/);
});

test("damage is named, with exit code 1, and the rest is told", async () => {
  const { bench, queue } = await stoppedQueue();
  const [file] = bench.segments();
  bench.change(file!, (bytes) => {
    bytes[bytes.indexOf("gauge,25")]! ^= 0xff;
    return bytes;
  });
  const status = await queue("status");
  expect(status.code).toBe(1);
  expect(status.stdout).toMatch(new RegExp(`\ndamaged  ${file}: .* damaged .*: 10 lines are lost\n`));
  const exported = await queue("export", "--all");
  expect(exported).toMatchObject({ code: 1, stdout: textOfLines(TEXTS.slice(0, 20)) });
  expect(exported.stderr).toContain(`damaged  ${file}: `);
});

test("inspect shows the oldest lines first with their time, and says when there are more", async () => {
  const { queue } = await stoppedQueue();
  expect(await queue("inspect", "--sink", "far", "--limit", "2")).toEqual({
    code: 0,
    stdout: `2025-10-09T08:54:20.000Z  ${TEXTS[13]}\n2025-10-09T08:54:20.000Z  ${TEXTS[14]}\n`,
    stderr: "more lines wait: --limit 20 shows more\n",
  });
});

test("inspect finds lines by text and time, for programs too", async () => {
  const { queue } = await stoppedQueue();
  const { stdout, stderr } = await queue(
    "inspect",
    "--from",
    "2025-10-09T08:55",
    "--grep",
    "gauge,2",
    "--json",
  );
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual(
    TEXTS.slice(20).map((line, n) => ({ time: "2025-10-09T08:55:20.000Z", number: 20 + n, line })),
  );
  expect(await queue("inspect", "--sink", "near")).toEqual({
    code: 0,
    stdout: "",
    stderr: "no such line waits\n",
  });
});

test("export writes the lines as they are: those of a sink, of any sink, or all", async () => {
  const { queue } = await stoppedQueue({ near: 20, far: 13 });
  const exported = async (...args: string[]) => (await queue("export", ...args)).stdout;
  expect(await exported("--sink", "near")).toBe(textOfLines(TEXTS.slice(20)));
  expect(await exported()).toBe(textOfLines(TEXTS.slice(13)));
  expect(await exported("--all")).toBe(textOfLines(TEXTS));
});

test("an export whose reader has enough ends well", async () => {
  const bench = queueFolder(["one"]);
  const polls = Array.from({ length: 40 }, (_, n) => linesOf(1_000, T0 + n, n * 1_000));
  await bench.write(polls);
  const program = fileURLToPath(new URL("../../bin/snmpgate", import.meta.url));
  const command = `"$0" "$1" queue export --config "$2" | head -n 1; echo "\${PIPESTATUS[0]}"`;
  const shell = spawn("bash", ["-c", command, process.execPath, program, bench.config], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => {
    shell.kill("SIGKILL");
  });
  let output = "";
  for (const stream of [shell.stdout, shell.stderr])
    stream.on("data", (chunk: Buffer) => (output += String(chunk)));
  await new Promise((resolve) => shell.once("close", resolve));
  expect(output).toBe(`${textsOf(polls[0]!)[0]}\n0\n`);
});

test("purge gives up what is older than asked, and says how much", async () => {
  const { bench, queue } = await stoppedQueue();
  const none = await queue("purge", "--sink", "near", "--older-than", "30m", "--yes");
  expect(none).toEqual({ code: 0, stdout: "near: nothing waits that is older than 30 min\n", stderr: "" });
  const { code, stdout } = await queue("purge", "--sink", "far", "--older-than", "30m", "--yes");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^far: 17 lines \(\d+ B\), from 2025-10-09T08:54:20\.000Z to .*, are given up; /);
  expect(await bench.rest("far")).toEqual([]);
});

test("purge never goes on without a yes", async () => {
  const { bench, queue } = await stoppedQueue();
  const { code, stderr } = await queue("purge", "--sink", "far");
  expect(code).toBe(2);
  expect(stderr).toBe(
    "snmpgate: there is no terminal to ask at.\n  → Add --yes to purge without a question.\n",
  );
  expect(await bench.rest("far")).toHaveLength(17);
});

test.each([
  [["status"], "--config"],
  [["purge", "--config", "x", "--yes"], "--sink"],
  [["export", "--config", "x", "--sink", "a", "--all"], "cannot be used with"],
  [["purge", "--config", "x", "--sink", "a", "--older-than", "30"], "with its unit"],
  [["inspect", "--config", "x", "--limit", "0"], "from 1 to"],
  [["inspect", "--config", "x", "--from", "noon"], "UTC unless it has a zone"],
])("queue %j is wrong use", async (args, message) => {
  const { code, stderr } = await runProgram(["queue", ...args]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

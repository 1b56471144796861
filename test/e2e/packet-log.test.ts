import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { activation, startNetwork } from "../support/network.ts";
import { runProgram, startProgram, temporaryFiles, until } from "../support/program.ts";
import { SMALL_EXTENSION } from "../support/small-extension.ts";

const COMMUNITY = "zq-community-zq";

async function startService() {
  const network = await startNetwork([{ name: "sw", data: "secure-sw", communities: [COMMUNITY] }]);
  const endpoint = network.get("sw")!;
  const authentication = { type: "SNMPv2c", community: COMMUNITY };
  const folder = temporaryFiles({
    "extension.yaml": SMALL_EXTENSION,
    "switches.json": activation({ devices: [{ endpoint, authentication }] }),
    "snmpgate.yaml": `
extensions: [extension.yaml]
monitoringConfigurations: [switches.json]
dataDir: data
intervalMs: 1000
sinks:
  - { type: lines, path: lines.txt }
`,
  });
  const config = ["--config", `${folder}/snmpgate.yaml`];
  const running = startProgram(["run", ...config]);
  await until(() => running.output().stderr.includes("polling starts"));
  const packetLog = (...args: readonly string[]) => runProgram(["packet-log", ...args, ...config]);
  const file = `${folder}/data/packet-log/${endpoint.replace(":", "_")}.log`;
  return { endpoint, running, packetLog, file };
}

test("the packets of a device are logged within seconds of the order, until it is taken back", async () => {
  const { endpoint, running, packetLog, file } = await startService();
  const on = await packetLog("on", endpoint);
  expect(on).toMatchObject({ code: 0, stderr: "" });
  expect(on.stdout).toContain(file);
  const logged = (): string => (existsSync(file) ? readFileSync(file, "utf8") : "");
  await until(() => logged().includes(" ← "));
  expect(logged()).toMatch(/^the packets of \S+ are logged until /);
  expect(logged()).toMatch(/\n\d{4}-\S+Z #\d+ → GET/);
  expect(logged()).toContain("\n    sysName.0 = OctetString: secure-sw\n");
  expect((await packetLog("list")).stdout).toContain(`${endpoint}  `);
  expect((await packetLog("off", endpoint)).stdout).toBe(`${endpoint}: the packet log is off\n`);
  await until(() => logged().endsWith("the log ends: switched off\n"));
  expect((await packetLog("list")).stdout).toBe("no packets are logged\n");
  expect(logged()).not.toContain(COMMUNITY);
  expect(running.output().stderr).toContain("packet log on");
});

test("a device that no configuration names is refused, with the one that was meant", async () => {
  const { endpoint, packetLog } = await startService();
  const { code, stdout, stderr } = await packetLog("on", endpoint.replace("127.0.0.1", "127.0.0.2"));
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("no configuration names a device 127.0.0.2:");
  expect(stderr).toContain(`Did you mean ${endpoint}?`);
});

test.each([
  [["on"], "packet-log on needs a device"],
  [["list", "192.0.2.10"], "list takes no device"],
  [["sideways", "192.0.2.10"], "Write on, off or list"],
] as const)("packet-log %j is wrong use", async (args, message) => {
  const { code, stderr } = await runProgram(["packet-log", ...args, "--config", "none.yaml"]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

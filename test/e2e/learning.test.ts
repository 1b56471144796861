import { existsSync, readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { Secret } from "../../src/base/index.ts";
import { activation, startAgents } from "../support/network.ts";
import { startProgram, temporaryFiles, until } from "../support/program.ts";
import { bindUdp, closeUdp } from "../support/script-agent.ts";
import { SMALL_EXTENSION } from "../support/small-extension.ts";

// What a service has learned of its devices outlives it, and the section `snmp` of its configuration is followed.

const service = (snmp = "{}"): string => `
extensions: [extension.yaml]
monitoringConfigurations: [switches.json]
dataDir: data
intervalMs: 1000
snmp: ${snmp}
sinks:
  - { type: lines, path: lines.txt }
`;

/** Runs the service until so many polls more have brought lines. */
async function runFor(polls: number, folder: string): Promise<void> {
  const path = `${folder}/lines.txt`;
  const polled = (): number =>
    existsSync(path) ? readFileSync(path, "utf8").split("small.uptime,").length - 1 : 0;
  const before = polled();
  const running = startProgram(["run", "--config", `${folder}/snmpgate.yaml`]);
  await until(() => polled() >= before + polls);
  running.child.kill("SIGTERM");
  expect((await running.ended).code).toBe(0);
}

test("a service that starts again knows the engine of a device: nothing is discovered a second time", async () => {
  const passwords = { auth: "auth-of-ops", priv: "priv-of-ops" };
  const user = {
    name: "ops",
    auth: { protocol: "SHA256", password: new Secret(passwords.auth) },
    priv: { protocol: "AES", password: new Secret(passwords.priv) },
  } as const;
  const simulator = await startAgents([{ name: "sw", data: "secure-sw", versions: ["3"], user }]);
  const [{ address, port } = { address: "", port: 0 }] = simulator.endpoints;
  const authentication = {
    type: "SNMPv3",
    userName: "ops",
    authProtocol: "SHA256",
    authPassword: passwords.auth,
    privProtocol: "AES",
    privPassword: passwords.priv,
  };
  const folder = temporaryFiles({
    "extension.yaml": SMALL_EXTENSION,
    "switches.json": activation({ devices: [{ endpoint: `${address}:${port}`, authentication }] }),
    "snmpgate.yaml": service(),
  });
  await runFor(1, folder);
  const { reports } = simulator.stats();
  expect(reports.unknownEngineIds).toBe(1);
  await runFor(1, folder);
  expect(simulator.stats().reports).toEqual(reports);
});

test("a service that starts again does not try GETBULK once more on a device that cannot do it", async () => {
  const simulator = await startAgents([
    { name: "sw", data: "secure-sw", communities: ["public"], faults: { noGetBulk: true } },
  ]);
  const [{ address, port } = { address: "", port: 0 }] = simulator.endpoints;
  const folder = temporaryFiles({
    "extension.yaml": SMALL_EXTENSION,
    "switches.json": activation({ devices: [{ endpoint: `${address}:${port}` }] }),
    "snmpgate.yaml": service(),
  });
  const asked = () => simulator.stats().agents.get("sw")!.byType;
  await runFor(1, folder);
  const first = asked();
  expect(first.getBulk).toBeGreaterThan(0);
  await runFor(1, folder);
  expect(asked().getBulk).toBe(first.getBulk);
  expect(asked().getNext).toBeGreaterThan(first.getNext);
});

test("requests come from the address that snmp.bindAddress names", async () => {
  const senders: string[] = [];
  const device = await bindUdp("127.0.0.1", (_, from) => senders.push(from.address));
  onTestFinished(() => closeUdp(device));
  const folder = temporaryFiles({
    "extension.yaml": SMALL_EXTENSION,
    "switches.json": activation({ devices: [{ endpoint: `127.0.0.1:${device.address().port}` }] }),
    "snmpgate.yaml": service("{ bindAddress: 127.0.0.5 }"),
  });
  startProgram(["run", "--config", `${folder}/snmpgate.yaml`]);
  await until(() => senders.length > 0);
  expect(new Set(senders)).toEqual(new Set(["127.0.0.5"]));
});

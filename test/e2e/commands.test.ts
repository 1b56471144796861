import { readdirSync, readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { activation, startNetwork } from "../support/network.ts";
import { PROJECT, runProgram, startProgram, temporaryFiles, until } from "../support/program.ts";

const MANIFEST = `${PROJECT}extension.yaml`;
const COMMANDS = [
  "check",
  "plan",
  "poll",
  "run",
  "explain",
  "packet-log",
  "token",
  "walk",
  "record",
  "simulate",
  "demo",
];

test("--help lists every command, and each command's help has examples", async () => {
  const { code, stdout } = await runProgram(["--help"]);
  expect(code).toBe(0);
  for (const command of COMMANDS) {
    expect(stdout).toContain(`  ${command}`);
    const help = await runProgram([command, "--help"]);
    expect(help.code).toBe(0);
    expect(help.stdout).toContain("Examples\n  snmpgate ");
  }
});

test("check prints one finding a line as file:line:column severity CODE message; warnings alone exit with 0", async () => {
  const folder = temporaryFiles({
    "extension.yaml": `name: custom:x
version: 1.0.0
minDynatraceVersion: "1.256"
author: { name: me }
nonsense: 1
snmp:
  - group: g
    metrics: [{ key: a.b, value: "oid:1.3.6.1.2.1.2.1.0" }]
`,
  });
  const { code, stdout } = await runProgram(["check", `${folder}/extension.yaml`]);
  expect(code).toBe(0);
  expect(stdout.split("\n")[0]).toMatch(
    new RegExp(`^${folder}/extension\\.yaml:5:1 warning M101 .*nonsense`),
  );
  const strict = await runProgram(["check", "--strict", `${folder}/extension.yaml`]);
  expect(strict.code).toBe(1);
});

test("check --json gives the findings with code, severity, path, line, column and file; errors exit with 1", async () => {
  const folder = temporaryFiles({ "extension.yaml": "name: custom:x\nversion: one\n" });
  const { code, stdout } = await runProgram(["check", "--json", `${folder}/extension.yaml`]);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toContainEqual(
    expect.objectContaining({
      code: "M004",
      severity: "error",
      path: "/version",
      line: 2,
      file: `${folder}/extension.yaml`,
    }),
  );
});

test("check --config snmpgate.yaml checks all that the service would load", async () => {
  const folder = temporaryFiles({
    "snmpgate.yaml": `extensions: [${MANIFEST}]\nmonitoringConfigurations: [switches.json]\ndataDir: data\nlisten: 127.0.0.1:0\n`,
    "switches.json": activation({ devices: [] }),
  });
  const { code, stdout, stderr } = await runProgram(["check", "--config", `${folder}/snmpgate.yaml`]);
  expect(code).toBe(1);
  expect(stdout).toMatch(new RegExp(`^${folder}/switches\\.json:1:\\d+ error C006 `, "m"));
  expect(stderr).toContain("3 files checked: 1 error, ");
  expect(readdirSync(folder).toSorted()).toEqual(["snmpgate.yaml", "switches.json"]);
  expect((await runProgram(["check"])).code).toBe(2);
});

test("check goes on behind a file that cannot be read, which is a finding among the others", async () => {
  const { code, stdout, stderr } = await runProgram(["check", "no-such.yaml", MANIFEST]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^no-such\.yaml:1:1 error M001 /);
  expect(stderr).toContain("2 files checked: 1 error, ");
});

test("simulate refuses credentials that it would ignore", async () => {
  const { code, stderr } = await runProgram(["simulate", "x", "--auth", "SHA:auth-of-ops"]);
  expect(code).toBe(2);
  expect(stderr).toContain("--auth belongs to SNMPv3.");
});

test("wrong flags of a command point at its own help", async () => {
  const { code, stderr } = await runProgram(["simulate", "x", "--delay-ms", "soon"]);
  expect(code).toBe(2);
  expect(stderr).toBe(
    "snmpgate: option '--delay-ms <ms>' argument 'soon' is invalid. Write a whole number from 0 to 86400000.\n  → snmpgate simulate --help shows its flags\n",
  );
});

test("plan prints what is asked, by number and name, and as JSON the same", async () => {
  const folder = temporaryFiles({
    "switches.json": activation({ devices: [{ endpoint: "192.0.2.10:161" }] }),
  });
  const args = ["plan", "--manifest", MANIFEST, "--config", `${folder}/switches.json`];
  const text = await runProgram(args);
  expect(text.code).toBe(0);
  expect(text.stdout).toContain("1.3.6.1.2.1.31.1.1.1.6  IF-MIB::ifHCInOctets");
  const json = JSON.parse((await runProgram([...args, "--json"])).stdout);
  expect(json[0].groups.flatMap(({ columns }: { columns: string[] }) => columns)).toContain(
    "1.3.6.1.2.1.31.1.1.1.6",
  );
  expect(json[0].devices[0].config.credentials.community).toBe("***");
});

test("walk prints instances with name, type and value, and exits with 3 when nobody answers", async () => {
  const network = await startNetwork([
    { name: "sw", data: "access-sw-1" },
    { name: "dead", data: "access-sw-1", faults: { lossRatio: 1 } },
  ]);
  const { code, stdout } = await runProgram(["walk", network.get("sw")!, "system", "IF-MIB::ifOperStatus.9"]);
  expect(code).toBe(0);
  expect(stdout).toContain("SNMPv2-MIB::sysName.0 = OctetString: access-sw-1\n");
  expect(stdout).toContain("IF-MIB::ifOperStatus.9 = Integer32: up(1)\n");
  const dead = await runProgram(["walk", network.get("dead")!, "1", "--timeout-secs", "1", "--retries", "0"]);
  expect(dead).toMatchObject({ code: 3, stdout: "" });
  expect(dead.stderr.match(/no answer/g)).toHaveLength(1);
  expect(dead.stderr).toContain("raise --timeout-secs");
});

test("walk HOST 1 prints everything", async () => {
  const network = await startNetwork([{ name: "sw", data: "access-sw-1" }]);
  const { code, stdout } = await runProgram(["walk", network.get("sw")!, "1"]);
  expect(code).toBe(0);
  expect(stdout.trimEnd().split("\n")).toHaveLength(
    readFileSync(`${PROJECT}snmpsim-data/access-sw-1.snmprec`, "utf8").trimEnd().split("\n").length,
  );
});

test("walk ends with 130 when it is interrupted", async () => {
  const network = await startNetwork([{ name: "sw", data: "access-sw-1", faults: { delayMs: 300 } }]);
  const walk = startProgram(["walk", network.get("sw")!, "--max-repetitions", "1"]);
  await until(() => walk.output().stdout.includes("\n"));
  walk.child.kill("SIGINT");
  expect(await walk.ended).toMatchObject({ code: 130, stderr: "snmpgate: stopped by SIGINT\n" });
});

test("simulate plays a folder; record writes back what was played, byte for byte when counters stand still", async () => {
  const simulate = startProgram([
    "simulate",
    `${PROJECT}snmpsim-data/secure-sw.snmprec`,
    "--port",
    "0",
    "--still",
  ]);
  await until(() => simulate.output().stdout.includes("\n"));
  const endpoint = simulate.output().stdout.split(" ")[0]!;
  const folder = temporaryFiles({});
  const args = ["record", endpoint, "--community", "secure-sw", "--output", `${folder}/out.snmprec`];
  const { code } = await runProgram(args);
  expect(code).toBe(0);
  expect(readFileSync(`${folder}/out.snmprec`, "utf8")).toBe(
    readFileSync(`${PROJECT}snmpsim-data/secure-sw.snmprec`, "utf8"),
  );
  simulate.child.kill("SIGTERM");
  expect((await simulate.ended).code).toBe(0);
});

test("record leaves an older recording as it was when the device does not answer", async () => {
  const network = await startNetwork([{ name: "dead", data: "secure-sw", faults: { lossRatio: 1 } }]);
  const folder = temporaryFiles({ "keep.snmprec": "1.3.6.1.2.1.1.5.0|4|kept\n" });
  const args = ["record", network.get("dead")!, "-o", `${folder}/keep.snmprec`];
  const { code, stderr } = await runProgram([...args, "--timeout-secs", "1", "--retries", "0"]);
  expect(code).toBe(3);
  expect(stderr).toContain("keep.snmprec is left as it was");
  expect(readFileSync(`${folder}/keep.snmprec`, "utf8")).toBe("1.3.6.1.2.1.1.5.0|4|kept\n");
  expect(readdirSync(folder)).toEqual(["keep.snmprec"]);
});

test("record keeps what was read when it is interrupted", async () => {
  const network = await startNetwork([{ name: "sw", data: "access-sw-1", faults: { delayMs: 100 } }]);
  const folder = temporaryFiles({});
  const path = `${folder}/sw.snmprec`;
  const args = ["record", network.get("sw")!, "--oid", "1.3.6.1.2.1", "--max-repetitions", "1", "-o", path];
  const record = startProgram(args);
  await until(() => readdirSync(folder).some((name) => statSync(`${folder}/${name}`).size > 0));
  record.child.kill("SIGINT");
  expect(await record.ended).toMatchObject({ code: 130 });
  expect(readdirSync(folder)).toEqual(["sw.snmprec"]);
  expect(readFileSync(path, "utf8")).toMatch(/^1\.3\.6\.1\.2\.1\.1\.1\.0\|4x\|.*\n$/s);
});

test("record names a file that cannot be written, and what to do", async () => {
  const { code, stderr } = await runProgram(["record", "127.0.0.1", "-o", "/no-such-folder/sw.snmprec"]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^snmpgate: \/no-such-folder\/sw\.snmprec cannot be written: .*\n {2}→ Name a file/);
});

test("record --scrub keeps the structure and shows no name, address or serial of the device", async () => {
  const network = await startNetwork([{ name: "sw", data: "access-sw-1" }]);
  const { code, stdout } = await runProgram(["record", network.get("sw")!, "--scrub", "--salt", "test"]);
  expect(code).toBe(0);
  expect(stdout.trimEnd().split("\n")).toHaveLength(
    readFileSync(`${PROJECT}snmpsim-data/access-sw-1.snmprec`, "utf8").trimEnd().split("\n").length,
  );
  for (const telling of ["access-sw-1", "core-sw-1", "Building 7"]) expect(stdout).not.toContain(telling);
});

test("demo --for ends by itself with a summary: six devices OK, lines, entities with relationships", async () => {
  const { code, stdout } = await runProgram(["demo", "--for", "10s", "--interval-ms", "2000"]);
  expect(code).toBe(0);
  expect(stdout.match(/ OK /g)!.length).toBeGreaterThanOrEqual(6);
  expect(stdout).toMatch(/entities +.*6 network:device/);
  expect(stdout).toMatch(/relationships +.*RUNS_ON/);
  expect(stdout).toMatch(/errors +none/);
  expect(stdout).not.toContain("\u001B[");
});

test("demo begins with a link that signs in; with --empty its switches are there and none is polled", async () => {
  const demo = startProgram(["demo", "--empty", "--for", "30s"]);
  await until(() => demo.output().stderr.includes("to be added"));
  const { stderr } = demo.output();
  const link = /^open +(\S+)$/m.exec(stderr)?.[1] ?? "";
  const [, url, name, password] = /^(http.+)\/ui\/#sign-in=(\w+):(\w+)$/.exec(link) ?? [];
  const signedIn = await fetch(`${url}/api/snmpgate/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name, password }),
  });
  expect(await signedIn.json()).toMatchObject({ user: "admin", role: "admin" });
  const devices = await fetch(`${url}/api/snmpgate/devices`);
  expect(await devices.json()).toMatchObject({ totalCount: 0 });
  demo.child.kill("SIGINT");
  expect((await demo.ended).stdout).toContain("7 simulated switches, none of them polled yet");
});

test("demo refuses an address that others reach, and says how to come from elsewhere", async () => {
  const { code, stderr } = await runProgram(["demo", "--listen", "0.0.0.0:8080"]);
  expect(code).toBe(2);
  expect(stderr).toContain("ssh -L 8080:127.0.0.1:8080");
});

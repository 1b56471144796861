import { expect, test } from "vitest";
import { startNetwork } from "../support/network.ts";
import { PROJECT, runProgram } from "../support/program.ts";

const MANIFEST = `${PROJECT}extension.yaml`;
const COMMUNITY = "zq-community-zq";

/** A switch that knows one community, and the flags to ask it. */
async function startSwitch(data = "access-sw-1"): Promise<readonly string[]> {
  const network = await startNetwork([{ name: "sw", data, communities: [COMMUNITY], moving: true }]);
  return [network.get("sw")!, "--community", COMMUNITY];
}

const explain = async (device: readonly string[], metric: string, more: readonly string[] = []) =>
  runProgram(["explain", ...device, metric, "--manifest", MANIFEST, "--interval-ms", "200", ...more]);

test("poll --trace tells each request with its answer on standard error, and the lines stay as they are", async () => {
  const [endpoint = "", ...flags] = await startSwitch();
  const poll = ["poll", "--manifest", MANIFEST, "--device", endpoint, ...flags];
  const traced = await runProgram([...poll, "--trace"]);
  const plain = await runProgram(poll);
  const requests = traced.stderr.match(/^\+\d+\.\d{3} s \S+ #\d+ → .*$/gm) ?? [];
  const answers = traced.stderr.match(/^\+\d+\.\d{3} s \S+ #\d+ ← .*$/gm) ?? [];
  expect(requests.length).toBeGreaterThan(2);
  expect(answers).toHaveLength(requests.length);
  expect(traced.stderr).toMatch(/^ {4}rows 1 … \d+ \(\d+\) of ifIndex, /m);
  expect(traced.stdout.split("\n")).toHaveLength(plain.stdout.split("\n").length);
  expect(traced.stdout).not.toContain("GETBULK");
});

test("poll --trace full tells each varbind, and neither form shows the community", async () => {
  const [endpoint = "", ...flags] = await startSwitch("secure-sw");
  const poll = ["poll", "--manifest", MANIFEST, "--device", endpoint, ...flags, "--trace"];
  const full = await runProgram([...poll, "full"]);
  expect(full.stderr).toContain("\n    sysName.0 = OctetString: secure-sw\n");
  expect(full.stderr).toMatch(/\n {4}ifOperStatus\.\d+ = Integer32: \d\n/);
  const folded = await runProgram(poll);
  expect(full.stderr + folded.stderr).not.toContain(COMMUNITY);
});

test("poll --trace of SNMPv3 shows the discovery, and no key", async () => {
  const [auth, priv] = ["zq-auth-password-zq", "zq-priv-password-zq"];
  const { Secret } = await import("../../src/base/index.ts");
  const user = {
    name: "ops",
    auth: { protocol: "SHA256", password: new Secret(auth) },
    priv: { protocol: "AES", password: new Secret(priv) },
  } as const;
  const network = await startNetwork([{ name: "sw", data: "secure-sw", versions: ["3"], user }]);
  const args = ["poll", "--manifest", MANIFEST, "--device", network.get("sw")!, "--trace", "full"];
  const { code, stderr } = await runProgram([
    ...args,
    "--v3",
    "ops",
    "--auth",
    `SHA256:${auth}`,
    "--priv",
    `AES:${priv}`,
  ]);
  expect(code).toBe(0);
  expect(stderr).toContain("discovery of the engine");
  for (const secret of [auth, priv]) expect(stderr).not.toContain(secret);
});

test("explain goes from a count back to each packet, and tells each row with its delta", async () => {
  const { code, stdout, stderr } = await explain(await startSwitch(), "if.bytes_in");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^com\.dynatrace\.extension\.network_device\.if\.bytes_in\.count {2}count\n/);
  expect(stdout).toContain("value from IF-MIB::ifHCInOctets (1.3.6.1.2.1.31.1.1.1.6)");
  expect(stdout).toContain("poll 2 of 2: ");
  expect(stdout).toMatch(/ {2}#\d+ ← .*ifHCInOctets\.\d+ … ifHCInOctets\.\d+ \(\d+\)\n/);
  expect(stdout).toMatch(/31 rows with a line\n {2}all of them: device="127\.0\.0\.1:\d+"/);
  expect(stdout).toMatch(/ {2}ifHCInOctets\.10 → \d+ {2}.*if\.name="Gi1\/0\/2"/);
  expect(stdout).not.toContain(COMMUNITY);
});

test("explain names the filter that keeps rows back, with what it looked at, and ends with 3", async () => {
  const filter = ["--var", "if_name_filter=$prefix(Gi)"];
  const { code, stdout } = await explain(await startSwitch(), "if.bytes_in", filter);
  expect(code).toBe(3);
  expect(stdout).toContain("if.name = IF-MIB::ifName (1.3.6.1.2.1.31.1.1.1.1)   (a filter decides here)");
  expect(stdout).toMatch(
    /rows without: the filter of if\.name keeps them back\n {2}ifHCInOctets\.1 if\.name="Vl1"\n/,
  );
});

test("explain shows the answer of a device that does not have the object, and ends with 3", async () => {
  const { code, stdout } = await explain(await startSwitch(), "switch.cpu.user");
  expect(code).toBe(3);
  expect(stdout).toMatch(/ {2}#\d+ ← .*: ssCpuUser\.0 = noSuch(Instance|Object)\n/);
  expect(stdout).toContain("no rows: the device says that it has no ssCpuUser.0");
});

test("explain of a metric that nothing makes ends with 1 and names the one that was meant", async () => {
  const { code, stdout, stderr } = await explain(await startSwitch(), "if.byte_in.count");
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("Did you mean com.dynatrace.extension.network_device.if.bytes_in.count?");
});

test("explain of a device that does not answer shows each attempt, the cause and what to do", async () => {
  const network = await startNetwork([{ name: "dead", data: "secure-sw", faults: { lossRatio: 1 } }]);
  const quick = ["--timeout-secs", "1", "--retries", "0"];
  const { code, stdout } = await explain([network.get("dead")!], "if.bytes_in", quick);
  expect(code).toBe(3);
  expect(stdout).toMatch(/poll 1 of 1: \d+ ms, failed: no answer.*\n {2}→ .*--timeout-secs/);
  expect(stdout).toMatch(
    / {2}#1 ! no answer to attempt 1 within \d+ ms\n(.*\n)*? {2}#1 ! given up: no answer/,
  );
});

import { afterEach, beforeEach, expect, test } from "vitest";
import type { OnboardingDevice, OnboardingRequest } from "../../../src/api/index.ts";
import { failedVerdict, NO_CLUES } from "../../../src/app/onboarding/verdict.ts";
import { Secret } from "../../../src/base/index.ts";
import { SnmpError } from "../../../src/snmp/index.ts";
import { jobToEnd, onboardingWith, PUBLIC } from "../../support/onboarding.ts";
import { textValue } from "../../support/snmp-bench.ts";
import { VirtualBench } from "../../support/virtual-bench.ts";
import { switchMib } from "../../support/virtual-switch.ts";

const AUTH = { protocol: "SHA", password: "a-long-password" } as const;
const PRIV = { protocol: "AES", password: "another-password" } as const;
const V3 = {
  type: "SNMPv3",
  userName: "ops",
  securityLevel: "AUTH_PRIV",
  authProtocol: "SHA",
  authPassword: AUTH.password,
  privProtocol: "AES",
  privPassword: PRIV.password,
};

let bench: VirtualBench;
beforeEach(() => {
  bench = new VirtualBench();
});
afterEach(() => bench.clean());

const agentV3 = () =>
  bench.agent({ mib: switchMib(2), usm: { users: [{ name: "ops", auth: AUTH, priv: PRIV }] } });

async function verdictOn(request: Partial<OnboardingRequest> = {}): Promise<OnboardingDevice> {
  const { port } = await onboardingWith({ clock: bench.clock, network: bench.network.open });
  const job = await bench.run(jobToEnd(port, { targets: "192.0.2.1", ...request }));
  return job.devices[0]!;
}

test("a device that answers tells what it is, how fast it is, and which credential it took", async () => {
  const extra = [
    { oid: "1.3.6.1.2.1.1.1.0", value: textValue("Switch 1\r\n  Version 2") },
    { oid: "1.3.6.1.2.1.1.2.0", value: { type: "ObjectIdentifier", value: "1.3.6.1.4.1.9.1.2494" } as const },
  ];
  bench.agent({ mib: switchMib(2, extra) });
  const device = await verdictOn({ credentials: [{ ...PUBLIC, community: "other" }, PUBLIC] });
  expect(device).toMatchObject({
    target: "192.0.2.1",
    address: "192.0.2.1",
    port: 161,
    verdict: "ok",
    credential: "credentials[1]",
    sysName: "switch",
    sysDescr: "Switch 1 Version 2",
    sysObjectID: "1.3.6.1.4.1.9.1.2494",
    vendor: "Cisco",
    responseMs: 2,
  });
});

test("a named credential is used by its name, and its secret is in no word of the job", async () => {
  bench.agent({ community: "s3cret", mib: switchMib(1) });
  const device = await verdictOn({ credentials: ["branch"] });
  expect(device).toMatchObject({ verdict: "ok", credential: "branch" });
  expect(JSON.stringify(device)).not.toContain("s3cret");
});

test("silence says what to check in order, and that a wrong community looks the same", async () => {
  const device = await verdictOn();
  expect(device).toMatchObject({ verdict: "DEVICE_CONNECTION_ERROR", reason: "silent" });
  expect(device.message).toMatch(/no answer to a GET of .*2 attempts of up to 1000 ms/);
  expect(device.remedy).toMatch(/Check ip and port, that SNMP is enabled.*wrong community looks the same/);
});

test("a closed port ends the check at once, whatever credentials are left", async () => {
  bench.agent().network.refuse();
  const startMs = bench.clock.monotonicMs();
  const device = await verdictOn({ credentials: [PUBLIC, { ...PUBLIC, community: "other" }] });
  expect(device).toMatchObject({ verdict: "DEVICE_CONNECTION_ERROR", reason: "port-closed" });
  expect(device.message).toContain("nothing listens on that UDP port");
  expect(bench.clock.monotonicMs() - startMs).toBeLessThan(100);
});

test("an agent that speaks SNMPv1 alone is found out, with the community that it takes", async () => {
  bench.agent({
    mib: switchMib(1),
    script: (request, regular) => (request.version === "1" ? regular : "silence"),
  });
  const device = await verdictOn();
  expect(device).toMatchObject({ verdict: "AUTHENTICATION_ERROR" });
  expect(device.message).toContain("answers SNMPv1 with the community of credentials[0]");
  expect(device.remedy).toContain("type SNMPv1");
  expect(device.fault).toEqual({ credential: "credentials[0]", settings: ["type"] });
});

test("a device that answers SNMPv3 discoveries is there: it is the community that is wrong", async () => {
  agentV3();
  const device = await verdictOn();
  expect(device).toMatchObject({ verdict: "AUTHENTICATION_ERROR" });
  expect(device.reason).toBeUndefined();
  expect(device.message).toContain("the device is there, for it has answered an SNMPv3 discovery");
  expect(device.remedy).toContain("Check the community first");
});

test.each([
  [
    "an unknown user",
    { ...V3, userName: "opps" },
    "the device does not know this user name (the device reported usmStatsUnknownUserNames)",
    "Check userName: the device has no USM user 'opps'",
    ["userName"],
  ],
  [
    "a wrong authPassword",
    { ...V3, authPassword: "not-the-password" },
    "authentication password or protocol is wrong (the device reported usmStatsWrongDigests)",
    "Check authProtocol and authPassword of USM user 'ops'",
    ["authPassword", "authProtocol"],
  ],
  [
    "a wrong authProtocol",
    { ...V3, authProtocol: "MD5" },
    "authentication password or protocol is wrong",
    "Check authProtocol and authPassword of USM user 'ops'",
    ["authPassword", "authProtocol"],
  ],
  [
    "a wrong privPassword",
    { ...V3, privPassword: "not-the-password" },
    "privacy password or protocol is wrong",
    "Check privProtocol and privPassword of USM user 'ops'",
    ["privPassword", "privProtocol"],
  ],
  [
    "an unknown context",
    { ...V3, contextName: "vlan-9" },
    "the device does not know this context",
    "Check contextName",
    ["contextName"],
  ],
])("%s is told apart, with the settings at fault", async (_, credential, message, remedy, settings) => {
  agentV3();
  const device = await verdictOn({ credentials: [credential] });
  expect(device.verdict).toBe("AUTHENTICATION_ERROR");
  expect(device.message).toContain(message);
  expect(device.remedy).toContain(remedy);
  expect(device.fault).toEqual({ credential: "credentials[0]", settings });
});

test.each([
  ["authNoPriv", { ...V3, securityLevel: "AUTH_NO_PRIV" }, ["contextName"]],
  ["authPriv", V3, ["privPassword", "privProtocol", "contextName"]],
])(
  "an agent that drops what asks for an unknown context, as Net-SNMP does, has the context doubted: %s",
  async (_, credential, settings) => {
    const users = [{ name: "ops", auth: AUTH, priv: PRIV }];
    bench.agent({ mib: switchMib(2), usm: { users, contexts: ["vlan-9"] }, script: () => "silence" });
    const device = await verdictOn({ credentials: [{ ...credential, contextName: "vlan-9" }] });
    expect(device).toMatchObject({ verdict: "AUTHENTICATION_ERROR", fault: { settings } });
    expect(device.remedy).toMatch(/Check contextName.*some agents are silent/);
    expect(device.reason).toBeUndefined();
  },
);

test("silence proves nothing, so no setting is blamed", async () => {
  expect((await verdictOn()).fault).toBeUndefined();
});

test("a user without keys for the level is told to check securityLevel", async () => {
  bench.agent({ mib: switchMib(2), usm: { users: [{ name: "ops", auth: AUTH }] } });
  const device = await verdictOn({ credentials: [V3] });
  expect(device).toMatchObject({ verdict: "AUTHENTICATION_ERROR" });
  expect(device.remedy).toContain("Check securityLevel");
});

test("of several credentials each one's fate is told, and the one that got furthest gives the remedy", async () => {
  agentV3();
  const wrong = { ...V3, authPassword: "not-the-password" };
  const device = await verdictOn({ credentials: [PUBLIC, { ...V3, userName: "opps" }, wrong] });
  expect(device).toMatchObject({ verdict: "AUTHENTICATION_ERROR" });
  expect(device.message).toMatch(/^credentials\[0\]: no answer.*; credentials\[1\]: .*; credentials\[2\]: /);
  expect(device.remedy).toMatch(/^credentials\[2\] got furthest\. Check authProtocol/);
});

test("a name that does not resolve is a verdict of its own", async () => {
  const device = await verdictOn({ targets: "sw1.example.net" });
  expect(device).toMatchObject({ verdict: "DEVICE_CONNECTION_ERROR", reason: "name-unknown" });
  expect(device.message).toContain("sw1.example.net does not resolve");
});

test.each([
  ["no way to the host", "EHOSTUNREACH", "no-route"],
  ["no way to the network", "ENETUNREACH", "no-route"],
  ["no socket of ours left", "EMFILE", undefined],
])("%s is no silence: %s", (_, code, reason) => {
  const cause = Object.assign(new Error(code), { code });
  const error = new SnmpError("snmp.unreachable", "sw1: it says no", { device: "sw1", cause });
  const credential = { name: "branch", credentials: { version: "2c", community: new Secret("c") } } as const;
  expect(failedVerdict([{ credential, error }], NO_CLUES)).toMatchObject({
    code: "DEVICE_CONNECTION_ERROR",
    message: "it says no",
    reason,
  });
});

import { inspect } from "node:util";
import { expect, test } from "vitest";
import { secretBoxForWriting } from "../../src/app/secret-keys.ts";
import { encryptSecrets, maskSecrets, withStoredSecrets } from "../../src/app/secret-masks.ts";
import { apiSecretReader, secretReader } from "../../src/app/secret-reader.ts";
import { isRecord } from "../../src/base/index.ts";
import * as commands from "../../src/cli/secret.ts";
import { loadMonitoringConfigurations } from "../../src/config/index.ts";
import { element } from "../config/configurations.ts";
import { manifest } from "../config/manifests.ts";
import { allTextBelow, credentialBench, OPERATOR } from "../support/secret-bench.ts";

// Every secret a user can give us, right, mistyped, misplaced or refused, searched for in all that comes out: answers,
// errors, findings, logs, prints, files and the output of commands.

const SECRETS = ["zq-community-zq", "zq-auth-password-zq", "zq-priv-password-zq"] as const;
const [COMMUNITY, AUTH, PRIV] = SECRETS;
const V3 = {
  type: "SNMPv3",
  userName: "ops",
  authProtocol: "SHA256",
  authPassword: AUTH,
  privProtocol: "AES",
  privPassword: PRIV,
};

/** Slips around a secret; each is refused or read, and none may be told of with the secret in it. */
const SLIPS: readonly unknown[] = [
  { type: "SNMPv2c", community: COMMUNITY },
  V3,
  { ...V3, authProtocol: AUTH, privProtocol: PRIV, securityLevel: COMMUNITY },
  { ...V3, type: COMMUNITY },
  { comunity: COMMUNITY },
  { [`community:${COMMUNITY}`]: null },
  { credential: COMMUNITY },
  { credential: "ops", community: COMMUNITY },
  { community: [COMMUNITY] },
  { community: { text: COMMUNITY } },
  { community: { env: COMMUNITY } },
  { community: `enc:${COMMUNITY}` },
  { community: `enc:v1:0a1b2c3d:${COMMUNITY}` },
  { ...V3, contextName: COMMUNITY.repeat(9) },
  COMMUNITY,
  [COMMUNITY],
];

/** Everything a value could show, by whatever print. */
function everyPrint(value: unknown): string {
  const error = value instanceof Error ? `${value.stack} ${JSON.stringify(Object.entries(value))}` : "";
  return [
    inspect(value, { depth: 20, showHidden: true }),
    JSON.stringify(value) ?? "",
    String(value),
    error,
  ].join("\n");
}

function expectNoSecret(text: string, what: string): void {
  for (const secret of SECRETS)
    expect(text.includes(secret), `${what} shows ${secret.slice(0, 7)}…`).toBe(false);
}

const caught = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

test("no secret comes out of credentials, whatever is put into them", async () => {
  const bench = await credentialBench();
  const { port, credentials, logger, audited, env } = bench;
  await port.put("ops", V3, {}, OPERATOR);
  for (const [index, slip] of SLIPS.entries()) {
    const answers = [
      await caught(port.put("ops", slip, {}, OPERATOR)),
      await caught(port.put(`new-${index}`, slip, {}, OPERATOR)),
      await caught(port.remove(COMMUNITY.repeat(20), OPERATOR)),
    ];
    expectNoSecret(everyPrint(answers), `slip ${index}`);
    for (const answer of answers) expectNoSecret(everyPrint(answer), `slip ${index}`);
  }
  expectNoSecret(everyPrint([port.list(), port.get("ops")]), "an answer");
  expectNoSecret(everyPrint([credentials, credentials.all(), credentials.findings]), "a dump");
  expectNoSecret(everyPrint([logger.told, audited]), "the log");
  // References can be made in files alone, so one of the slips is none there: what is written is encrypted or refused.
  expectNoSecret(allTextBelow(bench.root), "a file");
  expect(everyPrint(credentials)).not.toContain(env["SNMPGATE_KEY"]);
});

test("no secret comes out of files that an operator wrote, with all the slips one can make", async () => {
  const bench = await credentialBench();
  for (const [index, slip] of SLIPS.entries()) {
    // The name of a variable or of a file is no secret: it tells where one is.
    if (JSON.stringify(slip).includes('"env"')) continue;
    bench.write(`config/credentials/c${index}.json`, JSON.stringify(slip));
    bench.write(`config/credentials/torn${index}.json`, JSON.stringify(slip).slice(0, -2));
    bench.write(`config/credentials/unquoted${index}.json`, JSON.stringify(slip).replaceAll('"', ""));
  }
  await bench.look();
  expect(bench.credentials.findings.length).toBeGreaterThan(SLIPS.length);
  expectNoSecret(everyPrint(bench.credentials.findings), "a finding");
  expectNoSecret(everyPrint([bench.credentials, bench.port.list()]), "a dump");
});

test("no secret comes out of a monitoring configuration: findings, devices, masks, refusals, what is kept", async () => {
  const { places, env, credentials, logger } = await credentialBench();
  const box = await secretBoxForWriting(places, env, logger);
  const secrets = await secretReader(places, env, credentials);
  for (const [index, authentication] of SLIPS.entries()) {
    if (JSON.stringify(authentication).includes('"env"')) continue;
    const devices = [
      { ip: "192.0.2.1", authentication },
      { ip: "192.0.2.2", community: COMMUNITY, authPassword: AUTH },
    ];
    const whole = [element({ snmp: { devices } })];
    const loaded = loadMonitoringConfigurations(JSON.stringify(whole), {
      manifest: manifest(),
      idPrefix: "cfg",
      secrets,
    });
    expectNoSecret(everyPrint(loaded.diagnostics), `findings of slip ${index}`);
    expectNoSecret(everyPrint(loaded.value), `devices of slip ${index}`);
    const shown = maskSecrets([element({ snmp: { devices: devices.slice(0, 1) } })]);
    // Names of credentials and contexts are shown: they are no secrets.
    if (
      !isRecord(authentication) ||
      !(authentication["credential"] === COMMUNITY || "contextName" in authentication)
    ) {
      expectNoSecret(everyPrint(shown), `mask of slip ${index}`);
      expectNoSecret(
        everyPrint(attempt(() => withStoredSecrets(shown, undefined))),
        `refusal of slip ${index}`,
      );
    }
    if (index > 0 && isRecord(authentication) && "comunity" in authentication) {
      expectNoSecret(everyPrint(encryptSecrets(whole, box)), `what is kept of slip ${index}`);
    }
  }
  const kept = encryptSecrets(
    [element({ snmp: { devices: [{ ip: "192.0.2.1", authentication: V3 }] } })],
    box,
  );
  expectNoSecret(everyPrint(kept), "what is kept");
  expectNoSecret(everyPrint([secrets, apiSecretReader(credentials), box]), "a reader");
});

test("no secret and no key comes out of the commands that encrypt and rotate", async () => {
  const bench = await credentialBench({
    "snmpgate.yaml": "configDir: config\ndataDir: data\n",
    "config/credentials/ops.json": JSON.stringify(V3),
    "config/credentials/torn.json": JSON.stringify(V3).slice(0, -3),
    "config/monitoring/a.json": JSON.stringify([
      { value: { snmp: { devices: [{ authentication: { community: COMMUNITY } }] } } },
    ]),
  });
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream;
  const context = {
    terminal: { out: stream, err: stream },
    env: bench.env,
    signal: AbortSignal.timeout(60_000),
  };
  const flags = { config: bench.path("snmpgate.yaml") };
  expect(await commands.encryptSecrets({ ...flags, check: true }, context)).toBe(1);
  expect(await commands.encryptSecrets(flags, context)).toBe(1);
  await commands.rotateSecrets(flags, context);
  expect(written.join("")).toContain("2 secrets encrypted");
  expectNoSecret(written.join(""), "a command");
  expect(written.join("")).not.toContain(bench.env["SNMPGATE_KEY"]);
});

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startIngestStub } from "../support/ingest-stub.ts";
import { activation, startNetwork } from "../support/network.ts";
import { runProgram, startProgram, temporaryFiles, until } from "../support/program.ts";
import { SMALL_EXTENSION } from "../support/small-extension.ts";

// Every secret a user can give us, each unmistakable, searched for in everything the program writes.

const COMMUNITY = "zq-community-zq";
const AUTH = "zq-auth-password-zq";
const PRIV = "zq-priv-password-zq";
const TOKEN_SECRET = "ZQ".repeat(32);
const TOKEN = `dt0c01.${"PUBLICPUBLICPUBLICPUBLIC".slice(0, 24)}.${TOKEN_SECRET}`;
const SECRETS = [COMMUNITY, AUTH, PRIV, TOKEN_SECRET];

const V3 = {
  type: "SNMPv3",
  userName: "ops",
  authProtocol: "SHA256",
  authPassword: AUTH,
  privProtocol: "AES",
  privPassword: PRIV,
};

function expectNoSecret(text: string): void {
  for (const secret of SECRETS)
    expect(text.includes(secret), `output shows ${secret.slice(0, 7)}…`).toBe(false);
}

test("no command shows a community or password: right, wrong, refused, or mistyped", async () => {
  const network = await startNetwork([
    { name: "sw", data: "secure-sw", versions: ["2c"], communities: [COMMUNITY] },
  ]);
  const endpoint = network.get("sw")!;
  const devices = [
    { endpoint, authentication: { type: "SNMPv2c", community: COMMUNITY } },
    { endpoint: endpoint.replace("127.0.0.1", "127.0.0.2"), authentication: V3 },
  ];
  const broken = activation({
    devices: [
      ...devices,
      { endpoint: "bad host:1", authentication: { ...V3, authProtocol: AUTH, community: COMMUNITY } },
    ],
  });
  const folder = temporaryFiles({
    "extension.yaml": SMALL_EXTENSION,
    "switches.json": activation({ devices }),
    "broken.json": broken,
    "torn.json": broken.slice(0, broken.indexOf(PRIV) + PRIV.length - 2),
    "unquoted.json": broken.replace(`"${AUTH}"`, AUTH),
  });
  const manifest = `${folder}/extension.yaml`;
  const v2 = ["--community", COMMUNITY];
  const v3 = ["--v3", "ops", "--auth", `SHA256:${AUTH}`, "--priv", `AES:${PRIV}`];
  const commands = [
    ["poll", "--manifest", manifest, "--device", endpoint, ...v2, "--format", "json", "--entities"],
    ["poll", "--manifest", manifest, "--device", endpoint, ...v3, "--timeout-secs", "1", "--retries", "0"],
    ["poll", "--manifest", manifest, "--device", endpoint, "--v3", "ops", "--auth", `${AUTH}:${PRIV}`],
    ["poll", "--manifest", manifest, "--device", endpoint, ...v2, "--trace", "full"],
    ["explain", endpoint, "small.uptime", "--manifest", manifest, ...v2],
    ["walk", endpoint, "1.3.6.1.2.1.1", ...v2],
    ["walk", endpoint, "1.3.6.1.2.1.1", ...v3, "--timeout-secs", "1", "--retries", "0"],
    ["record", endpoint, ...v2, "--oid", "1.3.6.1.2.1.1"],
    ...["switches", "broken", "torn", "unquoted"].flatMap((name) => {
      const config = ["--config", `${folder}/${name}.json`];
      return [
        ["plan", "--manifest", manifest, ...config],
        ["plan", "--manifest", manifest, ...config, "--json"],
        ["check", manifest, ...config],
        ["poll", "--manifest", manifest, ...config],
      ];
    }),
  ];
  for (const command of commands) {
    const { stdout, stderr } = await runProgram(command);
    expect(stdout + stderr).not.toBe("");
    expectNoSecret(stdout + stderr);
  }
});

test("the service shows no token, community or password in its log at level debug, nor in any file it writes", async () => {
  const network = await startNetwork([
    { name: "sw", data: "secure-sw", versions: ["2c"], communities: [COMMUNITY] },
  ]);
  const endpoint = network.get("sw")!;
  const stub = await startIngestStub({ token: "another one" });
  const folder = temporaryFiles({
    "extension.yaml": SMALL_EXTENSION,
    "switches.json": activation({
      devices: [
        { endpoint, authentication: { type: "SNMPv2c", community: COMMUNITY } },
        { endpoint: endpoint.replace("127.0.0.1", "127.0.0.2"), authentication: V3 },
      ],
    }),
    "snmpgate.yaml": `
extensions: [extension.yaml]
monitoringConfigurations: [switches.json]
intervalMs: 1000
logLevel: debug
dataDir: out
sinks:
  - { type: dynatrace, url: "${stub.url}", token: { env: INGEST_TOKEN } }
  - { type: lines, path: out/lines.txt }
`,
  });
  const running = startProgram(["run", "--config", `${folder}/snmpgate.yaml`], { INGEST_TOKEN: TOKEN });
  await until(
    () =>
      running.output().stderr.includes("DEVICE_CONNECTION_ERROR") && running.output().stderr.includes("401"),
  );
  running.child.kill("SIGTERM");
  const { stdout, stderr } = await running.ended;
  expectNoSecret(stdout + stderr);
  const out = join(folder, "out");
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.map(({ name }) => name)).toContainEqual(expect.stringMatching(/\.jsonl$/)); // what was learned
  for (const { parentPath, name } of files) expectNoSecret(readFileSync(join(parentPath, name), "utf8"));
  await stub.close();
});

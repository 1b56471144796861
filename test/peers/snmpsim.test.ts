import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Random, Secret, seededRandom, systemClock } from "../../src/base/index.ts";
import {
  AUTH_PROTOCOLS,
  loadRecording,
  PRIV_PROTOCOLS,
  readSnmprec,
  type Simulator,
  startSimulator,
} from "../../src/simulator/index.ts";
import {
  decodeReply,
  encodeRequest,
  openWire,
  type WireReply,
  type WireRequest,
} from "../support/wire-client.ts";

// The same requests to snmpsimd and to our simulator, on the same files: the answers must be equal. And net-snmp's
// own manager must understand our SNMPv3 in each combination of protocols.

const run = promisify(execFile);
const has = (command: string) => {
  try {
    execFileSync("which", [command], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

/** Recordings of real devices, where they are at hand; sorted ones, for snmpsimd walks in the order of the file. */
const SHARED = resolve(import.meta.dirname, "../../../shared/recordings");
const SHARED_FILES = [
  "3com_4200",
  "panos",
  "arubaos-cx_10.10",
  "iosxe_ie32008t2s-ios17-12",
  "nxos_n3k-3064pq",
  "dnos_s4048",
  "ios_2960x",
].filter((name) => existsSync(join(SHARED, `${name}.snmprec`)));

const ODD = [
  "1.3.6.1.2.1.1.1.0|4|text with spaces | and a bar  ",
  "1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.32473.1.4294967295",
  "1.3.6.1.2.1.1.3.0|67|4294967295",
  String.raw`1.3.6.1.2.1.1.4.0|4e|quote \' line\r\nbell \x07 high \xff`,
  "1.3.6.1.2.1.1.5.0|4|",
  "1.3.6.1.2.1.1.6.0|4x|00ff7",
  "1.3.6.1.2.1.1.7.0|4|caf\u00e9",
  "# a comment",
  "1.3.6.1.2.1.2.1.0|2|-2147483648",
  "",
  "1.3.6.1.2.1.2.2.1.2.1|4|one",
  "1.3.6.1.2.1.2.2.1.2.2|4|two",
  "1.3.6.1.2.1.2.2.1.2.10|4|ten",
  "1.3.6.1.2.1.2.2.1.2.4294967295|4|last",
  "1.3.6.1.2.1.2.2.1.5.1|66|4294967295",
  "1.3.6.1.2.1.2.2.1.5.2|66|0",
  "1.3.6.1.2.1.2.2.1.10.1|65|4294967295",
  "1.3.6.1.2.1.4.20.1.1.192.0.2.1|64|192.0.2.1",
  "1.3.6.1.2.1.4.20.1.1.192.0.2.2|64x|c0000202",
  "1.3.6.1.2.1.4.20.1.1.192.0.2.3|64|abcd",
  "1.3.6.1.2.1.31.1.1.1.6.1|70|18446744073709551615",
  "1.3.6.1.2.1.31.1.1.1.6.2|70|9223372036854775808",
  "1.3.6.1.2.1.31.1.1.1.18.1|4|alias",
  "1.3.6.1.2.1.99.1.0|5|",
  "1.3.6.1.2.1.99.2.0|68x|9f780442f60000",
  "1.3.6.1.4.1.32473.1.0|2|127",
  "1.3.6.1.4.1.32473.2.0|2|128",
  "1.3.6.1.4.1.32473.3.0|2|-129",
].join("\n");

const USER = {
  name: "simulator",
  auth: { protocol: "SHA256", password: new Secret("auctoritas") },
  priv: { protocol: "AES", password: new Secret("privatus") },
} as const;
const USER_OPTIONS = [
  "-u",
  "simulator",
  "-l",
  "authPriv",
  "-a",
  "SHA-256",
  "-A",
  "auctoritas",
  "-x",
  "AES",
  "-X",
  "privatus",
];

const walk = async (port: number) =>
  (
    await run("snmpbulkwalk", [
      "-v3",
      ...USER_OPTIONS,
      "-n",
      "odd",
      "-On",
      "-Ob",
      "-Ox",
      "-t10",
      `127.0.0.1:${port}`,
      "1.3",
    ])
  ).stdout;

/** endOfMibView may come more than once: see comparable. */
const distinct = (lines: string) => [...new Set(lines.split("\n"))];

describe.skipIf(!has("snmpsimd"))("ours answers as snmpsimd does", () => {
  let folder: string;
  let peer: ChildProcess | undefined;
  let peerPort: number;
  let ours: Simulator;
  const names = ["odd", ...SHARED_FILES];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "snmpsim-"));
    chmodSync(folder, 0o755);
    const data = join(folder, "data");
    mkdirSync(data);
    mkdirSync(join(folder, "cache"), { mode: 0o777 });
    chmodSync(join(folder, "cache"), 0o777);
    writeFileSync(join(data, "odd.snmprec"), `${ODD}\n`);
    for (const name of SHARED_FILES)
      symlinkSync(join(SHARED, `${name}.snmprec`), join(data, `${name}.snmprec`));
    peerPort = await freePort();
    peer = startPeer(data, peerPort);
    ours = await startSimulator({
      agents: await Promise.all(
        names.map(async (name) => ({
          name,
          recording: (await loadRecording(join(data, `${name}.snmprec`))).recording,
          user: USER,
        })),
      ),
      layout: "shared-port",
      clock: systemClock,
      random: seededRandom(1),
    });
    await untilAnswering(peerPort, names);
  });

  afterAll(async () => {
    peer?.kill("SIGKILL");
    await ours?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(names)("on %s: GET, GETNEXT and GETBULK over v2c, GET and GETNEXT over v1", async (name) => {
    const random = seededRandom(42);
    const text = name === "odd" ? ODD : readFileSync(join(SHARED, `${name}.snmprec`), "utf8");
    const oids = readSnmprec(text).entries.map((entry) => entry.oid);
    const theirs = await openWire(peerPort, "127.0.0.1", 10_000);
    const own = await openWire(ours.endpoints[0]!.port);
    try {
      for (const request of requestsOn(name, oids, random, 500)) {
        const [expected, actual] = await Promise.all([theirs.ask(request), own.ask(request)]);
        expect({ request, reply: comparable(actual) }).toEqual({ request, reply: comparable(expected) });
      }
    } finally {
      theirs.close();
      own.close();
    }
  });

  test.skipIf(!has("snmpbulkwalk"))(
    "over v3 a whole walk by context name is the same, line for line",
    async () => {
      const expected = await walk(peerPort);
      expect(expected.split("\n").length).toBeGreaterThan(20);
      expect(distinct(await walk(ours.endpoints[0]!.port))).toEqual(distinct(expected));
    },
  );

  function startPeer(data: string, port: number): ChildProcess {
    // snmpsimd refuses to run as root.
    const unprivileged = process.getuid?.() === 0 ? ["--process-user=nobody", "--process-group=nogroup"] : [];
    return spawn(
      "snmpsimd",
      [
        ...unprivileged,
        "--logging-method=null",
        `--cache-dir=${join(folder, "cache")}`,
        `--data-dir=${data}`,
        "--max-varbinds=100000",
        `--agent-udpv4-endpoint=127.0.0.1:${port}`,
        "--v3-user=simulator",
        "--v3-auth-key=auctoritas",
        "--v3-auth-proto=SHA256",
        "--v3-priv-key=privatus",
        "--v3-priv-proto=AES",
      ],
      { stdio: "ignore" },
    );
  }
});

const NET_SNMP_AUTH = {
  MD5: "MD5",
  SHA: "SHA",
  SHA224: "SHA-224",
  SHA256: "SHA-256",
  SHA384: "SHA-384",
  SHA512: "SHA-512",
};
const NET_SNMP_PRIV = {
  DES: "DES",
  AES: "AES",
  AES192: "AES-192",
  AES256: "AES-256",
  AES192C: "AES-192-C",
  AES256C: "AES-256-C",
};

const ask = async (port: number, options: readonly string[]): Promise<string> => {
  const options3 = ["-v3", "-r1", "-t1", "-On", ...options, `127.0.0.1:${port}`, "1.3.6.1.2.1.1.5.0"];
  return await run("snmpget", options3).then(
    ({ stdout }) => stdout.trim(),
    (error: { stderr: string }) => error.stderr.trim(),
  );
};

const secured = (auth: string, priv: string, more: readonly string[] = []) => [
  "-u",
  "ops",
  "-l",
  "authPriv",
  "-a",
  auth,
  "-A",
  "authentic!",
  "-x",
  priv,
  "-X",
  "very private",
  ...more,
];

describe.skipIf(!has("snmpget"))("net-snmp's manager reads our SNMPv3", () => {
  const combinations = AUTH_PROTOCOLS.flatMap((auth) =>
    PRIV_PROTOCOLS.map((priv) => ({ auth, priv, name: `${auth}-${priv}` })),
  );
  let simulator: Simulator;
  const portOf = (name: string) => simulator.endpoints.find((endpoint) => endpoint.name === name)!.port;

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), "snmprec-"));
    writeFileSync(join(folder, "one.snmprec"), "1.3.6.1.2.1.1.5.0|4|sw-1\n");
    const { recording } = await loadRecording(join(folder, "one.snmprec"));
    rmSync(folder, { recursive: true });
    simulator = await startSimulator({
      agents: combinations.map(({ auth, priv, name }) => ({
        name,
        recording,
        user: {
          name: "ops",
          auth: { protocol: auth, password: new Secret("authentic!") },
          priv: { protocol: priv, password: new Secret("very private") },
        },
      })),
      layout: "port-per-agent",
      clock: systemClock,
      random: seededRandom(1),
    });
  });
  afterAll(() => simulator?.close());

  test.each(combinations)("with $auth and $priv", async ({ auth, priv, name }) => {
    expect(await ask(portOf(name), secured(NET_SNMP_AUTH[auth], NET_SNMP_PRIV[priv]))).toBe(
      '.1.3.6.1.2.1.1.5.0 = STRING: "sw-1"',
    );
  });

  test.each([
    ["an unknown user", ["-u", "eve"], /Unknown user name/],
    ["a wrong authentication password", ["-A", "guesswork"], /Authentication failure/],
    ["a wrong privacy password", ["-X", "guesswork"], /Timeout/],
    ["an unknown context", ["-n", "vrf-1"], /Bad context/],
    ["less than the user's level", ["-l", "authNoPriv"], /authorizationError/],
  ])("%s is told apart", async (_, options, message) => {
    expect(await ask(portOf("SHA-AES"), [...secured("SHA", "AES"), ...options])).toMatch(message);
  });

  test("boots and time from before a reboot are corrected by the Report, and the request is repeated", async () => {
    simulator.setFaults("SHA-AES", { reboots: [{ atMs: 0 }] });
    expect(await ask(portOf("SHA-AES"), secured("SHA", "AES", ["-Z", "1,12345"]))).toMatch(/sw-1/);
    expect(simulator.stats().reports.notInTimeWindows).toBeGreaterThan(0);
  });
});

/** Requests at recorded names, beside them, below, above, at both ends; GETBULK with odd numbers (pysnmp drops negative ones). */
function* requestsOn(
  community: string,
  oids: readonly string[],
  random: Random,
  count: number,
): Generator<WireRequest> {
  const upTo = (limit: number) => Math.floor(random.next() * limit);
  const name = (): string => {
    const recorded = oids[upTo(oids.length)] ?? "1.3";
    const arcs = recorded.split(".");
    switch (upTo(8)) {
      case 0:
        return arcs.slice(0, 2 + upTo(arcs.length - 2)).join(".");
      case 1:
        return `${recorded}.${upTo(3)}`;
      case 2:
        return [...arcs.slice(0, -1), String(Math.min(4_294_967_295, Number(arcs.at(-1)) + 1))].join(".");
      case 3:
        return ["1.3", "0.0", "1.3.6.1.9.9", "2.100.3", oids.at(-1) ?? "1.3"][upTo(5)] ?? "1.3";
      default:
        return recorded;
    }
  };
  for (let i = 0; i < count; i++) {
    const requestId = upTo(2_147_483_647);
    const several = () => Array.from({ length: 1 + upTo(5) }, name);
    switch (upTo(5)) {
      case 0:
        yield { community, requestId, type: "get", oids: several() };
        break;
      case 1:
        yield { community, requestId, type: "getNext", oids: several() };
        break;
      case 2:
        // One name: which of several errors SNMPv1 names first is up to the agent.
        yield { community, requestId, version: "1", type: "get", oids: [name()] };
        break;
      case 3:
        yield { community, requestId, version: "1", type: "getNext", oids: several() };
        break;
      default:
        yield {
          community,
          requestId,
          type: "getBulk",
          second: upTo(4),
          third: 1 + upTo(8),
          oids: several(),
        };
    }
  }
}

/**
 * snmpsimd goes on with rows of endOfMibView to the end of max-repetitions, we stop after the first: both may.
 * And pyasn1 writes some negative numbers with an octet more than X.690 §8.3.2 allows.
 */
function comparable(reply: WireReply): WireReply {
  const varbinds = reply.varbinds.map((varbind) => varbind.replace(/=02:ff(?=[89a-f])/, "=02:"));
  const ended = varbinds.map((varbind) => varbind.endsWith("=82:"));
  let kept = ended.length;
  while (kept > 0 && ended[kept - 1] === true) kept--;
  const missing = new Set(varbinds.slice(kept));
  return { ...reply, varbinds: [...varbinds.slice(0, kept), ...missing] };
}

async function freePort(): Promise<number> {
  const socket = createSocket("udp4");
  await new Promise<void>((done) => void socket.bind(0, "127.0.0.1", () => done()));
  const { port } = socket.address();
  await new Promise<void>((done) => void socket.close(() => done()));
  return port;
}

async function untilAnswering(port: number, communities: readonly string[]): Promise<void> {
  const wire = await openWire(port);
  try {
    for (const community of communities) {
      const request = encodeRequest({ community, type: "getNext", oids: ["1.3"] });
      let reply: Buffer | undefined;
      for (let attempt = 0; attempt < 100 && reply === undefined; attempt++) {
        reply = await wire.exchange(request, 300);
        if (reply === undefined) await sleep(100);
      }
      if (reply === undefined) throw new Error(`snmpsimd does not answer for ${community}`);
      decodeReply(reply);
    }
  } finally {
    wire.close();
  }
}

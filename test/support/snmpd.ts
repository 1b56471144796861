import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { bindUdp, closeUdp } from "./script-agent.ts";

const SNMPD = "/usr/sbin/snmpd";

/** Debian's snmpd and the command-line tools beside it. */
export const hasSnmpd = existsSync(SNMPD) && existsSync("/usr/bin/snmpbulkwalk");

export interface Snmpd {
  readonly address: string;
  readonly port: number;
  /** Runs a net-snmp tool against this agent: raw OIDs, hex strings, plain enumerations; standard output. */
  tool(
    name: "snmpget" | "snmpbulkwalk" | "snmpwalk",
    args: readonly string[],
    oids: readonly string[],
  ): Promise<string>;
  /** Ends the process and starts a new one on the same port: engineBoots goes up, or `reset` makes a new engine. */
  restart(reset?: "reset"): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a private snmpd on a loopback port with the given snmpd.conf lines; nothing of the host's own
 * configuration is read.
 */
export async function startSnmpd(config: readonly string[], address = "127.0.0.1"): Promise<Snmpd> {
  const folder = await mkdtemp(join(tmpdir(), "snmpgate-snmpd-"));
  const port = await freePort(address);
  const host = address.includes(":") ? `[${address}]` : address;
  const transport = `${address.includes(":") ? "udp6" : "udp"}:${host}:${port}`;
  // Apart from the state that snmpd writes under the same file name: engineBoots has to survive a restart.
  const [configFolder, stateFolder] = [join(folder, "config"), join(folder, "state")];
  await Promise.all([mkdir(configFolder), mkdir(stateFolder)]);
  const configFile = join(configFolder, "snmpd.conf");
  await writeFile(configFile, `${config.join("\n")}\n`);
  const environment = {
    ...process.env,
    SNMP_PERSISTENT_DIR: stateFolder,
    SNMPCONFPATH: `${configFolder}:${stateFolder}`,
    MIBS: "",
  };
  const start = async (): Promise<ChildProcess> => {
    const child = spawn(SNMPD, ["-f", "-Lo", "-I", "-smux", transport], {
      env: environment,
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    try {
      await waitFor(child, /NET-SNMP version/);
    } catch (error) {
      await end(child);
      throw error;
    }
    return child;
  };
  let child = await start();
  const run = promisify(execFile);
  return {
    address,
    port,
    tool: async (name, args, oids) => {
      const { stdout } = await run(name, ["-m", "", "-On", "-Oe", "-Ox", ...args, transport, ...oids], {
        env: environment,
        maxBuffer: 64 * 1024 * 1024,
      });
      return stdout;
    },
    restart: async (reset) => {
      await end(child);
      if (reset !== undefined) await rm(join(stateFolder, "snmpd.conf"));
      child = await start();
    },
    stop: async () => {
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function waitFor(child: ChildProcess, pattern: RegExp): Promise<void> {
  const output: string[] = [];
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`snmpd ${why}: ${output.join("")}`));
    const timer = setTimeout(() => fail("is not ready after 15 s"), 15_000);
    const look = (chunk: Buffer) => {
      output.push(chunk.toString());
      if (pattern.test(output.join(""))) {
        clearTimeout(timer);
        resolve();
      }
    };
    child.stdout?.on("data", look);
    child.stderr?.on("data", look);
    child.once("error", (error) => fail(error.message));
    child.once("exit", (code) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.pid !== undefined) {
    const exited = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await Promise.race([exited, sleep(3_000)]);
    if (child.exitCode === null) child.kill("SIGKILL");
  }
}

async function freePort(address: string): Promise<number> {
  const socket = await bindUdp(address, () => {});
  const { port } = socket.address();
  await closeUdp(socket);
  return port;
}

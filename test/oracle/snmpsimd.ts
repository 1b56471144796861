import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

export function hasCommand(name: string): boolean {
  try {
    execFileSync("which", [name], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A real agent on loopback that plays the recordings of its data folder; the community is the file's name. */
export class Snmpsimd {
  readonly #folder = mkdtempSync(join(tmpdir(), "real-input-"));
  readonly dataFolder = join(this.#folder, "data");
  #process: ChildProcess | undefined;
  #port = 0;

  /** Recordings go into dataFolder before start. */
  constructor() {
    // snmpsimd drops root's rights, and then has to reach its folders.
    chmodSync(this.#folder, 0o755);
    mkdirSync(this.dataFolder);
    mkdirSync(join(this.#folder, "cache"));
    chmodSync(join(this.#folder, "cache"), 0o777);
  }

  get port(): number {
    return this.#port;
  }

  /** Another file beside the recordings, such as a manifest. */
  path(name: string): string {
    return join(this.#folder, name);
  }

  async start(communities: readonly string[]): Promise<void> {
    this.#port = await freePort();
    const unprivileged = process.getuid?.() === 0 ? ["--process-user=nobody", "--process-group=nogroup"] : [];
    this.#process = spawn(
      "snmpsimd",
      [
        ...unprivileged,
        "--logging-method=null",
        `--cache-dir=${join(this.#folder, "cache")}`,
        `--data-dir=${this.dataFolder}`,
        "--max-varbinds=100000",
        `--agent-udpv4-endpoint=127.0.0.1:${this.#port}`,
      ],
      { stdio: "ignore" },
    );
    for (const community of communities) await this.#untilAnswering(community);
  }

  stop(): void {
    this.#process?.kill("SIGKILL");
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #untilAnswering(community: string): Promise<void> {
    for (let attempt = 0; attempt < 120; attempt++) {
      const asked = ["-v2c", "-c", community, "-m", "", "-t1", "-r0", `127.0.0.1:${this.#port}`, "1.3"];
      const answered = await run("snmpgetnext", asked).then(
        () => true,
        () => false,
      );
      if (answered) return;
      await sleep(100);
    }
    throw new Error(`snmpsimd does not answer for ${community}`);
  }
}

async function freePort(): Promise<number> {
  const socket = createSocket("udp4");
  await new Promise<void>((done) => void socket.bind(0, "127.0.0.1", () => done()));
  const { port } = socket.address();
  await new Promise<void>((done) => void socket.close(() => done()));
  return port;
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const PROMETHEUS = "/usr/bin/prometheus";
const PROMTOOL = "/usr/bin/promtool";

/** Debian's Prometheus and the tool beside it. */
export const hasPrometheus = existsSync(PROMETHEUS) && existsSync(PROMTOOL);

export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  /** Of an instant query: seconds and value. */
  readonly value: readonly [number, string];
  /** Of a range selector. */
  readonly values: readonly (readonly [number, string])[];
}

export interface Prometheus {
  readonly origin: string;
  /** An instant query. @param atMs  UTC ms; default now */
  query(expression: string, atMs?: number): Promise<readonly Series[]>;
  get(path: string): Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * Starts a private Prometheus on loopback that takes remote writes, with its data in a temporary folder.
 * @param target  host and port to scrape at /metrics/devices each second
 */
export async function startPrometheus(target?: string): Promise<Prometheus> {
  const folder = await mkdtemp(join(tmpdir(), "snmpgate-prometheus-"));
  const job = {
    job_name: "devices",
    scrape_interval: "1s",
    metrics_path: "/metrics/devices",
    static_configs: [{ targets: [target] }],
  };
  // JSON is YAML.
  await writeFile(
    join(folder, "prometheus.yml"),
    JSON.stringify({ scrape_configs: target === undefined ? [] : [job] }),
  );
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = spawn(
    PROMETHEUS,
    [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--web.enable-remote-write-receiver",
    ],
    { cwd: folder, stdio: "ignore" },
  );
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(`${origin}${path}`);
    const answer = (await response.json()) as { status: string; data: unknown; error?: string };
    if (answer.status !== "success") throw new Error(answer.error);
    return answer.data;
  };
  const stop = async (): Promise<void> => {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await ready(child, origin);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    origin,
    get,
    stop,
    query: async (expression, atMs) => {
      const time = atMs === undefined ? "" : `&time=${atMs / 1_000}`;
      const data = await get(`/api/v1/query?query=${encodeURIComponent(expression)}${time}`);
      return (data as { readonly result: readonly Series[] }).result;
    },
  };
}

/** What `promtool check metrics` says of an exposition: its exit code, 0 when it finds nothing, and its findings. */
export async function promtoolCheck(exposition: string): Promise<{ code: number; findings: string }> {
  const child = spawn(PROMTOOL, ["check", "metrics"], { stdio: ["pipe", "ignore", "pipe"] });
  let findings = "";
  child.stderr.on("data", (chunk: Buffer) => {
    findings += chunk.toString("utf8");
  });
  child.stdin.end(exposition);
  const [code] = (await once(child, "close")) as [number];
  return { code, findings };
}

async function ready(child: ChildProcess, origin: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Error(`prometheus ended with code ${child.exitCode}`);
    const isReady = await fetch(`${origin}/-/ready`).then(
      async (response) => {
        await response.text();
        return response.ok;
      },
      () => false,
    );
    if (isReady) return;
    await sleep(100);
  }
  throw new Error("prometheus is not ready after 30 s");
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

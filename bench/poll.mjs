// Workload W1: 20-port switches over v2c, replies cut at 1,472 bytes, lines delivered to a stub endpoint. The poller
// polls as fast as it can; what is measured is its own process.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startChild } from "./children.mjs";
import { sharedManifest, startFarm } from "./farm.mjs";

const PORT = 16_161;
const own = fileURLToPath(new URL("../extension.yaml", import.meta.url));
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

export async function run(args) {
  const sizes = args.length > 0 ? args.map(Number) : [100, 2_000];
  const runs = [];
  for (const devices of sizes) {
    process.stderr.write(`poll: ${devices} devices …\n`);
    runs.push(await measure(devices));
  }
  return {
    bench: "poll",
    workload: "W1",
    node: process.version,
    cpu: cpus()[0].model,
    cores: cpus().length,
    runs,
  };
}

async function measure(devices) {
  const farm = await startFarm({ count: devices, port: PORT, maxReplyBytes: 1_472 });
  const drain = await startChild(process.execPath, [here("drain.mjs")]);
  const folder = mkdtempSync(join(tmpdir(), "snmpgate-bench-"));
  try {
    const job = jobFor(farm, devices, Number(drain.first), folder);
    const measured = await pollerRun(job);
    const farmTotals = await farm.stop();
    await drain.stop();
    const received = JSON.parse(drain.rest.at(-1));
    return {
      devices,
      farm: farm.name,
      ...measured,
      linesLost: measured.linesProduced - received.lines,
      farmTotals,
    };
  } finally {
    await farm.stop();
    await drain.stop();
    rmSync(folder, { recursive: true });
  }
}

function jobFor(farm, devices, drainPort, folder) {
  const shared = existsSync(sharedManifest);
  const element = {
    scope: "ag_group-bench",
    value: {
      version: shared ? "1.12.0" : "1.0.0",
      description: "W1",
      featureSets: shared ? ["Interfaces", "Interfaces 64-bit"] : [],
      snmp: {
        devices: Array.from({ length: devices }, (_, i) => ({
          ip: farm.addressOf(i),
          port: farm.port,
          authentication: { type: "SNMPv2c", community: "public" },
          advanced: { timeoutSecs: 2, retries: 1 },
        })),
      },
    },
  };
  const config = join(folder, "w1.json");
  writeFileSync(config, JSON.stringify([element]));
  const rounds = Math.max(3, Math.ceil(1_000 / devices));
  return {
    manifest: shared ? sharedManifest : own,
    config,
    ingestUrl: `http://127.0.0.1:${drainPort}/api/v2/metrics/ingest`,
    rounds,
  };
}

/** The poller in a process of its own, so that its CPU and memory are its own. */
function pollerRun(job) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [here("poller.mjs"), JSON.stringify(job)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let text = "";
    child.stdout.on("data", (chunk) => (text += chunk));
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`the poller ended with ${code}`)),
    );
  });
}

// Workload W1: 20-port switches over v2c, replies cut at 1,472 bytes, lines delivered to a stub endpoint. The poller
// polls as fast as it can; what is measured is its own process.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startEndpoint } from "./endpoint.mjs";
import { startFarm } from "./farm.mjs";
import { machine } from "./figures.mjs";
import { activationOf, W1 } from "./w1.mjs";

const PORT = 16_161;
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
    workload: W1.name,
    ...machine(),
    runs,
  };
}

async function measure(devices) {
  const farm = await startFarm({ count: devices, port: PORT, maxReplyBytes: 1_472 });
  const endpoint = await startEndpoint();
  const folder = mkdtempSync(join(tmpdir(), "snmpgate-bench-"));
  try {
    const job = jobFor(farm, devices, endpoint.url, folder);
    const measured = await pollerRun(job);
    const farmTotals = await farm.stop();
    const received = await endpoint.stop();
    return {
      devices,
      farm: farm.name,
      ...measured,
      linesLost: measured.linesProduced - received.lines,
      farmTotals,
    };
  } finally {
    await farm.stop();
    await endpoint.stop();
    rmSync(folder, { recursive: true });
  }
}

function jobFor(farm, devices, ingestUrl, folder) {
  const endpoints = Array.from({ length: devices }, (_, i) => ({
    address: farm.addressOf(i),
    port: farm.port,
  }));
  const config = join(folder, "w1.json");
  writeFileSync(config, JSON.stringify([activationOf(endpoints)]));
  const rounds = Math.max(3, Math.ceil(1_000 / devices));
  return { manifest: W1.manifest, config, ingestUrl, rounds };
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

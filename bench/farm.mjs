// The agents a benchmark polls: the fast farm in ../shared/tools when it is there, else our own simulator.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startChild } from "./children.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const tools = fileURLToPath(new URL("../../shared/tools", import.meta.url));
const cache = fileURLToPath(new URL(".cache", import.meta.url));

export const sharedManifest = fileURLToPath(new URL("../../shared/manifests/cisco.yaml", import.meta.url));

/**
 * Starts agents for `count` devices that cut their replies at `maxReplyBytes`.
 * @returns {Promise<{ name: string, port: number, addressOf: (i: number) => string, stop: () => Promise<object> }>}
 */
export async function startFarm({ count, port, maxReplyBytes, ports = 20 }) {
  return existsSync(tools)
    ? startFastFarm({ port, maxReplyBytes, ports })
    : startOwnFarm({ count, port, maxReplyBytes });
}

async function startFastFarm({ port, maxReplyBytes, ports }) {
  mkdirSync(cache, { recursive: true });
  const binary = `${cache}/fastsim`;
  const recording = `${cache}/switch-${ports}.snmprec`;
  execFileSync("cc", ["-O2", "-o", binary, `${tools}/fastsim.c`]);
  writeFileSync(recording, execFileSync("python3", [`${tools}/mkswitch.py`, String(ports)]));
  const child = await startChild(binary, [String(port), String(maxReplyBytes), "0", recording]);
  return {
    name: "fastsim",
    port,
    addressOf: loopback,
    stop: async () => {
      await child.stop();
      const totals = Object.fromEntries(
        [...(child.rest.at(-1) ?? "").matchAll(/(\w+)=([\d.]+)/g)].map(([, key, n]) => [key, Number(n)]),
      );
      return totals;
    },
  };
}

async function startOwnFarm({ count, port, maxReplyBytes }) {
  const args = ["simulate", `${root}/snmpsim-data/access-sw-1.snmprec`, "--layout", "address-per-agent"];
  const more = ["--address", loopback(0), "--port", String(port), "--count", String(count)];
  const child = await startChild(process.execPath, [
    `${root}/bin/snmpgate`,
    ...args,
    ...more,
    "--max-reply-bytes",
    String(maxReplyBytes),
  ]);
  return {
    name: "snmpgate simulate",
    port,
    addressOf: loopback,
    stop: async () => {
      await child.stop();
      return {};
    },
  };
}

/** 127.10.0.1, 127.10.0.2, … */
function loopback(i) {
  const n = i + 1;
  return `127.${10 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`;
}

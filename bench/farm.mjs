// The agents a benchmark polls: the fast farm in ../shared/tools when it is there, else our own simulator.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startChild } from "./children.mjs";
import { cache, compiled } from "./compile.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const tools = fileURLToPath(new URL("../../shared/tools", import.meta.url));
const ownRecording = `${root}/snmpsim-data/access-sw-1.snmprec`;

/** A recording of a switch: the synthetic one with so many ports, or our own. */
export function switchRecording(ports = 20) {
  if (!existsSync(tools)) return ownRecording;
  mkdirSync(cache, { recursive: true });
  const recording = `${cache}/switch-${ports}.snmprec`;
  writeFileSync(recording, execFileSync("python3", [`${tools}/mkswitch.py`, String(ports)]));
  return recording;
}

/**
 * Starts agents for `count` devices that cut their replies at `maxReplyBytes` and lose `lossPerMille` of the requests.
 * `totals()` tells what it has answered so far: `{ pdus, varbinds, bytes, cpuMs }`; undefined from our own simulator.
 */
export async function startFarm({ count, port, maxReplyBytes, ports = 20, lossPerMille = 0 }) {
  const fast = existsSync(tools) && compiled("fastsim", "farm-totals.c", [`-DFASTSIM="${tools}/fastsim.c"`]);
  const child = fast
    ? await startChild(fast, [port, maxReplyBytes, lossPerMille, switchRecording(ports)].map(String))
    : await startChild(process.execPath, ownFarm({ count, port, maxReplyBytes, lossPerMille }));
  return {
    name: fast ? "fastsim" : "snmpgate simulate",
    pid: child.pid,
    port,
    addressOf: loopback,
    totals: async () => (fast ? totalsIn(await child.ask("SIGUSR1")) : undefined),
    stop: async () => {
      await child.stop();
      return fast ? totalsIn(child.rest.at(-1) ?? "") : {};
    },
  };
}

function ownFarm({ count, port, maxReplyBytes, lossPerMille }) {
  const where = ["--layout", "address-per-agent", "--address", loopback(0), "--port", port, "--count", count];
  const how = ["--max-reply-bytes", maxReplyBytes, "--loss", lossPerMille / 1_000];
  return [`${root}/bin/snmpgate`, "simulate", ownRecording, ...where, ...how].map(String);
}

function totalsIn(line) {
  const found = Object.fromEntries(
    [...line.matchAll(/(\w+)=([\d.]+)/g)].map(([, key, n]) => [key, Number(n)]),
  );
  const { pdus = 0, varbinds = 0, bytes = 0, cpu_s: cpuSeconds = 0 } = found;
  return { pdus, varbinds, bytes, cpuMs: cpuSeconds * 1_000 };
}

/** 127.10.0.1, 127.10.0.2, … */
export function loopback(i) {
  const n = i + 1;
  return `127.${10 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`;
}

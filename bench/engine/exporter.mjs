// Debian's prometheus-snmp-exporter: one process, a module for the same columns with the dimension columns as labels
// of each metric, each device scraped over HTTP. Its CPU and memory are the kernel's figures of its process, and
// include the HTTP answer: it cannot be had without.
import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { join } from "node:path";
import { cpuMsOf, rssBytesOf } from "../proc.mjs";
import { passes } from "./passes.mjs";

const BINARY = "/usr/bin/prometheus-snmp-exporter";
const READY_WITHIN_MS = 10_000;

/** @returns {Promise<{ window(seconds), stop() } | undefined>} undefined when it is not installed */
export async function startExporter({ targets, wish, maxRepetitions, atOnce, port, folder }) {
  if (!existsSync(BINARY)) return undefined;
  const config = join(folder, "snmp.yml");
  writeFileSync(config, JSON.stringify({ w1: moduleFor(wish, maxRepetitions) })); // JSON is YAML
  const flags = [`--config.file=${config}`, `--web.listen-address=127.0.0.1:${port}`, "--log.level=error"];
  const child = spawn(BINARY, flags, { stdio: ["ignore", "ignore", "inherit"] });
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const scrape = ({ address, port: at }) =>
    body(agent, `http://127.0.0.1:${port}/snmp?module=w1&target=${address}:${at}`);
  const stop = () => {
    agent.destroy();
    child.kill("SIGTERM");
  };
  try {
    await until(() => scrape(targets[0]), child);
  } catch (error) {
    stop();
    throw error;
  }
  return { window: (seconds) => window(seconds, { targets, atOnce, scrape, pid: child.pid }), stop };
}

async function window(seconds, { targets, atOnce, scrape, pid }) {
  const cpuBeforeMs = cpuMsOf(pid);
  const poll = async (i) => valuesIn(await scrape(targets[i]));
  const done = await passes(seconds, { count: targets.length, atOnce, poll });
  return { ...done, cpuMs: cpuMsOf(pid) - cpuBeforeMs, rssBytes: rssBytesOf(pid) };
}

/** What it calls PDUs are the varbinds it uses. */
function valuesIn(text) {
  return Number(/^snmp_scrape_pdus_returned ([\d.e+]+)$/m.exec(text)[1]);
}

/** A walk per column as its generator writes it; lookups join the dimensions of an interface by its index. */
function moduleFor({ instances, columns, metrics }, maxRepetitions) {
  const labels = columns.filter((column) => !metrics.includes(column) && ofInterface(column));
  const lookups = labels.map((label) => ({
    labels: ["index"],
    labelname: nameOf("label", label),
    oid: label,
    type: isText(label) ? "DisplayString" : "gauge",
  }));
  return {
    walk: columns,
    get: instances,
    metrics: [
      ...instances.map((oid) => metric(oid.replace(/\.0$/, ""), "scalar")),
      ...metrics
        .filter((oid) => columns.includes(oid))
        .map((column) => ({
          ...metric(column, "column"),
          indexes: [{ labelname: "index", type: "gauge" }],
          lookups: ofInterface(column) ? lookups : [],
        })),
    ],
    version: 2,
    max_repetitions: maxRepetitions,
    retries: 1,
    timeout: "2s",
    auth: { community: "public" },
  };
}

/** ifTable and ifXTable have one index (RFC 2863). */
function ofInterface(column) {
  return /^1\.3\.6\.1\.2\.1\.(2\.2|31\.1\.1)\.1\.\d+$/.test(column);
}

function metric(oid, kind) {
  return { name: nameOf(kind, oid), oid, type: isText(oid) ? "DisplayString" : "gauge", help: "-" };
}

/** sysDescr, sysObjectID, sysContact, sysName, sysLocation; ifDescr, ifName, ifAlias. */
function isText(oid) {
  return /^1\.3\.6\.1\.2\.1\.(1\.[12456]|2\.2\.1\.2|31\.1\.1\.1\.(1|18))$/.test(oid);
}

function nameOf(kind, oid) {
  return `${kind}_${oid.replaceAll(".", "_")}`;
}

async function until(attempt, child) {
  const untilMs = performance.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > untilMs || child.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function body(agent, url) {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => (text += chunk));
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`the exporter answered ${response.statusCode}: ${text.slice(0, 300)}`));
      });
    });
    request.on("error", reject);
  });
}

import { existsSync, readFileSync } from "node:fs";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import {
  AggregationTemporality,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { expect, test } from "vitest";
import { activation, startNetwork } from "../support/network.ts";
import { type Running, runProgram, startProgram, temporaryFiles, until } from "../support/program.ts";
import { SMALL_EXTENSION } from "../support/small-extension.ts";

// The real process as others meet it: scripts, SDKs and Prometheus.

const LISTEN = "listen: 127.0.0.1:0\ndataDir: data\nsinks:\n  - { type: lines, path: lines.txt }\n";

/** Where it listens, as it logs at its start. */
async function urlOf(running: Running): Promise<string> {
  const find = () => /"listen":"(http:[^"]+)"/.exec(running.output().stderr)?.[1];
  await until(() => find() !== undefined);
  return find()!;
}

const linesOf = (folder: string): string[] =>
  existsSync(`${folder}/lines.txt`) ? readFileSync(`${folder}/lines.txt`, "utf8").trimEnd().split("\n") : [];

async function end(running: Running): Promise<void> {
  running.child.kill("SIGTERM");
  expect((await running.ended).code).toBe(0);
}

test("a script that knows the vendor's documentation alone sends two lines with its token, and both are there", async () => {
  const folder = temporaryFiles({ "snmpgate.yaml": LISTEN });
  const config = ["--config", `${folder}/snmpgate.yaml`];
  const created = await runProgram([
    "token",
    "create",
    ...config,
    "--name",
    "script",
    "--scopes",
    "metrics.ingest",
  ]);
  const token = created.stdout.trim().split(/\s+/).at(-1)!;
  const running = startProgram(["run", ...config]);
  const url = await urlOf(running);
  const post = (authorization: string) =>
    fetch(`${url}/api/v2/metrics/ingest`, {
      method: "POST",
      headers: { "Content-Type": "text/plain; charset=utf-8", Authorization: authorization },
      body: "cpu.temperature,hostname=hostA,cpu=1 55\ncpu.temperature,hostname=hostA,cpu=2 45",
    });
  const answer = await post(`Api-Token ${token}`);
  expect(answer.status).toBe(202);
  expect(await answer.json()).toEqual({ linesOk: 2, linesInvalid: 0, error: null, warnings: null });
  expect((await post("Api-Token dt0c01.wrong")).status).toBe(401);
  await until(() => linesOf(folder).length >= 2);
  expect(linesOf(folder).map((line) => line.replace(/ \d{13}$/, ""))).toEqual([
    'cpu.temperature,hostname="hostA",cpu="1" gauge,55',
    'cpu.temperature,hostname="hostA",cpu="2" gauge,45',
  ]);
  await end(running);
});

test("the official OpenTelemetry SDK exports to it, and its points are delivered as lines", async () => {
  const folder = temporaryFiles({ "snmpgate.yaml": LISTEN });
  const running = startProgram(["run", "--config", `${folder}/snmpgate.yaml`]);
  const exporter = new OTLPMetricExporter({
    url: `${await urlOf(running)}/api/v2/otlp/v1/metrics`,
    temporalityPreference: AggregationTemporality.DELTA,
  });
  const provider = new MeterProvider({
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })],
  });
  const meter = provider.getMeter("shop");
  meter.createCounter("shop.orders", { unit: "1" }).add(3, { country: "AT" });
  meter.createGauge("shop.load").record(0.5);
  await provider.forceFlush();
  await until(() => linesOf(folder).length >= 2);
  const texts = linesOf(folder)
    .map((line) => line.replace(/ \d{13}$/, ""))
    .toSorted();
  expect(texts.join("\n")).toMatch(/shop\.load,.*gauge,0\.5\nshop\.orders,country="AT",.*count,delta=3/);
  await provider.shutdown();
  await end(running);
});

test("Prometheus may scrape the counters of the last polls, and the service's own figures", async () => {
  const network = await startNetwork([
    {
      name: "sw",
      communities: ["public"],
      instances: {
        "1.3.6.1.2.1.1.3.0": { type: "TimeTicks", value: 1_000 },
        "1.3.6.1.2.1.1.5.0": { type: "OctetString", value: Buffer.from("sw") },
        "1.3.6.1.2.1.31.1.1.1.1.1": { type: "OctetString", value: Buffer.from("Gi1") },
        "1.3.6.1.2.1.31.1.1.1.6.1": { type: "Counter64", value: 123_456_789_012n },
      },
    },
  ]);
  const folder = temporaryFiles({
    "extension.yaml": SMALL_EXTENSION,
    "switches.json": activation({ devices: [{ endpoint: network.get("sw")! }] }),
    "snmpgate.yaml": `${LISTEN}scrape: true\nintervalMs: 1000\nextensions: [extension.yaml]\nmonitoringConfigurations: [switches.json]\n`,
  });
  const running = startProgram(["run", "--config", `${folder}/snmpgate.yaml`]);
  const url = await urlOf(running);
  await until(() => linesOf(folder).length >= 4);
  const devices = await (await fetch(`${url}/metrics/devices`)).text();
  expect(devices).toContain("# TYPE small_if_bytes_count_total counter");
  expect(devices).toMatch(/small_if_bytes_count_total\{[^}]*if_name="Gi1"[^}]*\} 123456789012\n/);
  const own = await (await fetch(`${url}/metrics`)).text();
  expect(own).toMatch(/snmpgate_sink_delivered_lines_total\{sink="[^"]+"\} [1-9]/);
  expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ status: "ok" });
  await end(running);
});

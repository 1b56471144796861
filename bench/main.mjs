#!/usr/bin/env node
// npm run bench -- NAME [options]: prints one JSON document on standard output, progress on standard error.
const BENCHES = {
  codec: {
    file: "./codec.mjs",
    what: "our SNMP codec against net-snmp's, on a GETBULK reply of 60 varbinds",
  },
  deliver: {
    file: "./deliver.mjs",
    what: "lines of W1 from samples to a stub endpoint, without polling: CPU of writing, queueing and sending",
  },
  engine: {
    file: "./engine.mjs",
    what: "the SNMP part of W1: our engine, net-snmp and prometheus-snmp-exporter on one farm; v3 against v2c",
  },
  fleet: {
    file: "./fleet.mjs",
    what: "the service with thousands of devices at an interval of a minute: lateness, CPU, memory, lines lost",
  },
  ingest: {
    file: "./ingest.mjs",
    what: "lines that are sent to us: canonical, lenient, and read back as points, in lines a second on one core",
  },
  mapping: {
    file: "./mapping.mjs",
    what: "values of a poll of W1 to samples, entities, graph and status: CPU a poll, bytes held a device",
  },
  poll: {
    file: "./poll.mjs",
    what: "poller against a farm of 20-port switches (workload W1), lines to a stub endpoint",
  },
  queue: {
    file: "./queue.mjs",
    what: "the log on disk at the sizes of W1, with two sinks: CPU a poll, MB/s, and as a share of the pipeline",
  },
  store: {
    file: "./store.mjs",
    what: "metrics on disk: samples/s of a million series, octets a sample, a query over 24 h, opening after kill -9",
  },
};

const [name, ...rest] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench === undefined) {
  const known = Object.entries(BENCHES).map(([key, { what }]) => `  ${key}  ${what}`);
  process.stderr.write(`usage: npm run bench -- NAME [options]\n${known.join("\n")}\n`);
  process.exitCode = name === undefined || name === "--help" ? 0 : 2;
} else {
  const { run } = await import(bench.file);
  process.stdout.write(`${JSON.stringify(await run(rest), undefined, 2)}\n`);
}

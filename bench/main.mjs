#!/usr/bin/env node
// npm run bench -- NAME [options]: prints one JSON document on standard output, progress on standard error.
const BENCHES = {
  codec: {
    file: "./codec.mjs",
    what: "our SNMP codec against net-snmp's, on a GETBULK reply of 60 varbinds",
  },
  poll: {
    file: "./poll.mjs",
    what: "poller against a farm of 20-port switches (workload W1), lines to a stub endpoint",
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

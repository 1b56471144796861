#!/usr/bin/env node
// Where the CPU of a .cpuprofile goes: node bench/profile.mjs FILE [POLLS] → by place and by function, own time, in
// percent of the busy time and, with the number of device polls it covers, in µs a poll. Native time (system calls,
// crypto) counts for the function that called.
import { readFileSync } from "node:fs";
import { rounded, table } from "./figures.mjs";

const FUNCTIONS_SHOWN = 45;
/** Not our work: the loop sleeps in it. */
const IDLE = "(idle)";

const [file, polls] = process.argv.slice(2);
const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, "utf8"));

const byId = new Map(nodes.map((node) => [node.id, node]));
const ownMicros = new Map();
samples.forEach((id, i) => ownMicros.set(id, (ownMicros.get(id) ?? 0) + Math.max(0, timeDeltas[i])));

const places = new Map();
const functions = new Map();
let busyMicros = 0;
for (const [id, micros] of ownMicros) {
  const { functionName, url, lineNumber } = byId.get(id).callFrame;
  if (functionName === IDLE) continue;
  busyMicros += micros;
  const place = placeOf(url, functionName);
  add(places, folderOf(place), micros);
  add(
    functions,
    `${functionName || "(anonymous)"} ${place}${url === "" ? "" : `:${lineNumber + 1}`}`,
    micros,
  );
}

process.stdout.write(`busy ${rounded(busyMicros / 1e6)} s\n\n`);
print(places, places.size);
process.stdout.write("\n");
print(functions, FUNCTIONS_SHOWN);

function add(map, key, micros) {
  map.set(key, (map.get(key) ?? 0) + micros);
}

/** `dist/snmp/wire/ber.js`, `node:dgram`, `npm:undici/…`, or what V8 calls its own work. */
function placeOf(url, functionName) {
  if (url === "") return functionName.startsWith("(") ? functionName : "(native)";
  return url.replace(/^.*\/node_modules\//, "npm:").replace(/^.*\/dist\//, "dist/");
}

function folderOf(place) {
  return place.startsWith("node:") ? place : place.replace(/\/[^/]*$/, "");
}

function print(map, count) {
  const rows = [...map].toSorted((a, b) => b[1] - a[1]).slice(0, count);
  const perPoll = (micros) => (polls === undefined ? [] : [rounded(micros / Number(polls))]);
  const head = ["", "%", ...(polls === undefined ? [] : ["µs a poll"])];
  process.stdout.write(
    table([
      head,
      ...rows.map(([name, micros]) => [name, rounded((micros / busyMicros) * 100), ...perPoll(micros)]),
    ]),
  );
}

// What a poll costs after the device has answered, on one core: workload W1 for thousands of devices, from the values
// of a poll to samples, entities, graph and status. And what is held of a device from one poll to the next. Options:
// --devices N (2000), --rounds N (8). Each figure is the median over groups of devices, in turns of the parts.
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { emptyBaselines, mapSamples } from "../dist/mapping/index.js";
import { CompactCells } from "../dist/poll/compact-cells.js";
import { StatusStore } from "../dist/store/index.js";
import { EntityGraph, mapTopology, TopologyCache } from "../dist/topology/index.js";
import { machine, median, rounded } from "./figures.mjs";
import { planOfW1, W1 } from "./w1.mjs";

const PORTS = 20;
/** Devices whose polls are made before any of them is measured, so that making them does not count. */
const GROUP = 20;
const ROUNDS_UNTIL_WARM = 3;
const MINUTE_MS = 60_000;
const STARTED_AT_MS = 1_760_000_000_000;

export async function run(args) {
  const { values } = parseArgs({
    args,
    options: { devices: { type: "string", default: "2000" }, rounds: { type: "string", default: "8" } },
  });
  const [deviceCount, rounds] = [Number(values.devices), Number(values.rounds)];
  const { plan, rules } = await planOfW1();
  const [task] = plan.tasks;
  const devices = Array.from({ length: deviceCount }, (_, i) => new BenchDevice(task, i));
  for (const device of devices) device.poll(0); // so that its labels are there
  const emptyBytes = heldBytes();

  const parts = new Parts(rules, devices);
  const costs = { mapping: [], topology: [], graph: [], status: [] };
  let lines = 0;
  for (let round = 0; round < rounds; round++) {
    for (let at = 0; at < devices.length; at += GROUP) {
      const group = devices.slice(at, at + GROUP);
      const polls = group.map((device) => device.poll(round));
      const mapped = timed(costs.mapping, round, polls, (poll) => parts.map(poll));
      const topologies = timed(costs.topology, round, mapped, (one) => parts.topology(one));
      timed(costs.graph, round, topologies, (one) => parts.graph.apply(one));
      timed(costs.status, round, mapped, (one) => parts.record(one));
      lines += sum(mapped.map(({ samples }) => samples.length));
    }
  }
  const micros = Object.fromEntries(Object.entries(costs).map(([part, list]) => [part, median(list)]));
  const linesPerPoll = lines / rounds / deviceCount;
  const entities = parts.graph.entities().length;
  return {
    bench: "mapping",
    workload: { name: W1.name, devices: deviceCount, rounds, ports: PORTS, linesPerPoll, entities },
    ...machine(),
    microsecondsPerPoll: {
      ...Object.fromEntries(Object.entries(micros).map(([part, value]) => [part, rounded(value)])),
      all: rounded(sum(Object.values(micros))),
      /** The mean, with what the garbage collector and its threads take now and then. */
      allWithCollection: rounded(sum(Object.values(costs).map((list) => sum(list) / list.length))),
    },
    heldBytesPerDevice: heldByPart(parts, emptyBytes, deviceCount),
  };
}

/** A switch of its own: its labels are the same objects from poll to poll, its counters move. */
class BenchDevice {
  id;
  task;
  identity;
  #scalars;
  #labels = new Map();

  constructor(task, number) {
    const address = `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
    this.id = `${address}:161`;
    this.task = { ...task, id: `bench/${this.id}/${task.group.group}@${task.group.intervalMs}` };
    this.identity = { address, port: 161, name: `sw-${number}` };
    const text = (value) => ({ type: "OctetString", value: Buffer.from(value) });
    this.#scalars = {
      "1.3.6.1.2.1.1.1.0": text("Synthetic switch, load test image, Version 1.0"),
      "1.3.6.1.2.1.1.2.0": { type: "ObjectIdentifier", value: "1.3.6.1.4.1.9.1.516" },
      "1.3.6.1.2.1.1.4.0": text("noc@example.net"),
      "1.3.6.1.2.1.1.5.0": text(`sw-${number}`),
      "1.3.6.1.2.1.1.6.0": text("Rack 4, building 7"),
      "1.3.6.1.2.1.1.7.0": { type: "Integer32", value: 6 },
      "1.3.6.1.2.1.2.1.0": { type: "Integer32", value: PORTS },
    };
  }

  poll(round) {
    const { group } = this.task;
    const ticks = 8_640_000 + round * 6_000;
    const uptime = { type: "TimeTicks", value: ticks };
    const wanted = group.scalars.map((oid) => [
      oid,
      oid === "1.3.6.1.2.1.1.3.0" ? uptime : this.#scalars[oid],
    ]);
    const scalars = new Map(wanted.filter(([, value]) => value !== undefined));
    const columns = new Map(group.columns.map((oid) => [oid, this.#column(oid, round)]));
    return {
      device: this,
      result: {
        taskId: this.task.id,
        startedAtMs: STARTED_AT_MS + round * MINUTE_MS,
        startedMonotonicMs: round * MINUTE_MS,
        durationMs: 20,
        outcome: "done",
        sysUpTimeTicks: ticks,
        sysUpTimeAtMs: round * MINUTE_MS + 5,
        rebooted: false,
        scalars,
        columns,
        incomplete: new Map(),
        after: new Map(),
        selected: new Map(),
        rowsExpected: new Map(),
        failures: new Map(),
        absent: new Set(group.scalars.filter((oid) => !scalars.has(oid))),
        error: undefined,
      },
    };
  }

  #column(oid, round) {
    const kept = this.#labels.get(oid);
    if (kept !== undefined) return kept;
    const rows = oid.startsWith("1.3.6.1.2.1.") ? PORTS : 1;
    const cells = new Map();
    for (let row = 1; row <= rows; row++) cells.set(String(row), cellOf(oid, row, round));
    if (!CompactCells.canHold(cells) || cells.get("1").type !== "OctetString") return cells;
    const label = CompactCells.of(cells, this.#labels.values());
    this.#labels.set(oid, label);
    return label;
  }
}

/** As the synthetic switch of the load tests has it. */
function cellOf(oid, row, round) {
  const octets = (value) => ({ type: "OctetString", value: Buffer.from(value) });
  const number = (value) => ({ type: "Integer32", value });
  const gauge = (value) => ({ type: "Gauge32", value });
  switch (oid) {
    case "1.3.6.1.2.1.2.2.1.1":
      return number(row);
    case "1.3.6.1.2.1.2.2.1.2":
      return octets(`GigabitEthernet1/0/${row}`);
    case "1.3.6.1.2.1.2.2.1.3":
      return number(6);
    case "1.3.6.1.2.1.2.2.1.4":
      return number(1500);
    case "1.3.6.1.2.1.2.2.1.5":
      return gauge(1_000_000_000);
    case "1.3.6.1.2.1.2.2.1.7":
      return number(1);
    case "1.3.6.1.2.1.2.2.1.8":
      return number(row % 7 === 0 ? 2 : 1);
    case "1.3.6.1.2.1.2.2.1.9":
      return { type: "TimeTicks", value: 1_000 + row };
    case "1.3.6.1.2.1.31.1.1.1.15":
      return gauge(1_000);
    case "1.3.6.1.2.1.31.1.1.1.16":
      return number(2);
    case "1.3.6.1.2.1.31.1.1.1.18":
      return octets(row % 4 === 0 ? `uplink ${row}` : `access port ${row}`);
    case "1.3.6.1.2.1.31.1.1.1.6":
    case "1.3.6.1.2.1.31.1.1.1.10":
      return { type: "Counter64", value: 10_000_000_000_000n + BigInt(row * 7_919 + round * 7_500_000) };
    default:
      return oid.startsWith("1.3.6.1.2.1.")
        ? { type: "Counter32", value: row * 13 + round * 1_000 }
        : gauge(12 + round);
  }
}

/** The stages of the pipeline, with what each holds of a device. */
class Parts {
  graph = new EntityGraph();
  #rules;
  #cache = new TopologyCache();
  #status = new StatusStore();
  #baselines = new Map();

  constructor(rules, devices) {
    this.#rules = rules;
    for (const { id } of devices) this.#status.addDevice("bench", id);
  }

  map({ device, result }) {
    const before = this.#baselines.get(device.task.id) ?? emptyBaselines();
    const { samples, baselines } = mapSamples(device.task, device.identity, result, before);
    this.#baselines.set(device.task.id, baselines);
    return { device, result, samples };
  }

  topology({ samples }) {
    return mapTopology(this.#rules, samples, this.#cache);
  }

  record({ device, result, samples }) {
    const { group } = device.task.group;
    this.#status.recordPoll("bench", device.id, {
      taskId: device.task.id,
      report: { group, outcome: "done", error: undefined, missing: [], late: false },
      atMs: result.startedAtMs,
      durationMs: result.durationMs,
      lines: samples.length,
    });
  }

  /** Lets go of one part after the other; each is counted with what the parts after it do not hold, too. */
  drops() {
    return {
      status: () => (this.#status = undefined),
      graph: () => (this.graph = undefined),
      topology: () => (this.#cache = undefined),
      mapping: () => (this.#baselines = undefined),
    };
  }
}

function heldByPart(parts, emptyBytes, deviceCount) {
  let before = heldBytes();
  const held = { all: rounded((before - emptyBytes) / deviceCount) };
  for (const [part, drop] of Object.entries(parts.drops())) {
    drop();
    const after = heldBytes();
    held[part] = rounded((before - after) / deviceCount);
    before = after;
  }
  return held;
}

/** CPU time of this process, so that a neighbour on the core does not count. */
function timed(costs, round, list, stage) {
  const before = process.cpuUsage();
  const results = list.map(stage);
  const { user, system } = process.cpuUsage(before);
  if (round >= ROUNDS_UNTIL_WARM) costs.push((user + system) / list.length);
  return results;
}

const sum = (list) => list.reduce((total, value) => total + value, 0);

/** As with --expose-gc, which `npm run bench` does not pass on. */
function heldBytes() {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc");
  gc();
  gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

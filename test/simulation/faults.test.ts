import { expect, test } from "vitest";
import { seededRandom } from "../../src/base/index.ts";
import type { OpenSnmpClient, SnmpClient } from "../../src/snmp/index.ts";
import { Dice, drawEvents, drawTrouble } from "../support/fault-script.ts";
import { indexes } from "../support/snmp-bench.ts";
import { VirtualBench } from "../support/virtual-bench.ts";
import { ReadingBook } from "../support/virtual-readings.ts";
import { type DataLine, MINUTE_MS, VirtualService } from "../support/virtual-service.ts";
import { gauge, IF, switchMib } from "../support/virtual-switch.ts";
import { type Answered, checkAnswers, checkDeltas, checkRequests, type Subject } from "./fault-checks.ts";

// The whole service on agents with all kinds of trouble, by chance, in virtual time. A failing seed replays exactly:
// FAULT_SEED=n FAULT_RUNS=1; a longer run: FAULT_RUNS=20000.

const RUNS = Number(process.env["FAULT_RUNS"] ?? 200);
const FIRST_SEED = Number(process.env["FAULT_SEED"] ?? 1);
const RUNS_PER_TEST = 20;
const MINUTES = 20;
const BAD_AGENTS = 2;
const GOOD_ADDRESS = "192.0.2.99";
const GOOD_PORTS = 5;
const IF_INDEX = "1.3.6.1.2.1.2.2.1.1";
const COLUMNS = [IF_INDEX, IF.name, IF.hcInOctets, IF.operStatus, IF.alias, IF.highSpeed];
const GROUPS = `
  - group: traffic
    interval: { minutes: 1 }
    subgroups:
      - subgroup: ports
        table: true
        dimensions:
          - { key: if.index, value: "oid:${IF_INDEX}" }
          - { key: if.name, value: "oid:${IF.name}" }
        metrics:
          - { key: if.in.count, value: "oid:${IF.hcInOctets}", type: count }
          - { key: if.status, value: "oid:${IF.operStatus}", type: gauge }
  - group: speeds
    interval: { minutes: 3 }
    subgroups:
      - subgroup: ports
        table: true
        dimensions: [{ key: if.alias, value: "oid:${IF.alias}" }]
        metrics: [{ key: if.speed, value: "oid:${IF.highSpeed}", type: gauge }]
`;

/** Keeps what clients were asked and what they said. */
const watched =
  (open: OpenSnmpClient, answers: Answered[]): OpenSnmpClient =>
  (target) => {
    const client = open(target);
    const read: SnmpClient["read"] = async (wish) => {
      const answer = await client.read(wish);
      answers.push({ address: target.address, wish, answer });
      return answer;
    };
    return {
      read,
      get: (oids, signal) => client.get(oids, signal),
      columns: (columns, options) => client.columns(columns, options),
      learned: () => client.learned(),
      stats: () => client.stats(),
      close: () => client.close(),
    };
  };

function subjectOf(bench: VirtualBench, address: string, ports: number, dice: Dice | undefined): Subject {
  const book = new ReadingBook();
  const rows = indexes(ports).map((row) => ({ oid: `${IF_INDEX}.${row}`, value: gauge(Number(row)) }));
  const mib = switchMib(ports, [...book.counters(ports), ...rows]);
  const trouble = dice && drawTrouble(dice, COLUMNS, ports);
  const agent = bench.agent({ address, mib, ...trouble?.options });
  const events = dice && trouble ? drawEvents(dice, agent, trouble, bench, MINUTES * MINUTE_MS) : [];
  return { agent, book, ports, trouble, events };
}

/** @returns lines that came */
async function run(seed: number): Promise<number> {
  const bench = new VirtualBench({ seed });
  const dice = new Dice(seededRandom(seed));
  const good = subjectOf(bench, GOOD_ADDRESS, GOOD_PORTS, undefined);
  const bad = indexes(BAD_AGENTS).map((i) => subjectOf(bench, `192.0.2.${i}`, dice.between(1, 14), dice));
  const answers: Answered[] = [];
  const service = new VirtualService(bench, {
    groups: GROUPS,
    open: watched(bench.open, answers),
    devices: [...bad, good].map(({ agent, trouble }) => ({
      agent,
      ...(trouble && { credentials: trouble.credentials }),
    })),
  });
  const lines = await service.minutes(MINUTES);
  const wallOffsetMs = bench.clock.wallMs() - bench.clock.monotonicMs();
  const states = service.service.devices();
  for (const subject of [...bad, good]) {
    const { address } = subject.agent;
    const own = lines.filter(({ dimensions }) => dimensions.get("device.address") === address);
    const why = `seed ${seed}: ${subject.trouble?.words} ${subject.events.join(", ")}`;
    checkAnswers(
      subject,
      answers.filter((one) => one.address === address),
      why,
    );
    checkRequests(subject, MINUTES, why);
    checkDeltas(subject, own, wallOffsetMs, why);
    const { polls, skipped } = states.find(({ id }) => id.startsWith(`${address}:`))!;
    // The check before the first poll may take 18 s, and the last poll may be under way.
    expect(polls + skipped, why).toBeGreaterThanOrEqual(MINUTES - 2 + MINUTES / 3 - 2);
    expect(polls + skipped, why).toBeLessThanOrEqual(MINUTES + MINUTES / 3 + 1);
  }
  checkGood(good, lines, seed);
  await service.stop();
  bench.clean();
  return lines.length;
}

/** What others suffer does not show on a device that is well: every line, on time, to the octet. */
function checkGood({ book }: Subject, lines: readonly DataLine[], seed: number): void {
  const own = lines.filter(({ dimensions }) => dimensions.get("device.address") === GOOD_ADDRESS);
  for (let port = 1; port <= GOOD_PORTS; port++) {
    const deltas = own.filter(
      ({ key, dimensions }) => key === "if.in.count" && dimensions.get("if.name") === `Gi${port}`,
    );
    expect(deltas, `seed ${seed}`).toHaveLength(MINUTES - 1);
    const sum = deltas.reduce(
      (total, { payload }) => total + (payload.type === "count" ? BigInt(payload.number) : 0n),
      0n,
    );
    expect(sum, `seed ${seed}`).toBe(book.growthOf(port));
    const steps = deltas.slice(1).map(({ timestampMs }, i) => timestampMs! - deltas[i]!.timestampMs!);
    expect(new Set(steps), `seed ${seed}`).toEqual(new Set([MINUTE_MS]));
  }
}

const starts = Array.from(
  { length: Math.ceil(RUNS / RUNS_PER_TEST) },
  (_, i) => FIRST_SEED + i * RUNS_PER_TEST,
);

test.each(starts)(
  "random faults from seed %i on: all cells are fetched or named, deltas are true, bad devices hurt no good one",
  { timeout: 60_000 },
  async (start) => {
    const end = Math.min(start + RUNS_PER_TEST, FIRST_SEED + RUNS);
    for (let seed = start; seed < end; seed++) expect(await run(seed)).toBeGreaterThan(0);
  },
);

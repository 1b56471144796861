import { expect, test } from "vitest";
import { seededRandom } from "../../src/base/index.ts";
import { Dice } from "../support/fault-script.ts";
import type { VirtualAgent } from "../support/virtual-agent.ts";
import { VirtualBench } from "../support/virtual-bench.ts";
import { falseDelta, ReadingBook } from "../support/virtual-readings.ts";
import {
  type DataLine,
  dataLine,
  linesOf,
  MINUTE_MS,
  TRAFFIC,
  type VirtualConfiguration,
  type VirtualDevice,
  VirtualService,
} from "../support/virtual-service.ts";
import { IF, switchMib } from "../support/virtual-switch.ts";

// The whole service while its configuration changes, by chance, in virtual time: a change every second or two, polls
// that take about as long. A failing seed replays exactly: CHANGE_SEED=n; a longer run: CHANGES=20000
// or CHANGE_DEVICES=2000.

const CHANGES = Number(process.env["CHANGES"] ?? 1_000);
const SEED = Number(process.env["CHANGE_SEED"] ?? 1);
const PORTS = 2;
const STILL = Number(process.env["CHANGE_DEVICES"] ?? 150);
const EDITED = 24;
const COMING = 12;

/** The next version of the extension: same counters, a filter that lets all through, another group beside it. */
const TRAFFIC_2 = `${TRAFFIC.replace(
  `value: "oid:${IF.name}"`,
  `value: "oid:${IF.name}", filter: "const:$prefix(Gi)"`,
)}
  - group: speeds
    interval: { minutes: 2 }
    subgroups:
      - subgroup: ports
        table: true
        dimensions: [{ key: if.alias, value: "oid:${IF.alias}" }]
        metrics: [{ key: if.speed, value: "oid:${IF.highSpeed}", type: gauge }]
`;

interface Subject {
  readonly agent: VirtualAgent;
  readonly book: ReadingBook;
}

/** Half of the devices that nobody touches are in a configuration whose other devices come, go and change. */
class ChangingFleet {
  readonly bench = new VirtualBench({ seed: SEED });
  readonly still = this.#subjects("10.1", STILL);
  readonly edited = this.#subjects("10.2", EDITED);
  readonly coming = this.#subjects("10.3", COMING);
  readonly #dice = new Dice(seededRandom(SEED));
  readonly #timeouts = new Map<ReadingBook, number>();
  readonly #versions = [TRAFFIC, TRAFFIC, TRAFFIC];
  readonly #present = new Set<Subject>(this.coming);
  #hasOwn = true;
  #secrets = 0;

  configurations(): VirtualConfiguration[] {
    const here = this.coming.filter((one) => this.#present.has(one));
    const mixed = [...this.still.slice(STILL / 2), ...here.slice(0, COMING / 2)];
    const own = here.slice(COMING / 2);
    return [
      { id: "still", devices: this.still.slice(0, STILL / 2).map(this.#device) },
      { id: "mixed", devices: mixed.map(this.#device) },
      ...this.#versions.map((groups, i) => ({
        id: `edited-${i}`,
        groups,
        devices: this.edited.filter((_, n) => n % this.#versions.length === i).map(this.#device),
      })),
      ...(this.#hasOwn && own.length > 0 ? [{ id: "own", devices: own.map(this.#device) }] : []),
    ];
  }

  /** One change of what is configured. */
  change(): void {
    const dice = this.#dice;
    switch (dice.between(1, 5)) {
      case 1:
        dice.oneOf(this.edited).agent.community = `secret-${++this.#secrets}`;
        break;
      case 2:
        this.#timeouts.set(dice.oneOf(this.edited).book, dice.between(1, 5) * 1_000);
        break;
      case 3: {
        const version = dice.between(0, this.#versions.length - 1);
        this.#versions[version] = this.#versions[version] === TRAFFIC ? TRAFFIC_2 : TRAFFIC;
        break;
      }
      case 4: {
        const one = dice.oneOf(this.coming);
        if (!this.#present.delete(one)) this.#present.add(one);
        break;
      }
      default:
        this.#hasOwn = !this.#hasOwn;
    }
  }

  /** Those that come and go and are not there now. */
  absent(): readonly Subject[] {
    const polled = new Set(this.configurations().flatMap(({ devices }) => devices.map(({ agent }) => agent)));
    return this.coming.filter(({ agent }) => !polled.has(agent));
  }

  readonly #device = ({ agent, book }: Subject): VirtualDevice => {
    return { agent, advanced: { timeoutMs: this.#timeouts.get(book) ?? 5_000 } };
  };

  #subjects(net: string, count: number): Subject[] {
    return Array.from({ length: count }, (_, i) => {
      const book = new ReadingBook();
      const mib = switchMib(PORTS, book.counters(PORTS));
      return {
        book,
        agent: this.bench.agent({ address: `${net}.${i >> 8}.${i & 255}`, mib, serviceMs: 300 }),
      };
    });
  }
}

/** By how much a counter grew from its first reading to the last poll that was delivered; one may be under way. */
function growthUpTo(book: ReadingBook, port: number, lastMs: number): bigint {
  const polled = book.of(port).filter(({ atMs }) => atMs < lastMs + MINUTE_MS / 2);
  return polled.at(-1)!.value - polled[0]!.value;
}

const sumOf = (lines: readonly DataLine[]): bigint =>
  lines.reduce((sum, { payload }) => sum + (payload.type === "count" ? BigInt(payload.number) : 0n), 0n);

/** Of each port by itself, in the order of time. */
const byPort = (lines: readonly DataLine[]): (readonly [port: number, lines: readonly DataLine[]])[] =>
  Array.from({ length: PORTS }, (_, i) => [
    i + 1,
    lines.filter(({ dimensions }) => dimensions.get("if.name") === `Gi${i + 1}`),
  ]);

/** Lines that came from who had been removed. */
async function makeChanges(fleet: ChangingFleet, service: VirtualService): Promise<readonly string[]> {
  const late: string[] = [];
  for (let n = 0; n < CHANGES; n++) {
    fleet.change();
    await service.apply(...fleet.configurations());
    const before = service.texts.length;
    await fleet.bench.clock.advance(1_000 + (n % 3) * 400);
    const gone = fleet.absent().map(({ agent }) => `device.address="${agent.address}"`);
    late.push(...service.texts.slice(before).filter((text) => gone.some((one) => text.includes(one))));
  }
  return late;
}

test(`seed ${SEED}: ${CHANGES} changes leave who they do not touch exact and on time, and lose nothing of the others`, async () => {
  const fleet = new ChangingFleet();
  const { clock } = fleet.bench;
  const service = new VirtualService(fleet.bench, fleet.configurations()[0]!);
  await service.apply(...fleet.configurations());
  await service.minutes(3);
  const startedMs = clock.monotonicMs();
  expect(await makeChanges(fleet, service)).toEqual([]);
  await service.minutes(3);
  const minutes = Math.floor((clock.monotonicMs() - startedMs) / MINUTE_MS);
  const counts = linesOf(service.texts.map(dataLine), "if.in.count", "device.address");
  const linesFrom = ({ agent }: Subject) => counts.get(agent.address) ?? [];
  const wallOffsetMs = clock.wallMs() - clock.monotonicMs();
  for (const subject of [...fleet.still, ...fleet.edited, ...fleet.coming]) {
    for (const [port, own] of byPort(linesFrom(subject)))
      expect(falseDelta(subject.book.of(port), own, wallOffsetMs), subject.agent.address).toBeUndefined();
  }
  for (const subject of [...fleet.still, ...fleet.edited]) {
    for (const [port, own] of byPort(linesFrom(subject))) {
      const grown = growthUpTo(subject.book, port, own.at(-1)!.timestampMs! - wallOffsetMs);
      expect(sumOf(own), subject.agent.address).toBe(grown);
    }
  }
  for (const subject of fleet.still) {
    const [, own] = byPort(linesFrom(subject))[0]!;
    expect(own.length, subject.agent.address).toBeGreaterThanOrEqual(minutes);
    // The first of them may have been polled as soon as it was added.
    const phases = new Set(own.slice(1).map(({ timestampMs }) => timestampMs! % MINUTE_MS));
    expect(phases.size, subject.agent.address).toBe(1);
  }
  await service.stop();
  fleet.bench.clean();
}, 300_000);

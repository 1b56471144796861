import { expect } from "vitest";
import { DEFAULT_ADVANCED } from "../../src/config/index.ts";
import { DEFAULT_ENGINE, type ReadAnswer, type ReadWish } from "../../src/snmp/index.ts";
import type { Trouble } from "../support/fault-script.ts";
import { indexes } from "../support/snmp-bench.ts";
import type { VirtualAgent } from "../support/virtual-agent.ts";
import { falseDelta, type ReadingBook } from "../support/virtual-readings.ts";
import type { DataLine } from "../support/virtual-service.ts";

// What holds under any trouble.

/** Ethernet's 1,500 octets without headers: a request above it would be cut in fragments. */
const REQUEST_MAX_BYTES = 1_472;
/** Datagrams to an agent in a poll, attempts and searches for what is wrong included. */
const DATAGRAMS_PER_MINUTE_MAX = 150;

export interface Subject {
  readonly agent: VirtualAgent;
  readonly book: ReadingBook;
  readonly ports: number;
  readonly trouble: Trouble | undefined;
  readonly events: readonly string[];
}

export interface Answered {
  readonly address: string;
  readonly wish: ReadWish;
  readonly answer: ReadAnswer;
}

/** Every wanted cell is in the answer, or the answer says why not. */
export function checkAnswers({ ports, trouble }: Subject, answers: readonly Answered[], why: string): void {
  const all = indexes(ports);
  for (const { wish, answer } of answers) {
    for (const instance of wish.instances) {
      if (answer.values.has(instance) === answer.failures.has(instance))
        expect.fail(`${why}: ${instance} is neither read nor missing, or both`);
    }
    for (const { column, rows } of wish.columns) {
      const got = answer.columns.get(column);
      if (got === undefined) return expect.fail(`${why}: ${column} is neither read nor missing`);
      const wanted = got.selected === true ? [...rows!] : all;
      const isPart = got.failure !== undefined || got.after !== undefined || trouble?.mayEndEarly === true;
      const read = [...got.cells.keys()];
      const isRight = isPart ? read.every((row) => wanted.includes(row)) : sameRows(read, wanted);
      if (!isRight)
        expect.fail(`${why}: ${column} has rows ${read.join()}, and should have ${wanted.join()}`);
    }
  }
}

const sameRows = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((row, i) => row === right[i]);

/** No request over its budget, never more under way than allowed. */
export function checkRequests({ agent, trouble }: Subject, minutes: number, why: string): void {
  // Over v3 a repeated request is another datagram, so the agent cannot tell the copies that wait.
  const copies = trouble?.credentials.version === "3" ? DEFAULT_ADVANCED.retries : 0;
  expect(agent.inFlightMax, why).toBeLessThanOrEqual(DEFAULT_ENGINE.inFlightMax + copies);
  expect(agent.datagrams, why).toBeLessThanOrEqual(minutes * DATAGRAMS_PER_MINUTE_MAX);
  for (const { datagram, oids, maxRepetitions, kind } of agent.requests) {
    if (datagram.length > REQUEST_MAX_BYTES) expect.fail(`${why}: a request of ${datagram.length} octets`);
    if (oids.length > DEFAULT_ADVANCED.maxOidsPerQuery)
      expect.fail(`${why}: ${oids.length} OIDs in a request`);
    if (kind === "getBulk" && maxRepetitions > DEFAULT_ADVANCED.maxRepetitions)
      expect.fail(`${why}: ${maxRepetitions} repetitions`);
  }
}

/** No delta is negative, counted twice, over a reboot or on another port's name. */
export function checkDeltas(
  { book, ports }: Subject,
  lines: readonly DataLine[],
  wallOffsetMs: number,
  why: string,
): void {
  const counts = lines.filter(({ key }) => key === "if.in.count");
  for (let port = 1; port <= ports; port++) {
    const own = counts.filter(({ dimensions }) => dimensions.get("if.index") === String(port));
    expect(falseDelta(book.of(port), own, wallOffsetMs), why).toBeUndefined();
    const sum = own.reduce(
      (total, { payload }) => total + (payload.type === "count" ? BigInt(payload.number) : 0n),
      0n,
    );
    expect(sum <= book.growthOf(port), `${why}: port ${port} grew by less than ${sum}`).toBe(true);
  }
}

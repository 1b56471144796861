import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "../../src/base/index.ts";
import type { Delivery, LineBatch } from "../../src/ingest/index.ts";
import type { FakeClock } from "./fake-clock.ts";

/** The text of a valid line about nothing; `n` tells lines apart. */
export function textOf(n: number, timestampMs: number, filler = ""): string {
  const dimension = filler === "" ? "" : `,filler="${filler}"`;
  return `test.line${dimension} gauge,${n} ${timestampMs}`;
}

/** What was written as these texts in one poll. */
export function batchOf(texts: readonly string[], timestampMs: number): LineBatch {
  return { bytes: Buffer.from(texts.map((text) => `${text}\n`).join("")), lines: texts.length, timestampMs };
}

/** One such line. */
export function lineOf(n: number, timestampMs: number, filler = ""): LineBatch {
  return batchOf([textOf(n, timestampMs, filler)], timestampMs);
}

/** `count` lines of one poll, numbered from `first`. */
export function linesOf(count: number, timestampMs: number, first = 0): LineBatch {
  return batchOf(
    Array.from({ length: count }, (_, n) => textOf(first + n, timestampMs)),
    timestampMs,
  );
}

/**
 * Lets a delivery work until `done`. The fake clock moves only while the delivery waits for it, so that what goes over
 * a real socket or disk is never timed out by fake seconds.
 * @throws after five real seconds, or an hour of fake ones
 */
export async function runUntil(clock: FakeClock, delivery: Delivery, done: () => boolean): Promise<void> {
  const fakeEndMs = clock.monotonicMs() + 3_600_000;
  for (let turns = 0; turns < 5_000; turns++) {
    await clock.settle();
    if (done()) return;
    const dueMs = clock.nextDueMs;
    if (delivery.stats().state !== "sending" && dueMs !== undefined) {
      if (dueMs > fakeEndMs) break;
      await clock.advance(dueMs - clock.monotonicMs());
    } else {
      // Only the host's network or disk is under way: give it a moment, not a wait of a certain length.
      await wait(1);
    }
  }
  throw new Error(`the delivery never got there: ${JSON.stringify(delivery.stats())}`);
}

/**
 * Lets so much fake time pass, and a delivery work in it. What goes over a real socket or disk is waited for.
 * @param isHeld  whether the other side holds a request back, so that only time can go on
 */
export async function pass(
  clock: FakeClock,
  delivery: Delivery,
  ms: number,
  isHeld: () => boolean = () => false,
): Promise<void> {
  const endMs = clock.monotonicMs() + ms;
  for (let turns = 0; clock.monotonicMs() < endMs; turns++) {
    if (turns > 20_000) throw new Error(`time does not get on: ${JSON.stringify(delivery.stats())}`);
    await clock.settle();
    if (delivery.stats().state === "sending" && !isHeld()) await wait(1);
    else await clock.advance(Math.min(clock.nextDueMs ?? endMs, endMs) - clock.monotonicMs());
  }
}

export interface LogEntry {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** A logger that keeps its entries for assertions. */
export function recordingLogger(): Logger & { readonly entries: LogEntry[] } {
  const entries: LogEntry[] = [];
  const keep = (level: LogEntry["level"]) => (fields: object, message: string) => {
    entries.push({ level, fields: { ...fields }, message });
  };
  return { entries, debug: keep("debug"), info: keep("info"), warn: keep("warn"), error: keep("error") };
}

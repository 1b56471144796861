import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "../../src/base/index.ts";
import type { Delivery, Line } from "../../src/ingest/index.ts";
import type { FakeClock } from "./fake-clock.ts";

/** A valid line about nothing; `n` tells lines apart. */
export function lineOf(n: number, timestampMs: number, filler = ""): Line {
  const dimension = filler === "" ? "" : `,filler="${filler}"`;
  const text = `test.line${dimension} gauge,${n} ${timestampMs}`;
  return { text, bytes: Buffer.byteLength(text), timestampMs };
}

/** `count` lines, numbered from `first`. */
export function linesOf(count: number, timestampMs: number, first = 0): Line[] {
  return Array.from({ length: count }, (_, n) => lineOf(first + n, timestampMs));
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

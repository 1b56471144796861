import { assertNever } from "../../base/index.ts";
import { encodeCounter64, encodeInteger, TAG } from "../ber.ts";
import { type Faults, rebootsUntil } from "../faults.ts";
import { type Course, factorAt, sumAt } from "./course.ts";

/** How a value moves with time. */
export type Motion = CounterMotion | GaugeMotion | ClockMotion;

/** A counter grows: steadily, or as its course says, which then has the mean 1. */
export interface CounterMotion {
  readonly kind: "counter32" | "counter64";
  readonly base: bigint;
  readonly perSecond: number;
  readonly course?: Course;
}

/** A gauge wanders by at most `swing` around its recorded value, `base`. */
export interface GaugeMotion {
  readonly kind: "gauge";
  /** Of the type of the value: Integer32, Gauge32 or, as some vendors do it, Counter64. */
  readonly tag: number;
  readonly base: number;
  readonly swing: number;
  /** The mean of so many seconds, as of a CPU's load in five minutes; 0: the moment's. */
  readonly overSeconds: number;
  readonly course: Course;
}

/** sysUpTime and its like run; other TimeTicks are stamps and stay. */
interface ClockMotion {
  readonly kind: "upTimeTicks" | "upTimeSeconds" | "stampTicks";
  readonly base: bigint;
}

/** Motions by position in a recording; what is not there stays as recorded. */
export type Motions = ReadonlyMap<number, Motion>;

/**
 * The moving value's TLV. Counters and clocks restart with the agent; stamps of the time before do too (RFC 2863).
 * @param nowMs  since the simulator started
 */
export function valueAt(motion: Motion, faults: Faults, nowMs: number): Uint8Array {
  if (motion.kind === "gauge") return gaugeAt(motion, nowMs / 1_000);
  const { lastAtMs } = rebootsUntil(faults, nowMs);
  const base = lastAtMs === undefined ? motion.base : 0n;
  const startMs = lastAtMs ?? 0;
  const elapsedMs = Math.max(0, nowMs - startMs);
  switch (motion.kind) {
    case "counter32":
      return encodeInteger(
        Number(BigInt.asUintN(32, base + counted(motion, startMs, elapsedMs))),
        TAG.counter32,
      );
    case "counter64":
      return encodeCounter64(base + counted(motion, startMs, elapsedMs));
    case "upTimeTicks":
      return encodeInteger(Number(BigInt.asUintN(32, base + grown(100, elapsedMs))), TAG.timeTicks);
    case "upTimeSeconds":
      return encodeInteger(Number(BigInt.asUintN(31, base + grown(1, elapsedMs))));
    case "stampTicks":
      return encodeInteger(Number(base), TAG.timeTicks);
    default:
      return assertNever(motion);
  }
}

function grown(perSecond: number, elapsedMs: number): bigint {
  return BigInt(Math.floor((perSecond * elapsedMs) / 1_000));
}

function counted({ perSecond, course }: CounterMotion, startMs: number, elapsedMs: number): bigint {
  if (course === undefined) return grown(perSecond, elapsedMs);
  const passed = sumAt(course, (startMs + elapsedMs) / 1_000) - sumAt(course, startMs / 1_000);
  return BigInt(Math.max(0, Math.floor(perSecond * passed)));
}

function gaugeAt({ tag, base, swing, overSeconds, course }: GaugeMotion, seconds: number): Uint8Array {
  const off =
    overSeconds === 0
      ? factorAt(course, seconds)
      : (sumAt(course, seconds) - sumAt(course, seconds - overSeconds)) / overSeconds;
  const value = Math.round(base + swing * off);
  return tag === TAG.counter64 ? encodeCounter64(BigInt(value)) : encodeInteger(value, tag);
}

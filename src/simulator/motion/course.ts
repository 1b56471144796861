import { hashRatio } from "../../base/index.ts";

/**
 * How something comes and goes with time, as a factor around its mean: slow waves, and bursts that stand out. Both have
 * an integral in closed form, so that a counter's value at a moment needs no values before it.
 */
export interface Course {
  /** What is there all the time. */
  readonly level: number;
  readonly waves: readonly Wave[];
  readonly bursts: readonly Burst[];
}

interface Wave {
  readonly amplitude: number;
  readonly radiansPerSecond: number;
  readonly phase: number;
}

/** Every so many seconds it rises to `height` and falls again within `lastsSeconds`, as a raised cosine. */
interface Burst {
  readonly height: number;
  readonly everySeconds: number;
  readonly lastsSeconds: number;
  readonly startSeconds: number;
}

const TURN = 2 * Math.PI;

/** The factor at a moment, in seconds since the start. */
export function factorAt({ level, waves, bursts }: Course, seconds: number): number {
  let factor = level;
  for (const wave of waves) {
    factor += wave.amplitude * Math.sin(wave.radiansPerSecond * seconds + wave.phase);
  }
  for (const burst of bursts) {
    const inside = positionIn(burst, seconds);
    if (inside < burst.lastsSeconds) {
      factor += (burst.height / 2) * (1 - Math.cos((TURN * inside) / burst.lastsSeconds));
    }
  }
  return factor;
}

/** The integral of the factor, up to a constant: `sumAt(course, b) − sumAt(course, a)` is what passed from a to b. */
export function sumAt({ level, waves, bursts }: Course, seconds: number): number {
  let sum = level * seconds;
  for (const { amplitude, radiansPerSecond, phase } of waves) {
    sum -= (amplitude / radiansPerSecond) * Math.cos(radiansPerSecond * seconds + phase);
  }
  for (const burst of bursts) {
    const { height, lastsSeconds, everySeconds, startSeconds } = burst;
    const inside = Math.min(positionIn(burst, seconds), lastsSeconds);
    const whole = Math.floor((seconds + startSeconds) / everySeconds) * lastsSeconds;
    sum += (height / 2) * (whole + inside - (lastsSeconds / TURN) * Math.sin((TURN * inside) / lastsSeconds));
  }
  return sum;
}

function positionIn({ everySeconds, startSeconds }: Burst, seconds: number): number {
  const at = (seconds + startSeconds) % everySeconds;
  return at < 0 ? at + everySeconds : at;
}

/** What the factor never exceeds, and what it never goes below. */
export function rangeOf({ level, waves, bursts }: Course): { readonly least: number; readonly most: number } {
  const swing = waves.reduce((sum, { amplitude }) => sum + amplitude, 0);
  return { least: level - swing, most: bursts.reduce((sum, { height }) => sum + height, level + swing) };
}

/** Seeded chance: the same words give the same number from `from` to `to`. */
export const between = (seed: string, from: number, to: number): number =>
  from + (to - from) * hashRatio(seed);

/** A wave with an amplitude and a period (seconds) from these ranges. */
function waveOf(seed: string, amplitude: readonly [number, number], period: readonly [number, number]): Wave {
  return {
    amplitude: between(`${seed} high`, ...amplitude),
    radiansPerSecond: TURN / between(`${seed} long`, ...period),
    phase: between(`${seed} phase`, 0, TURN),
  };
}

function burstOf(seed: string, height: number, every: readonly [number, number], share: number): Burst {
  const everySeconds = between(`${seed} every`, ...every);
  return {
    height,
    everySeconds,
    lastsSeconds: everySeconds * share,
    startSeconds: between(`${seed} start`, 0, everySeconds),
  };
}

/** Mean 1. The port's own waves and bursts, and a wave that all ports of the device share: its users come and go. */
export function trafficCourse(device: string, port: string): Course {
  const seed = `${device} ${port}`;
  const bursts = [
    burstOf(`${seed} short`, between(`${seed} short high`, 0.3, 1.1), [240, 560], 0.2),
    burstOf(`${seed} long`, between(`${seed} long high`, 0.2, 0.8), [480, 1_100], 0.14),
  ];
  return {
    level: 1 - bursts.reduce((sum, one) => sum + meanOf(one), 0),
    waves: [
      waveOf(`${device} users`, [0.3, 0.38], [250, 400]),
      waveOf(`${seed} slow`, [0.06, 0.14], [130, 420]),
      waveOf(`${seed} fast`, [0.02, 0.06], [25, 60]),
    ],
    bursts,
  };
}

const meanOf = ({ height, lastsSeconds, everySeconds }: Burst): number =>
  (height / 2) * (lastsSeconds / everySeconds);

/** Several that happen at once, each with its weight; weights that add up to 1 keep the mean. */
export function mergedCourse(parts: readonly (readonly [weight: number, course: Course])[]): Course {
  return {
    level: parts.reduce((sum, [weight, { level }]) => sum + weight * level, 0),
    waves: parts.flatMap(([weight, { waves }]) =>
      waves.map((wave) => ({ ...wave, amplitude: weight * wave.amplitude })),
    ),
    bursts: parts.flatMap(([weight, { bursts }]) =>
      bursts.map((burst) => ({ ...burst, height: weight * burst.height })),
    ),
  };
}

/** Mean 1, and nothing at all between the bursts: errors, discards. */
export function burstsOnly(seed: string): Course {
  return { level: 0, waves: [], bursts: [burstOf(seed, 2 / 0.3, [260, 420], 0.3)] };
}

/** Mean 1, and never far from it. */
export const calmCourse = (seed: string): Course => ({
  level: 1,
  waves: [waveOf(seed, [0.15, 0.35], [120, 400])],
  bursts: [],
});

/** From −1 to 1, for what wanders around a value. @param slowness  1: minutes, as a CPU; 2: as a temperature */
export function wanderingCourse(seed: string, slowness: number): Course {
  return {
    level: 0,
    waves: [
      waveOf(`${seed} long`, [0.3, 0.3], [600 * slowness, 1_000 * slowness]),
      waveOf(`${seed} slow`, [0.4, 0.4], [130 * slowness, 330 * slowness]),
      waveOf(`${seed} middle`, [0.2, 0.2], [45 * slowness, 100 * slowness]),
      waveOf(`${seed} fast`, [0.1, 0.1], [12 * slowness, 25 * slowness]),
    ],
    bursts: [],
  };
}

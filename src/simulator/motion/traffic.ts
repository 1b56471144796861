import { between, burstsOnly, type Course, mergedCourse, rangeOf, trafficCourse } from "./course.ts";
import type { Recorded } from "./recorded.ts";

/** How one counter grows. */
export interface Growth {
  readonly perSecond: number;
  readonly course?: Course;
}

/** What goes over a port in one direction. */
export interface Stream {
  readonly course: Course;
  readonly octetsPerSecond: number;
  /** Whether that is within the speed of the port. */
  readonly speedKnown: boolean;
  /** Per octet. */
  readonly packets: Readonly<Record<PacketKind, number>>;
}

type PacketKind = "unicast" | "multicast" | "broadcast";
export type Direction = "in" | "out";

const IF_ENTRY = "1.3.6.1.2.1.2.2.1";
const IF_X_ENTRY = "1.3.6.1.2.1.31.1.1.1";
const IF_TYPE = `${IF_ENTRY}.3`;
const IF_SPEED = `${IF_ENTRY}.5`;
const IF_OPER_STATUS = `${IF_ENTRY}.8`;
const IF_NAME = `${IF_X_ENTRY}.1`;
const IF_HIGH_SPEED = `${IF_X_ENTRY}.15`;
const SYS_UPTIME = "1.3.6.1.2.1.1.3.0";

/** What each column of the two tables counts. */
const COLUMNS: ReadonlyMap<string, readonly [Direction, PacketKind | "octets"]> = new Map([
  [`${IF_ENTRY}.10`, ["in", "octets"]],
  [`${IF_ENTRY}.11`, ["in", "unicast"]],
  [`${IF_ENTRY}.16`, ["out", "octets"]],
  [`${IF_ENTRY}.17`, ["out", "unicast"]],
  [`${IF_X_ENTRY}.6`, ["in", "octets"]],
  [`${IF_X_ENTRY}.7`, ["in", "unicast"]],
  [`${IF_X_ENTRY}.8`, ["in", "multicast"]],
  [`${IF_X_ENTRY}.9`, ["in", "broadcast"]],
  [`${IF_X_ENTRY}.10`, ["out", "octets"]],
  [`${IF_X_ENTRY}.11`, ["out", "unicast"]],
  [`${IF_X_ENTRY}.12`, ["out", "multicast"]],
  [`${IF_X_ENTRY}.13`, ["out", "broadcast"]],
]);

/** ifInDiscards, ifInErrors, ifOutDiscards, ifOutErrors, and the counters of dot3StatsTable. */
const FAULTS = /^1\.3\.6\.1\.2\.1\.(?:2\.2\.1\.(?:13|14|19|20)|10\.7\.2\.1\.\d+)$/;

/** Utilisation stays within these, where a port is up and its speed is known. */
const LEAST_RATIO = 0.012;
const MOST_RATIO = 0.78;
/** A speed above it is an agent's mistake. */
const BPS_MAX = 1.6e12;
const ETHERNET = 6;
const OCTET_BITS = 8;

/**
 * The two streams of each port that is up, by `streamKey`. Their means are what the recording says of the whole time
 * since the device started.
 */
export function streamsOf(device: string, recorded: Recorded): ReadonlyMap<string, Stream> {
  const streams = new Map<string, Stream>();
  for (const index of recorded.indexes(IF_TYPE)) {
    const status = recorded.number(`${IF_OPER_STATUS}.${index}`);
    if (status !== 1) continue;
    for (const direction of ["in", "out"] as const) {
      const stream = streamOf(device, recorded, index, direction);
      if (stream !== undefined) streams.set(streamKey(index, direction), stream);
    }
  }
  return streams;
}

export const streamKey = (index: string, direction: Direction): string => `${index} ${direction}`;

/** What goes over several ports together, as over a port channel. */
export function sumOfStreams(parts: readonly Stream[]): Stream {
  const octetsPerSecond = parts.reduce((sum, part) => sum + part.octetsPerSecond, 0);
  const weighted = parts.map((part) => [part.octetsPerSecond / octetsPerSecond, part] as const);
  const mean = (kind: PacketKind): number =>
    weighted.reduce((sum, [weight, { packets }]) => sum + weight * packets[kind], 0);
  return {
    octetsPerSecond,
    course: mergedCourse(weighted.map(([weight, { course }]) => [weight, course])),
    speedKnown: parts.every(({ speedKnown }) => speedKnown),
    packets: { unicast: mean("unicast"), multicast: mean("multicast"), broadcast: mean("broadcast") },
  };
}

/** The ifIndex of a port by its ifName. */
export const portCalled = (recorded: Recorded, name: string): string | undefined =>
  recorded.indexes(IF_NAME).find((index) => recorded.text(`${IF_NAME}.${index}`) === name);

function streamOf(
  device: string,
  recorded: Recorded,
  index: string,
  direction: Direction,
): Stream | undefined {
  const octets = countOf(recorded, index, direction, "octets");
  const seconds = recorded.number(SYS_UPTIME) / 100;
  if (octets === 0 || seconds === 0) return undefined;
  const course = trafficCourse(device, `port ${index} ${direction}`);
  const mean = octets / seconds;
  const per = (kind: PacketKind): number => countOf(recorded, index, direction, kind) / octets;
  return {
    course,
    octetsPerSecond: withinSpeed(mean, course, recorded, index, `${device} ${index} ${direction}`),
    speedKnown: speedOf(recorded, index) > 0,
    packets: { unicast: per("unicast"), multicast: per("multicast"), broadcast: per("broadcast") },
  };
}

/** The wider counter of two, as recorded. */
function countOf(
  recorded: Recorded,
  index: string,
  direction: Direction,
  kind: PacketKind | "octets",
): number {
  let most = 0;
  for (const [column, [itsDirection, itsKind]] of COLUMNS) {
    if (itsDirection !== direction || itsKind !== kind) continue;
    most = Math.max(most, recorded.number(`${column}.${index}`));
  }
  return most;
}

/** Physical ports are never quite idle; no port exceeds its speed. Unknown speeds: 1 MB/s at most. */
function withinSpeed(
  octetsPerSecond: number,
  course: Course,
  recorded: Recorded,
  index: string,
  seed: string,
): number {
  const bps = speedOf(recorded, index);
  if (bps === 0) return Math.min(octetsPerSecond, 1e6);
  const { least, most } = rangeOf(course);
  const full = bps / OCTET_BITS;
  const physical = recorded.number(`${IF_TYPE}.${index}`) === ETHERNET;
  const atLeast = physical ? (full * LEAST_RATIO * between(`${seed} idle`, 1, 3)) / least : 0;
  return Math.min(Math.max(octetsPerSecond, atLeast), (full * MOST_RATIO) / most);
}

function speedOf(recorded: Recorded, index: string): number {
  const bps = recorded.number(`${IF_HIGH_SPEED}.${index}`) * 1e6 || recorded.number(`${IF_SPEED}.${index}`);
  return bps > BPS_MAX ? 0 : bps;
}

/**
 * How a counter of the interface tables grows.
 * @returns undefined for a counter of another kind
 */
export function portGrowth(
  device: string,
  recorded: Recorded,
  streams: ReadonlyMap<string, Stream>,
  column: string,
  index: string,
): Growth | undefined {
  const counts = COLUMNS.get(column);
  if (counts !== undefined) {
    const [direction, kind] = counts;
    const stream = streams.get(streamKey(index, direction));
    if (stream === undefined) return { perSecond: 0 };
    const share = kind === "octets" ? 1 : stream.packets[kind];
    return { perSecond: stream.octetsPerSecond * share, course: stream.course };
  }
  return FAULTS.test(column) ? faultGrowth(device, recorded, column, index) : undefined;
}

/** Faults of a port that had many come in bursts, a few a minute; where there were few, hardly another comes. */
function faultGrowth(device: string, recorded: Recorded, column: string, index: string): Growth {
  const count = recorded.number(`${column}.${index}`);
  const seconds = recorded.number(SYS_UPTIME) / 100;
  if (recorded.number(`${IF_OPER_STATUS}.${index}`) !== 1 || seconds === 0) return { perSecond: 0 };
  if (count < MANY_FAULTS) return { perSecond: count / seconds };
  return {
    perSecond: Math.min(Math.max(count / seconds, FEW_A_MINUTE), 1),
    course: burstsOnly(`${device} ${index} faults`),
  };
}

const MANY_FAULTS = 1_000;
const FEW_A_MINUTE = 3 / 60;

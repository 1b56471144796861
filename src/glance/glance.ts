/**
 * How a device is at a glance, as far as one poll of one task tells: what a list of thousands shows. NaN where it says
 * nothing.
 */
export interface Glance {
  /** 0 to 100. */
  readonly cpuPercent: number;
  /** 0 to 100, of all memory pools together; buffers and caches are not in use. */
  readonly memoryPercent: number;
  readonly portsUp: number;
  /** Switched on by the administrator, and down all the same. */
  readonly portsDown: number;
  /** bit/s of all ports together. */
  readonly inBps: number;
  readonly outBps: number;
  /** In and out, of all ports together. */
  readonly errorsPerMinute: number;
  /** Of several tasks that tell traffic, that of the highest tells most: counters of 64 bits before those of 32. */
  readonly trafficRank: number;
}

/** The members in the order in which they stand in arrays. */
export const GLANCE_FIELDS = [
  "cpuPercent",
  "memoryPercent",
  "portsUp",
  "portsDown",
  "inBps",
  "outBps",
  "errorsPerMinute",
  "trafficRank",
] as const satisfies readonly (keyof Glance)[];

/** Whether there is anything in it. */
export function hasFigures(glance: Glance): boolean {
  for (const field of GLANCE_FIELDS) if (!Number.isNaN(glance[field])) return true;
  return false;
}

/** Glances of many polls as one array of numbers, `GLANCE_FIELDS` for each: to cross to another thread. */
export function packGlances(glances: readonly (Glance | undefined)[]): Float64Array {
  const packed = new Float64Array(glances.length * GLANCE_FIELDS.length).fill(Number.NaN);
  for (let i = 0; i < glances.length; i++) {
    const glance = glances[i];
    if (glance === undefined) continue;
    let at = i * GLANCE_FIELDS.length;
    for (const field of GLANCE_FIELDS) packed[at++] = glance[field];
  }
  return packed;
}

/** The glance of one of them; undefined when it had none. */
export function glanceAt(packed: Float64Array, position: number): Glance | undefined {
  const at = position * GLANCE_FIELDS.length;
  const glance: Glance = {
    cpuPercent: packed[at]!,
    memoryPercent: packed[at + 1]!,
    portsUp: packed[at + 2]!,
    portsDown: packed[at + 3]!,
    inBps: packed[at + 4]!,
    outBps: packed[at + 5]!,
    errorsPerMinute: packed[at + 6]!,
    trafficRank: packed[at + 7]!,
  };
  return hasFigures(glance) ? glance : undefined;
}

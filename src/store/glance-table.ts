import { GLANCE_FIELDS, type Glance } from "../glance/index.ts";

/** How a device is at a glance, joined from what its tasks last told. */
export interface GlanceState {
  readonly cpuPercent: number | undefined;
  readonly memoryPercent: number | undefined;
  readonly portsUp: number | undefined;
  readonly portsDown: number | undefined;
  readonly inBps: number | undefined;
  readonly outBps: number | undefined;
  readonly errorsPerMinute: number | undefined;
  /** The busiest of the slots, in and out together; undefined before the first. */
  readonly peakBps: number | undefined;
  /** A slot for each poll that could have told, oldest first: percent of the peak, −1 where nothing was measured. */
  readonly traffic: readonly number[];
  /** How long a slot is. */
  readonly slotMs: number;
}

/** So many polls are remembered of each device: half an hour of minutes. */
const SLOTS = 30;
const FIRST_ROWS = 64;
const IN = GLANCE_FIELDS.indexOf("inBps");
const OUT = GLANCE_FIELDS.indexOf("outBps");
const RANK = GLANCE_FIELDS.indexOf("trafficRank");
/** What no task has told for so many slots, another one may tell. */
const SLOTS_HELD = 2;

/**
 * The glances of all devices, a row for each: ten thousands of small arrays would take ten times the memory of these few
 * large ones.
 */
export class GlanceTable {
  /** NaN where nothing was told. */
  #values = new Float64Array(FIRST_ROWS * GLANCE_FIELDS.length).fill(Number.NaN);
  /** In and out together, bit/s; a ring for each row. */
  #traffic = new Float32Array(FIRST_ROWS * SLOTS).fill(Number.NaN);
  /** Of the latest slot: where in the ring, when, and how long it is; 0 before the first. */
  #heads = new Uint8Array(FIRST_ROWS);
  #headAtMs = new Float64Array(FIRST_ROWS);
  #slotMs = new Float64Array(FIRST_ROWS);
  #rows = 0;
  readonly #free: number[] = [];

  /** A row where nothing was told yet. */
  add(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#rows === this.#heads.length) this.#grow();
    return this.#rows++;
  }

  remove(row: number): void {
    this.clear(row);
    this.#restart(row, 0);
    this.#free.push(row);
  }

  /** What one task tells; the others stand. @param intervalMs  how often the task is polled */
  take(row: number, glance: Glance, atMs: number, intervalMs: number): void {
    const { inBps, outBps } = glance;
    const tellsTraffic = !Number.isNaN(inBps) && !this.#isTold(row, glance, atMs);
    for (let i = 0; i < GLANCE_FIELDS.length; i++) {
      if (!tellsTraffic && (i === IN || i === OUT || i === RANK)) continue;
      const value = glance[GLANCE_FIELDS[i]!];
      if (!Number.isNaN(value)) this.#values[row * GLANCE_FIELDS.length + i] = value;
    }
    if (!tellsTraffic) return;
    this.#put(row, Number.isNaN(outBps) ? inBps : inBps + outBps, atMs, intervalMs);
  }

  /** Whether another task tells the traffic by counters that cannot run over between polls. */
  #isTold(row: number, { trafficRank }: Glance, atMs: number): boolean {
    const rank = this.#values[row * GLANCE_FIELDS.length + RANK]!;
    return trafficRank < rank && atMs - this.#headAtMs[row]! < SLOTS_HELD * this.#slotMs[row]!;
  }

  /** Nobody knows any more how the device is; what traffic there was stands. */
  clear(row: number): void {
    this.#values.fill(Number.NaN, row * GLANCE_FIELDS.length, (row + 1) * GLANCE_FIELDS.length);
  }

  read(row: number, nowMs: number): GlanceState {
    const value = (field: number): number | undefined => {
      const number = this.#values[row * GLANCE_FIELDS.length + field]!;
      return Number.isNaN(number) ? undefined : number;
    };
    const peak = this.#peak(row);
    return {
      cpuPercent: value(0),
      memoryPercent: value(1),
      portsUp: value(2),
      portsDown: value(3),
      inBps: value(4),
      outBps: value(5),
      errorsPerMinute: value(6),
      peakBps: peak,
      traffic: peak === undefined ? [] : this.#shares(row, peak, nowMs),
      slotMs: this.#slotMs[row]!,
    };
  }

  /** Polls begin a little early or late: what lies between is counted in whole slots, and in one the last word holds. */
  #put(row: number, bps: number, atMs: number, intervalMs: number): void {
    if (this.#slotMs[row] !== intervalMs) this.#restart(row, intervalMs);
    const isFirst = this.#headAtMs[row] === 0;
    const steps = isFirst ? 0 : Math.round(Math.max(0, atMs - this.#headAtMs[row]!) / intervalMs);
    let head = this.#heads[row]!;
    for (let step = 0; step < Math.min(steps, SLOTS); step++) {
      head = (head + 1) % SLOTS;
      this.#traffic[row * SLOTS + head] = Number.NaN;
    }
    this.#traffic[row * SLOTS + head] = bps;
    this.#heads[row] = head;
    this.#headAtMs[row] = atMs;
  }

  #restart(row: number, slotMs: number): void {
    this.#traffic.fill(Number.NaN, row * SLOTS, (row + 1) * SLOTS);
    this.#heads[row] = 0;
    this.#headAtMs[row] = 0;
    this.#slotMs[row] = slotMs;
  }

  #peak(row: number): number | undefined {
    let peak: number | undefined;
    for (let at = row * SLOTS; at < (row + 1) * SLOTS; at++) {
      const bps = this.#traffic[at]!;
      if (bps > (peak ?? -1)) peak = bps;
    }
    return peak;
  }

  /** From the first slot that was measured to now: polls that should have come by now are holes. */
  #shares(row: number, peak: number, nowMs: number): number[] {
    const missed = Math.round((nowMs - this.#headAtMs[row]!) / this.#slotMs[row]!) - 1;
    const holes = Math.min(SLOTS, Math.max(0, missed));
    const shares: number[] = [];
    for (let slot = holes + 1; slot <= SLOTS; slot++) {
      const bps = this.#traffic[row * SLOTS + ((this.#heads[row]! + slot) % SLOTS)]!;
      const isHole = Number.isNaN(bps);
      if (isHole && shares.length === 0) continue;
      shares.push(isHole ? -1 : peak === 0 ? 0 : Math.round((bps / peak) * 100));
    }
    if (shares.length > 0) for (let i = 0; i < holes; i++) shares.push(-1);
    return shares;
  }

  #grow(): void {
    const rows = 2 * this.#heads.length;
    this.#values = grown(this.#values, new Float64Array(rows * GLANCE_FIELDS.length).fill(Number.NaN));
    this.#traffic = grown(this.#traffic, new Float32Array(rows * SLOTS).fill(Number.NaN));
    this.#heads = grown(this.#heads, new Uint8Array(rows));
    this.#headAtMs = grown(this.#headAtMs, new Float64Array(rows));
    this.#slotMs = grown(this.#slotMs, new Float64Array(rows));
  }
}

function grown<T extends { set(other: T): void }>(full: T, larger: T): T {
  larger.set(full);
  return larger;
}

import { type Clock, isRecord, type Logger, messageOf, type Random } from "../base/index.ts";
import { KEY_AREAS, type KeyChange, type KeyRange, type KeyValue } from "./key-value.ts";

export const EVENT_SEVERITIES = ["info", "warning", "error"] as const;

/** Something that happened: a device's status, a change of the configuration, a log record that came in. */
export interface StoredEvent {
  /** UTC. */
  readonly atMs: number;
  /** `status`, `config`, `log`, `limit`. */
  readonly kind: string;
  readonly severity: (typeof EVENT_SEVERITIES)[number];
  readonly title: string;
  /** `host:port` as configured. */
  readonly device?: string | undefined;
  readonly entityId?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

/** Of all events whatever is given must hold. */
export interface EventFilter {
  readonly fromMs: number;
  readonly toMs: number;
  readonly kind?: string | undefined;
  readonly device?: string | undefined;
  readonly entityId?: string | undefined;
  /** With `entityId`: devices that it stands for, of which events may tell that came before it was known. */
  readonly entityDevices?: ReadonlySet<string> | undefined;
  /** Anywhere in title or attributes, without regard to case. */
  readonly text?: string | undefined;
  readonly limit: number;
}

export interface EventStoreOptions {
  readonly kv: KeyValue;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly keepDays: number;
  readonly limits?: Partial<EventLimits> | undefined;
}

/** What is beyond a bound goes, the oldest first. */
export interface EventLimits {
  /** On disk. */
  readonly bytes: number;
  /** In memory while the disk takes none. */
  readonly waiting: number;
  /** Looked at for one answer. */
  readonly scanned: number;
}

const DEFAULT_EVENT_LIMITS: EventLimits = { bytes: 1_000_000_000, waiting: 20_000, scanned: 500_000 };
const DAY_MS = 86_400_000;
const TEND_EVERY_MS = 60_000;
/** Octets of a key: area, time, number. */
const KEY_BYTES = 13;

/** Events and logs by time, on disk. Recording never fails and never waits; `flush` brings what is new to disk. */
export class EventStore {
  readonly #options: EventStoreOptions;
  readonly #limits: EventLimits;
  #waiting: StoredEvent[] = [];
  /** Makes keys of one moment differ, also from those of the run before. */
  #number: number;
  #dropped = 0;
  #tendAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: EventStoreOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_EVENT_LIMITS, ...options.limits };
    this.#number = Math.floor(options.random.next() * 0x1_0000_0000);
  }

  /** Events that were given up, because the disk took none for too long. */
  get dropped(): number {
    return this.#dropped;
  }

  record(event: StoredEvent): void {
    this.#waiting.push(event);
    if (this.#waiting.length <= this.#limits.waiting) return;
    this.#waiting.shift();
    this.#dropped += 1;
  }

  /** Brings what is new to disk; what the disk refuses waits. @throws {AppError} `store.full`, `store.failed` */
  async flush(): Promise<void> {
    const batch = this.#waiting;
    if (batch.length === 0) return;
    this.#waiting = [];
    try {
      await this.#options.kv.write(batch.map((event) => this.#changeOf(event)));
    } catch (error) {
      this.#waiting = [...batch, ...this.#waiting];
      const excess = Math.max(0, this.#waiting.length - this.#limits.waiting);
      this.#waiting.splice(0, excess);
      this.#dropped += excess;
      throw error;
    }
  }

  /** Removes what is too old, once a minute at most. */
  async tend(): Promise<void> {
    const { clock, kv, keepDays } = this.#options;
    if (clock.monotonicMs() < this.#tendAtMs) return;
    this.#tendAtMs = clock.monotonicMs() + TEND_EVERY_MS;
    const all = rangeOf(0, Number.MAX_SAFE_INTEGER);
    await kv.clear(rangeOf(0, clock.wallMs() - keepDays * DAY_MS));
    if ((await kv.approximateBytes(all)) > this.#limits.bytes) await this.#dropOldestTenth(all);
  }

  /** @returns latest first */
  async list(filter: EventFilter): Promise<StoredEvent[]> {
    const matches = matcherOf(filter);
    const found = this.#waiting.filter(matches).toReversed().slice(0, filter.limit);
    const range = { ...rangeOf(filter.fromMs, filter.toMs), reverse: true };
    let scanned = 0;
    for await (const page of this.#options.kv.pages(range)) {
      for (const [, value] of page) {
        if (found.length >= filter.limit || ++scanned > this.#limits.scanned) return latestFirst(found);
        const event = this.#read(value);
        if (event !== undefined && matches(event)) found.push(event);
      }
    }
    return latestFirst(found);
  }

  #changeOf(event: StoredEvent): KeyChange {
    this.#number = (this.#number + 1) >>> 0;
    return { key: keyOf(event.atMs, this.#number), value: Buffer.from(JSON.stringify(event)) };
  }

  #read(value: Uint8Array): StoredEvent | undefined {
    try {
      const event: unknown = JSON.parse(Buffer.from(value).toString("utf8"));
      return isStoredEvent(event) ? event : undefined;
    } catch (error) {
      this.#options.logger.warn(
        { reason: messageOf(error) },
        "a stored event is not readable; it is passed over",
      );
      return undefined;
    }
  }

  /** So that the next hours have room; what a tenth is goes by time, for nobody counts them. */
  async #dropOldestTenth(all: KeyRange): Promise<void> {
    const { kv, clock, logger } = this.#options;
    const oldestMs = await firstTimeOf(kv, all);
    if (oldestMs === undefined) return;
    const untilMs = oldestMs + Math.max(1_000, (clock.wallMs() - oldestMs) / 10);
    await kv.clear(rangeOf(0, untilMs));
    logger.warn(
      { code: "store.events", until: new Date(untilMs).toISOString() },
      "there are more events than the store keeps: the oldest were removed",
    );
  }
}

async function firstTimeOf(kv: KeyValue, range: KeyRange): Promise<number | undefined> {
  for await (const page of kv.pages({ ...range, limit: 1 })) {
    const [first] = page;
    if (first !== undefined) return timeOf(first[0]);
  }
  return undefined;
}

function matcherOf({
  fromMs,
  toMs,
  kind,
  device,
  entityId,
  entityDevices,
  text,
}: EventFilter): (event: StoredEvent) => boolean {
  const wanted = text?.toLowerCase();
  return (event) =>
    event.atMs >= fromMs &&
    event.atMs < toMs &&
    (kind === undefined || event.kind === kind) &&
    (device === undefined || event.device === device) &&
    (entityId === undefined || isOf(event, entityId, entityDevices)) &&
    (wanted === undefined || holds(event, wanted));
}

/** A log record may tell of several entities: `dt.entity.<type>` names each. */
function isOf(event: StoredEvent, entityId: string, devices: EventFilter["entityDevices"]): boolean {
  if (event.entityId === entityId) return true;
  if (event.entityId === undefined && event.device !== undefined && devices?.has(event.device) === true)
    return true;
  return Object.entries(event.attributes ?? {}).some(
    ([key, value]) => value === entityId && key.startsWith("dt.entity."),
  );
}

function holds({ title, attributes = {} }: StoredEvent, wanted: string): boolean {
  return [title, ...Object.values(attributes)].some((one) => one.toLowerCase().includes(wanted));
}

const latestFirst = (events: StoredEvent[]): StoredEvent[] => events.toSorted((a, b) => b.atMs - a.atMs);

function keyOf(atMs: number, number: number): Uint8Array {
  const key = Buffer.alloc(KEY_BYTES);
  key[0] = KEY_AREAS.events;
  key.writeBigUInt64BE(BigInt(Math.max(0, Math.floor(atMs))), 1);
  key.writeUInt32BE(number, 9);
  return key;
}

const timeOf = (key: Uint8Array): number => Number(Buffer.from(key).readBigUInt64BE(1));

/** From a time on, up to another. */
function rangeOf(fromMs: number, belowMs: number): KeyRange {
  return { from: keyOf(fromMs, 0), below: keyOf(Math.max(fromMs, belowMs), 0) };
}

function isStoredEvent(value: unknown): value is StoredEvent {
  if (!isRecord(value)) return false;
  const { atMs, kind, title, severity } = value;
  const areTexts = typeof kind === "string" && typeof title === "string";
  return areTexts && typeof atMs === "number" && EVENT_SEVERITIES.some((one) => one === severity);
}

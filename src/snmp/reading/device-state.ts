import type { Clock } from "../../base/index.ts";
import type { AdvancedOptions } from "../../config/index.ts";
import type { LearnedReading, SnmpTarget } from "../client.ts";
import { Diagnosis } from "../diagnosis.ts";
import type { EngineOptions } from "../engine-options.ts";
import type { Exchange, Reply } from "../exchange/exchange.ts";
import type { TraceOf } from "../trace.ts";
import type { Place } from "./column-cursor.ts";
import type { ColumnInfo } from "./column-info.ts";
import { ColumnMemory } from "./column-memory.ts";
import { Pace } from "./pace.ts";
import { Quirks } from "./quirks.ts";
import { ReplySize } from "./reply-size.ts";

export interface ReadingHost {
  readonly clock: Clock;
  readonly engine: EngineOptions;
  readonly traceOf?: TraceOf | undefined;
}

/** Octets of a message around its varbinds, before one has come: with ids, lengths and, in v3, digest and salt. */
const COMMUNITY_HEADER_BYTES = 36;
const USM_HEADER_BYTES = 150;

/** What one device is known to take, and how it is asked: outlives every read. */
export class DeviceState {
  readonly exchange: Exchange;
  readonly diagnosis: Diagnosis;
  readonly clock: Clock;
  readonly size: ReplySize;
  readonly pace: Pace;
  readonly quirks: Quirks;
  readonly columns = new ColumnMemory();
  tooBig = 0;
  varbinds = 0;
  /** From the first attempt. */
  lastRttMs: number | undefined;
  readonly #target: SnmpTarget;
  readonly #traceOf: TraceOf | undefined;
  #headerBytes: number;
  #measuredBytes = 0;
  /** Columns that could not be read to their end in time. */
  #places: Map<ColumnInfo, Place> | undefined;

  constructor(target: SnmpTarget, exchange: Exchange, { clock, engine, traceOf }: ReadingHost) {
    const learned = target.learned?.version === 1 ? target.learned.reading : undefined;
    this.exchange = exchange;
    this.clock = clock;
    this.diagnosis = new Diagnosis(target);
    this.size = new ReplySize(clock, learned);
    this.pace = new Pace(clock, engine, { serviceMsPerVarbind: learned?.serviceMsPerVarbind });
    this.quirks = new Quirks(clock, target.credentials.version !== "1", learned);
    if (learned !== undefined) this.columns.restore(learned.columns);
    this.#target = target;
    this.#traceOf = traceOf;
    this.#headerBytes = target.credentials.version === "3" ? USM_HEADER_BYTES : COMMUNITY_HEADER_BYTES;
  }

  get options(): AdvancedOptions {
    return this.#target.options;
  }

  /** engineBoots, where there is an engine. */
  get boots(): number | undefined {
    return this.#target.credentials.version === "3" ? this.exchange.learned().engine?.boots : undefined;
  }

  get headerBytes(): number {
    return this.#headerBytes;
  }

  /** Long messages have longer lengths, so the longest tells. */
  measureHeader(reply: Reply): void {
    if (reply.messageBytes <= this.#measuredBytes) return;
    this.#measuredBytes = reply.messageBytes;
    let bytes = reply.messageBytes;
    for (let i = 0; i < reply.count; i++) bytes -= reply.varbindBytes(i);
    this.#headerBytes = bytes;
  }

  /** Where the read of a column goes on; undefined at its beginning. */
  placeOf(column: ColumnInfo): Place | undefined {
    return this.#places?.get(column);
  }

  keepPlace(column: ColumnInfo, place: Place | undefined): void {
    if (place !== undefined) {
      this.#places ??= new Map();
      this.#places.set(column, place);
    } else if (this.#places?.delete(column) === true && this.#places.size === 0) {
      this.#places = undefined;
    }
  }

  /** Says what was decided and why, in a sentence, if anybody listens. */
  trace(text: () => string): void {
    const sink = this.#traceOf?.(this.#target.device);
    sink?.({ kind: "decision", atMs: this.clock.wallMs(), device: this.#target.device, text: text() });
  }

  learned(): LearnedReading {
    return {
      ...this.size.learned(),
      ...this.quirks.learned(),
      columns: this.columns.learned(),
      serviceMsPerVarbind: this.pace.serviceMsPerVarbind,
    };
  }
}

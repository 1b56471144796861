import { oid } from "../../smi/index.ts";
import type { SnmpRequest } from "../exchange/exchange.ts";
import { ColumnCursor } from "./column-cursor.ts";
import { columnInfo } from "./column-info.ts";
import type { Item } from "./item.ts";
import type { WantedInstance } from "./wanted-instance.ts";

/** sysUpTime: GETNEXT and GETBULK find its instance behind it. */
const UPTIME = columnInfo(oid("1.3.6.1.2.1.1.3"));
export const UPTIME_INSTANCE = Uint8Array.of(...UPTIME.octets, 0);
/** Its varbind: a header, a name of 10 octets and a time of up to 7, with their headers. */
export const UPTIME_BYTES = 19;

export interface BatchShape {
  readonly kind: SnmpRequest["kind"];
  /** Asked for once each, before the others; all of them where nothing is repeated. */
  readonly once: readonly Item[];
  readonly repeated: readonly Item[];
  readonly repetitions: number;
  /** sysUpTime goes along, as the first varbind. */
  readonly uptime: boolean;
  /** Octets of the message around the varbinds. */
  readonly headerBytes: number;
}

/** A request that knows what each varbind of its reply will be. */
export class Batch {
  readonly shape: BatchShape;
  readonly items: readonly Item[];
  readonly request: SnmpRequest;

  constructor(shape: BatchShape) {
    this.shape = shape;
    const { kind, once, repeated, repetitions, uptime } = shape;
    this.items = repeated.length === 0 ? once : once.length === 0 ? repeated : [...once, ...repeated];
    const oids: Uint8Array[] = uptime ? [kind === "get" ? UPTIME_INSTANCE : UPTIME.octets] : [];
    for (const item of this.items) oids.push(kind === "get" ? (item as WantedInstance).octets : item.at);
    const isBulk = kind === "getBulk";
    this.request = {
      kind,
      oids,
      nonRepeaters: isBulk ? once.length + (uptime ? 1 : 0) : 0,
      maxRepetitions: isBulk ? repetitions : 0,
    };
  }

  /** What the reply would have, as far as can be told by now: with each cell that comes it is known better. */
  get bytes(): number {
    const { once, repeated, repetitions, uptime, headerBytes } = this.shape;
    return headerBytes + (uptime ? UPTIME_BYTES : 0) + bytesOf(once) + repetitions * bytesOf(repeated);
  }

  /** Varbinds that were asked for, sysUpTime apart. */
  get cells(): number {
    const { once, repeated, repetitions } = this.shape;
    return once.length + repeated.length * repetitions;
  }

  /** Varbinds before the repeated ones. */
  get head(): number {
    return this.shape.once.length + (this.shape.uptime ? 1 : 0);
  }

  /** Replies are about as slow as the table of their first column. */
  get table(): string | undefined {
    const [item] = this.items;
    return item instanceof ColumnCursor ? item.info.table : undefined;
  }

  /** The item that an error-index names; undefined when it names none. */
  culprit(errorIndex: number): Item | undefined {
    const { uptime } = this.shape;
    if (this.items.length === 1 && (!uptime || errorIndex !== 1)) return this.items[0];
    return this.items[errorIndex - (uptime ? 2 : 1)];
  }

  /** Nearly the same, and yet another request: an answer to either is known from an answer to the other. */
  variant(): Batch {
    const { shape } = this;
    return shape.repetitions > 2 ? new Batch({ ...shape, repetitions: shape.repetitions - 1 }) : this;
  }

  /** About half of it; undefined when there is but one varbind. */
  smaller(): Batch | undefined {
    const { shape, cells } = this;
    const { once, repeated, repetitions } = shape;
    if (cells <= 1) return undefined;
    if (repeated.length === 0) return new Batch({ ...shape, once: firstHalf(once) });
    if (repetitions > 1) return new Batch({ ...shape, once: [], repetitions: repetitions >>> 1 });
    return new Batch({ ...shape, once: [], repeated: once.length > 0 ? repeated : firstHalf(repeated) });
  }
}

const bytesOf = (items: readonly Item[]): number => {
  let bytes = 0;
  for (const item of items) bytes += item.bytes;
  return bytes;
};

export const firstHalf = <T>(all: readonly T[]): readonly T[] => all.slice(0, Math.ceil(all.length / 2));

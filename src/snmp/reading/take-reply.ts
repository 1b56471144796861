import { ERROR_STATUS, type Reply } from "../exchange/exchange.ts";
import { type Batch, type BatchShape, UPTIME_INSTANCE } from "./batch.ts";
import type { BootWatch } from "./boot-watch.ts";
import type { WantedInstance } from "./wanted-instance.ts";

/** What a reply was good for. */
export type Taken =
  /** @property cut the agent gave less than it was asked for, and not because the MIB ended */
  | { readonly kind: "taken"; readonly cut: boolean }
  | { readonly kind: "empty" }
  | { readonly kind: "tooBig" }
  | { readonly kind: "status"; readonly status: number; readonly index: number };

const WHOLE: Taken = { kind: "taken", cut: false };
const CUT: Taken = { kind: "taken", cut: true };
const EMPTY: Taken = { kind: "empty" };
const TOO_BIG: Taken = { kind: "tooBig" };

export interface Witness {
  /** Looks at sysUpTime; undefined when nobody does. */
  readonly boots: BootWatch | undefined;
  readonly nowMs: number;
  /** Other requests are under way. */
  readonly aside: boolean;
  /** The agent has no sysUpTime. */
  readonly noUptime: () => void;
}

/** Hands the varbinds of a reply to who asked for them. */
export function takeReply(reply: Reply, batch: Batch, witness: Witness): Taken {
  const { errorStatus: status, errorIndex: index } = reply;
  if (status === ERROR_STATUS.tooBig) return TOO_BIG;
  if (status !== ERROR_STATUS.noError) return { kind: "status", status, index };
  if (reply.count === 0) return EMPTY;
  const { shape } = batch;
  if (shape.uptime) takeUptime(reply, shape, witness);
  if (shape.kind === "get") {
    takeValues(reply, batch);
    return WHOLE;
  }
  const { once, repeated } = shape;
  let i = shape.uptime ? 1 : 0;
  for (const item of once) if (i < reply.count) item.take(reply, i++, -1);
  // Fewer than asked for is legal, in the middle of a row too (RFC 3416 §4.2.3): each column goes on by itself.
  const end = Math.min(reply.count, i + repeated.length * shape.repetitions);
  for (let first = true; i < end; first = false) {
    for (const item of repeated) {
      if (i >= end) break;
      item.take(reply, i, first ? -1 : i - repeated.length);
      i++;
    }
  }
  for (const item of batch.items) item.settle(reply);
  return i < batch.head + repeated.length * shape.repetitions && !atTheEnd(reply) ? CUT : WHOLE;
}

const atTheEnd = (reply: Reply): boolean => reply.value(reply.count - 1)?.type === "endOfMibView";

function takeUptime(reply: Reply, { kind }: BatchShape, { boots, nowMs, aside, noUptime }: Witness): void {
  const isFirst = reply.compareOid(0, UPTIME_INSTANCE) === 0;
  const place = isFirst ? 0 : kind === "get" ? placeOf(UPTIME_INSTANCE, reply, 0) : -1;
  const value = place < 0 ? undefined : reply.value(place);
  if (value?.type === "TimeTicks") boots?.see(value.value, nowMs, aside);
  else noUptime();
}

/** A reply in another order still names its OIDs; what it does not name has no answer. */
function takeValues(reply: Reply, { shape }: Batch): void {
  let expected = shape.uptime ? 1 : 0;
  for (const item of shape.once as readonly WantedInstance[]) {
    const i = placeOf(item.octets, reply, expected++);
    if (i >= 0) item.takeValue(reply, i);
    else item.wasLeftOut();
  }
}

function placeOf(octets: Uint8Array, reply: Reply, expected: number): number {
  if (expected < reply.count && reply.compareOid(expected, octets) === 0) return expected;
  for (let i = 0; i < reply.count; i++) if (reply.compareOid(i, octets) === 0) return i;
  return -1;
}

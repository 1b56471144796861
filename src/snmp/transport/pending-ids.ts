import type { Random } from "../../base/index.ts";
import { REQUEST_ID_MAX, REQUEST_ID_MIN } from "../wire/index.ts";
import type { Receiver } from "./channel.ts";

/** Which ids a message carries: the request-id of v1 and v2c, or the msgID of v3. */
export type IdSpace = "request-id" | "msgID";

/**
 * Emptied when nobody waits any more. A Map that fills up with removed entries makes itself a new table; the old one
 * keeps what it held and links to the new one, and once one of them is in V8's old space, all later ones are taken
 * there too, each with what it held. With a receiver it would be the whole read behind it.
 */
interface Slot {
  receiver: Receiver | undefined;
}

/** Who waits for which id. Ids are random, so a forger has to guess 31 bits, and unique among those that wait. */
export class PendingIds {
  readonly #random: Random;
  readonly #receivers = { "request-id": new Map<number, Slot>(), msgID: new Map<number, Slot>() };

  constructor(random: Random) {
    this.#random = random;
  }

  /** A positive 31-bit number that takes four octets. */
  random(): number {
    return REQUEST_ID_MIN + Math.floor(this.#random.next() * (REQUEST_ID_MAX - REQUEST_ID_MIN + 1));
  }

  add(space: IdSpace, receiver: Receiver): number {
    const receivers = this.#receivers[space];
    let id = this.random();
    // Two billion ids and some ten thousand that wait: the next free one is near.
    while (receivers.has(id)) id = id === REQUEST_ID_MAX ? REQUEST_ID_MIN : id + 1;
    receivers.set(id, { receiver });
    return id;
  }

  remove(space: IdSpace, id: number): void {
    const slot = this.#receivers[space].get(id);
    if (slot === undefined) return;
    slot.receiver = undefined;
    this.#receivers[space].delete(id);
  }

  get(space: IdSpace, id: number): Receiver | undefined {
    return this.#receivers[space].get(id)?.receiver;
  }
}

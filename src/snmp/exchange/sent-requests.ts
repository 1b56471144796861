import type { Channel, Receiver } from "../transport/channel.ts";
import type { IdSpace } from "../transport/pending-ids.ts";
import type { Sent } from "./dialogue.ts";
import type { SnmpRequest } from "./exchange.ts";

/** What one ask has sent and still hopes to see answered: a handful, each under an id of its own. */
export class SentRequests {
  readonly #channel: Channel;
  readonly #ids: IdSpace;
  readonly #receiver: Receiver;
  #sents: Sent[] = [];
  #latest: Sent | undefined;

  constructor(channel: Channel, ids: IdSpace, receiver: Receiver) {
    this.#channel = channel;
    this.#ids = ids;
    this.#receiver = receiver;
  }

  /** The one that was sent last. */
  get latest(): Sent | undefined {
    return this.#latest;
  }

  withId(id: number): Sent | undefined {
    return this.#sents.find((sent) => sent.id === id);
  }

  /** For the next attempt: under the id it has, or a new one. */
  of(request: SnmpRequest): Sent {
    this.#latest = this.#sents.find((sent) => sent.request === request) ?? this.#add(request);
    return this.#latest;
  }

  /** Whatever answers them from now on is nobody's. */
  forget(): void {
    const sents = this.#sents;
    this.#sents = [];
    for (const { id } of sents) this.#channel.forget(this.#ids, id);
  }

  #add(request: SnmpRequest): Sent {
    const id = this.#channel.await(this.#ids, this.#receiver);
    const sent: Sent = { request, id, bytes: NOT_YET, times: 0, firstAtMs: 0, lastAtMs: 0 };
    this.#sents.push(sent);
    return sent;
  }
}

const NOT_YET = new Uint8Array(0);

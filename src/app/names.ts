import { lookup, lookupService } from "node:dns/promises";
import { isIP } from "node:net";
import { type Clock, within } from "../base/index.ts";
import { limiter } from "./limiter.ts";

/** Names to addresses and back, off the poll path; answers are kept, concurrent questions are asked once. */
export interface NameService {
  /**
   * Addresses of a host name in the resolver's order, `ADDRESSES_MAX` at most; a numeric address is returned as it
   * is. Rejects when the name does not resolve, or not within the budget; an answer that comes later is kept.
   */
  addressesOf(host: string): Promise<readonly string[]>;
  /** Reverse name of an address; undefined when there is none, or none within the budget. */
  nameOf(address: string): Promise<string | undefined>;
  /** Ask again next time: polls to the address fail, perhaps it moved. */
  forget(host: string): void;
}

/** The system's two look-ups, so that tests need no DNS. */
export interface NameLookups {
  addresses(host: string): Promise<readonly string[]>;
  name(address: string): Promise<string>;
}

/** Each is tried when a device falls silent; a name with more of them is no single device. */
const ADDRESSES_MAX = 4;
/** Reverse names are decoration: a slow DNS server must not hold up the first poll for longer (spec 1 §6). */
const NAME_BUDGET_MS = 1_000;
/** A poll does not wait longer for an address; the look-up goes on, and the next poll finds its answer. */
const ADDRESS_BUDGET_MS = 5_000;
/** Look-ups share libuv's four threads with file I/O; leave some free. */
const LOOKUPS_AT_ONCE = 2;

const systemLookups: NameLookups = {
  addresses: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  name: async (address) => (await lookupService(address, 161)).hostname,
};

export function createNameService(clock: Clock, lookups: NameLookups = systemLookups): NameService {
  const addresses = new Map<string, Promise<readonly string[]>>();
  /** Names whose look-up is not over. */
  const pending = new Set<string>();
  const names = new Map<string, Promise<string | undefined>>();
  const turn = limiter(LOOKUPS_AT_ONCE);

  const reverse = async (address: string): Promise<string | undefined> => {
    const giveUpMs = clock.monotonicMs() + NAME_BUDGET_MS;
    // When its turn comes too late, nobody waits for it any more: at the start of a fleet the queue is long.
    const look = async () => (clock.monotonicMs() < giveUpMs ? await lookups.name(address) : address);
    const found = turn(look).then(
      // The system echoes the address when there is no name.
      (name) => (isIP(name) === 0 ? name : undefined),
      () => undefined,
    );
    return await within(clock, NAME_BUDGET_MS, found);
  };

  const forward = (host: string): Promise<readonly string[]> => {
    let answer = addresses.get(host);
    if (answer === undefined) {
      answer = turn(() => lookups.addresses(host)).then((all) => [...new Set(all)].slice(0, ADDRESSES_MAX));
      addresses.set(host, answer);
      pending.add(host);
      void answer.catch(() => addresses.delete(host)).finally(() => pending.delete(host));
    }
    return answer;
  };

  return {
    addressesOf: async (host) => {
      if (isIP(host) !== 0) return [host];
      const found = await within(clock, ADDRESS_BUDGET_MS, forward(host));
      if (found === undefined)
        throw new Error(`the name service has not answered within ${ADDRESS_BUDGET_MS / 1_000} s`);
      return found;
    },
    nameOf: (address) => {
      let answer = names.get(address);
      if (answer === undefined) {
        answer = reverse(address);
        names.set(address, answer);
      }
      return answer;
    },
    forget: (host) => {
      // What is under way is news. Asked anew for each poll of a silent site, a slow name server would never catch up.
      if (!pending.has(host)) addresses.delete(host);
    },
  };
}

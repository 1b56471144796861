import { lookup, lookupService } from "node:dns/promises";
import { isIP } from "node:net";
import type { Clock } from "../base/index.ts";

/** Names to addresses and back, off the poll path; answers are kept, concurrent questions are asked once. */
export interface NameService {
  /** First address of a host name; a numeric address is returned as it is. Rejects when it does not resolve. */
  addressOf(host: string): Promise<string>;
  /** Reverse name of an address; undefined when there is none, or none within the budget. */
  nameOf(address: string): Promise<string | undefined>;
  /** Ask again next time: polls to the address fail, perhaps it moved. */
  forget(host: string): void;
}

/** The system's two look-ups, so that tests need no DNS. */
export interface NameLookups {
  address(host: string): Promise<string>;
  name(address: string): Promise<string>;
}

/** Reverse names are decoration: a slow DNS server must not hold up the first poll for longer (spec 1 §6). */
const NAME_BUDGET_MS = 1_000;
/** Look-ups share libuv's four threads with file I/O; leave some free. */
const LOOKUPS_AT_ONCE = 2;

const systemLookups: NameLookups = {
  address: async (host) => (await lookup(host)).address,
  name: async (address) => (await lookupService(address, 161)).hostname,
};

export function createNameService(clock: Clock, lookups: NameLookups = systemLookups): NameService {
  const addresses = new Map<string, Promise<string>>();
  const names = new Map<string, Promise<string | undefined>>();
  const turn = limiter(LOOKUPS_AT_ONCE);

  const reverse = async (address: string): Promise<string | undefined> => {
    const giveUp = new AbortController();
    const found = turn(() => lookups.name(address)).then(
      // The system echoes the address when there is no name.
      (name) => (isIP(name) === 0 ? name : undefined),
      () => undefined,
    );
    const late = clock.sleepUntil(clock.monotonicMs() + NAME_BUDGET_MS, giveUp.signal).catch(() => undefined);
    try {
      return await Promise.race([found, late.then(() => undefined)]);
    } finally {
      giveUp.abort();
    }
  };

  return {
    addressOf: (host) => {
      if (isIP(host) !== 0) return Promise.resolve(host);
      let answer = addresses.get(host);
      if (answer === undefined) {
        answer = turn(() => lookups.address(host));
        addresses.set(host, answer);
        answer.catch(() => addresses.delete(host));
      }
      return answer;
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
      addresses.delete(host);
    },
  };
}

/** Runs at most `atOnce` jobs; the others wait for their turn. */
export function limiter(atOnce: number): <T>(job: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (job) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await job();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

import { type Random, Secret } from "../../src/base/index.ts";
import type { Credentials } from "../../src/config/index.ts";
import type { TestUser } from "./usm-engine.ts";
import type { Quirks, VirtualAgent, VirtualAgentOptions } from "./virtual-agent.ts";
import type { VirtualBench } from "./virtual-bench.ts";
import type { Link } from "./virtual-network.ts";

// Trouble by chance: what a seed makes of an agent, its link and the minutes to come.

/** Draws from one random source; the same seed draws the same. */
export class Dice {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  chance(ratio: number): boolean {
    return this.#random.next() < ratio;
  }

  /** A whole number, both ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.#random.next() * (high - low + 1));
  }

  oneOf<T>(items: readonly T[]): T {
    return items[this.between(0, items.length - 1)]!;
  }
}

const USER: TestUser = {
  name: "ops",
  auth: { protocol: "SHA", password: "authpass-maple" },
  priv: { protocol: "AES", password: "privpass-syrup" },
};
const USM_CREDENTIALS: Credentials = {
  version: "3",
  userName: USER.name,
  securityLevel: "AUTH_PRIV",
  auth: { protocol: "SHA", password: new Secret(USER.auth!.password) },
  priv: { protocol: "AES", password: new Secret(USER.priv!.password) },
  contextName: "",
};

export interface Trouble {
  readonly options: VirtualAgentOptions;
  readonly credentials: Credentials;
  /** From the start, or from a time on. */
  readonly quirks: Quirks;
  /** The agent may say that a column ends where it does not: nobody can tell. */
  readonly mayEndEarly: boolean;
  /** In words, for the message of a failing seed. */
  readonly words: string;
}

/** An agent with up to all kinds of trouble at once. */
export function drawTrouble(dice: Dice, columns: readonly string[], rows: number): Trouble {
  const link = drawLink(dice);
  const isUsm = dice.chance(0.2);
  const size: Partial<VirtualAgentOptions> = dice.chance(0.4)
    ? {
        messageMaxBytes: dice.oneOf([484, 600, 900, 1_472]) + (isUsm ? 160 : 0),
        whenLarger: dice.oneOf(["truncate", "tooBig", "silence", undefined]),
      }
    : {};
  const quirks = drawQuirks(dice, columns, rows);
  const serviceMs = dice.chance(0.3) ? dice.between(1, 400) : 0;
  const serviceMsPerVarbind = dice.chance(0.2) ? dice.between(1, 20) : 0;
  const words = { link, size, serviceMs, serviceMsPerVarbind, isUsm, ...quirks };
  return {
    options: {
      link,
      ...size,
      serviceMs,
      serviceMsPerVarbind,
      ...(isUsm && { usm: { users: [USER] } }),
    },
    credentials: isUsm ? USM_CREDENTIALS : { version: "2c", community: new Secret("public") },
    quirks: quirks.quirks,
    mayEndEarly: quirks.endsAt !== undefined,
    words: JSON.stringify(words, (_key, value: unknown) => (value instanceof Map ? [...value] : value)),
  };
}

function drawLink(dice: Dice): Partial<Link> {
  return {
    delayMs: dice.oneOf([1, 1, 5, 40, 150]),
    jitterMs: dice.chance(0.3) ? dice.between(1, 80) : 0,
    lossRatio: dice.chance(0.5) ? dice.between(1, 15) / 100 : 0,
    duplicateRatio: dice.chance(0.3) ? 0.2 : 0,
    reorderRatio: dice.chance(0.3) ? 0.1 : 0,
    reorderMs: dice.between(10, 3_000),
    mtuBytes: dice.chance(0.2) ? dice.oneOf([576, 1_028, 1_500]) : 65_535,
  };
}

function drawQuirks(dice: Dice, columns: readonly string[], rows: number) {
  const cell = () => `${dice.oneOf(columns)}.${dice.between(1, rows)}`;
  const poison = new Map<string, "silence" | "genErr">();
  if (dice.chance(0.15)) poison.set(cell(), dice.oneOf(["silence", "genErr"]));
  const bulk = dice.chance(0.15) ? dice.oneOf(["silence", "genErr"] as const) : "works";
  const backAt = dice.chance(0.1) ? cell() : undefined;
  const endsAt = dice.chance(0.1) ? cell() : undefined;
  const after: Quirks["after"] = (oid, regular) => {
    if (oid === backAt) return { oid, value: { type: "Integer32", value: 1 } };
    if (oid === endsAt) return { oid, value: { type: "endOfMibView" } };
    return regular;
  };
  const quirks: Quirks = { bulk, ...(poison.size > 0 && { poison }) };
  if (backAt !== undefined || endsAt !== undefined) quirks.after = after;
  return { quirks, poison, bulk, backAt, endsAt };
}

/** Things that happen to the agent in the time from now on: reboots, cuts, clock jumps, trouble that ends. */
export function drawEvents(
  dice: Dice,
  agent: VirtualAgent,
  { quirks }: Trouble,
  bench: VirtualBench,
  durationMs: number,
): string[] {
  const startMs = bench.clock.monotonicMs();
  const events: string[] = [];
  const happens = (ratio: number, what: string, run: () => void): void => {
    if (!dice.chance(ratio)) return;
    const atMs = startMs + dice.between(0, durationMs);
    events.push(`${what} at ${atMs}`);
    bench.network.at(atMs, run);
  };
  const begins = dice.chance(0.5) ? 0 : dice.between(0, durationMs);
  events.push(`quirks begin after ${begins} ms`);
  bench.network.at(startMs + begins, () => {
    agent.quirks = quirks;
  });
  for (let n = 0; n < 3; n++) {
    const downMs = dice.chance(0.5) ? 0 : dice.between(1, 180_000);
    happens(0.3, `reboot for ${downMs} ms`, () => agent.reboot({ downMs }));
  }
  const cutMs = dice.between(1, 240_000);
  happens(0.2, `cut for ${cutMs} ms`, () => {
    const { link } = agent.network;
    agent.network.link = { ...link, cut: true };
    bench.network.at(bench.clock.monotonicMs() + cutMs, () => {
      agent.network.link = { ...agent.network.link, cut: false };
    });
  });
  const jumpSeconds = dice.between(-2_000, 2_000);
  happens(0.3, `v3 clock jump by ${jumpSeconds} s`, () => {
    if (isUsm(agent)) agent.engine.timeSeconds = Math.max(0, agent.engine.timeSeconds + jumpSeconds);
  });
  happens(0.1, "well again", () => {
    agent.quirks = {};
    agent.messageMaxBytes = 65_507;
  });
  return events;
}

const isUsm = (agent: VirtualAgent): boolean => agent.reports.length > 0;

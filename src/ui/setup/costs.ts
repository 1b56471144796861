import type { Offer, OnboardingDevice } from "../../api/contract/index.ts";
import { digits, formatCount } from "../words/units.ts";

// What feature sets cost, in lines a minute and in series: estimated before anybody was asked, counted after.

type OfferedSet = Offer["featureSets"][number];
type FoundSet = NonNullable<OnboardingDevice["extensions"]>[number]["featureSets"][number];

export interface Cost {
  readonly linesPerMinute: number;
  readonly series: number;
}

/** A usual access switch: estimates are for one with this many ports, and a row of each table for each. */
export const TYPICAL_ROWS = 48;
const MINUTE_MS = 60_000;
export const NO_COST: Cost = { linesPerMinute: 0, series: 0 };

export function estimateOf({ metrics }: OfferedSet, rows = TYPICAL_ROWS): Cost {
  return metrics.reduce((sum, { table, intervalMs }) => {
    const series = table ? rows : 1;
    return plus(sum, { series, linesPerMinute: (series * MINUTE_MS) / intervalMs });
  }, NO_COST);
}

export const plus = (a: Cost, b: Cost): Cost => ({
  linesPerMinute: a.linesPerMinute + b.linesPerMinute,
  series: a.series + b.series,
});

/** How a set fares on devices that were tested. */
export interface SetFinding {
  readonly name: string;
  /** Devices that have all of it, a part of it, nothing for it. */
  readonly yes: number;
  readonly partly: number;
  readonly no: number;
  /** Of all devices together. */
  readonly cost: Cost;
}

/** What tested devices have of one extension, by the name of the set; the always collected has an empty one. */
export function findingsOf(
  devices: readonly OnboardingDevice[],
  extension: string,
): ReadonlyMap<string, SetFinding> {
  const findings = new Map<string, SetFinding>();
  for (const set of devices.flatMap((device) => setsOf(device, extension))) {
    const before = findings.get(set.name) ?? { name: set.name, yes: 0, partly: 0, no: 0, cost: NO_COST };
    findings.set(set.name, {
      ...before,
      [set.supported]: before[set.supported] + 1,
      cost: plus(before.cost, set),
    });
  }
  return findings;
}

export const setsOf = ({ extensions }: OnboardingDevice, extension: string): readonly FoundSet[] =>
  extensions?.find(({ name }) => name === extension)?.featureSets ?? [];

/** How little of what is always collected a device has; undefined when it is more than half. */
export function littleOf(
  device: OnboardingDevice,
  extension: string,
): { readonly there: number; readonly metrics: number } | undefined {
  const always = setsOf(device, extension).find(({ name }) => name === "");
  if (always === undefined) return undefined;
  const there = always.metrics - always.missing.length;
  return there * 2 > always.metrics ? undefined : { there, metrics: always.metrics };
}

/** The named sets that at least one of the devices has something for. */
export const supportedSets = (findings: ReadonlyMap<string, SetFinding>): readonly string[] =>
  [...findings.values()]
    .filter(({ name, yes, partly }) => name !== "" && yes + partly > 0)
    .map(({ name }) => name);

/** @param chosen  names; what is always collected counts in any case */
export function costOf(findings: ReadonlyMap<string, SetFinding>, chosen: readonly string[]): Cost {
  return ["", ...chosen].reduce((sum, name) => plus(sum, findings.get(name)?.cost ?? NO_COST), NO_COST);
}

/** `2,464 lines/min, 2,692 series`; of few lines also the fraction: a table that is read every five minutes is not free. */
export const costWords = ({ linesPerMinute, series }: Cost): string =>
  `${linesPerMinute < 10 ? digits(linesPerMinute) : formatCount(linesPerMinute)} lines/min, ${formatCount(series)} series`;

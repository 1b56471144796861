// What `toUnit` can convert: names of units as manifests and the vendor's API write them, compared without case.

interface Unit {
  /** Only units of one kind convert. */
  readonly kind: string;
  /** How many of the kind's basic unit it is. */
  readonly factor: number;
}

const PREFIXES: Readonly<Record<string, number>> = {
  "": 1,
  kilo: 1e3,
  mega: 1e6,
  giga: 1e9,
  tera: 1e12,
  peta: 1e15,
  kibi: 2 ** 10,
  mebi: 2 ** 20,
  gibi: 2 ** 30,
  tebi: 2 ** 40,
  pebi: 2 ** 50,
};

const SECONDS: Readonly<Record<string, number>> = {
  nanosecond: 1e-9,
  microsecond: 1e-6,
  millisecond: 1e-3,
  second: 1,
  minute: 60,
  hour: 3_600,
  day: 86_400,
  week: 7 * 86_400,
  month: 30 * 86_400,
  year: 365 * 86_400,
};

const SHARES: Readonly<Record<string, number>> = { ratio: 1, percent: 0.01, promille: 0.001 };

/** @returns by what to multiply; undefined when the units are not known or not of one kind */
export function conversionFactor(from: string, to: string): number | undefined {
  if (from.toLowerCase() === to.toLowerCase()) return 1;
  const [source, target] = [unitOf(from.toLowerCase()), unitOf(to.toLowerCase())];
  if (source === undefined || target === undefined || source.kind !== target.kind) return undefined;
  return source.factor / target.factor;
}

function unitOf(name: string): Unit | undefined {
  const perAt = name.lastIndexOf("per");
  const per = perAt === -1 ? undefined : SECONDS[name.slice(perAt + "per".length)];
  if (per === undefined) return plainUnit(name);
  const amount = perAt === 0 ? { kind: "count", factor: 1 } : plainUnit(name.slice(0, perAt));
  return amount && { kind: `${amount.kind} per time`, factor: amount.factor / per };
}

function plainUnit(name: string): Unit | undefined {
  if (name === "count") return { kind: "count", factor: 1 };
  const seconds = SECONDS[name];
  if (seconds !== undefined) return { kind: "time", factor: seconds };
  const share = SHARES[name];
  if (share !== undefined) return { kind: "share", factor: share };
  const [, prefix, unit] = /^([a-z]*?)(bit|byte|hertz)$/.exec(name) ?? [];
  const factor = PREFIXES[prefix ?? "none"];
  if (factor === undefined) return undefined;
  if (unit === "hertz") return { kind: "frequency", factor };
  return { kind: "data", factor: unit === "byte" ? factor * 8 : factor };
}

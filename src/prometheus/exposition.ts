// The text format 0.0.4 of Prometheus: samples of a family stand together below its HELP and TYPE.

/** For the header Content-Type. */
export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** One metric family as text. Plain data: it travels between threads. */
export interface FamilyText {
  readonly name: string;
  readonly type: "counter" | "gauge";
  readonly help: string;
  /** The samples, each line with its line break. */
  readonly lines: string;
}

/**
 * The text of a scrape, family by family in the order of their names.
 * @param parts  of each thread; a family may be in several, but no series
 */
export function* expositionOf(parts: readonly (readonly FamilyText[])[]): Generator<string, void> {
  const families = new Map<string, FamilyText[]>();
  for (const family of parts.flat()) {
    const known = families.get(family.name);
    if (known === undefined) families.set(family.name, [family]);
    else known.push(family);
  }
  for (const name of [...families.keys()].toSorted()) {
    const [first, ...more] = families.get(name)!;
    yield `# HELP ${name} ${escapeHelp(first!.help)}\n# TYPE ${name} ${first!.type}\n`;
    yield first!.lines;
    for (const { lines } of more) yield lines;
  }
}

/**
 * `{device_address="192.0.2.7",if_idx="3"}`; empty without labels.
 * @param labels  legal names, no name twice
 */
export function labelsText(labels: readonly (readonly [name: string, value: string])[]): string {
  if (labels.length === 0) return "";
  return `{${labels.map(([name, value]) => `${name}="${escapeLabel(value)}"`).join(",")}}`;
}

/** Without a time of its own: then Prometheus marks a series as stale as soon as a scrape lacks it. */
export const sampleLine = (name: string, labels: string, value: number | bigint): string =>
  `${name}${labels} ${valueText(value)}\n`;

/** Finite numbers as JavaScript writes them are what Go's ParseFloat reads; the others have names of their own. */
function valueText(value: number | bigint): string {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  if (value === Number.NEGATIVE_INFINITY) return "-Inf";
  return String(value);
}

const escapeLabel = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

const escapeHelp = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");

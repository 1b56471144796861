// Figures as a network engineer reads them: scaled, with their unit, as short as is true.

/** A figure in two parts, so that columns of them line up. */
export interface Figure {
  readonly text: string;
  readonly unit: string;
}

const DECIMAL = ["", "k", "M", "G", "T", "P", "E"] as const;
const BINARY = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"] as const;

/** What a unit of a manifest means: how it is scaled and written. */
interface UnitRule {
  readonly unit: string;
  readonly scale: "decimal" | "binary" | "none" | "time";
  /** What one is in the base unit. */
  readonly factor: number;
}

const rule = (unit: string, scale: UnitRule["scale"], factor = 1): UnitRule => ({ unit, scale, factor });

/** By the vendor's name of the unit, in lower case. */
const RULES: ReadonlyMap<string, UnitRule> = new Map([
  ["percent", rule("%", "none")],
  ["ratio", rule("", "none")],
  ["count", rule("", "decimal")],
  ["unspecified", rule("", "decimal")],
  ["notapplicable", rule("", "decimal")],
  ["persecond", rule("/s", "decimal")],
  ["perminute", rule("/min", "decimal")],
  ["bit", rule("bit", "decimal")],
  ["bitpersecond", rule("bit/s", "decimal")],
  ["kilobitpersecond", rule("bit/s", "decimal", 1e3)],
  ["megabitpersecond", rule("bit/s", "decimal", 1e6)],
  ["gigabitpersecond", rule("bit/s", "decimal", 1e9)],
  ["byte", rule("B", "binary")],
  ["kilobyte", rule("B", "binary", 1024)],
  ["kibibyte", rule("B", "binary", 1024)],
  ["megabyte", rule("B", "binary", 1024 ** 2)],
  ["mebibyte", rule("B", "binary", 1024 ** 2)],
  ["gigabyte", rule("B", "binary", 1024 ** 3)],
  ["gibibyte", rule("B", "binary", 1024 ** 3)],
  ["bytepersecond", rule("B/s", "decimal")],
  ["byteperminute", rule("B/min", "decimal")],
  ["kilobytepersecond", rule("B/s", "decimal", 1e3)],
  ["megabytepersecond", rule("B/s", "decimal", 1e6)],
  ["nanosecond", rule("s", "time", 1e-9)],
  ["microsecond", rule("s", "time", 1e-6)],
  ["millisecond", rule("s", "time", 1e-3)],
  ["second", rule("s", "time")],
  ["minute", rule("s", "time", 60)],
  ["hour", rule("s", "time", 3_600)],
  ["day", rule("s", "time", 86_400)],
  ["celsius", rule("°C", "none")],
  ["degreecelsius", rule("°C", "none")],
  ["volt", rule("V", "decimal")],
  ["millivolt", rule("V", "decimal", 1e-3)],
  ["ampere", rule("A", "decimal")],
  ["milliampere", rule("A", "decimal", 1e-3)],
  ["watt", rule("W", "decimal")],
  ["milliwatt", rule("W", "decimal", 1e-3)],
  ["hertz", rule("Hz", "decimal")],
  ["decibelmilliwatt", rule("dBm", "none")],
  ["revolutionsperminute", rule("rpm", "none")],
]);

/** `1.23`, `12.3`, `123`: three digits tell what there is to see. */
export function digits(value: number): string {
  const size = Math.abs(value);
  if (size >= 100 || size === 0 || Number.isInteger(value)) return String(Math.round(value));
  if (size >= 10) return trimmed(value.toFixed(1));
  if (size >= 0.01) return trimmed(value.toFixed(2));
  return trimmed(value.toPrecision(2));
}

const trimmed = (text: string): string =>
  text.includes(".") && !text.includes("e") ? text.replace(/\.?0+$/, "") : text;

/** How values are told in one unit: each times `factor`, over `size`. */
export interface Scale {
  /** With its prefix: `Gbit/s`. */
  readonly unit: string;
  /** What one is in the base unit, as a kilobyte is 1,024 bytes. */
  readonly factor: number;
  /** Of the prefix. */
  readonly size: number;
}

const ruleOf = (unit: string): UnitRule => RULES.get(unit.toLowerCase()) ?? rule(unit, "none");

/** @returns how a unit is scaled, and what one is in its base unit */
export const scalingOf = (unit: string): Pick<UnitRule, "scale" | "factor"> => ruleOf(unit);

/** In which unit a value is told. @returns undefined for spans, which are told in two units */
export function scaleFor(value: number, unit = ""): Scale | undefined {
  const { unit: base, scale, factor } = ruleOf(unit);
  if (scale === "time") return undefined;
  if (scale === "none") return { unit: base, factor, size: 1 };
  const [radix, prefixes] = scale === "binary" ? [1_024, BINARY] : [1_000, DECIMAL];
  let [rest, step, size] = [Math.abs(value * factor), 0, 1];
  for (; rest >= radix && step < prefixes.length - 1; step += 1) {
    rest /= radix;
    size *= radix;
  }
  return { unit: `${prefixes[step]!}${base}`, factor, size };
}

/** `0.25` s → `250 ms`, `93784` s → `1 d 2 h`. */
function spanFigure(seconds: number): Figure {
  const size = Math.abs(seconds);
  if (size === 0) return { text: "0", unit: "s" };
  if (size < 1e-3) return { text: digits(seconds * 1e6), unit: "µs" };
  if (size < 1) return { text: digits(seconds * 1e3), unit: "ms" };
  if (size < 120) return { text: digits(seconds), unit: "s" };
  return { text: formatSpan(seconds * 1e3), unit: "" };
}

/** @param unit  as a manifest has it (`Percent`, `BitPerSecond`), in any case; another is shown as it stands */
export function figureOf(value: number | null | undefined, unit = ""): Figure {
  if (value === null || value === undefined || Number.isNaN(value)) return { text: "–", unit: "" };
  const scale = scaleFor(value, unit);
  if (scale === undefined) return spanFigure(value * ruleOf(unit).factor);
  return { text: digits((value * scale.factor) / scale.size), unit: scale.unit };
}

/** As one text: `1.25 Gbit/s`, `42 %`, `–` where there is none. */
export function formatValue(value: number | null | undefined, unit = ""): string {
  const { text, unit: shown } = figureOf(value, unit);
  return shown === "" ? text : `${text} ${shown}`;
}

/** bit/s. */
export const formatBits = (value: number | null | undefined): string => formatValue(value, "BitPerSecond");
export const formatPercent = (value: number | null | undefined): string => formatValue(value, "Percent");
/** Octets. */
export const formatBytes = (value: number | null | undefined): string => formatValue(value, "Byte");
/** `12,345`: whole, for what is counted and looked up. */
export const formatCount = (value: number | null | undefined): string =>
  value === null || value === undefined ? "–" : Math.round(value).toLocaleString("en-GB");

/** `812`, `2.1 k`, `12.3 M`: for a narrow column, where a long one would be cut and read as another. */
export const formatShortCount = (value: number | null | undefined): string =>
  value === null || value === undefined || Math.round(value) < 1_000
    ? formatCount(value)
    : formatValue(value, "Count");

/** A speed of a link as it is called: `1 Gbit/s`, `100 Mbit/s`. */
export const formatSpeed = (bps: number | null | undefined): string =>
  bps === null || bps === undefined || bps === 0 ? "–" : formatBits(bps);

const SPANS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
] as const;

/** `3 d 4 h`, `5 min 3 s`, `420 ms`: the two units that say most. @param ms  milliseconds */
export function formatSpan(ms: number): string {
  const size = Math.abs(ms);
  if (size < 1_000) return `${Math.round(size)} ms`;
  const first = SPANS.findIndex(([, unitMs]) => size >= unitMs);
  const [unit, unitMs] = SPANS[first]!;
  const whole = Math.floor(size / unitMs);
  const next = SPANS[first + 1];
  const rest = next === undefined ? 0 : Math.floor((size - whole * unitMs) / next[1]);
  return rest === 0 || next === undefined ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${next[0]}`;
}

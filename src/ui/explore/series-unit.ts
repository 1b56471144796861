import { scaleFor } from "../words/units.ts";
import type { BuiltQuery } from "./selector.ts";

/** How a unit is called when it is counted in a time; what is not listed is said with its time behind it. */
const PER_SECOND: Readonly<Record<string, string>> = {
  Bit: "BitPerSecond",
  Byte: "BytePerSecond",
  KiloByte: "KiloBytePerSecond",
  MegaByte: "MegaBytePerSecond",
  Count: "PerSecond",
  Unspecified: "PerSecond",
};

/** The unit that the values of a query have. @param unit  of the metric */
export function unitAfter(
  unit: string,
  { aggregation, rate }: Pick<BuiltQuery, "aggregation" | "rate">,
): string {
  const counted = aggregation === "count" ? "Count" : unit;
  if (rate === undefined) return counted;
  if (rate === "1s" || rate === "s") return PER_SECOND[counted] ?? `${counted}/s`;
  return counted === "Count" || counted === "Unspecified"
    ? `/${rate.replace(/^1/, "")}`
    : `${counted}/${rate.replace(/^1/, "")}`;
}

/** A unit of a manifest as people write it: `DegreeCelsius` → `°C`; empty for none. */
export const unitWord = (unit: string): string => scaleFor(0, unit)?.unit ?? "time";

/** The unit that a selector says at its end; undefined where it says none. */
export function unitIn(selector: string): string | undefined {
  const last = [...selector.matchAll(/:(?:setUnit\(|toUnit\([^,()]+,)\s*"?([^")]+)"?\s*\)/g)].at(-1);
  return last?.[1]?.trim();
}

/** The first key of a selector, as `/api/v2/metrics/<key>` takes it; undefined where it begins with something else. */
export function firstKey(selector: string): string | undefined {
  const match =
    /^[\s(-]*((?:(?:func|builtin|dsfm):)?(?:[A-Za-z_][\w-]*|"[^"]*")(?:\.(?:[A-Za-z_][\w-]*|"[^"]*"))*)/.exec(
      selector,
    );
  return match?.[1]?.replaceAll('"', "");
}

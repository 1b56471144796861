// UCUM, as OTLP has units, and the names of the manifest.

const UNIT_MAX = 63;

const NAMES: readonly (readonly [ucum: string, name: string])[] = [
  ["By", "Byte"],
  ["bit", "Bit"],
  ["By/s", "BytePerSecond"],
  ["bit/s", "BitPerSecond"],
  ["%", "Percent"],
  ["1", "Ratio"],
  ["ms", "MilliSecond"],
  ["s", "Second"],
];

/** On the way out only: coming in, units that are not in the table above stay as they are. */
const MORE_UCUM: readonly (readonly [ucum: string, name: string])[] = [
  ["{count}", "Count"],
  ["kBy", "KiloByte"],
  ["MBy", "MegaByte"],
  ["GBy", "GigaByte"],
  ["KiBy", "KibiByte"],
  ["MiBy", "MebiByte"],
  ["GiBy", "GibiByte"],
  ["kbit/s", "KiloBitPerSecond"],
  ["Mbit/s", "MegaBitPerSecond"],
  ["Gbit/s", "GigaBitPerSecond"],
  ["{count}/s", "PerSecond"],
  ["{count}/min", "PerMinute"],
  ["ns", "NanoSecond"],
  ["us", "MicroSecond"],
  ["min", "Minute"],
  ["h", "Hour"],
  ["d", "Day"],
];

const NAME_OF = new Map(NAMES);
const UCUM_OF = new Map([...NAMES, ...MORE_UCUM].map(([ucum, name]) => [name, ucum]));

/** Blanks, ASCII, and what units are really written with besides. */
const LEGAL = /^[\x20-\x7eµμ°Ω]*$/u;

export const isUnit = (ucum: string): boolean => LEGAL.test(ucum);

/** @returns undefined for none, and for one that is longer than a store keeps */
export function unitNameOf(ucum: string): string | undefined {
  if (ucum === "" || ucum.length > UNIT_MAX) return undefined;
  return NAME_OF.get(ucum) ?? (/^\{[^{}]*\}$/.test(ucum) ? "Count" : ucum);
}

/** @returns undefined for a unit that UCUM does not know; a wrong one would be worse than none */
export const ucumOf = (name: string): string | undefined => UCUM_OF.get(name);

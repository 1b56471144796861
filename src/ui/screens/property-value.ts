import { formatValue } from "../words/units.ts";

/** A property as people read it: a figure with its unit is scaled, lists are joined. */
export function propertyText(value: string | readonly string[] | undefined, unit?: string): string {
  if (value === undefined) return "";
  const texts = typeof value === "string" ? [value] : value;
  return texts.map((text) => withUnit(text, unit)).join(", ");
}

/** `up(1)`: the word of an enumeration is enough. */
const ENUMERATED = /^([A-Za-z][\w-]*)\(\d+\)$/;

export const enumWord = (text: string): string => ENUMERATED.exec(text.trim())?.[1] ?? text;

function withUnit(text: string, unit: string | undefined): string {
  const word = enumWord(text);
  if (word !== text) return word;
  if (unit === undefined || !/^-?\d+(?:\.\d+)?$/.test(text.trim())) return text;
  return formatValue(Number(text), unit);
}

/** What is a figure is ordered as one; `up(1)` is a word. */
export function sortableProperty(value: string | readonly string[] | undefined): string | number | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === "string" ? value : value.join(", ");
  return /^-?\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : text;
}

import { builtinCatalogue, type Oid, oid } from "../../smi/index.ts";

// Values of interfaces in one spelling, however a manifest shows them: `up(1)`, `up` and `1` are all up.

const IF_TYPE = oid("1.3.6.1.2.1.2.2.1.3");
const IF_ADMIN_STATUS = oid("1.3.6.1.2.1.2.2.1.7");
const IF_OPER_STATUS = oid("1.3.6.1.2.1.2.2.1.8");

export const adminStatusWord = (value: string | number | undefined): string | undefined =>
  wordOf(value, IF_ADMIN_STATUS);
export const operStatusWord = (value: string | number | undefined): string | undefined =>
  wordOf(value, IF_OPER_STATUS);
/** `ethernetCsmacd`, `l2vlan`; a number that IANA had not assigned stays one. */
export const typeWord = (value: string | number | undefined): string | undefined => wordOf(value, IF_TYPE);

function wordOf(value: string | number | undefined, object: Oid): string | undefined {
  if (value === undefined || value === "") return undefined;
  const text = String(value);
  const named = /^(.+)\(-?\d+\)$/.exec(text)?.[1];
  if (named !== undefined) return named;
  const syntax = builtinCatalogue.syntaxOf(object);
  return (syntax?.kind === "enumeration" ? syntax.names.get(Number(text)) : undefined) ?? text;
}

/** A figure in a dimension; undefined for what is none. */
export function figureIn(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

const LONG_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^(?:twentyfivegig\w*|twe)(?=[\s\d])/, "twe"],
  [/^(?:twohundredgig\w*|tw)(?=[\s\d])/, "tw"],
  [/^(?:fourhundredgig\w*|fou)(?=[\s\d])/, "fou"],
  [/^(?:hundredgig\w*|hu)(?=[\s\d])/, "hu"],
  [/^(?:fortygig\w*|fo)(?=[\s\d])/, "fo"],
  [/^(?:tengig\w*|te)(?=[\s\d])/, "te"],
  [/^(?:gigabitethernet|gige?|gi)(?=[\s\d])/, "gi"],
  [/^(?:fastethernet|fa)(?=[\s\d])/, "fa"],
  [/^(?:ethernet|eth|et)(?=[\s\d])/, "eth"],
  [/^(?:port-channel|po)(?=[\s\d])/, "po"],
];

/** `GigabitEthernet1/0/1`, `Gi1/0/1` and `gi 1/0/1` alike: neighbours call ports by long names, tables by short ones. */
export function plainPortName(name: string): string {
  const lower = name.trim().toLowerCase();
  for (const [long, short] of LONG_NAMES) {
    const plain = lower.replace(long, short);
    if (plain !== lower || long.test(lower)) return plain.replaceAll(/\s+/g, "");
  }
  return lower.replaceAll(/\s+/g, "");
}

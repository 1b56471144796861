declare const oidBrand: unique symbol;

/** An object identifier in its one form: dotted decimal without a leading dot, e.g. `1.3.6.1.2.1.1.5.0`. */
export type Oid = string & { readonly [oidBrand]: true };

const ARC_MAX = 4_294_967_295;
const ARCS_MAX = 128; // RFC 2578 §3.5

/**
 * Reads a numeric OID, with or without a leading dot.
 * parseOid(".1.3.6.1") → "1.3.6.1"; parseOid("1.3.x") → undefined
 * Checks RFC 2578 §3.5: at least two arcs, at most 128, each ≤ 2³²−1, the first 0–2, the second ≤ 39 below 0 and 1.
 */
export function parseOid(text: string): Oid | undefined {
  const dotted = text.startsWith(".") ? text.slice(1) : text;
  const arcs = dotted.split(".");
  if (arcs.length < 2 || arcs.length > ARCS_MAX) return undefined;
  for (const arc of arcs) {
    if (!/^\d{1,10}$/.test(arc) || Number(arc) > ARC_MAX) return undefined;
  }
  const first = Number(arcs[0]);
  if (first > 2 || (first < 2 && Number(arcs[1]) > 39)) return undefined;
  return arcs.map((arc) => String(Number(arc))).join(".") as Oid;
}

/** An OID known to be valid, such as one from the wire or a constant in our own source. */
export function oid(text: string): Oid {
  const parsed = parseOid(text);
  if (parsed === undefined) throw new Error(`not an OID: ${text}`);
  return parsed;
}

/** Whether `candidate` lies strictly below `root`, on an arc boundary: `…2.10` is not under `…2.1`. */
export function isUnder(candidate: Oid, root: Oid): boolean {
  return (
    candidate.length > root.length && candidate.startsWith(root) && candidate.charCodeAt(root.length) === 46
  );
}

/** The arcs of `instance` after `column`, dotted: the row's index (RFC 2578 §7.7). Only for `isUnder` pairs. */
export function indexOf(instance: Oid, column: Oid): string {
  return instance.slice(column.length + 1);
}

/**
 * Arc-wise order, as GETNEXT walks: 1.2 < 1.2.0 < 1.10. Takes whole OIDs or indexes, dotted; reads no further than
 * the first arc that differs, since walks compare neighbours.
 */
export function compareOids(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  let at = 0;
  let arcStart = 0;
  while (at < shared) {
    const code = a.charCodeAt(at);
    if (code !== b.charCodeAt(at)) break;
    at += 1;
    if (code === DOT) arcStart = at;
  }
  if (at === shared) {
    if (a.length === b.length) return 0;
    // One is the beginning of the other: with a dot next it is an ancestor, with a digit its arc is the smaller number.
    return a.length - b.length;
  }
  return arcAt(a, arcStart) - arcAt(b, arcStart);
}

const DOT = 46;

/** The arc that begins at `start`; −1 when there is none. */
function arcAt(text: string, start: number): number {
  let value = -1;
  for (let at = start; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0) break;
    value = value < 0 ? digit : value * 10 + digit;
  }
  return value;
}

/** `oid` with more arcs appended: childOid("1.3", 6, 1) → "1.3.6.1". */
export function childOid(parent: Oid, ...arcs: readonly (number | string)[]): Oid {
  return `${parent}.${arcs.join(".")}` as Oid;
}

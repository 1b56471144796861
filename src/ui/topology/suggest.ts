import { byNaturalOrder } from "../words/natural-order.ts";
import type { MapNode } from "./map-model.ts";

export interface Suggestion {
  readonly id: string;
  readonly name: string;
  /** What was found beside the name: an address, a model. */
  readonly found: string | undefined;
  readonly typeName: string;
}

const SUGGESTIONS_MAX = 12;
/** MAC addresses are written with colons, hyphens, dots or nothing between. */
const MAC_PARTS = /[:.\-\s]/g;

/** Nodes whose name, address, model or role has the text, those first whose name begins with it. */
export function suggest(nodes: readonly MapNode[], text: string): readonly Suggestion[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [];
  const digits = wanted.replace(MAC_PARTS, "");
  const found = nodes.flatMap((node) => {
    const match = matchOf(node, wanted, digits);
    return match === undefined ? [] : [{ node, ...match }];
  });
  return found
    .toSorted((a, b) => a.rank - b.rank || byNaturalOrder(a.node.name, b.node.name))
    .slice(0, SUGGESTIONS_MAX)
    .map(({ node: { id, name, typeName }, found: shown }) => ({ id, name, found: shown, typeName }));
}

function matchOf(
  { name, addresses = [], detail, role }: MapNode,
  wanted: string,
  digits: string,
): { readonly rank: number; readonly found: string | undefined } | undefined {
  const lower = name.toLowerCase();
  const address = addresses.find((one) => hasAddress(one.toLowerCase(), wanted, digits));
  const shown = address ?? addresses[0] ?? detail;
  if (lower.startsWith(wanted)) return { rank: 0, found: shown };
  if (lower.includes(wanted)) return { rank: 1, found: shown };
  if (address !== undefined) return { rank: 2, found: address };
  const other = [detail, role].find((one) => one?.toLowerCase().includes(wanted));
  return other === undefined ? undefined : { rank: 3, found: other };
}

function hasAddress(address: string, wanted: string, digits: string): boolean {
  if (address.includes(wanted)) return true;
  const isHex = digits.length >= 4 && /^[0-9a-f]+$/.test(digits);
  return isHex && !address.includes(".") && address.replace(MAC_PARTS, "").includes(digits);
}

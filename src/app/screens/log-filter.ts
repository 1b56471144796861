/** What a `filterQuery` of logs says, as far as it is read here. */
export interface LogFilter {
  /** Selectors of the entities whose logs are meant. */
  readonly templates: readonly string[];
  /** Attributes that a record must have, all of them. */
  readonly where: readonly { readonly key: string; readonly value: string }[];
  /** Parts that are not understood: more is shown than the manifest wants. */
  readonly unread: readonly string[];
}

const QUOTED = /"((?:[^"~]|~.)*)"/s.source;
const SELECTOR = new RegExp(String.raw`\binEntitySelector\s+${QUOTED}`, "gs");
const WHOLE_SELECTOR = new RegExp(String.raw`^[\w.]+\s+inEntitySelector\s+${QUOTED}$`, "s");
const EQUALS = new RegExp(String.raw`^([\w.:-]+)\s*=\s*${QUOTED}$`, "s");

/** `log.source="snmptraps" AND dt.source_entity inEntitySelector "…"`. Quotes in quotes stand behind a `~`. */
export function logFilter(query: string): LogFilter {
  const where: { key: string; value: string }[] = [];
  const unread: string[] = [];
  for (const part of partsOf(query)) {
    const [, key, value] = EQUALS.exec(part) ?? [];
    // An asterisk stands for any text.
    if (key !== undefined && !value!.includes("*")) where.push({ key, value: unescaped(value!) });
    else if (!WHOLE_SELECTOR.test(part)) unread.push(part);
  }
  return { templates: [...query.matchAll(SELECTOR)].map((match) => unescaped(match[1]!)), where, unread };
}

/** What AND joins, outside of quotes; a part with parentheses stays whole. */
function partsOf(query: string): readonly string[] {
  const parts = [""];
  for (const piece of query.match(/"(?:[^"~]|~.)*"|\bAND\b|[^"A]+|./gis) ?? []) {
    if (/^AND$/i.test(piece)) parts.push("");
    else parts[parts.length - 1] += piece;
  }
  const isNested = parts.some((part) => /[()]/.test(part.replaceAll(/"(?:[^"~]|~.)*"/gs, "")));
  return (isNested ? [query] : parts).map((part) => part.trim()).filter((part) => part !== "");
}

const unescaped = (text: string): string => text.replaceAll(/~(.)/gs, "$1");

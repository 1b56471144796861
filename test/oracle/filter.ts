/**
 * Tells whether a dimension's text passes a filter expression (spec 1 §9).
 * @param text undefined when the dimension has no value: equals empty text, and `n/a` for $eq
 */
export function passes(expression: string, text: string | undefined): boolean {
  const source = expression.trim();
  const call = /^\$(prefix|suffix|contains|eq|and|or|not|exists)\((.*)\)$/s.exec(source);
  if (call === null) return passesComparison("eq", source, text);
  const [, name = "", body = ""] = call;
  switch (name) {
    case "and":
      return topLevelParts(body).every((part) => passes(part, text));
    case "or":
      return topLevelParts(body).some((part) => passes(part, text));
    case "not":
      return !passes(body, text);
    case "exists":
      return text !== undefined;
    default:
      return passesComparison(name, body, text);
  }
}

function passesComparison(name: string, argument: string, text: string | undefined): boolean {
  const wanted = argument.replace(/~([()~,])/g, "$1");
  const actual = text ?? "";
  switch (name) {
    case "prefix":
      return actual.startsWith(wanted);
    case "suffix":
      return actual.endsWith(wanted);
    case "contains":
      return actual.includes(wanted);
    default:
      return actual === wanted || (actual === "" && wanted === "n/a");
  }
}

/** `a,$or(b,c),d` → a · $or(b,c) · d; what follows a tilde is no bracket and no comma. */
function topLevelParts(body: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const [token] of body.matchAll(/~.|./gs)) {
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
    if (token === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += token;
  }
  return parts;
}

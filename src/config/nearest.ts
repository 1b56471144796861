const WORD_LENGTH_MAX = 64;

/**
 * The candidate that a mistyped word most likely means, or undefined: at most a third of its letters may differ.
 * nearest("comunity", ["community", "type"]) → "community". Upper and lower case count as equal.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > WORD_LENGTH_MAX) return undefined;
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    if (candidate.length > WORD_LENGTH_MAX) continue;
    const distance = editDistance(letters(word), letters(candidate));
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** `; did you mean "x"?`, the end of a message, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const candidate = nearest(word, candidates);
  return candidate === undefined ? "" : `; did you mean ${JSON.stringify(candidate)}?`;
}

/** `SHA-256` and `auth_priv` are meant as `SHA256` and `AUTH_PRIV`: separators do not count. */
function letters(text: string): string {
  return text.toLowerCase().replaceAll(/[\s_-]/g, "");
}

/** Levenshtein's distance with swapped neighbours as one step (optimal string alignment). */
function editDistance(left: string, right: string): number {
  let [before, previous] = [[] as number[], Array.from({ length: right.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= left.length; i++) {
    const current = [i];
    for (let j = 1; j <= right.length; j++) {
      const cost = left[i - 1] === right[j - 1] ? 0 : 1;
      let steps = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + cost);
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        steps = Math.min(steps, before[j - 2]! + 1);
      }
      current.push(steps);
    }
    [before, previous] = [previous, current];
  }
  return previous[right.length]!;
}

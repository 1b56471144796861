/** Longer words are texts, and comparing them costs the product of their lengths. */
const WORD_LENGTH_MAX = 64;

/**
 * The candidate that a mistyped word most likely means, or undefined: at most a third of its letters may differ.
 * nearest("comunity", ["community", "type"]) → "community". Upper and lower case count as equal.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > WORD_LENGTH_MAX) return undefined;
  const wanted = letters(word);
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    if (candidate.length > WORD_LENGTH_MAX) continue;
    const distance = distanceBelow(bestDistance, wanted, letters(candidate));
    if (distance !== undefined) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** `SHA-256` and `auth_priv` are meant as `SHA256` and `AUTH_PRIV`: separators do not count. */
function letters(text: string): string {
  return text.toLowerCase().replaceAll(/[\s_-]/g, "");
}

/**
 * The distance of two words when it is below a limit. What they begin and end with alike is not compared: metric
 * keys by the hundred share their first forty letters.
 */
function distanceBelow(limit: number, left: string, right: string): number | undefined {
  if (Math.abs(left.length - right.length) >= limit) return undefined;
  let start = 0;
  while (start < left.length && left[start] === right[start]) start++;
  let [leftEnd, rightEnd] = [left.length, right.length];
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1]) {
    leftEnd--;
    rightEnd--;
  }
  const distance = editDistance(left.slice(start, leftEnd), right.slice(start, rightEnd));
  return distance < limit ? distance : undefined;
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

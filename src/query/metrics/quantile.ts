/** So many rounds find the place in all but odd data; what is left then is sorted. */
const ROUNDS_MAX = 50;

/**
 * The value at a rank, between two values in proportion, so the median of two is their mean.
 * @param values  without NaN; they are moved about
 * @param rank    0 to 100
 * @returns NaN when there is no value
 */
export function quantile(values: Float64Array, rank: number): number {
  if (values.length === 0) return Number.NaN;
  const position = ((values.length - 1) * rank) / 100;
  const at = Math.floor(position);
  const below = select(values, at);
  if (position === at) return below;
  let above = Number.POSITIVE_INFINITY;
  for (let i = at + 1; i < values.length; i++) if (values[i]! < above) above = values[i]!;
  return below === above ? below : below + (above - below) * (position - at);
}

/** Brings the value that a sort would have at a place there, smaller ones before it and greater ones behind it. */
function select(values: Float64Array, at: number): number {
  let [low, high] = [0, values.length - 1];
  for (let round = 0; low < high; round++) {
    if (round === ROUNDS_MAX) {
      values.subarray(low, high + 1).sort();
      break;
    }
    const pivot = middleOf(values[low]!, values[(low + high) >>> 1]!, values[high]!);
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const value = values[i]!;
      values[i++] = values[j]!;
      values[j--] = value;
    }
    if (at <= j) high = j;
    else if (at >= i) low = i;
    else break;
  }
  return values[at]!;
}

const middleOf = (a: number, b: number, c: number): number =>
  Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));

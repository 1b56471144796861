/**
 * Adds an increase to a running sum and stays exact: beyond 2⁵³ a double would swallow small increases for good.
 * Whole numbers go over to bigint there, and fractions are let go of.
 */
export function addExactly(sum: number | bigint, increase: number | bigint): number | bigint {
  if (typeof sum === "number" && typeof increase === "number") {
    const plain = sum + increase;
    if (Math.abs(plain) <= Number.MAX_SAFE_INTEGER) return plain;
    if (!Number.isFinite(plain)) return plain;
  }
  if (!isFiniteValue(sum) || !isFiniteValue(increase)) return Number(sum) + Number(increase);
  return whole(sum) + whole(increase);
}

const isFiniteValue = (value: number | bigint): boolean =>
  typeof value === "bigint" || Number.isFinite(value);

const whole = (value: number | bigint): bigint =>
  typeof value === "bigint" ? value : BigInt(Math.trunc(value));

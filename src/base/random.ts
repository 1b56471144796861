/** Chance as it is passed in: `next()` is uniform in [0, 1). */
export interface Random {
  next(): number;
}

/** The host's randomness. */
export const systemRandom: Random = { next: () => Math.random() };

/** A repeatable source (mulberry32): the same seed gives the same run. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    next: () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = state;
      t = Math.imul(t ^ (t >>> 15), t | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
    },
  };
}

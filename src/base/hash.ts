/**
 * A stable hash of a text as a ratio in [0, 1): FNV-1a over UTF-16 code units with a final avalanche.
 * The same text gives the same ratio on every host and after every restart; used to spread devices over time.
 */
export function hashRatio(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  // FNV alone leaves neighbouring addresses close together; murmur3's finaliser spreads them.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
}

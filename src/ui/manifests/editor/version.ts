// The version of a manifest, in its text.

const VERSION_LINE = /^(version\s*:\s*)(["']?)([^"'\s#]*)\2/m;

/** @returns the text with another version; unchanged when it names none */
export function withVersion(text: string, version: string): string {
  return text.replace(VERSION_LINE, (_, key: string, quote: string) => `${key}${quote}${version}${quote}`);
}

/** The next version that is not there yet: the last number goes up. `1.2.9` → `1.2.10` */
export function nextVersion(version: string, installed: readonly string[]): string {
  const numbers = /^(\d+)\.(\d+)\.(\d+)$/.exec(version);
  if (numbers === null) return installed.includes("1.0.0") ? nextVersion("1.0.0", installed) : "1.0.0";
  const taken = new Set(installed);
  for (let last = Number(numbers[3]) + 1; ; last += 1) {
    const next = `${numbers[1]}.${numbers[2]}.${last}`;
    if (!taken.has(next)) return next;
  }
}

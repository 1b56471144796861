/** What the keys of the activation JSON are called on the command line. Longer ones first. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^ip\b/g, "host"],
  [/\bset enableUnconnectedUdp: true/g, "add --unconnected-udp"],
  [/\benableUnconnectedUdp: true/g, "--unconnected-udp"],
  [/\btimeoutSecs\b/g, "--timeout-secs"],
  [/\bmaxRepetitions\b/g, "--max-repetitions"],
  [/\bmaxOidsPerQuery\b/g, "--max-oids-per-query"],
  [/\bauthProtocol and authPassword\b/g, "protocol and password of --auth"],
  [/\bprivProtocol and privPassword\b/g, "protocol and password of --priv"],
  [/\bprivProtocol or privPassword\b/g, "protocol or password of --priv"],
  [/\b(auth|priv)Protocol\b/g, "the protocol of --$1"],
  [/\b(auth|priv)Password\b/g, "the password of --$1"],
  [/\bcontextName\b/g, "--context"],
  [/\buserName\b/g, "--v3"],
  [/\bsecurityLevel\b/g, "the security level (--auth, --priv)"],
  [/\bfeatureSets\b/g, "--feature-sets"],
  [/\bAdd "(\w+)" with a value to vars\b/g, "Add --var $1=<value>"],
];

/**
 * A message about a device or extension of the command line, in the words that its reader can change.
 * inFlagWords("raise timeoutSecs") → "raise --timeout-secs"
 */
export function inFlagWords(message: string): string {
  return WORDS.reduce((text, [key, flag]) => text.replaceAll(key, flag), message);
}

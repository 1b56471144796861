import { AppError } from "../base/index.ts";
import { KEY_BYTES, type SecretKey, secretKey } from "./secret-key.ts";

/** Of one ring: more than a handful only means that nobody rotated to the end. */
export const KEYS_MAX = 16;

const HEX = /^[0-9A-Fa-f]{64}$/;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;
/** 32 octets of chance have some 30 different ones; fewer than 12 is no chance, but `0000…`. */
const DIFFERENT_OCTETS_MIN = 12;

/**
 * Reads the text of a key file or variable: one key a line, the current one first, older ones after it. Blank lines
 * and lines after # are left out; blanks separate too, for variables hardly hold lines.
 * @param place  for the message: the file or variable
 * @returns at least one key, none twice
 * @throws {AppError} `secrets.key`, which names the line and never quotes it
 */
export function parseKeys(text: string, place: string): readonly SecretKey[] {
  const keys = new Map<string, SecretKey>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const words = line
      .replace(/^\s*#.*$/, "")
      .split(/\s+/)
      .filter((word) => word !== "");
    for (const word of words) {
      const key = parseKey(word);
      if (key === undefined) throw unusable(`${place}, line ${index + 1}: this is not a key.`);
      keys.set(key.id, keys.get(key.id) ?? key);
    }
  }
  if (keys.size === 0) throw unusable(`${place} holds no key.`);
  if (keys.size > KEYS_MAX) throw unusable(`${place} holds ${keys.size} keys; allowed are ${KEYS_MAX}.`);
  return [...keys.values()];
}

function parseKey(word: string): SecretKey | undefined {
  const octets = HEX.test(word)
    ? Buffer.from(word, "hex")
    : BASE64.test(word)
      ? Buffer.from(word, "base64")
      : Buffer.alloc(0);
  return octets.length === KEY_BYTES && new Set(octets).size >= DIFFERENT_OCTETS_MIN
    ? secretKey(octets)
    : undefined;
}

function unusable(message: string): AppError {
  return new AppError("secrets.key", message, {
    remedy:
      "A key is 32 random octets in base64 or hexadecimal, one on each line, the current one first. snmpgate secret key makes one.",
  });
}

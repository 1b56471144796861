import { createHmac, randomBytes } from "node:crypto";
import { type LocalizedKeys, localizedKeys, passwordDigest, type UsmPasswords } from "./usm-keys.ts";

/** Users are few: distinct (hash, password) pairs, 64 octets each. */
const DIGESTS_MAX = 1_000;
/** One per device and user; about half a KB each. A device's own client keeps its keys, so this serves reopening. */
const KEYS_MAX = 10_000;

/**
 * Localized keys by passwords and engineID, for all devices of the process.
 *
 * The costly half of password-to-key, 1 MiB of hashing (0.5–1.4 ms), is done once for a user. Only AES192C and
 * AES256C over a short hash need another megabyte for each engine: a thousand such devices at start cost 0.6 s in
 * all, 0.6 ms each. It stays on this thread: a worker would spare those 0.6 s once, for a thread, a protocol
 * and keys in two heaps; WebCrypto's digest, which runs in libuv's pool, knows no MD5 and costs this thread half as
 * much as hashing.
 *
 * Names of entries are keyed hashes under a key that never leaves this object: no password stands in them, and
 * none can be guessed from them.
 */
export class KeyCache {
  readonly #nameKey = randomBytes(32);
  readonly #digests = new Recent<Uint8Array>(DIGESTS_MAX);
  readonly #keys: Recent<LocalizedKeys>;

  constructor(limits: { readonly keysMax?: number } = {}) {
    this.#keys = new Recent(limits.keysMax ?? KEYS_MAX);
  }

  /**
   * 5 µs when known, 50 µs when the user is, up to 3 ms else. Not for each message.
   * @throws {AppError} as the function `localizedKeys`; a failure is not remembered
   */
  localizedKeys(passwords: UsmPasswords, engineId: Uint8Array): LocalizedKeys {
    const name = this.#nameOf(passwords, engineId);
    return this.#keys.get(name) ?? this.#keys.set(name, this.#derive(passwords, engineId));
  }

  #derive(passwords: UsmPasswords, engineId: Uint8Array): LocalizedKeys {
    return localizedKeys(passwords, engineId, (hash, password) => this.#digest(hash, password));
  }

  #digest(hash: string, password: Uint8Array): Uint8Array {
    const name = this.#name([hash, password]);
    return this.#digests.get(name) ?? this.#digests.set(name, passwordDigest(hash, password));
  }

  #nameOf({ auth, priv }: UsmPasswords, engineId: Uint8Array): string {
    return this.#name([
      auth?.protocol ?? "",
      auth?.password.reveal() ?? "",
      priv?.protocol ?? "",
      priv?.password.reveal() ?? "",
      engineId,
    ]);
  }

  #name(parts: readonly (string | Uint8Array)[]): string {
    const hmac = createHmac("sha256", this.#nameKey);
    // Lengths first: ("ab", "c") and ("a", "bc") are two names.
    for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:`).update(part);
    return hmac.digest("base64");
  }
}

/** A map that forgets what was longest unused. */
class Recent<T> {
  readonly #entries = new Map<string, T>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  get(name: string): T | undefined {
    const value = this.#entries.get(name);
    if (value !== undefined) this.set(name, value);
    return value;
  }

  set(name: string, value: T): T {
    this.#entries.delete(name);
    this.#entries.set(name, value);
    if (this.#entries.size > this.#max) this.#entries.delete(this.#entries.keys().next().value ?? "");
    return value;
  }
}

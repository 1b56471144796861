import { createHmac, randomBytes } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import {
  finish,
  type LocalizedKeys,
  localizedKeySteps,
  passwordDigest,
  type Steps,
  type UsmPasswords,
} from "./usm-keys.ts";

/** Users are few: distinct (hash, password) pairs, 64 octets each. */
const DIGESTS_MAX = 1_000;
/** One per device and user; about half a KB each. A device's own client keeps its keys, so this serves reopening. */
const KEYS_MAX = 10_000;

/**
 * Localized keys by passwords and engineID, for all devices of the process.
 *
 * The costly half of password-to-key, 1 MiB of hashing (0.5–1.4 ms), is done once for a user. Only AES192C and
 * AES256C over a short hash need another megabyte for each engine: a thousand such devices at start cost 0.6 s in
 * all. It stays on this thread, one derivation at a time, each in a turn of the event loop of its own and the
 * megabytes in steps of at most 0.35 ms: a worker would spare those 0.6 s once, for a thread, a protocol and keys in two heaps;
 * WebCrypto's digest, which runs in libuv's pool, knows no MD5 and costs this thread half as much as hashing.
 *
 * Names of entries are keyed hashes under a key that never leaves this object: no password stands in them, and
 * none can be guessed from them.
 */
export class KeyCache {
  readonly #nameKey = randomBytes(32);
  readonly #digests: Recent<Uint8Array>;
  readonly #keys: Recent<LocalizedKeys>;
  /** By name, so that a derivation runs once however many wait for it; one entry per waiting device. */
  readonly #derivations = new Map<string, Promise<LocalizedKeys>>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(limits: { readonly digestsMax?: number; readonly keysMax?: number } = {}) {
    this.#digests = new Recent(limits.digestsMax ?? DIGESTS_MAX);
    this.#keys = new Recent(limits.keysMax ?? KEYS_MAX);
  }

  /**
   * The keys, at once: 5 µs when known, 50 µs when the user is, up to 3 ms else. Not for each message.
   * @throws {AppError} as `localizedKeySteps`
   */
  localizedKeysSync(passwords: UsmPasswords, engineId: Uint8Array): LocalizedKeys {
    const name = this.#nameOf(passwords, engineId);
    return this.#keys.get(name) ?? this.#keys.set(name, finish(this.#steps(passwords, engineId)));
  }

  /**
   * The keys, without holding up the event loop for more than 0.35 ms at a time.
   * @throws {AppError} as `localizedKeySteps`; a failure is not remembered
   */
  async localizedKeys(passwords: UsmPasswords, engineId: Uint8Array): Promise<LocalizedKeys> {
    const name = this.#nameOf(passwords, engineId);
    return this.#keys.get(name) ?? this.#derivations.get(name) ?? this.#derive(name, passwords, engineId);
  }

  async #derive(name: string, passwords: UsmPasswords, engineId: Uint8Array): Promise<LocalizedKeys> {
    const ownId = new Uint8Array(engineId); // a copy: the caller may use its buffer again
    // One after the other: the second device finds the password's digest that the first one computed.
    const derivation = this.#last.then(() => inTurns(this.#steps(passwords, ownId)));
    this.#last = derivation.catch(() => {});
    this.#derivations.set(name, derivation);
    try {
      return this.#keys.set(name, await derivation);
    } finally {
      this.#derivations.delete(name);
    }
  }

  #steps(passwords: UsmPasswords, engineId: Uint8Array): Steps<LocalizedKeys> {
    return localizedKeySteps(passwords, engineId, (hash, password) => this.#digest(hash, password));
  }

  *#digest(hash: string, password: Uint8Array): Steps<Uint8Array> {
    const name = this.#name([hash, password]);
    return this.#digests.get(name) ?? this.#digests.set(name, yield* passwordDigest(hash, password));
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

/** Each step in a turn of its own, the first too: a thousand short derivations are 50 ms. */
async function inTurns<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    await nextTurn();
    const step = steps.next();
    if (step.done === true) return step.value;
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

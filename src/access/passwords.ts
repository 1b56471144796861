import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { AppError, type Secret } from "../base/index.ts";

/** What is kept of a password: scrypt (RFC 7914) with its parameters, so that they may grow later. */
export interface PasswordRecord {
  readonly algorithm: "scrypt";
  /** Cost N; a power of two. */
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
  /** Base64. */
  readonly salt: string;
  /** Base64. */
  readonly hash: string;
}

/** 32 MiB of memory and about 0.1 s of one core for each guess. */
const COST = { cost: 32_768, blockSize: 8, parallelization: 1 } as const;
const [SALT_BYTES, KEY_BYTES] = [16, 32];
/** A record that asks for more than this was not written by us. */
const MEMORY_MAX_BYTES = 128 * 1_048_576;
/** Each takes memory and one thread of the pool, which reading files needs as well. */
const AT_ONCE_MAX = 2;
const WAITING_MAX = 32;

/** What a password may be, in UTF-16 units: long enough to be guessed by nobody, short enough to hash. */
export const PASSWORD_LENGTH = { min: 12, max: 256 } as const;

/** Why a password is not taken; undefined when it is. Never quotes it. */
export function passwordProblem(password: Secret, userName: string): string | undefined {
  const { min, max } = PASSWORD_LENGTH;
  const text = password.reveal();
  if (text.length < min || text.length > max) return `a password has ${min} to ${max} characters`;
  if (text.toLowerCase() === userName.toLowerCase()) return "a password is not the name of its user";
  if (new Set(text).size < 4) return "a password has at least four different characters";
  return undefined;
}

/** Hashes and compares passwords, few at once: login attempts must not take the memory and threads of the service. */
export class Passwords {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  /** Compared with where there is no user: it costs the same and matches nothing. */
  readonly #nobody = recordOf(randomBytes(SALT_BYTES), randomBytes(KEY_BYTES));

  /** @throws {AppError} `access.busy` when too many wait already */
  async hash(password: Secret): Promise<PasswordRecord> {
    const salt = randomBytes(SALT_BYTES);
    const hash = await this.#derive(password, salt, { ...COST, keyBytes: KEY_BYTES });
    return recordOf(salt, hash);
  }

  /**
   * Whether it is the password of the record.
   * @param record  undefined, for no such user, takes as long and is always false
   * @throws {AppError} `access.busy`
   */
  async matches(password: Secret, record: PasswordRecord | undefined): Promise<boolean> {
    const { salt, hash, cost, blockSize, parallelization } = record ?? this.#nobody;
    const expected = Buffer.from(hash, "base64");
    const options = { cost, blockSize, parallelization, keyBytes: expected.length };
    const derived = await this.#derive(password, Buffer.from(salt, "base64"), options);
    return timingSafeEqual(derived, expected) && record !== undefined;
  }

  async #derive(
    password: Secret,
    salt: Buffer,
    { keyBytes, ...cost }: ScryptOptions & { readonly keyBytes: number },
  ): Promise<Buffer> {
    await this.#enter();
    try {
      return await derive(password, salt, keyBytes, { ...cost, maxmem: MEMORY_MAX_BYTES });
    } finally {
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < AT_ONCE_MAX) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= WAITING_MAX) {
      throw new AppError("access.busy", "too many logins are being checked at once", {
        remedy: "Try again in some seconds.",
      });
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** The place of one that is done goes to the next. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running -= 1;
    else next();
  }
}

function recordOf(salt: Buffer, hash: Buffer): PasswordRecord {
  return { algorithm: "scrypt", ...COST, salt: salt.toString("base64"), hash: hash.toString("base64") };
}

function derive(password: Secret, salt: Buffer, bytes: number, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.reveal().normalize("NFC"), salt, bytes, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

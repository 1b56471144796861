import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError, Secret } from "../base/index.ts";
import type { SecretKey } from "./secret-key.ts";

const PREFIX = "enc:v1:";
const CIPHER = "aes-256-gcm";
/** NIST SP 800-38D §8.2.2: a random IV of 96 bits is good for 2^32 texts with one key. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** An encrypted text inside any other: no character of it needs an escape in JSON or YAML. */
export const ENCRYPTED_TEXT = /enc:v1:[0-9a-f]{8}:[A-Za-z0-9_-]+/g;
const FORM = /^enc:v1:([0-9a-f]{8}):([A-Za-z0-9_-]+)$/;

/** Whether a text says of itself that it is encrypted; it may be damaged all the same. */
export const isEncrypted = (text: string): boolean => text.startsWith(PREFIX);

/** The key that a text was encrypted with; undefined when it has not our form. */
export const keyIdOf = (text: string): string | undefined => FORM.exec(text)?.[1];

/**
 * Encrypts texts at rest by AES-256-GCM: `enc:v1:<key id>:<base64url of IV, tag and cipher text>`. The part before
 * the last colon is authenticated too. A ring of keys: the first encrypts, all decrypt, so that a key is replaced
 * while texts of the old one still lie about.
 */
export class SecretBox {
  readonly #keys: ReadonlyMap<string, SecretKey>;
  readonly #current: SecretKey;
  /** Where the keys come from, for messages. */
  readonly place: string;

  /** @param keys  at least one; the first is the current one */
  constructor(keys: readonly SecretKey[], place: string) {
    this.#keys = new Map(keys.map((key) => [key.id, key]));
    this.#current = keys[0]!;
    this.place = place;
  }

  get currentId(): string {
    return this.#current.id;
  }

  get ids(): readonly string[] {
    return [...this.#keys.keys()];
  }

  encrypt(secret: Secret): string {
    const header = `${PREFIX}${this.#current.id}:`;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.#current.key, iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(header));
    const body = Buffer.concat([cipher.update(secret.reveal(), "utf8"), cipher.final()]);
    return header + Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url");
  }

  /** @throws {AppError} `secrets.unknown-key`, `secrets.damaged`; neither quotes the text */
  decrypt(text: string): Secret {
    const [, id = "", body = ""] = FORM.exec(text) ?? [];
    if (id === "") throw damaged("it has not the form enc:v1:<key>:<text>");
    const key = this.#keys.get(id);
    if (key === undefined) throw this.#unknownKey(id);
    const octets = Buffer.from(body, "base64url");
    // The last character has bits to spare: one text, one spelling.
    if (octets.toString("base64url") !== body) throw damaged("it was changed or cut");
    return new Secret(open(key, octets, `${PREFIX}${id}:`));
  }

  #unknownKey(id: string): AppError {
    const message = `the secret is encrypted with key ${id}, and ${this.place} has ${this.ids.join(", ")}.`;
    return new AppError("secrets.unknown-key", message, {
      remedy: `Add key ${id} on a line of its own after the current one, or write the secret anew.`,
    });
  }
}

function open({ key }: SecretKey, octets: Buffer, header: string): string {
  if (octets.length < IV_BYTES + TAG_BYTES) throw damaged("it is too short");
  const iv = octets.subarray(0, IV_BYTES);
  const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(header));
  decipher.setAuthTag(octets.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const start = decipher.update(octets.subarray(IV_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([start, decipher.final()]).toString("utf8");
  } catch {
    // No cause: what OpenSSL says helps nobody, and the octets must not travel with it.
    throw damaged("it was changed or cut");
  }
}

function damaged(how: string): AppError {
  return new AppError("secrets.damaged", `the encrypted secret cannot be read: ${how}.`, {
    remedy: "Write the secret anew, or restore the file from a backup.",
  });
}

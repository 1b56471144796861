import {
  hashToken,
  matchingToken,
  newToken,
  QuietLog,
  type StoredToken,
  TOKEN_SCOPES,
  type TokenCheck,
  type TokenScope,
} from "../api/index.ts";
import { AppError, type Clock, isRecord, type Logger, messageOf, type Secret } from "../base/index.ts";
import type { StateFolder } from "./state-folder.ts";

/** In the data directory: tokens as hashes, readable by the owner alone. */
export const TOKENS_FILE = "tokens.json";
const VERSION = 1;
const TOKENS_MAX = 1_000;
/** A running service sees a change after this time at the latest. */
const LOOK_EVERY_MS = 1_000;

/**
 * @returns no tokens when there is no file
 * @throws {AppError} `app.tokens` when the file is not ours; its text is not quoted
 */
export async function readTokens(folder: StateFolder): Promise<readonly StoredToken[]> {
  const text = await folder.read(TOKENS_FILE).catch((cause: unknown) => {
    throw new AppError("app.tokens", `the tokens cannot be read: ${messageOf(cause)}.`, {
      remedy: "Run snmpgate token as the user of the service.",
      cause,
    });
  });
  const tokens = text === undefined ? [] : parseTokens(text);
  if (tokens !== undefined) return tokens;
  throw new AppError("app.tokens", `${folder.path}/${TOKENS_FILE} is not readable as tokens.`, {
    remedy: "Restore it from a backup, or remove it and make new tokens.",
  });
}

/**
 * Makes a token and keeps its hash; the token itself is nowhere but in the answer.
 * @throws {AppError} `app.token-name` when the name is taken, `app.tokens`
 */
export async function createToken(
  folder: StateFolder,
  {
    name,
    scopes,
    nowMs,
  }: { readonly name: string; readonly scopes: readonly TokenScope[]; readonly nowMs: number },
): Promise<{ readonly stored: StoredToken; readonly token: Secret }> {
  const tokens = await readTokens(folder);
  if (tokens.some((token) => token.name === name)) {
    throw new AppError("app.token-name", `there is a token named ${name} already.`, {
      remedy: `Choose another name, or revoke it first: snmpgate token revoke ${name}.`,
    });
  }
  if (tokens.length >= TOKENS_MAX) {
    throw new AppError("app.tokens", `there are ${tokens.length} tokens, and no more than that.`, {
      remedy: "Revoke those that nobody uses.",
    });
  }
  const { id, token } = newToken();
  const createdAt = new Date(nowMs).toISOString();
  const stored = { id, name, scopes, createdAt, sha256: hashToken(token.reveal()) };
  await writeTokens(folder, [...tokens, stored]);
  return { stored, token };
}

/**
 * Forgets a token.
 * @param nameOrId  its name or its public part
 * @throws {AppError} `app.token-unknown`, `app.tokens`
 */
export async function revokeToken(folder: StateFolder, nameOrId: string): Promise<StoredToken> {
  const tokens = await readTokens(folder);
  const found = tokens.find(({ id, name }) => id === nameOrId || name === nameOrId);
  if (found === undefined) {
    // Somebody may have given the whole token, which must not be shown again.
    throw new AppError("app.token-unknown", "there is no token of this name or id.", {
      remedy: "snmpgate token list shows them; the id ends before the second dot.",
    });
  }
  await writeTokens(
    folder,
    tokens.filter((token) => token !== found),
  );
  return found;
}

/** The tokens as a running service sees them: looked at again when the file changed, at most once a second. */
export class TokenFile implements TokenCheck {
  readonly #folder: StateFolder;
  readonly #clock: Clock;
  readonly #log: QuietLog;
  #tokens: readonly StoredToken[] = [];
  /** Of the file that was read; undefined while there is none. */
  #stamp: string | undefined;
  #freshUntilMs = Number.NEGATIVE_INFINITY;
  /** One look at a time, and all who ask meanwhile wait for it. */
  #look: Promise<void> | undefined;

  constructor(folder: StateFolder, { clock, logger }: { readonly clock: Clock; readonly logger: Logger }) {
    this.#folder = folder;
    this.#clock = clock;
    this.#log = new QuietLog(clock, logger);
  }

  async find(token: string): Promise<StoredToken | undefined> {
    if (this.#clock.monotonicMs() >= this.#freshUntilMs) {
      this.#look ??= this.#refresh().finally(() => {
        this.#look = undefined;
      });
      await this.#look;
    }
    return matchingToken(this.#tokens, token);
  }

  /** A file that cannot be read leaves the tokens as they were: a full disk must not lock out every sender. */
  async #refresh(): Promise<void> {
    try {
      const info = await this.#folder.info(TOKENS_FILE);
      const stamp = info && `${info.changedAtMs} ${info.bytes}`;
      if (stamp !== this.#stamp) this.#tokens = await readTokens(this.#folder);
      this.#stamp = stamp;
    } catch (error) {
      const fields = {
        reason: messageOf(error),
        remedy: error instanceof AppError ? error.remedy : undefined,
      };
      this.#log.warn("app.tokens", fields, "the tokens cannot be read; those known before stay valid");
    }
    this.#freshUntilMs = this.#clock.monotonicMs() + LOOK_EVERY_MS;
  }
}

async function writeTokens(folder: StateFolder, tokens: readonly StoredToken[]): Promise<void> {
  const text = `${JSON.stringify({ version: VERSION, tokens }, undefined, 2)}\n`;
  await folder.replace(TOKENS_FILE, text).catch((cause: unknown) => {
    throw new AppError("app.tokens", `the tokens cannot be written: ${messageOf(cause)}.`, {
      remedy: "Run snmpgate token as the user of the service, who may write to dataDir.",
      cause,
    });
  });
}

function parseTokens(text: string): readonly StoredToken[] | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(document) || document["version"] !== VERSION) return undefined;
  const tokens = document["tokens"];
  return Array.isArray(tokens) && tokens.length <= TOKENS_MAX && tokens.every(isStoredToken)
    ? tokens
    : undefined;
}

function isStoredToken(value: unknown): value is StoredToken {
  if (!isRecord(value)) return false;
  const { id, name, createdAt, sha256, scopes } = value;
  const areTexts = [id, name, createdAt, sha256].every((text) => typeof text === "string");
  return areTexts && Array.isArray(scopes) && scopes.every(isTokenScope);
}

function isTokenScope(value: unknown): value is TokenScope {
  return TOKEN_SCOPES.some((scope) => scope === value);
}

import {
  type IssuedToken,
  issueToken,
  matchingToken,
  type StoredToken,
  TOKEN_SCOPES,
  type TokenDirectory,
  type TokenScope,
} from "../access/index.ts";
import { AppError, type Clock, isRecord, type Logger } from "../base/index.ts";
import type { StateFolder } from "./state-folder.ts";
import { changeList, type ListFile, readList, WatchedList } from "./state-list.ts";

/** In the data directory: tokens as hashes, readable by the owner alone. */
export const TOKENS_FILE = "tokens.json";

const TOKENS: ListFile<StoredToken> = {
  file: TOKENS_FILE,
  key: "tokens",
  max: 1_000,
  isItem: isStoredToken,
  code: "app.tokens",
  what: "tokens",
  command: "snmpgate token",
};

/**
 * @returns no tokens when there is no file
 * @throws {AppError} `app.tokens` when the file is not ours; its text is not quoted
 */
export function readTokens(folder: StateFolder): Promise<readonly StoredToken[]> {
  return readList(folder, TOKENS);
}

/**
 * Makes a token and keeps its hash; the token itself is nowhere but in the answer.
 * @throws {AppError} `access.token-name` when the name is taken, `access.too-many`, `app.tokens`
 */
export async function createToken(
  folder: StateFolder,
  { nowMs, ...wish }: Pick<StoredToken, "name" | "scopes"> & { readonly nowMs: number },
): Promise<IssuedToken> {
  const issued = issueToken(wish, nowMs);
  await changeList(folder, TOKENS, (tokens) => withToken(tokens, issued.stored));
  return issued;
}

/**
 * Forgets a token.
 * @param nameOrId  its name or its public part
 * @throws {AppError} `access.token-unknown`, `app.tokens`
 */
export async function revokeToken(folder: StateFolder, nameOrId: string): Promise<StoredToken> {
  return removing(nameOrId, (change) => changeList(folder, TOKENS, change));
}

/** The tokens as a running service sees and changes them. */
export class TokenFile implements TokenDirectory {
  readonly #clock: Clock;
  readonly #tokens: WatchedList<StoredToken>;

  constructor(folder: StateFolder, options: { readonly clock: Clock; readonly logger: Logger }) {
    this.#clock = options.clock;
    this.#tokens = new WatchedList(folder, TOKENS, options);
  }

  async find(token: string): Promise<StoredToken | undefined> {
    return matchingToken(await this.#tokens.items(), token, this.#clock.wallMs());
  }

  list(): Promise<readonly StoredToken[]> {
    return this.#tokens.items();
  }

  add(token: StoredToken): Promise<void> {
    return this.#tokens.change((tokens) => withToken(tokens, token));
  }

  remove(nameOrId: string): Promise<StoredToken> {
    return removing(nameOrId, (change) => this.#tokens.change(change));
  }
}

type Change = (tokens: readonly StoredToken[]) => readonly StoredToken[];

function withToken(tokens: readonly StoredToken[], added: StoredToken): readonly StoredToken[] {
  if (tokens.every(({ name }) => name !== added.name)) return [...tokens, added];
  throw new AppError("access.token-name", `there is a token named ${added.name} already.`, {
    remedy: `Choose another name, or revoke it first: snmpgate token revoke ${added.name}.`,
  });
}

async function removing(nameOrId: string, apply: (change: Change) => Promise<void>): Promise<StoredToken> {
  let found: StoredToken | undefined;
  await apply((tokens) => {
    found = tokens.find(({ id, name }) => id === nameOrId || name === nameOrId);
    // Somebody may have given the whole token, which must not be shown again.
    if (found === undefined) throw unknownToken();
    return tokens.filter((token) => token !== found);
  });
  return found!;
}

function unknownToken(): AppError {
  return new AppError("access.token-unknown", "there is no token of this name or id.", {
    remedy: "snmpgate token list shows them; the id ends before the second dot.",
  });
}

function isStoredToken(value: unknown): value is StoredToken {
  if (!isRecord(value)) return false;
  const { id, name, createdAt, sha256, scopes, expiresAt, owner } = value;
  const areTexts = [id, name, createdAt, sha256, expiresAt ?? "", owner ?? ""].every(
    (text) => typeof text === "string",
  );
  return areTexts && Array.isArray(scopes) && scopes.every(isTokenScope);
}

function isTokenScope(value: unknown): value is TokenScope {
  return TOKEN_SCOPES.some((scope) => scope === value);
}

import { nearest, openTokens, TOKEN_SCOPES, type TokenScope } from "../app/index.ts";
import { systemClock } from "../base/index.ts";
import { EXIT } from "./output.ts";
import type { CommandContext } from "./program.ts";
import { alignColumns } from "./table.ts";
import { usage } from "./usage.ts";

interface ConfigFlag {
  readonly config: string;
}

/** What a name may be: it stands in a table and as an argument. */
const NAME = /^[A-Za-z0-9][\w.@-]{0,63}$/;

/** Makes a token; it stands alone on standard output, so that a script can take it, and is never shown again. */
export async function createToken(
  flags: ConfigFlag & { readonly name: string; readonly scopes: readonly string[] },
  { terminal }: CommandContext,
): Promise<number> {
  if (!NAME.test(flags.name)) {
    throw usage("--name is not usable.", "Write 1 to 64 letters, digits, dots, hyphens, underscores or @.");
  }
  const scopes = scopesOf(flags.scopes);
  const tokens = await openTokens(flags.config);
  const { stored, token } = await tokens.create(flags.name, scopes, systemClock.wallMs());
  terminal.err.write(`token ${stored.name} (${stored.id}) may ${scopes.join(", ")}\n`);
  terminal.err.write("  → Keep it now: it is shown this once, and only its hash is kept.\n");
  if (tokens.listen === undefined)
    terminal.err.write("  → The configuration has no listen: add listen: 127.0.0.1:9999 to take data in.\n");
  terminal.out.write(`${token.reveal()}\n`);
  return EXIT.ok;
}

export async function listTokens(
  flags: ConfigFlag & { readonly json?: true },
  { terminal }: CommandContext,
): Promise<number> {
  const tokens = (await (await openTokens(flags.config)).list()).map(({ id, name, scopes, createdAt }) => ({
    name,
    id,
    scopes,
    createdAt,
  }));
  if (flags.json === true) {
    terminal.out.write(`${JSON.stringify(tokens, undefined, 2)}\n`);
  } else if (tokens.length === 0) {
    terminal.out.write("no tokens\n");
  } else {
    const rows = tokens.map(({ name, id, scopes, createdAt }) => [name, id, createdAt, scopes.join(",")]);
    for (const line of alignColumns([["name", "id", "created", "scopes"], ...rows])) {
      terminal.out.write(`${line}\n`);
    }
  }
  return EXIT.ok;
}

/** A running service refuses the token a second later. */
export async function revokeToken(
  nameOrId: string,
  flags: ConfigFlag,
  { terminal }: CommandContext,
): Promise<number> {
  const { name, id } = await (await openTokens(flags.config)).revoke(nameOrId);
  terminal.out.write(`token ${name} (${id}) is revoked\n`);
  return EXIT.ok;
}

function scopesOf(written: readonly string[]): readonly TokenScope[] {
  if (written.length === 0)
    throw usage("--scopes is empty.", `Write one or more of ${TOKEN_SCOPES.join(", ")}.`);
  return [...new Set(written.map(scopeOf))];
}

function scopeOf(text: string): TokenScope {
  const scope = TOKEN_SCOPES.find((known) => known === text);
  if (scope !== undefined) return scope;
  const similar = nearest(text, TOKEN_SCOPES);
  const remedy = similar === undefined ? `Known are ${TOKEN_SCOPES.join(", ")}.` : `Did you mean ${similar}?`;
  throw usage(`there is no scope ${JSON.stringify(text.slice(0, 64))}.`, remedy);
}

import { type AuditEntry, issueToken, type Role, type TokenScope } from "../../src/access/index.ts";
import type { ApiOptions } from "../../src/api/index.ts";
import { TokenFile } from "../../src/app/token-file.ts";
import { silentLogger } from "../../src/base/index.ts";
import { MemoryUsers, PASSWORD, userNamed } from "./access.ts";
import { startApiBench } from "./api-bench.ts";
import { MemoryFolder } from "./memory-folder.ts";

export const SESSION = "/api/snmpgate/session";
export const USERS = "/api/snmpgate/users";
export const TOKENS = "/api/v2/apiTokens";

export interface Asked {
  readonly cookie?: string | undefined;
  readonly csrf?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The front on loopback with users `root`, `ops` and `eve`, whose password is `PASSWORD`, one for each role. */
export async function startAccessBench(parts: Partial<ApiOptions> = {}) {
  const users = new MemoryUsers(
    await userNamed("root", "admin"),
    await userNamed("ops", "operator"),
    await userNamed("eve", "viewer"),
  );
  const noted: Omit<AuditEntry, "timestamp">[] = [];
  const audit = {
    record: (entry: Omit<AuditEntry, "timestamp">) => void noted.push(entry),
    list: () =>
      Promise.resolve(noted.map((entry) => ({ timestamp: 1_760_000_000_000, ...entry })).toReversed()),
  };
  // The clock of the front is made later: tokens of these tests are looked at by it through `find` alone.
  const folder = new MemoryFolder();
  let nowMs = () => 1_760_000_000_000;
  const clock = {
    wallMs: () => nowMs(),
    monotonicMs: () => nowMs(),
    sleepUntil: () => Promise.resolve(),
  };
  const tokens = new TokenFile(folder, { clock, logger: silentLogger });
  const bench = await startApiBench({ tokens, access: { users, tokens, audit }, ...parts });
  nowMs = () => bench.clock.wallMs();

  const ask = async (method: string, path: string, { cookie, csrf, body, headers }: Asked = {}) => {
    const response = await fetch(`${bench.api.url}${path}`, {
      method,
      headers: {
        ...(cookie === undefined ? {} : { cookie }),
        ...(csrf === undefined ? {} : { "x-csrf-token": csrf }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: (text === "" ? undefined : JSON.parse(text)) as Record<string, unknown>,
      cookie: response.headers.get("set-cookie")?.split(";", 1)[0],
    };
  };
  return {
    ...bench,
    users,
    noted,
    ask,
    /** Logs in and gives what further requests need. */
    login: async (name: string, password = PASSWORD) => {
      const answer = await ask("POST", SESSION, { body: { name, password } });
      return { ...answer, cookie: answer.cookie, csrf: answer.json["csrfToken"] as string };
    },
    /** The header of a token with these scopes. */
    token: async (...scopes: readonly TokenScope[]) => {
      const { stored, token } = issueToken({ name: scopes.join("+"), scopes }, bench.clock.wallMs());
      await tokens.add(stored);
      return { authorization: `Api-Token ${token.reveal()}` };
    },
  };
}

export const NAME_OF: Readonly<Record<Role, string>> = { viewer: "eve", operator: "ops", admin: "root" };

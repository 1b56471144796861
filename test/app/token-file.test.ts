import { describe, expect, test } from "vitest";
import { createToken, readTokens, revokeToken, TOKENS_FILE, TokenFile } from "../../src/app/token-file.ts";
import { type Logger, silentLogger } from "../../src/base/index.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { MemoryFolder } from "../support/memory-folder.ts";

function open() {
  const clock = new FakeClock();
  const folder = new MemoryFolder(() => clock.wallMs());
  const warnings: unknown[] = [];
  const logger: Logger = { ...silentLogger, warn: (fields) => warnings.push(fields) };
  const create = async (name: string) => {
    const { token } = await createToken(folder, { name, scopes: ["metrics.ingest"], nowMs: clock.wallMs() });
    return token.reveal();
  };
  return { clock, folder, warnings, create, file: new TokenFile(folder, { clock, logger }) };
}

describe("the file of tokens", () => {
  test("keeps name, scopes and time of a token, and no more of it than its hash", async () => {
    const { folder, create } = open();
    const token = await create("script");
    expect(await readTokens(folder)).toEqual([
      {
        id: token.slice(0, 31),
        name: "script",
        scopes: ["metrics.ingest"],
        createdAt: "2025-10-09T08:53:20.000Z",
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
    expect(folder.text(TOKENS_FILE)).not.toContain(token.slice(32));
  });

  test("has each name once", async () => {
    const { create } = open();
    await create("script");
    await expect(create("script")).rejects.toMatchObject({ code: "access.token-name" });
  });

  test("forgets a token by name or by id", async () => {
    const { folder, create } = open();
    const [first] = [await create("a"), await create("b"), await create("c")];
    await revokeToken(folder, "b");
    await revokeToken(folder, first.slice(0, 31));
    expect((await readTokens(folder)).map(({ name }) => name)).toEqual(["c"]);
  });

  test("does not repeat what it was asked to forget and does not know: it may be a whole token", async () => {
    const { folder, create } = open();
    const token = await create("a");
    const error = await revokeToken(folder, token).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "access.token-unknown" });
    expect(String(error)).not.toContain(token);
  });

  test.each([
    "",
    "{",
    "[]",
    '{"version":2,"tokens":[]}',
    '{"version":1,"tokens":[{"id":1}]}',
    '{"version":1}',
  ])("that holds %j is refused and not replaced", async (text) => {
    const { folder, create } = open();
    await folder.replace(TOKENS_FILE, text);
    await expect(create("a")).rejects.toMatchObject({ code: "app.tokens" });
    expect(folder.text(TOKENS_FILE)).toBe(text);
  });
});

describe("a running service", () => {
  test("knows no token while there is no file", async () => {
    const { file, warnings } = open();
    expect(await file.find(`dt0c01.${"A".repeat(24)}.${"B".repeat(64)}`)).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  test("takes up a new token within a second", async () => {
    const { file, clock, create } = open();
    await file.find("x");
    const token = await create("a");
    expect(await file.find(token)).toBeUndefined();
    await clock.advance(1_000);
    expect(await file.find(token)).toMatchObject({ name: "a", scopes: ["metrics.ingest"] });
  });

  test("forgets a revoked one within a second", async () => {
    const { file, clock, folder, create } = open();
    const token = await create("a");
    expect(await file.find(token)).toBeDefined();
    await clock.advance(1_000);
    await revokeToken(folder, "a");
    expect(await file.find(token)).toBeUndefined();
  });

  test("reads the file only when it changed, however many ask at once", async () => {
    const { file, clock, folder, create } = open();
    const token = await create("a");
    let reads = 0;
    const read = folder.read.bind(folder);
    folder.read = (name) => {
      reads++;
      return read(name);
    };
    for (let second = 0; second < 3; second++) {
      await Promise.all(Array.from({ length: 20 }, () => file.find(token)));
      await clock.advance(1_000);
    }
    expect(reads).toBe(1);
  });

  test("keeps the tokens that it knows while the file cannot be read, and says so", async () => {
    const { file, clock, folder, create, warnings } = open();
    const token = await create("a");
    await file.find(token);
    folder.failing = new Error("EIO");
    await clock.advance(1_000);
    expect(await file.find(token)).toBeDefined();
    expect(warnings).toMatchObject([{ code: "app.tokens", reason: "EIO" }]);
    folder.failing = undefined;
    await revokeToken(folder, "a");
    await clock.advance(1_000);
    expect(await file.find(token)).toBeUndefined();
  });
});

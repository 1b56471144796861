import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { Secret } from "../../../src/base/index.ts";
import { KeyCache } from "../../../src/snmp/wire/usm-key-cache.ts";
import type { LocalizedKeys, UsmPasswords } from "../../../src/snmp/wire/usm-keys.ts";

const engine = (n: number): Uint8Array => Uint8Array.of(0x80, 0, 0x1f, 0x88, n >> 8, n);

const passwords = (auth = "maplesyrup", priv = "maplesyrup"): UsmPasswords => ({
  auth: { protocol: "SHA", password: new Secret(auth) },
  priv: { protocol: "AES256C", password: new Secret(priv) },
});

const hexOf = ({ auth, priv }: LocalizedKeys): string =>
  `${auth?.key.export().toString("hex")} ${priv?.key.export().toString("hex")}`;

describe("key cache", () => {
  test("the same user and engine get the same keys, not equal ones", () => {
    const cache = new KeyCache();
    const keys = cache.localizedKeysSync(passwords(), engine(1));
    expect(cache.localizedKeysSync(passwords(), engine(1))).toBe(keys);
  });

  test("passwords that read alike when put one behind the other are two users", () => {
    const cache = new KeyCache();
    const keys = cache.localizedKeysSync(passwords("x", "yAES256Cz"), engine(1));
    expect(hexOf(cache.localizedKeysSync(passwords("xAES256Cy", "z"), engine(1)))).not.toBe(hexOf(keys));
  });

  test("in turns or at once, the keys are equal", async () => {
    const inTurns = await new KeyCache().localizedKeys(passwords(), engine(1));
    expect(hexOf(inTurns)).toBe(hexOf(new KeyCache().localizedKeysSync(passwords(), engine(1))));
  });

  test.each([
    ["another engine", passwords(), engine(2)],
    ["another authPassword", passwords("maplesyrup2"), engine(1)],
    ["another privPassword", passwords("maplesyrup", "maplesyrup2"), engine(1)],
    [
      "another privacy protocol",
      { ...passwords(), priv: { ...passwords().priv!, protocol: "AES256" as const } },
      engine(1),
    ],
    ["no privacy", { ...passwords(), priv: undefined }, engine(1)],
  ])("%s has other keys", (_what, other, engineId) => {
    const cache = new KeyCache();
    const keys = cache.localizedKeysSync(passwords(), engine(1));
    expect(hexOf(cache.localizedKeysSync(other, engineId))).not.toBe(hexOf(keys));
  });

  test("who asks while the keys are being derived waits for the same derivation", async () => {
    const cache = new KeyCache();
    const [first, second] = await Promise.all([
      cache.localizedKeys(passwords(), engine(1)),
      cache.localizedKeys(passwords(), engine(1)),
    ]);
    expect(second).toBe(first);
    expect(await cache.localizedKeys(passwords(), engine(1))).toBe(first);
  });

  /** Turns of the event loop that the work let by. */
  async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
    let turns = 0;
    let running = true;
    const count = (): void => {
      turns++;
      if (running) setImmediate(count);
    };
    setImmediate(count);
    await work();
    running = false;
    return turns;
  }

  const engines = (count: number) => Array.from({ length: count }, (_, n) => engine(n));

  test("the event loop turns while megabytes are hashed", async () => {
    const cache = new KeyCache();
    const turns = await turnsDuring(() =>
      Promise.all(engines(5).map((id) => cache.localizedKeys(passwords(), id))),
    );
    // AES256C over SHA-1 hashes a megabyte for each engine, in four turns; the password takes three more.
    expect(turns).toBeGreaterThanOrEqual(5 * 4 + 3);
  });

  test("one password is hashed once, however many engines wait for it, and each has a turn of its own", async () => {
    const cache = new KeyCache();
    const user = { ...passwords(), priv: undefined };
    const turns = await turnsDuring(() =>
      Promise.all(engines(100).map((id) => cache.localizedKeys(user, id))),
    );
    expect(turns).toBeGreaterThanOrEqual(100);
    expect(turns).toBeLessThan(120); // hashed anew for each: 400
  });

  test("a failure reaches all who wait, is not remembered and does not stop those behind it", async () => {
    const cache = new KeyCache();
    const empty = passwords("");
    const outcomes = await Promise.allSettled([
      cache.localizedKeys(empty, engine(1)),
      cache.localizedKeys(empty, engine(1)),
      cache.localizedKeys(passwords(), engine(1)),
      cache.localizedKeys(empty, engine(1)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled", "rejected"]);
    await expect(cache.localizedKeys(empty, engine(1))).rejects.toMatchObject({
      code: "snmp.empty-password",
    });
  });

  test("beyond its bound it forgets what was longest unused", () => {
    const cache = new KeyCache({ keysMax: 2 });
    const user = { ...passwords(), priv: undefined };
    const first = cache.localizedKeysSync(user, engine(1));
    const second = cache.localizedKeysSync(user, engine(2));
    cache.localizedKeysSync(user, engine(1)); // used again: now the second is the oldest
    cache.localizedKeysSync(user, engine(3));
    expect(cache.localizedKeysSync(user, engine(1))).toBe(first);
    expect(cache.localizedKeysSync(user, engine(2))).not.toBe(second);
  });

  test("an engineID may be a view of a buffer that is used again", async () => {
    const cache = new KeyCache();
    const buffer = Buffer.from(engine(1));
    const waiting = cache.localizedKeys(passwords(), buffer);
    buffer.fill(0);
    expect(hexOf(await waiting)).toBe(hexOf(new KeyCache().localizedKeysSync(passwords(), engine(1))));
  });

  test("it shows neither passwords nor keys", () => {
    const cache = new KeyCache();
    cache.localizedKeysSync(passwords(), engine(1));
    expect(inspect(cache, { depth: 9, showHidden: true }) + JSON.stringify(cache)).not.toMatch(/maplesyrup/);
  });
});

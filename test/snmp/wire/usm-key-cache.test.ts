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
    const keys = cache.localizedKeys(passwords(), engine(1));
    expect(cache.localizedKeys(passwords(), engine(1))).toBe(keys);
  });

  test("passwords that read alike when put one behind the other are two users", () => {
    const cache = new KeyCache();
    const keys = cache.localizedKeys(passwords("x", "yAES256Cz"), engine(1));
    expect(hexOf(cache.localizedKeys(passwords("xAES256Cy", "z"), engine(1)))).not.toBe(hexOf(keys));
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
    const keys = cache.localizedKeys(passwords(), engine(1));
    expect(hexOf(cache.localizedKeys(other, engineId))).not.toBe(hexOf(keys));
  });

  test("a failure is not remembered and does not stop the next user", () => {
    const cache = new KeyCache();
    const refused = expect.objectContaining({ code: "snmp.empty-password" });
    expect(() => cache.localizedKeys(passwords(""), engine(1))).toThrow(refused);
    expect(() => cache.localizedKeys(passwords(""), engine(1))).toThrow(refused);
    expect(cache.localizedKeys(passwords(), engine(1)).auth).toBeDefined();
  });

  test("beyond its bound it forgets what was longest unused", () => {
    const cache = new KeyCache({ keysMax: 2 });
    const user = { ...passwords(), priv: undefined };
    const first = cache.localizedKeys(user, engine(1));
    const second = cache.localizedKeys(user, engine(2));
    cache.localizedKeys(user, engine(1)); // used again: now the second is the oldest
    cache.localizedKeys(user, engine(3));
    expect(cache.localizedKeys(user, engine(1))).toBe(first);
    expect(cache.localizedKeys(user, engine(2))).not.toBe(second);
  });

  test("an engineID may be a view of a buffer that is used again", () => {
    const cache = new KeyCache();
    const buffer = Buffer.from(engine(1));
    const keys = cache.localizedKeys(passwords(), buffer);
    buffer.fill(0);
    expect(cache.localizedKeys(passwords(), engine(1))).toBe(keys);
  });

  test("it shows neither passwords nor keys", () => {
    const cache = new KeyCache();
    cache.localizedKeys(passwords(), engine(1));
    expect(inspect(cache, { depth: 9, showHidden: true }) + JSON.stringify(cache)).not.toMatch(/maplesyrup/);
  });
});

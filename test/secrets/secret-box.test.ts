import { inspect } from "node:util";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Secret } from "../../src/base/index.ts";
import {
  ENCRYPTED_TEXT,
  isEncrypted,
  keyIdOf,
  makeKey,
  parseKeys,
  SecretBox,
} from "../../src/secrets/index.ts";

const newKey = () => makeKey().reveal();
const box = (...keys: string[]) => new SecretBox(parseKeys(keys.join("\n"), "key file"), "key file");

describe("an encrypted text", () => {
  test("is decrypted to what it was, whatever it was", () => {
    const ours = box(newKey());
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
        expect(ours.decrypt(ours.encrypt(new Secret(text))).reveal()).toBe(text);
      }),
    );
  });

  test("names its key, shows nothing of the secret, and is another one each time", () => {
    const ours = box(newKey());
    const texts = [1, 2].map(() => ours.encrypt(new Secret("s3cr3t-community")));
    expect(texts[0]).not.toBe(texts[1]);
    expect(texts.map((text) => keyIdOf(text))).toEqual([ours.currentId, ours.currentId]);
    expect(texts.every((text) => isEncrypted(text) && text.match(ENCRYPTED_TEXT)?.[0] === text)).toBe(true);
    expect(texts.join("")).not.toContain("s3cr3t");
  });

  test("that was changed anywhere is refused, and the refusal quotes nothing of it", () => {
    const ours = box(newKey());
    const text = ours.encrypt(new Secret("s3cr3t-community"));
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.constantFrom("a", "b", "f", "A", "F", "Z", "0", "1", "9", "-", "_"),
        (at, other) => {
          fc.pre(text[at] !== other);
          const tampered = text.slice(0, at) + other + text.slice(at + 1);
          const refused = attempt(() => ours.decrypt(tampered));
          expect(refused).toMatchObject({ code: expect.stringMatching(/^secrets\.(damaged|unknown-key)$/) });
          expect(inspect(refused)).not.toContain(tampered.slice(-20));
        },
      ),
    );
  });

  test("that was cut is refused", () => {
    const ours = box(newKey());
    const text = ours.encrypt(new Secret("s3cr3t-community"));
    for (let length = 0; length < text.length; length++) {
      expect(attempt(() => ours.decrypt(text.slice(0, length)))).toMatchObject({ code: "secrets.damaged" });
    }
  });

  test("of a key that is not here names that key and those that are", () => {
    const [ours, theirs] = [box(newKey()), box(newKey())];
    expect(attempt(() => ours.decrypt(theirs.encrypt(new Secret("x"))))).toMatchObject({
      code: "secrets.unknown-key",
      message: `the secret is encrypted with key ${theirs.currentId}, and key file has ${ours.currentId}.`,
    });
  });

  test("of an older key is read, and new ones take the first key", () => {
    const [old, current] = [newKey(), newKey()];
    const ring = box(current, old);
    expect(ring.decrypt(box(old).encrypt(new Secret("x"))).reveal()).toBe("x");
    expect(
      box(current)
        .decrypt(ring.encrypt(new Secret("y")))
        .reveal(),
    ).toBe("y");
  });

  test("does not fit under the name of another key", () => {
    const [a, b] = [newKey(), newKey()];
    const ring = box(a, b);
    const text = ring.encrypt(new Secret("x")).replace(ring.ids[0]!, ring.ids[1]!);
    expect(attempt(() => ring.decrypt(text))).toMatchObject({ code: "secrets.damaged" });
  });
});

describe("the text of keys", () => {
  test("is base64 or hexadecimal, with comments, blank lines and blanks between; one twice counts once", () => {
    const key = newKey();
    const hex = Buffer.from(key, "base64").toString("hex");
    const other = Buffer.from(newKey(), "base64").toString("base64url");
    expect(box("# of 2026", "", hex, `${key}  ${other}\r`).ids).toHaveLength(2);
  });

  test.each([
    ["nothing", "# none\n"],
    ["a passphrase", "correct horse battery staple, and more"],
    ["zeros", "0".repeat(64)],
    ["a key that was cut", newKey().slice(0, 40)],
    ["seventeen keys", Array.from({ length: 17 }, newKey).join("\n")],
  ])("is refused for %s, without a quote", (_, text) => {
    const refused = attempt(() => parseKeys(text, "/etc/key"));
    expect(refused).toMatchObject({ code: "secrets.key", message: expect.stringContaining("/etc/key") });
    expect(inspect(refused)).not.toContain(text.slice(0, 12));
  });

  test("is nowhere in a print of the keys", () => {
    const key = newKey();
    const ours = box(key);
    const shown = inspect([ours, parseKeys(key, "x")], { depth: 9, showHidden: true }) + JSON.stringify(ours);
    expect(shown).not.toContain(key);
    expect(shown).not.toContain(Buffer.from(key, "base64").toString("hex"));
    expect(inspect(makeKey())).toBe("***");
  });
});

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

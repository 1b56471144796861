import { describe, expect, test } from "vitest";
import { Passwords, passwordProblem } from "../../src/access/index.ts";
import { Secret } from "../../src/base/index.ts";

describe("the record of a password", () => {
  test("is scrypt with N = 2^15, a salt of 16 bytes of its own and a key of 32, and matches that password alone", async () => {
    const passwords = new Passwords();
    const password = new Secret("correct horse battery");
    const [record, other] = await Promise.all([passwords.hash(password), passwords.hash(password)]);
    expect(record).toMatchObject({ algorithm: "scrypt", cost: 32_768, blockSize: 8, parallelization: 1 });
    expect(Buffer.from(record.salt, "base64")).toHaveLength(16);
    expect(Buffer.from(record.hash, "base64")).toHaveLength(32);
    expect(other.salt).not.toBe(record.salt);
    expect(JSON.stringify(record)).not.toContain("horse");
    expect(await passwords.matches(password, record)).toBe(true);
    expect(await passwords.matches(new Secret("correct horse batterz"), record)).toBe(false);
  });

  test("matches however the same letters were typed: a composed ü and u with two dots are one", async () => {
    const passwords = new Passwords();
    const record = await passwords.hash(new Secret("sch\u00fcssel-nr-7"));
    expect(await passwords.matches(new Secret("schu\u0308ssel-nr-7"), record)).toBe(true);
  });
});

test("without a record it takes an scrypt all the same, and nothing matches", async () => {
  const passwords = new Passwords();
  const record = await passwords.hash(new Secret("correct horse battery"));
  const cpuOf = async (work: () => Promise<boolean>): Promise<number> => {
    const before = process.cpuUsage();
    expect(await work()).toBe(false);
    return process.cpuUsage(before).user;
  };
  const wrong = new Secret("wrong horse battery");
  const [unknown, known] = [
    await cpuOf(() => passwords.matches(wrong, undefined)),
    await cpuOf(() => passwords.matches(wrong, record)),
  ];
  // One scrypt is some 50 ms; without it there would be a factor of a thousand.
  expect(unknown).toBeGreaterThan(known / 4);
});

test("beyond two at work and 32 in wait, more are told to come again", async () => {
  const passwords = new Passwords();
  const password = new Secret("correct horse battery");
  // A small cost: it is the waiting that is looked at.
  const cheap = { ...(await passwords.hash(password)), cost: 2 };
  const all = Array.from({ length: 40 }, () => passwords.matches(password, cheap));
  const outcomes = await Promise.allSettled(all);
  const refused = outcomes.filter(({ status }) => status === "rejected");
  expect(refused).toHaveLength(6);
  expect(refused[0]).toMatchObject({ reason: { code: "access.busy" } });
  // Places are given back.
  expect(await passwords.matches(password, cheap)).toBe(false);
});

test.each([
  ["short-one", "12 to 256 characters"],
  ["x".repeat(257), "12 to 256 characters"],
  ["ababababababab", "four different"],
  ["Operations-Team", "not the name"],
])("%j is not taken: %s", (text, reason) => {
  expect(passwordProblem(new Secret(text), "operations-team")).toContain(reason);
});

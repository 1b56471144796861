import { expect, test } from "vitest";
import { ScalarMemory } from "../../src/poll/scalar-memory.ts";
import { oid } from "../../src/smi/index.ts";

const NAME = oid("1.3.6.1.2.1.1.5");

test("a scalar is asked for as written until it has answered with .0", () => {
  const memory = new ScalarMemory();
  expect(memory.instanceOf(NAME)).toBe(NAME);
  memory.answersWithZero(NAME);
  expect(memory.instanceOf(NAME)).toBe(`${NAME}.0`);
});

test("an OID that ends in .0 already is not worth another", () => {
  expect(new ScalarMemory().isWorthZero(oid(`${NAME}.0`), 0)).toBe(false);
});

test("an object that once answered with .0 is not tried twice when it is gone", () => {
  const memory = new ScalarMemory();
  memory.answersWithZero(NAME);
  expect(memory.isWorthZero(NAME, 0)).toBe(false);
});

test("an object that answers neither way is worth another try after an hour", () => {
  const memory = new ScalarMemory();
  memory.answersNeither(NAME, 1_000);
  expect(memory.isWorthZero(NAME, 3_600_999)).toBe(false);
  expect(memory.isWorthZero(NAME, 3_601_000)).toBe(true);
});

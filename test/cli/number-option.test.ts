import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { decimal, wholeNumber } from "../../src/cli/number-option.ts";

function parse(args: readonly string[]): Record<string, unknown> {
  return new Command()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .addOption(wholeNumber("--count <n>", "", { min: 0, max: 10, byDefault: 3 }))
    .addOption(decimal("--loss <ratio>", "", { min: 0, max: 1 }))
    .parse(args, { from: "user" })
    .opts();
}

describe("a numeric option", () => {
  test("gives the number, or its default", () => {
    expect(parse([])).toEqual({ count: 3 });
    expect(parse(["--count", "0", "--loss", ".5"])).toEqual({ count: 0, loss: 0.5 });
  });

  test.each(["abc", "", " ", "1.5", "0x1", "1e1", "-1", "11", "NaN", "99999999999999999999"])(
    "refuses %j with the range to write",
    (text) => {
      expect(() => parse(["--count", text])).toThrow("Write a whole number from 0 to 10.");
    },
  );

  test.each(["1.01", "-0.1", "half", "Infinity"])("refuses the ratio %j", (text) => {
    expect(() => parse(["--loss", text])).toThrow("Write a number from 0 to 1.");
  });
});

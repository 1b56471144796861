import { expect, test } from "vitest";
import { rootsOf } from "../../src/cli/oid-argument.ts";
import { UsageError } from "../../src/cli/usage.ts";
import { builtinCatalogue } from "../../src/smi/index.ts";

function remedyOf(text: string): string | undefined {
  try {
    rootsOf(text, builtinCatalogue);
  } catch (error) {
    if (error instanceof UsageError) return error.remedy;
    throw error;
  }
  return undefined;
}

test.each([
  ["1.3.6.1.2.1", ["1.3.6.1.2.1"]],
  [".1.3.6.1.2.1", ["1.3.6.1.2.1"]],
  ["ifName", ["1.3.6.1.2.1.31.1.1.1.1"]],
  ["IF-MIB::ifName.3", ["1.3.6.1.2.1.31.1.1.1.1.3"]],
  ["1", ["1.0", "1.2", "1.3"]],
  [".1", ["1.0", "1.2", "1.3"]],
])("%s stands for %j", (text, roots) => {
  expect(rootsOf(text, builtinCatalogue)).toEqual(roots);
});

test.each([
  ["IF-MIB::ifNme", "Did you mean IF-MIB::ifName?"],
  ["ifNam.3", "Did you mean ifName.3?"],
])("a mistyped %s gets the name that was meant", (text, hint) => {
  expect(remedyOf(text)).toContain(hint);
});

test("a name that resembles none is not guessed", () => {
  expect(remedyOf("acmeWidgetCount")).toBe("Write it by number, or add its MIB with --mib-dir.");
});

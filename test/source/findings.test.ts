import { expect, test } from "vitest";
import { Findings } from "../../src/source/index.ts";

const TEXT = "ab\ncd";

test("findings come in the order of the text, those of one place in the order they were found", () => {
  const findings = new Findings(TEXT);
  findings.info("X3", { path: "/b", at: 3 }, "third");
  findings.error("X1", { path: "/a", at: 0 }, "first");
  findings.warning("X2", { path: "/a", at: 0 }, "second");
  expect(findings.inFileOrder()).toEqual([
    { code: "X1", severity: "error", path: "/a", line: 1, column: 1, message: "first" },
    { code: "X2", severity: "warning", path: "/a", line: 1, column: 1, message: "second" },
    { code: "X3", severity: "info", path: "/b", line: 2, column: 1, message: "third" },
  ]);
});

test("a thousand warnings of a code do not hide its error", () => {
  const findings = new Findings(TEXT);
  for (let n = 0; n < 1_200; n++) findings.warning("X1", { path: "", at: 0 }, "warned");
  findings.error("X1", { path: "", at: 3 }, "refused");
  const listed = findings.inFileOrder();
  expect(listed).toHaveLength(1_002);
  expect(listed.filter(({ severity }) => severity === "error")).toMatchObject([{ message: "refused" }]);
  expect(listed.at(-1)).toMatchObject({
    severity: "warning",
    message: "200 more findings X1 are not listed",
  });
});

test("errors are counted beyond those that are listed", () => {
  const findings = new Findings(TEXT);
  for (let n = 0; n < 1_001; n++) findings.error("X1", { path: "", at: 0 }, "wrong");
  expect(findings.errors).toBe(1_001);
});

test("a place outside of the text is shown at its end, a long value cut", () => {
  const findings = new Findings(TEXT);
  findings.error("X1", { path: "", at: 99 }, "wrong", "v".repeat(300));
  expect(findings.inFileOrder()).toMatchObject([{ line: 2, column: 3, value: `${"v".repeat(199)}…` }]);
});

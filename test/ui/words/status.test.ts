import { expect, test } from "vitest";
import { ENDPOINT_CODES } from "../../../src/store/device-status.ts";
import { statusWords, TONES, toneRank } from "../../../src/ui/words/status.ts";

test("every status that a device may have is told in words", () => {
  for (const code of ENDPOINT_CODES) expect(statusWords(code).meaning).toMatch(/^[A-Z].+\.$/);
});

test("a status of a later version is shown as it is, and worth a look", () => {
  expect(statusWords("NEW_CODE")).toMatchObject({ tone: "warning", label: "NEW_CODE" });
});

test("errors come first", () => {
  expect([...TONES].toSorted((a, b) => toneRank(a) - toneRank(b))).toEqual([
    "error",
    "warning",
    "pending",
    "ok",
  ]);
});

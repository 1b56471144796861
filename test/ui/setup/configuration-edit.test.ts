import { describe, expect, test } from "vitest";
import { editOf, followed, isDirty, isOutdated, savedAs } from "../../../src/ui/setup/configuration-edit.ts";

const value = (description: string) => ({ version: "1.0.0", description, featureSets: [], enabled: true });
const stored = (description: string, revision: string) => ({ value: value(description), revision });

const FIRST = stored("b4", "r1");
const untouched = editOf(FIRST);
const typed = { ...untouched, value: value("building 4") };

describe("while a configuration is edited", () => {
  test("what nobody touched follows what others save", () => {
    const theirs = stored("b5", "r2");
    expect(followed(untouched, theirs)).toEqual(editOf(theirs));
  });

  test("what was typed stays, and is outdated", () => {
    const theirs = stored("b5", "r2");
    expect(followed(typed, theirs)).toBe(typed);
    expect(isOutdated(typed, theirs)).toBe(true);
  });
});

describe("after a save", () => {
  const saved = savedAs(typed, { shown: typed.value, sent: typed.value, revision: "r2" });

  test("there is nothing left to save", () => {
    expect(isDirty(saved)).toBe(false);
  });

  test("the answer from before it neither comes back nor counts as a change by somebody else", () => {
    expect(followed(saved, FIRST)).toBe(saved);
    expect(isOutdated({ ...saved, value: value("building 4b") }, FIRST)).toBe(false);
  });

  test("what the service made of it is shown, as secrets that are hidden again", () => {
    const hidden = stored("***", "r2");
    expect(followed(saved, hidden).value.description).toBe("***");
  });

  test("what was typed while it ran stays, and is based on what was saved", () => {
    const typedOn = { ...typed, value: value("building 4, roof") };
    const after = savedAs(typedOn, { shown: typed.value, sent: typed.value, revision: "r2" });
    expect(after.value.description).toBe("building 4, roof");
    expect(isOutdated(after, stored("building 4", "r2"))).toBe(false);
  });

  test("of a value beside what is shown, that one is shown", () => {
    const sent = { ...untouched.value, enabled: false };
    const after = savedAs(untouched, { shown: untouched.value, sent, revision: "r2" });
    expect(after.value.enabled).toBe(false);
  });
});

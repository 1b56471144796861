import { expect, test } from "vitest";
import { readRecordings } from "../../../src/app/authoring/recordings.ts";

test("the recordings that come along are named as previews take them, each with what the device said it is", async () => {
  const recordings = await readRecordings();
  expect(recordings.map(({ name }) => name)).toContain("core-sw-1");
  expect(recordings.filter(({ description, sysDescr }) => description === "" || sysDescr === "")).toEqual([]);
});

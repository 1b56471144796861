import { expect, test } from "vitest";
import { createNoticeLog } from "../../src/app/engine-notices.ts";
import { silentLogger } from "../../src/base/index.ts";
import { FakeClock } from "../support/fake-clock.ts";

test("a host that stalls all the time is told of at once, then once a minute for all", async () => {
  const clock = new FakeClock();
  const said: object[] = [];
  const note = createNoticeLog({ ...silentLogger, warn: (fields) => void said.push(fields) }, clock);
  for (let seconds = 0; seconds <= 60; seconds++) {
    note({ kind: "stall", ms: 100 + seconds });
    await clock.advance(1_000);
  }
  expect(said).toEqual([
    { code: "snmp.stall", times: 1, longestMs: 100 },
    { code: "snmp.stall", times: 60, longestMs: 160 },
  ]);
});

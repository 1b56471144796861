import { expect, test } from "vitest";
import { codeOfReport, EngineClock } from "../../src/snmp/usm.ts";

const ID = Buffer.from("80001f8880deadbeef01", "hex");

test("an engine's time runs on with the local clock, in whole seconds", () => {
  const engine = new EngineClock(ID, 3, 100, 5_000);
  expect(engine.at(5_999)).toEqual({ engineId: ID, boots: 3, timeSeconds: 100 });
  expect(engine.at(65_000)).toEqual({ engineId: ID, boots: 3, timeSeconds: 160 });
});

test("an authentic message moves our notion forward", () => {
  const engine = new EngineClock(ID, 3, 100, 0);
  engine.advance(3, 400, 1_000);
  expect(engine.at(2_000).timeSeconds).toBe(401);
  engine.advance(4, 5, 2_000);
  expect(engine.at(3_000)).toMatchObject({ boots: 4, timeSeconds: 6 });
});

test("an older message does not move it back", () => {
  const engine = new EngineClock(ID, 3, 100, 0);
  engine.advance(3, 50, 1_000);
  engine.advance(2, 90_000, 1_000);
  expect(engine.at(1_000)).toMatchObject({ boots: 3, timeSeconds: 101 });
});

test("time stops at 2³¹−1, as the engine's own does", () => {
  expect(new EngineClock(ID, 3, 0x7fff_fff0, 0).at(3_600_000).timeSeconds).toBe(0x7fff_ffff);
});

test("a report that names no known counter is a bad response", () => {
  expect(codeOfReport("1.3.6.1.2.1.1.1.0")).toBe("snmp.bad-response");
  expect(codeOfReport("")).toBe("snmp.bad-response");
});

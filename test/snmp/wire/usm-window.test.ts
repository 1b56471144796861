import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ENGINE_NUMBER_MAX, EngineWindow } from "../../../src/snmp/wire/usm-window.ts";

const at = (boots: number, timeSeconds: number) => ({ boots, timeSeconds });

describe("an engine's clock", () => {
  test("runs on with the local clock, in whole seconds", () => {
    const window = new EngineWindow(at(3, 100), 5_000);
    expect(window.at(5_999)).toEqual(at(3, 100));
    expect(window.at(65_000)).toEqual(at(3, 160));
  });

  test("stops at 2³¹−1, as the engine's own does", () => {
    expect(new EngineWindow(at(3, 0x7fff_fff0), 0).at(3_600_000)).toEqual(at(3, ENGINE_NUMBER_MAX));
  });

  test("takes boots and time of a newer message", () => {
    const window = new EngineWindow(at(3, 100), 0);
    expect(window.receive(at(3, 400), 1_000)).toBe("in-window");
    expect(window.at(2_000)).toEqual(at(3, 401));
    expect(window.receive(at(4, 5), 2_000)).toBe("in-window");
    expect(window.at(3_000)).toEqual(at(4, 6));
  });

  test("zero boots are a count like any other", () => {
    const window = new EngineWindow(at(0, 0), 0);
    expect(window.receive(at(0, 10), 10_000)).toBe("in-window");
    expect(window.at(10_000)).toEqual(at(0, 10));
  });

  test("follows an agent whose clock runs slow, behind our running notion", () => {
    const window = new EngineWindow(at(3, 1_000), 0);
    // Polled every minute, the agent counts 50 seconds; after an hour it is 600 behind, and still in the window.
    for (let minute = 1; minute <= 60; minute++) {
      expect(window.receive(at(3, 1_000 + 50 * minute), 60_000 * minute)).toBe("in-window");
    }
    expect(window.at(3_600_000)).toEqual(at(3, 4_000));
  });

  test("follows an agent whose clock runs fast", () => {
    const window = new EngineWindow(at(3, 1_000), 0);
    expect(window.receive(at(3, 9_000), 60_000)).toBe("in-window");
    expect(window.at(60_000)).toEqual(at(3, 9_000));
  });
});

describe("the time window (RFC 3414 §3.2 step 7b)", () => {
  test("150 seconds behind is in, 151 is out, and neither moves our notion", () => {
    const window = new EngineWindow(at(3, 1_000), 0);
    expect(window.receive(at(3, 850), 0)).toBe("in-window");
    expect(window.receive(at(3, 849), 0)).toBe("time-went-back");
    expect(window.at(0)).toEqual(at(3, 1_000));
  });

  test("the 150 seconds count from the running notion", () => {
    const window = new EngineWindow(at(3, 1_000), 0);
    expect(window.receive(at(3, 1_000), 150_000)).toBe("in-window");
    expect(window.receive(at(3, 1_000), 151_000)).toBe("time-went-back");
  });

  test("fewer boots are out, whatever the time", () => {
    const window = new EngineWindow(at(3, 1_000), 0);
    expect(window.receive(at(2, 90_000), 0)).toBe("boots-went-back");
    expect(window.at(0)).toEqual(at(3, 1_000));
  });

  test("boots of 2³¹−1 are out for good", () => {
    const window = new EngineWindow(at(3, 1_000), 0);
    expect(window.receive(at(ENGINE_NUMBER_MAX, 5), 0)).toBe("boots-exhausted");
    expect(window.receive(at(ENGINE_NUMBER_MAX, 6), 1_000)).toBe("boots-exhausted");
    expect(window.receive(at(3, 1_001), 1_000)).toBe("boots-exhausted");
  });

  test("a monotonic clock that stands still or steps back a little does no harm", () => {
    const window = new EngineWindow(at(3, 1_000), 5_000);
    expect(window.at(4_000)).toEqual(at(3, 1_000));
  });

  test("messages in any order: verdict and notion follow the newest one received", () => {
    const message = fc.record({
      boots: fc.integer({ min: 0, max: 3 }),
      timeSeconds: fc.integer({ min: 0, max: 500 }),
      waitMs: fc.integer({ min: 0, max: 100_000 }),
    });
    const isNewer = (a: typeof first, b: typeof first) =>
      a.boots > b.boots || (a.boots === b.boots && a.timeSeconds > b.timeSeconds);
    const first = { boots: 0, timeSeconds: 0, atMs: 0 };
    fc.assert(
      fc.property(fc.array(message, { maxLength: 30 }), (messages) => {
        const window = new EngineWindow(first, 0);
        let nowMs = 0;
        let newest = first;
        for (const { boots, timeSeconds, waitMs } of messages) {
          nowMs += waitMs;
          const verdict = window.receive(at(boots, timeSeconds), nowMs);
          const received = { boots, timeSeconds, atMs: nowMs };
          if (isNewer(received, newest)) newest = received;
          const runningSeconds = newest.timeSeconds + Math.floor((nowMs - newest.atMs) / 1_000);
          const inTime = runningSeconds - timeSeconds <= 150 ? "in-window" : "time-went-back";
          expect(verdict).toBe(boots < newest.boots ? "boots-went-back" : inTime);
          expect(window.at(nowMs)).toEqual(at(newest.boots, runningSeconds));
        }
      }),
    );
  });
});

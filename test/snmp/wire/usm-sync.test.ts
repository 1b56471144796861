import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeOfReport, REPORT_COUNTERS, reportNameOf } from "../../../src/snmp/wire/usm-report.ts";
import { type EngineStamp, EngineSync, Repeats } from "../../../src/snmp/wire/usm-sync.ts";

const A = Uint8Array.from(Buffer.from("80001f8880aaaaaaaa", "hex"));
const B = Uint8Array.from(Buffer.from("80001f8880bbbbbbbb", "hex"));
const BOOTS_MAX = 0x7fff_ffff;

const engine = (engineId: Uint8Array, boots: number, timeSeconds: number): EngineStamp => ({
  engineId,
  boots,
  timeSeconds,
});

type Counter = keyof typeof REPORT_COUNTERS;

const report = (counter: Counter, from: EngineStamp, authentic = false) => ({
  oid: `${REPORT_COUNTERS[counter].oid}.0`,
  engine: from,
  authentic,
});
const notInTime = (from: EngineStamp, authentic = true) =>
  report("usmStatsNotInTimeWindows", from, authentic);
const unknownEngine = (from: EngineStamp) => report("usmStatsUnknownEngineIDs", from);

/** Engine A at 7 boots and 1,000 s, discovered at 0 ms. */
function discovered(authenticated = true): EngineSync {
  const sync = new EngineSync({ authenticated });
  sync.discovered(engine(A, 7, 1_000), 0);
  return sync;
}

function confirmed(): EngineSync {
  const sync = discovered();
  expect(sync.reply(engine(A, 7, 1_000), 0, new Repeats())).toEqual({ kind: "accept" });
  return sync;
}

describe("reports", () => {
  test.each([
    ["1.3.6.1.6.3.15.1.1.1.0", "snmp.unsupported-security-level"],
    ["1.3.6.1.6.3.15.1.1.2.0", "snmp.not-in-time-window"],
    ["1.3.6.1.6.3.15.1.1.3.0", "snmp.unknown-user"],
    ["1.3.6.1.6.3.15.1.1.4.0", "snmp.unknown-engine-id"],
    ["1.3.6.1.6.3.15.1.1.5.0", "snmp.wrong-digest"],
    ["1.3.6.1.6.3.15.1.1.6.0", "snmp.decryption-error"],
    ["1.3.6.1.6.3.12.1.4.0", "snmp.unknown-context"],
    ["1.3.6.1.6.3.12.1.5.0", "snmp.unknown-context"],
    ["1.3.6.1.6.3.11.2.1.1.0", "snmp.unsupported"],
    ["1.3.6.1.6.3.11.2.1.3.0", "snmp.unknown-context"],
    ["1.3.6.1.6.3.15.1.1.5", "snmp.wrong-digest"],
    ["1.3.6.1.6.3.15.1.1.50.0", "snmp.bad-response"],
    ["1.3.6.1.6.3.15.1.1.5.1", "snmp.bad-response"],
    ["1.3.6.1.2.1.1.1.0", "snmp.bad-response"],
    ["", "snmp.bad-response"],
  ])("%s means %s", (oid, code) => {
    expect(codeOfReport(reportNameOf(oid))).toBe(code);
  });

  test.each(["usmStatsUnknownUserNames", "usmStatsUnsupportedSecLevels", "snmpUnknownContexts"] as const)(
    "%s at first contact ends the request, so that a typing error shows at once",
    (counter) => {
      expect(discovered().report(report(counter, engine(A, 7, 1_000)), 0, new Repeats())).toEqual({
        kind: "fail",
        code: REPORT_COUNTERS[counter].code,
        detail: undefined,
      });
    },
  );

  test("an unauthenticated one does not end a request to a confirmed engine: anyone could have sent it", () => {
    const sync = confirmed();
    const wrongDigests = report("usmStatsWrongDigests", engine(A, 7, 1_000));
    expect(sync.report(wrongDigests, 0, new Repeats())).toEqual({ kind: "wait", code: "snmp.wrong-digest" });
  });

  test("an authentic one does", () => {
    const decryption = report("usmStatsDecryptionErrors", engine(A, 7, 1_000), true);
    expect(confirmed().report(decryption, 0, new Repeats())).toMatchObject({
      kind: "fail",
      code: "snmp.decryption-error",
    });
  });

  test("a report that says nothing we know fails as a bad response", () => {
    const unknown = { oid: "1.3.6.1.2.1.1.1.0", engine: engine(A, 7, 1_000), authentic: true };
    expect(confirmed().report(unknown, 0, new Repeats())).toMatchObject({ code: "snmp.bad-response" });
  });

  test("without authentication there is no clock to set: notInTimeWindows fails", () => {
    const sync = discovered(false);
    expect(sync.report(notInTime(engine(A, 9, 5), false), 0, new Repeats())).toMatchObject({ kind: "fail" });
    expect(sync.stamp(0)).toEqual(engine(A, 7, 1_000));
  });
});

describe("discovery", () => {
  test("before it there is nothing to stamp a request with", () => {
    expect(new EngineSync({ authenticated: true }).stamp(0)).toBeUndefined();
  });

  test("its engineID and clock stamp the next request", () => {
    expect(discovered().stamp(61_000)).toEqual(engine(A, 7, 1_061));
  });

  test.each([0, 33])("an engineID of %i octets is not to be used", (length) => {
    const sync = new EngineSync({ authenticated: true });
    expect(sync.discovered(engine(new Uint8Array(length), 7, 1_000), 0)).toBe("unusable");
    expect(sync.stamp(0)).toBeUndefined();
  });

  test("an engine discovered anew is the same, another one, or the one before", () => {
    const sync = confirmed();
    expect(sync.discovered(engine(A, 7, 1_200), 0)).toBe("same");
    expect(sync.discovered(engine(B, 1, 5), 0)).toBe("swapped");
    expect(sync.discovered(engine(A, 7, 1_300), 0)).toBe("alternates");
  });

  test("the engineID is kept, not the buffer that it came in", () => {
    const buffer = Buffer.from(A);
    const sync = new EngineSync({ authenticated: true });
    sync.discovered(engine(buffer, 7, 1_000), 0);
    buffer.fill(0);
    expect(sync.stamp(0)?.engineId).toEqual(A);
  });
});

describe("resynchronisation", () => {
  test("a discovery that told no clock: the authentic report does, and the request is repeated", () => {
    const sync = new EngineSync({ authenticated: true });
    sync.discovered(engine(A, 0, 0), 0);
    const action = sync.report(notInTime(engine(A, 7, 90_000)), 1_000, new Repeats());
    expect(action).toEqual({ kind: "repeat", because: "clock-learned" });
    expect(sync.stamp(2_000)).toEqual(engine(A, 7, 90_001));
  });

  test.each([
    ["boots have grown", engine(A, 8, 3), "rebooted"],
    ["boots have shrunk, as after a factory reset", engine(A, 1, 90_000), "clock-went-back"],
    ["the time has shrunk, as after a restart that was not counted", engine(A, 7, 5), "clock-went-back"],
    ["the time has run away", engine(A, 7, 5_000), "clock-ahead"],
    ["boots went back to zero", engine(A, 0, 0), "clock-went-back"],
  ] as const)("%s: the engine's clock is taken over and the request repeated", (_what, now, because) => {
    const sync = confirmed();
    expect(sync.report(notInTime(now), 1_000, new Repeats())).toEqual({ kind: "repeat", because });
    expect(sync.stamp(1_000)).toEqual(now);
    expect(sync.reply(now, 1_000, new Repeats())).toEqual({ kind: "accept" });
  });

  test("an engineTime that came to its end begins anew with one more boot", () => {
    const sync = new EngineSync({ authenticated: true });
    sync.discovered(engine(A, 7, BOOTS_MAX - 10), 0);
    sync.reply(engine(A, 7, BOOTS_MAX - 10), 0, new Repeats());
    expect(sync.stamp(60_000)).toEqual(engine(A, 7, BOOTS_MAX));
    const action = sync.report(notInTime(engine(A, 8, 50)), 60_000, new Repeats());
    expect(action).toEqual({ kind: "repeat", because: "rebooted" });
  });

  test("another engineID: the request is repeated for the new engine, which is not confirmed", () => {
    const sync = confirmed();
    const action = sync.report(unknownEngine(engine(B, 2, 50)), 0, new Repeats());
    expect(action).toEqual({ kind: "repeat", because: "engine-swapped" });
    expect(sync.stamp(0)).toEqual(engine(B, 2, 50));
    // Of an engine that is not confirmed, even a report that nobody signed ends the request.
    const wrongDigests = report("usmStatsWrongDigests", engine(B, 2, 50));
    expect(sync.report(wrongDigests, 0, new Repeats()).kind).toBe("fail");
  });

  test("the engineID before the last one: two devices share the address", () => {
    const sync = confirmed();
    sync.report(unknownEngine(engine(B, 2, 50)), 0, new Repeats());
    const action = sync.report(unknownEngine(engine(A, 7, 1_000)), 0, new Repeats());
    expect(action).toEqual({ kind: "repeat", because: "engines-alternate" });
  });

  test("a new engine may be out of step once more", () => {
    const sync = confirmed();
    const repeats = new Repeats();
    expect(sync.report(notInTime(engine(A, 8, 3)), 0, repeats).kind).toBe("repeat");
    expect(sync.report(unknownEngine(engine(B, 0, 0)), 0, repeats).kind).toBe("repeat");
    expect(sync.report(notInTime(engine(B, 4, 60)), 0, repeats).kind).toBe("repeat");
    expect(sync.reply(engine(B, 4, 60), 0, repeats)).toEqual({ kind: "accept" });
  });

  test("unknownEngineIDs that names our own engine can only fail", () => {
    const action = discovered().report(unknownEngine(engine(A, 7, 1_000)), 0, new Repeats());
    expect(action).toMatchObject({ kind: "fail", code: "snmp.unknown-engine-id" });
  });

  test("an unauthenticated notInTimeWindows is a hint: worth a repeat, and no loss when it was forged", () => {
    const sync = confirmed();
    const repeats = new Repeats();
    const forged = notInTime(engine(A, 99, 5), false);
    expect(sync.report(forged, 0, repeats).kind).toBe("repeat");
    // The engine itself objects to the forged clock, and is believed.
    expect(sync.report(notInTime(engine(A, 7, 1_001)), 1_000, repeats).kind).toBe("repeat");
    expect(sync.reply(engine(A, 7, 1_001), 1_000, repeats)).toEqual({ kind: "accept" });
  });

  test("boots at 2³¹−1 cannot be helped by repeating", () => {
    const action = confirmed().report(notInTime(engine(A, BOOTS_MAX, 5)), 0, new Repeats());
    expect(action).toEqual({ kind: "fail", code: "snmp.not-in-time-window", detail: "boots-exhausted" });
  });
});

describe("replies", () => {
  test("one of another engine is no answer", () => {
    expect(confirmed().reply(engine(B, 7, 1_000), 0, new Repeats())).toEqual({ kind: "ignore" });
    expect(new EngineSync({ authenticated: true }).reply(engine(A, 1, 1), 0, new Repeats())).toEqual({
      kind: "ignore",
    });
  });

  test("one outside the window is not taken, but its clock is, and the request repeated", () => {
    const sync = confirmed();
    const repeats = new Repeats();
    const late = engine(A, 7, 10);
    expect(sync.reply(late, 0, repeats)).toEqual({ kind: "repeat", because: "clock-went-back" });
    expect(sync.reply(late, 0, repeats)).toEqual({ kind: "accept" });
  });

  test("an agent that says zero boots and zero seconds for ever is read all the same", () => {
    const sync = new EngineSync({ authenticated: true });
    sync.discovered(engine(A, 0, 0), 0);
    let repeated = 0;
    for (let minute = 0; minute < 60; minute++) {
      const repeats = new Repeats();
      const ask = () => sync.reply(engine(A, 0, 0), minute * 60_000, repeats).kind;
      const first = ask();
      if (first === "repeat") repeated++;
      expect(first === "repeat" ? ask() : first).toBe("accept");
    }
    expect(repeated).toBe(19); // every third minute, when 150 s have passed
  });

  test("without authentication no clock is checked", () => {
    expect(discovered(false).reply(engine(A, 0, 0), 0, new Repeats())).toEqual({ kind: "accept" });
  });

  test("boots at 2³¹−1 fail", () => {
    expect(confirmed().reply(engine(A, BOOTS_MAX, 5), 0, new Repeats())).toMatchObject({
      kind: "fail",
      detail: "boots-exhausted",
    });
  });

  test("two devices with one engineID keep their own clocks", () => {
    const [one, two] = [confirmed(), new EngineSync({ authenticated: true })];
    two.discovered(engine(A, 3, 50), 0);
    expect(one.reply(engine(A, 7, 1_010), 10_000, new Repeats())).toEqual({ kind: "accept" });
    expect(two.reply(engine(A, 3, 60), 10_000, new Repeats())).toEqual({ kind: "accept" });
  });
});

describe("storms of reports", () => {
  test("the same report after the repeat ends the request", () => {
    const sync = confirmed();
    const repeats = new Repeats();
    expect(sync.report(notInTime(engine(A, 8, 3)), 0, repeats).kind).toBe("repeat");
    expect(sync.report(notInTime(engine(A, 9, 3)), 0, repeats)).toEqual({
      kind: "fail",
      code: "snmp.not-in-time-window",
      detail: "no-progress",
    });
    expect(sync.stamp(0)).toEqual(engine(A, 9, 3)); // the next request starts from the latest news
  });

  test("two devices that answer in turns end the request at the second swap", () => {
    const sync = confirmed();
    const repeats = new Repeats();
    expect(sync.report(unknownEngine(engine(B, 2, 50)), 0, repeats).kind).toBe("repeat");
    expect(sync.report(unknownEngine(engine(A, 7, 1_000)), 0, repeats)).toMatchObject({
      kind: "fail",
      code: "snmp.unknown-engine-id",
      detail: "no-progress",
    });
  });

  test("no sequence of reports and replies repeats one request more than three times", () => {
    const message = fc.record({
      counter: fc.constantFrom(...(Object.keys(REPORT_COUNTERS) as Counter[])),
      from: fc.record({
        engineId: fc.constantFrom(A, B, Buffer.alloc(0), Buffer.from("800000000105", "hex")),
        boots: fc.constantFrom(0, 1, 7, 8, BOOTS_MAX),
        timeSeconds: fc.constantFrom(0, 1_000, 50_000, BOOTS_MAX),
      }),
      authentic: fc.boolean(),
      isReply: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 60 }), fc.boolean(), (messages, warm) => {
        const sync = warm ? confirmed() : discovered();
        const repeats = new Repeats();
        const actions = messages.map(({ counter, from, authentic, isReply }, i) =>
          isReply
            ? sync.reply(from, i * 20_000, repeats)
            : sync.report(report(counter, from, authentic), i * 20_000, repeats),
        );
        expect(actions.filter(({ kind }) => kind === "repeat").length).toBeLessThanOrEqual(3);
      }),
    );
  });

  test("a device that never gets in step is asked once a request in the end, until it answers", () => {
    const sync = confirmed();
    const kinds = Array.from({ length: 8 }, (_, i) => {
      const first = sync.report(notInTime(engine(A, 8 + i, 3)), 0, new Repeats());
      return first.kind;
    });
    expect(kinds).toEqual([...Array.from({ length: 6 }, () => "repeat"), "fail", "fail"]);
    expect(sync.reply(engine(A, 15, 3), 0, new Repeats())).toEqual({ kind: "accept" });
    expect(sync.report(notInTime(engine(A, 16, 3)), 0, new Repeats()).kind).toBe("repeat");
  });
});

import { describe, expect, test } from "vitest";
import { AUDIT_FILE, AuditFile } from "../../src/app/audit-file.ts";
import { type Logger, silentLogger } from "../../src/base/index.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { MemoryFolder } from "../support/memory-folder.ts";

const START = 1_760_000_000_000;

function open() {
  const clock = new FakeClock({ wallMs: START });
  const folder = new MemoryFolder(() => clock.wallMs());
  const warnings: unknown[] = [];
  const logger: Logger = { ...silentLogger, warn: (fields) => warnings.push(fields) };
  const audit = new AuditFile(folder, { clock, logger, rotates: true });
  const record = (object: string, details?: Record<string, string>) =>
    audit.record({ who: "user:root", address: "192.0.2.1", action: "user.create", object, details });
  const objects = async (query: object = {}) =>
    (await audit.list({ limit: 100, ...query })).map(({ object }) => object);
  return { clock, folder, warnings, audit, record, objects };
}

describe("the audit log", () => {
  test("is a line of JSON for each entry, and is read latest first", async () => {
    const { audit, record, folder, clock } = open();
    record("a", { role: "viewer" });
    await clock.advance(5);
    record("b");
    const entry = { who: "user:root", address: "192.0.2.1", action: "user.create" };
    expect(await audit.list({ limit: 10 })).toEqual([
      { timestamp: START + 5, ...entry, object: "b" },
      { timestamp: START, ...entry, object: "a", details: { role: "viewer" } },
    ]);
    expect(folder.text(AUDIT_FILE)!.trimEnd().split("\n")).toHaveLength(2);
  });

  test("is asked by time, text in any case, and number", async () => {
    const { record, objects, clock } = open();
    for (const object of ["a", "b", "c", "d"]) {
      record(object, { note: `About ${object}` });
      await clock.advance(1_000);
    }
    expect(await objects({ from: START + 1_000, to: START + 3_000 })).toEqual(["c", "b"]);
    expect(await objects({ text: "ABOUT C" })).toEqual(["c"]);
    expect(await objects({ limit: 2 })).toEqual(["d", "c"]);
  });

  test("begins a new file after 10 MB and keeps five, which are read as one", async () => {
    const { audit, record, objects, folder } = open();
    for (let n = 0; n < 7; n++) {
      record(`first of ${n}`, { filling: "x".repeat(10_000_000) });
      await audit.written();
    }
    expect([...folder.files.keys()].toSorted()).toEqual(
      [AUDIT_FILE, 1, 2, 3, 4].map((n) => (n === AUDIT_FILE ? AUDIT_FILE : `${AUDIT_FILE}.${n}`)),
    );
    expect(await objects()).toEqual([6, 5, 4, 3, 2].map((n) => `first of ${n}`));
  });

  test("passes over a line that a power cut has torn", async () => {
    const { record, objects, folder, audit } = open();
    record("a");
    await audit.written();
    await folder.append(AUDIT_FILE, '{"timestamp":17600\n');
    record("b");
    expect(await objects()).toEqual(["b", "a"]);
  });

  test("is read to its end when that is an empty line", async () => {
    const { record, objects, folder } = open();
    await folder.append(AUDIT_FILE, "\n");
    record("a");
    expect(await objects()).toEqual(["a"]);
  });

  test("loses no entry behind one that a power cut, or a full disk, has torn", async () => {
    const { record, objects, folder, audit } = open();
    await folder.append(AUDIT_FILE, '{"timestamp":17600');
    record("a");
    await audit.written();
    folder.full = new Error("ENOSPC");
    record("b");
    await audit.written();
    folder.full = undefined;
    await folder.append(AUDIT_FILE, '{"timestamp":17600');
    record("c");
    expect(await objects()).toEqual(["c", "b", "a"]);
  });

  test("keeps its entries in memory while the disk is full, says so once a minute, and writes them later", async () => {
    const { record, objects, folder, audit, warnings } = open();
    folder.full = new Error("ENOSPC");
    record("a");
    await audit.written();
    record("b");
    await audit.written();
    expect(warnings).toEqual([{ code: "app.audit", reason: "ENOSPC", waiting: 1 }]);
    folder.full = undefined;
    record("c");
    expect(await objects()).toEqual(["c", "b", "a"]);
  });
});

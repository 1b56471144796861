import { describe, expect, test } from "vitest";
import { type RecordProgress, recordDevice } from "../../src/app/record.ts";
import { createScrubber } from "../../src/app/scrub.ts";
import { type Oid, oid, type SnmpValue } from "../../src/smi/index.ts";
import { type SnmpClient, SnmpError } from "../../src/snmp/index.ts";

const text = (value: string): SnmpValue => ({ type: "OctetString", value: Buffer.from(value) });
const DEVICE: Readonly<Record<string, SnmpValue>> = {
  "1.0.8802.1.1.2.1.3.3.0": text("core-sw1"),
  "1.3.6.1.2.1.1.3.0": { type: "TimeTicks", value: 5 },
  "1.3.6.1.2.1.1.5.0": text("core-sw1"),
  "1.3.6.1.6.3.18.1.1.1.2.1": text("s3cret"),
};

/** Answers from DEVICE two cells a reply; `failing` roots stop after their first reply. */
function clientOf(failing: Readonly<Record<string, SnmpError>> = {}, silent = false) {
  const asked: Oid[] = [];
  const client: Pick<SnmpClient, "columns"> = {
    columns: async ([root], options) => {
      if (root === undefined) throw new Error("no root");
      asked.push(root);
      const failure = failing[root];
      const cells = Object.entries(silent ? {} : DEVICE)
        .filter(([name]) => name.startsWith(`${root}.`))
        .map(([name, value]) => [name.slice(root.length + 1), value] as const)
        .slice(0, failure === undefined ? undefined : 2);
      for (let i = 0; i < cells.length; i += 2) options?.onCells?.(root, cells.slice(i, i + 2));
      return { columns: new Map([[root, { cells: new Map(cells), failure }]]) };
    },
  };
  return { client: client as SnmpClient, asked };
}

const timeout = new SnmpError("snmp.timeout", "no answer", { device: "sw" });

async function record(options: Partial<Parameters<typeof recordDevice>[0]> & { client: SnmpClient }) {
  const chunks: string[] = [];
  const progress: RecordProgress[] = [];
  const result = await recordDevice({
    write: (chunk) => void chunks.push(chunk),
    onProgress: (step) => progress.push(step),
    ...options,
  });
  return { ...result, lines: chunks.join("").trimEnd().split("\n"), chunks, progress };
}

describe("recordDevice", () => {
  test("writes every instance in order, a chunk a reply, and tells how far it is", async () => {
    const { client, asked } = clientOf();
    const { lines, chunks, progress, instances, failures } = await record({ client });
    expect(lines).toEqual([
      "1.0.8802.1.1.2.1.3.3.0|4|core-sw1",
      "1.3.6.1.2.1.1.3.0|67|5",
      "1.3.6.1.2.1.1.5.0|4|core-sw1",
      "1.3.6.1.6.3.18.1.1.1.2.1|4|s3cret",
    ]);
    expect(asked).toEqual(["1.0.8802", "1.3.6.1", "1.3.111"]);
    expect(chunks).toHaveLength(3);
    expect(progress.map((step) => step.instances)).toEqual([1, 3, 4]);
    expect(instances).toBe(4);
    expect(failures.size).toBe(0);
  });

  test("leaves out exceptions that an agent puts where values belong", async () => {
    const { client } = clientOf();
    const odd: Pick<SnmpClient, "columns"> = {
      columns: (roots, options) => {
        options?.onCells?.(roots[0] ?? oid("1.3"), [["5.5", { type: "noSuchInstance" }]]);
        return client.columns(roots, options);
      },
    };
    expect((await record({ client: odd as SnmpClient })).lines).toHaveLength(4);
  });

  test("asks only for the given roots, in order", async () => {
    const { client, asked } = clientOf();
    await record({ client, roots: [oid("1.3.6.1.6"), oid("1.3.6.1.2")] });
    expect(asked).toEqual(["1.3.6.1.2", "1.3.6.1.6"]);
  });

  test("keeps what a failing root gave, names it, and goes on with the next", async () => {
    const { client, asked } = clientOf({ "1.3.6.1": timeout });
    const { lines, failures } = await record({ client });
    expect(lines).toHaveLength(3);
    expect(failures).toEqual(new Map([["1.3.6.1", timeout]]));
    expect(asked).toHaveLength(3);
  });

  test("leaves a device alone that has not answered at all", async () => {
    const { client, asked } = clientOf({ "1.0.8802": timeout }, true);
    const { instances } = await record({ client });
    expect(instances).toBe(0);
    expect(asked).toEqual(["1.0.8802"]);
  });

  test("with a scrubber writes at the end, without secrets, and counts what it left out", async () => {
    const { client } = clientOf();
    const { lines, chunks, instances, dropped } = await record({
      client,
      scrubber: createScrubber({ salt: "x" }),
    });
    expect(chunks).toHaveLength(1);
    expect([instances, dropped]).toEqual([3, 1]);
    expect(lines[0]?.split("|")[2]).toBe(lines[2]?.split("|")[2]);
    expect(lines.join("\n")).not.toMatch(/core|s3cret/);
  });

  test("rejects with the error of a writer that fails", async () => {
    const { client } = clientOf();
    const full = new Error("disk full");
    await expect(record({ client, write: () => Promise.reject(full) })).rejects.toBe(full);
  });
});

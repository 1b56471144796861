import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../../../support/program.ts";

/** A port as its recording has it. */
export interface RecordedPort {
  readonly index: string;
  readonly name: string;
  readonly descr: string;
  readonly alias: string;
  readonly type: number;
  readonly operStatus: number;
  readonly adminStatus: number;
  /** Mbit/s. */
  readonly highSpeed: number;
}

const IF_ENTRY = "1.3.6.1.2.1.2.2.1";
const IF_X_ENTRY = "1.3.6.1.2.1.31.1.1.1";

/** The values of a recording by OID, as texts; read by the test itself. */
export function recordedValues(path: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of readFileSync(path, "utf8").split("\n")) {
    const [oid = "", tag = "", ...rest] = line.split("|");
    const text = rest.join("|");
    values.set(oid, tag.endsWith("x") ? Buffer.from(text, "hex").toString("latin1") : text);
  }
  return values;
}

/** Ports of a switch of the demo. */
export const recordedPorts = (name: string): readonly RecordedPort[] =>
  portsOf(recordedValues(join(PROJECT, "snmpsim-data", `${name}.snmprec`)));

/** Ports of a recording. */
export function portsOf(values: ReadonlyMap<string, string>): readonly RecordedPort[] {
  const column = (entry: string, number: number, index: string): string =>
    values.get(`${entry}.${number}.${index}`) ?? "";
  return [...values.keys()]
    .filter((oid) => oid.startsWith(`${IF_ENTRY}.1.`))
    .map((oid) => oid.slice(`${IF_ENTRY}.1.`.length))
    .map((index) => ({
      index,
      name: column(IF_X_ENTRY, 1, index),
      descr: column(IF_ENTRY, 2, index),
      alias: column(IF_X_ENTRY, 18, index),
      type: Number(column(IF_ENTRY, 3, index)),
      operStatus: Number(column(IF_ENTRY, 8, index)),
      adminStatus: Number(column(IF_ENTRY, 7, index)),
      highSpeed: Number(column(IF_X_ENTRY, 15, index)),
    }));
}

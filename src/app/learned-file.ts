import { hashRatio, isRecord } from "../base/index.ts";
import type { LearnedDevice } from "../snmp/index.ts";
import { withMeasured } from "./learned-measures.ts";
import { isLearnedDevice } from "./learned-shape.ts";

/** Files of the store at most. A fleet of 50,000 has some 200 devices in each, which is rewritten in milliseconds. */
export const BUCKETS = 256;

/** Which of the files a device is in: stable over restarts. Devices of one bucket belong to one writer. */
export function bucketOf(deviceId: string): number {
  return Math.floor(hashRatio(deviceId) * BUCKETS);
}

/** `00.jsonl` to `ff.jsonl`. */
export function bucketName(bucket: number): string {
  return `${bucket.toString(16).padStart(2, "0")}.jsonl`;
}

const VERSION = 1;
const FORMAT = "snmpgate learned devices";

/** The lines of a bucket, as they stand in the file: some 700 octets a device, parsed only when the device is polled. */
export interface BucketFile {
  readonly writtenAtMs: number;
  readonly lines: Map<string, string>;
}

/**
 * Reads a bucket: a header, then a line for each device.
 * @returns undefined when the text is not whole; an empty bucket when it is of another version
 */
export function parseBucket(text: string): BucketFile | undefined {
  const headerEnd = text.indexOf("\n");
  const header = parseJson(text.slice(0, Math.max(headerEnd, 0)));
  if (header?.["format"] !== FORMAT || typeof header["writtenAtMs"] !== "number") return undefined;
  if (header["version"] !== VERSION) return { writtenAtMs: 0, lines: new Map() };
  const lines = new Map<string, string>();
  for (let start = headerEnd + 1; start < text.length; ) {
    const end = text.indexOf("\n", start);
    const line = text.slice(start, end);
    const device = end < 0 ? undefined : deviceOf(line);
    if (device === undefined) return undefined;
    lines.set(device, line);
    start = end + 1;
  }
  return lines.size === header["devices"] ? { writtenAtMs: header["writtenAtMs"], lines } : undefined;
}

/** The text of a bucket; its header says how many lines follow, so that a torn file is known as one. */
export function printBucket({ writtenAtMs, lines }: BucketFile): string {
  const header = { format: FORMAT, version: VERSION, writtenAtMs, devices: lines.size };
  return `${[JSON.stringify(header), ...lines.values()].join("\n")}\n`;
}

/** Measured values need no more than three figures. Columns of a table share its OID, which halves the line. */
export function printDevice(device: string, nowMs: number, learned: LearnedDevice): string {
  const { version, exchange, reading } = withMeasured(learned, (value) => Number(value.toPrecision(3)));
  const columns = byTable(reading.columns);
  return JSON.stringify({
    device,
    seenAtMs: nowMs,
    learned: { version, exchange, reading: { ...reading, columns } },
  });
}

/** @returns undefined for a line that does not hold what the engine expects */
export function parseDevice(line: string): LearnedDevice | undefined {
  const { learned } = parseJson(line) ?? {};
  if (!isRecord(learned) || !isRecord(learned["reading"])) return undefined;
  const columns = ofTables(learned["reading"]["columns"]);
  const whole = { ...learned, reading: { ...learned["reading"], columns } };
  return isLearnedDevice(whole) ? whole : undefined;
}

/** `{ "1.3.6.1.9.1": x, "1.3.6.1.9.2": y }` → `{ "1.3.6.1.9": { 1: x, 2: y } }`. */
function byTable<T>(columns: Readonly<Record<string, T>>): Record<string, Record<string, T>> {
  const tables: Record<string, Record<string, T>> = bare();
  for (const column in columns) {
    const dot = column.lastIndexOf(".");
    (tables[column.slice(0, dot)] ??= bare())[column.slice(dot + 1)] = columns[column]!;
  }
  return tables;
}

function ofTables(tables: unknown): Record<string, unknown> | undefined {
  if (!isRecord(tables)) return undefined;
  const columns: Record<string, unknown> = bare();
  for (const table in tables) {
    const members = tables[table];
    if (!isRecord(members)) return undefined;
    for (const arc in members) columns[`${table}.${arc}`] = members[arc];
  }
  return columns;
}

/** Names in a file may be any: without a prototype, none of them is `__proto__`. */
const bare = (): Record<string, never> => Object.create(null) as Record<string, never>;

/** When the device of a line was last polled (wall ms). */
export function seenAtMs(line: string): number {
  return Number(HEAD.exec(line)?.[2] ?? 0);
}

const HEAD = /^\{"device":("(?:[^"\\]|\\.)*"),"seenAtMs":(\d+),"learned":\{.*\}\}$/;

function deviceOf(line: string): string | undefined {
  const name = HEAD.exec(line)?.[1];
  return name === undefined ? undefined : (JSON.parse(name) as string);
}

type JsonObject = Readonly<Record<string, unknown>>;

function parseJson(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

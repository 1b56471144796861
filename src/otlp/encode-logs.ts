import { BackwardWriter } from "./backward-writer.ts";
import {
  type Attribute,
  DEVICE_KEYS,
  resourceAttributes,
  writeAttributes,
  writeResource,
  writeScope,
  writeValue,
} from "./export-resource.ts";
import { nanosOf } from "./int64.ts";
import type { LogAttribute } from "./log-attributes.ts";
import type { LogRecord } from "./logs.ts";

/** The first number of each level; a level of another name, as a trap has, is 0: unspecified. */
const SEVERITY_NUMBERS: Readonly<Record<string, number>> = {
  TRACE: 1,
  DEBUG: 5,
  INFO: 9,
  WARN: 13,
  ERROR: 17,
  FATAL: 21,
};
const NO_LEVEL = "NONE";
/** Fields of their own in OTLP: attribute, field number, characters of hex. */
const IDS = [
  ["trace_id", 9, 32],
  ["span_id", 10, 16],
] as const;

interface DeviceLogs {
  readonly device: readonly Attribute[];
  readonly records: LogRecord[];
}

/**
 * Log records as an ExportLogsServiceRequest (our OTLP spec §8), grouped by device. Numbers in the calls are the field
 * numbers of §9.
 * @param resource  added to every resource
 */
export function encodeLogs(records: readonly LogRecord[], resource: readonly Attribute[] = []): Uint8Array {
  const writer = new BackwardWriter();
  for (const { device, records: ofDevice } of byDevice(records).toReversed()) {
    const before = writer.length;
    const inScope = writer.length;
    for (const record of ofDevice.toReversed()) writeRecord(writer, record);
    writeScope(writer, undefined);
    writer.message(2, inScope);
    writeResource(writer, resourceAttributes(device, undefined, resource));
    writer.message(1, before);
  }
  return writer.finish();
}

function byDevice(records: readonly LogRecord[]): DeviceLogs[] {
  const groups = new Map<string, DeviceLogs>();
  for (const record of records) {
    const device = record.attributes.filter(isOfDevice);
    const text = JSON.stringify(device);
    const group = groups.get(text) ?? { device, records: [] };
    groups.set(text, group);
    group.records.push(record);
  }
  return [...groups.values()];
}

/** They stay attributes of the record too: log stores search there. */
const isOfDevice = (attribute: LogAttribute): attribute is Attribute =>
  DEVICE_KEYS.includes(attribute[0]) && typeof attribute[1] === "string";

function writeRecord(
  writer: BackwardWriter,
  { timestampMs, severity, content, attributes }: LogRecord,
): void {
  const before = writer.length;
  const ids = IDS.map(([key, field, digits]) => ({ key, field, id: idIn(attributes, key, digits) }));
  for (const { field, id } of ids.toReversed()) if (id !== undefined) writer.bytes(field, id);
  const fieldsOfTheirOwn = new Set<string>(ids.filter(({ id }) => id !== undefined).map(({ key }) => key));
  writeAttributes(
    writer,
    6,
    attributes.filter(([key]) => !fieldsOfTheirOwn.has(key)),
  );
  writeValue(writer, 5, content);
  if (severity !== NO_LEVEL && severity !== "") writer.string(3, severity);
  const number = SEVERITY_NUMBERS[severity.toUpperCase()] ?? 0;
  if (number > 0) writer.uint(2, number);
  writer.fixed64(1, nanosOf(timestampMs));
  writer.message(2, before);
}

function idIn(attributes: readonly LogAttribute[], key: string, digits: number): Uint8Array | undefined {
  const value = attributes.find(([name]) => name === key)?.[1];
  if (typeof value !== "string" || value.length !== digits || !/^[0-9a-f]+$/i.test(value)) return undefined;
  return Buffer.from(value, "hex");
}

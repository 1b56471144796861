import type { BackwardWriter } from "./backward-writer.ts";

export const SERVICE_NAME = "snmpgate";
export const DEVICE_KEYS: readonly string[] = ["device.address", "device.name", "device.port"];

export type Attribute = readonly [key: string, value: string];

interface Extension {
  readonly name: string;
  readonly version: string;
}

/** Attributes of the resource that stands for one device, as polled with one extension. */
export function resourceAttributes(
  device: readonly Attribute[],
  extension: Extension | undefined,
  more: readonly Attribute[],
): Attribute[] {
  const ofExtension: Attribute[] =
    extension === undefined
      ? []
      : [
          ["dt.extension.name", extension.name],
          ["dt.extension.version", extension.version],
        ];
  return [["service.name", SERVICE_NAME], ...device, ...ofExtension, ...more];
}

/** A resource with its attributes, as field 1 of what holds it. */
export function writeResource(writer: BackwardWriter, attributes: readonly Attribute[]): void {
  const before = writer.length;
  writeAttributes(writer, 1, attributes);
  writer.message(1, before);
}

/** The instrumentation scope, as field 1 of what holds it: the extension that the points come from, else we. */
export function writeScope(writer: BackwardWriter, extension: Extension | undefined): void {
  const before = writer.length;
  if (extension !== undefined) writer.string(2, extension.version);
  writer.string(1, extension?.name ?? SERVICE_NAME);
  writer.message(1, before);
}

/** `KeyValue`s with texts, in their order. */
export function writeAttributes(
  writer: BackwardWriter,
  field: number,
  attributes: readonly (readonly [key: string, value: string | readonly string[]])[],
): void {
  for (let i = attributes.length - 1; i >= 0; i--) {
    const [key, value] = attributes[i]!;
    const before = writer.length;
    writeValue(writer, 2, value);
    writer.string(1, key);
    writer.message(field, before);
  }
}

/** An `AnyValue` of a text, or of an array of texts. */
export function writeValue(writer: BackwardWriter, field: number, value: string | readonly string[]): void {
  const before = writer.length;
  if (typeof value === "string") {
    writer.string(1, value);
  } else {
    const inArray = writer.length;
    for (let i = value.length - 1; i >= 0; i--) writeValue(writer, 1, value[i]!);
    writer.message(5, inArray);
  }
  writer.message(field, before);
}

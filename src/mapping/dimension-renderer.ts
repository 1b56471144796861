import type { CellRef, DeviceField, DimensionSource } from "../plan/index.ts";
import {
  formatInetAddress,
  formatNetwork,
  isMissing,
  networkKindOf,
  networkKindOfValue,
  renderNumber,
  renderText,
  type SnmpValue,
} from "../smi/index.ts";
import { type PolledValues, UNKNOWN, type Unknown } from "./cells.ts";
import type { Slot } from "./layout.ts";
import type { NoteBook } from "./notes.ts";
import type { Pair } from "./pair-table.ts";
import type { DeviceIdentity } from "./sample.ts";

type Text = string | undefined;

/** What all subgroups of a poll have in common. */
export interface PollContext {
  readonly values: PolledValues;
  readonly device: DeviceIdentity;
  readonly notes: NoteBook;
  /** By key: pairs of dimensions with one value for all rows, shared by the subgroups. */
  readonly fixed: Map<string, Pair>;
}

/** Makes the pairs of dimensions that are more than the cell of one column. */
export class DimensionRenderer {
  readonly #values: PolledValues;
  readonly #device: DeviceIdentity;
  readonly #notes: NoteBook;

  constructor({ values, device, notes }: PollContext) {
    this.#values = values;
    this.#device = device;
    this.#notes = notes;
  }

  /** The pair that all rows have. */
  fixedPair(slot: Slot, before: Pair | undefined): Pair | undefined | Unknown {
    const { source } = slot;
    if (source.kind !== "scalar") return this.pair(slot, "", before);
    const value = this.#values.scalar(source.oid);
    if (value === UNKNOWN || value === undefined) return value;
    return slot.pairs.ofValue(value, source.syntax, before);
  }

  /** The pair of a row that takes more than one column. */
  pair(slot: Slot, index: string, before: Pair | undefined): Pair | undefined | Unknown {
    const text = this.text(slot, slot.source, index);
    return text === UNKNOWN ? UNKNOWN : slot.pairs.ofText(text, before);
  }

  text(slot: Slot, source: DimensionSource, index: string): Text | Unknown {
    switch (source.kind) {
      case "const":
        return source.text;
      case "device":
        return deviceField(this.#device, source.field);
      case "scalar":
      case "column": {
        const value = this.#cell(source, index);
        return value === UNKNOWN || value === undefined ? value : renderText(value, source.syntax);
      }
      case "inetAddress":
        return this.#inetAddress(slot, source, index);
      case "networkFormat":
        return this.#networkFormat(slot, source, index);
      default:
        return source satisfies never;
    }
  }

  #cell(ref: CellRef, index: string): SnmpValue | undefined | Unknown {
    return ref.kind === "scalar" ? this.#values.scalar(ref.oid) : this.#values.column(ref.oid).at(index);
  }

  #inetAddress(slot: Slot, source: DimensionSource & { kind: "inetAddress" }, index: string): Text | Unknown {
    const type = this.#cell(source.type, index);
    const address = this.#cell(source.address, index);
    if (type === UNKNOWN || address === UNKNOWN) return UNKNOWN;
    if (address === undefined || isMissing(address)) return undefined;
    if (address.type !== "OctetString") return renderText(address, undefined);
    const number = type === undefined ? undefined : Number(renderNumber(type) ?? Number.NaN);
    const text = address.value.length === 0 ? "" : formatInetAddress(number, address.value);
    return text ?? this.#failed(slot, `InetAddressType ${number ?? "missing"}`, address, undefined);
  }

  #networkFormat(
    slot: Slot,
    source: DimensionSource & { kind: "networkFormat" },
    index: string,
  ): Text | Unknown {
    const data = this.#cell(source.data, index);
    const formatter = source.formatter.kind === "const" ? undefined : this.#cell(source.formatter, index);
    if (data === UNKNOWN || formatter === UNKNOWN) return UNKNOWN;
    if (data === undefined || isMissing(data)) return undefined;
    if (data.type !== "OctetString") return renderText(data, source.data.syntax);
    if (data.value.length === 0) return undefined;
    let kind = undefined;
    if (source.formatter.kind === "const") kind = networkKindOf(source.formatter.text);
    else if (formatter !== undefined) {
      kind = networkKindOfValue(formatter, source.formatter.oid, source.formatter.syntax);
    }
    const text = kind === undefined ? undefined : formatNetwork(kind, data.value);
    if (text !== undefined) return text;
    const shown =
      source.formatter.kind === "const" ? source.formatter.text : shownValue(formatter, source.formatter);
    return this.#failed(slot, kind ?? shown, data, source.default);
  }

  /** A failed translation shows the default, else the value as it is, and is reported once (spec of the manifest §7). */
  #failed(slot: Slot, type: string, value: SnmpValue, fallback: string | undefined): Text {
    const raw = renderText(value, undefined);
    this.#notes.addTranslationFailure(slot.key, type, raw ?? "");
    return fallback ?? raw;
  }
}

function shownValue(value: SnmpValue | undefined, ref: CellRef): string {
  return value === undefined ? "missing" : (renderText(value, ref.syntax) ?? "missing");
}

function deviceField(device: DeviceIdentity, field: DeviceField): string {
  switch (field) {
    case "endpoint":
      return device.address.includes(":")
        ? `[${device.address}]:${device.port}`
        : `${device.address}:${device.port}`;
    case "address":
      return device.address;
    case "port":
      return String(device.port);
    case "name":
      return device.name;
    default:
      return field satisfies never;
  }
}

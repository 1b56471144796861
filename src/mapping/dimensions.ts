import { matchesFilter } from "../manifest/index.ts";
import type { CellRef, DimensionSource } from "../plan/index.ts";
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
import { type Column, type PolledValues, UNKNOWN, type Unknown } from "./cells.ts";
import { normaliseDimensionValue } from "./dimension-value.ts";
import type { Slot, SubgroupLayout } from "./layout.ts";
import type { NoteBook } from "./notes.ts";
import type { DeviceIdentity, Dimensions } from "./sample.ts";

type Pair = Dimensions[number];
type Text = string | undefined;

/** Why a row has no tuple: a filter kept it back, or a cell of it lies behind a cut. */
export type NoRow = "filtered" | "unknown";

/** One position of a tuple: the same pair for all rows, or a pair per row. */
type Step =
  | { readonly pair: Pair }
  | { readonly slot: Slot; readonly pairAt: (index: string) => Pair | undefined | Unknown };

/** The dimensions of one subgroup in one poll. What is the same for all rows is rendered once. */
export class RowDimensions {
  readonly #steps: Step[] = [];
  /** Set when no row of the subgroup can have a tuple. */
  readonly #verdict: NoRow | undefined;

  constructor(layout: SubgroupLayout, values: PolledValues, device: DeviceIdentity, notes: NoteBook) {
    const renderer = new DimensionRenderer(values, device, notes);
    for (const slot of layout.slots) {
      if (slot.perRow) {
        this.#steps.push({ slot, pairAt: renderer.pairs(slot) });
        continue;
      }
      const text = renderer.text(slot, slot.source, "");
      if (text === UNKNOWN) {
        this.#verdict ??= "unknown";
        continue;
      }
      const value = normalise(text);
      if (!matchesFilter(slot.filter, value)) this.#verdict ??= "filtered";
      if (value !== undefined) this.#steps.push({ pair: [slot.key, value] });
    }
  }

  /**
   * The tuple of a row, sorted by key. Missing values are left out; an unknown one would make a different tuple
   * of the same row, so there is none then.
   */
  at(index: string): Dimensions | NoRow {
    if (this.#verdict !== undefined) return this.#verdict;
    const pairs: Pair[] = [];
    for (const step of this.#steps) {
      if ("pair" in step) {
        pairs.push(step.pair);
        continue;
      }
      const pair = step.pairAt(index);
      if (pair === UNKNOWN) return "unknown";
      if (step.slot.filter !== undefined && !matchesFilter(step.slot.filter, pair?.[1])) return "filtered";
      if (pair !== undefined) pairs.push(pair);
    }
    return pairs;
  }
}

class DimensionRenderer {
  readonly #values: PolledValues;
  readonly #device: DeviceIdentity;
  readonly #notes: NoteBook;

  constructor(values: PolledValues, device: DeviceIdentity, notes: NoteBook) {
    this.#values = values;
    this.#device = device;
    this.#notes = notes;
  }

  /** How the pair of a per-row dimension is made; plain columns take the short way. */
  pairs(slot: Slot): (index: string) => Pair | undefined | Unknown {
    const { source } = slot;
    if (source.kind === "column") {
      const column = this.#values.column(source.oid);
      return (index) => columnPair(slot, source, column, index);
    }
    return (index) => {
      const text = this.text(slot, source, index);
      return text === UNKNOWN ? UNKNOWN : pairOf(slot, text);
    };
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

function columnPair(slot: Slot, source: CellRef, column: Column, index: string): Pair | undefined | Unknown {
  const value = column.at(index);
  if (value === UNKNOWN || value === undefined) return value;
  if (value.type !== "Integer32" || source.syntax?.kind !== "enumeration") {
    return pairOf(slot, renderText(value, source.syntax));
  }
  let pair = slot.pairs.get(value.value);
  if (pair === undefined) {
    pair = pairOf(slot, renderText(value, source.syntax));
    // Named numbers only: an agent may send any other, and the plan lives long.
    if (pair !== undefined && source.syntax.names.has(value.value)) slot.pairs.set(value.value, pair);
  }
  return pair;
}

function pairOf(slot: Slot, text: Text): Pair | undefined {
  const value = normalise(text);
  return value === undefined ? undefined : [slot.key, value];
}

const normalise = (text: Text): Text => (text === undefined ? undefined : normaliseDimensionValue(text));

function deviceField(device: DeviceIdentity, field: "endpoint" | "address" | "port" | "name"): string {
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

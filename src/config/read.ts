import { childPath, type MapNode, type Place, type ScalarNode, type SourceNode } from "../source/index.ts";
import { cut, didYouMean, echo, type Field, nameOf, shown } from "./field.ts";
import type { Report } from "./report.ts";

/** An object whose keys are read one by one. Null counts as absent. */
export class Section {
  readonly report: Report;
  readonly field: Field;
  readonly #node: MapNode;

  constructor(report: Report, field: Field, node: MapNode) {
    this.report = report;
    this.field = field;
    this.#node = node;
  }

  get keys(): Iterable<string> {
    return this.#node.entries.keys();
  }

  optional(key: string, options: { confidential?: true } = {}): Field | undefined {
    const node = this.#node.entries.get(key)?.node;
    if (node === undefined || (node.kind === "scalar" && node.value === null)) return undefined;
    const confidential = this.field.confidential || options.confidential === true;
    return { path: childPath(this.field.path, key), at: node.at, node, confidential };
  }

  /** @param remedy what to add, as a sentence */
  required(key: string, remedy: string, options: { confidential?: true } = {}): Field | undefined {
    const field = this.optional(key, options);
    if (field === undefined) {
      const message = `${key} is missing in ${nameOf(this.field)}. ${remedy}`;
      this.report.error(this.report.codes.missing, this.placeOf(key), message);
    }
    return field;
  }

  /** The text of a key without any finding, to see what kind of object this is. */
  peekText(key: string): string | undefined {
    const node = this.#node.entries.get(key)?.node;
    return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
  }

  /** The place of a key, or of the object itself while the key is not there. */
  placeOf(key: string): Place {
    const keyAt = this.#node.entries.get(key)?.keyAt;
    return { path: childPath(this.field.path, key), at: keyAt ?? this.field.at };
  }

  /** Reports every key that is not of the format. */
  closed(known: readonly string[]): void {
    const { code, severity } = this.report.codes.unknownKey;
    for (const key of this.keys) {
      if (known.includes(key)) continue;
      const effect = severity === "error" ? "" : " and is ignored";
      const hint = didYouMean(key, known) || `; known here are ${known.join(", ")}`;
      // `{community:s3cr3t}` is a key to YAML, for the blank after the colon is missing.
      const isShown = !this.field.confidential || PLAIN_KEY.test(key);
      const message = `key ${isShown ? `${shown(key)} ` : ""}is not part of the format${effect}${hint}`;
      const place = this.placeOf(key);
      this.report.add(severity, code, isShown ? place : { path: this.field.path, at: place.at }, message);
    }
  }
}

/** What keys of our formats look like. */
const PLAIN_KEY = /^[A-Za-z]{1,32}$/;

export function readSection(report: Report, field: Field | undefined): Section | undefined {
  if (field === undefined) return undefined;
  if (field.node.kind === "map") return new Section(report, field, field.node);
  wrongType(report, field, "an object");
  return undefined;
}

/** The items of a list of `min` to `max` entries; none when it is longer, so that nobody reads a million. */
export function readList(
  report: Report,
  field: Field | undefined,
  { min, max, remedy }: { readonly min: number; readonly max: number; readonly remedy: string },
): readonly Field[] | undefined {
  if (field === undefined) return undefined;
  if (field.node.kind !== "list") {
    wrongType(report, field, "a list");
    return undefined;
  }
  const { items } = field.node;
  if (items.length < min || items.length > max) {
    const count = items.length === 0 ? "is empty" : `has ${items.length} entries`;
    report.error(
      report.codes.size,
      field,
      `${nameOf(field)} ${count}; allowed are ${min} to ${max}. ${remedy}`,
    );
    return undefined;
  }
  return items.map((node, index) => ({
    path: childPath(field.path, index),
    at: node.at,
    node,
    confidential: field.confidential,
  }));
}

/** A text of `min` to `max` characters. */
export function readText(
  report: Report,
  field: Field | undefined,
  { min = 1, max = 500 }: { readonly min?: number; readonly max?: number } = {},
): string | undefined {
  const text = scalarOf(report, field, "string", "text");
  if (field === undefined || text === undefined) return undefined;
  if (text.length >= min && text.length <= max) return text;
  const length = text.length === 0 ? "is empty" : `has ${text.length} characters`;
  report.error(report.codes.value, field, `${nameOf(field)} ${length}; allowed are ${min} to ${max}`);
  return undefined;
}

export function readInteger(
  report: Report,
  field: Field | undefined,
  { min, max }: { readonly min: number; readonly max: number },
): number | undefined {
  const value = scalarOf(report, field, "number", "a number");
  if (field === undefined || value === undefined) return undefined;
  const range = `a whole number from ${min} to ${max}`;
  if (!Number.isInteger(value)) {
    report.error(report.codes.type, field, `${nameOf(field)} must be ${range}`, echo(field));
  } else if (value < min || value > max) {
    report.error(report.codes.value, field, `${nameOf(field)} is out of range: write ${range}`, echo(field));
  } else {
    return value;
  }
  return undefined;
}

export function readBoolean(report: Report, field: Field | undefined): boolean | undefined {
  return scalarOf(report, field, "boolean", "true or false");
}

/** What others call a value, in capitals without separators; null is what we know of and do not offer. */
export type Aliases<T extends string> = Readonly<Record<string, T | null>>;

/** @param aliases  suggested, not taken: the platform would refuse them too */
export function readEnum<T extends string>(
  report: Report,
  field: Field | undefined,
  values: readonly T[],
  aliases: Aliases<T> = {},
): T | undefined {
  const text = scalarOf(report, field, "string", "text");
  if (field === undefined || text === undefined) return undefined;
  const value = values.find((candidate) => candidate === text);
  if (value === undefined) {
    const alias = aliases[text.toUpperCase().replaceAll(/[^A-Z0-9]/g, "")];
    const hint =
      alias === null
        ? "; what is written here is not offered. Choose one of them on the device"
        : didYouMean(alias ?? text, values);
    const message = `${nameOf(field)} must be one of ${values.join(", ")}${hint}`;
    report.error(report.codes.value, field, message, echo(field));
  }
  return value;
}

interface ScalarTypes {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
}

function scalarOf<T extends keyof ScalarTypes>(
  report: Report,
  field: Field | undefined,
  type: T,
  wanted: string,
): ScalarTypes[T] | undefined {
  if (field === undefined) return undefined;
  const value = field.node.kind === "scalar" ? field.node.value : undefined;
  if (typeof value === type) return value as ScalarTypes[T];
  wrongType(report, field, wanted);
  return undefined;
}

function wrongType(report: Report, field: Field, wanted: string): void {
  const isNull = field.node.kind === "scalar" && field.node.value === null;
  const message = isNull
    ? `${nameOf(field)} is empty; it must be ${wanted}`
    : `${nameOf(field)} must be ${wanted}, not ${typeName(field.node)}${quoting(field, wanted)}`;
  report.error(report.codes.type, field, message, echo(field));
}

/** `"161"` for 161 and the other way round are the usual slips; say so. */
function quoting({ node, confidential }: Field, wanted: string): string {
  if (node.kind !== "scalar") return "";
  const { value } = node;
  if (wanted === "text" && typeof value !== "string" && value !== null) return ". Put the value in quotes";
  const bare = wanted === "a number" ? NUMERIC : wanted === "true or false" ? TRUTH : undefined;
  if (bare === undefined || typeof value !== "string" || !bare.test(value)) return "";
  return confidential ? ". Write it without quotes" : `. Write ${cut(value.trim())} without quotes`;
}

function typeName(node: SourceNode): string {
  if (node.kind === "list") return "a list";
  return node.kind === "map" ? "an object" : scalarName(node);
}

function scalarName({ value }: ScalarNode): string {
  if (typeof value === "string") return "text";
  return typeof value === "number" ? "a number" : "true or false";
}

const NUMERIC = /^\s*-?\d+(\.\d+)?\s*$/;
const TRUTH = /^(true|false)$/i;

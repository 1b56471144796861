import { assertNever, isRecord } from "../base/index.ts";
import { type Int64, int64Of } from "./int64.ts";
import { isMessage, MAX_DEPTH, MAX_ELEMENTS, MESSAGES, type MessageName, type Scalar } from "./schema.ts";

// The JSON mapping of OTLP: lowerCamelCase names, numbers of 64 bits as text or number, ids in hex and other octets in
// base64, enums as numbers. Names that are not known are skipped.

/** What no message can be made of. */
export class JsonFault extends Error {}

/** @throws {JsonFault} with the path of the fault in its text */
export function fromJson(name: MessageName, body: Uint8Array): unknown {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser quotes what it read; that may be anybody's data.
    throw new JsonFault("it is no JSON");
  }
  return new JsonReader().message(name, value, "", 0);
}

/** Ids are hex by the OTLP specification, unlike all other octets. */
const HEX_FIELDS = new Set(["traceId", "spanId", "parentSpanId"]);

class JsonReader {
  #elements = 0;

  message(name: MessageName, value: unknown, path: string, depth: number): object {
    if (!isRecord(value)) throw new JsonFault(`${path === "" ? "the body" : path} is no object`);
    if (depth > MAX_DEPTH) throw new JsonFault(`its objects lie more than ${MAX_DEPTH} levels deep`);
    const message: Record<string, unknown> = {};
    for (const [field, { type, rule }] of Object.entries(MESSAGES[name])) {
      const content = Object.hasOwn(value, field) ? value[field] : undefined;
      if (content === undefined || content === null) continue;
      const at = path === "" ? field : `${path}.${field}`;
      if (rule !== "repeated") {
        message[field] = this.#value(type, content, field, at, depth);
      } else if (Array.isArray(content)) {
        this.#count(content.length);
        message[field] = content.map((one: unknown, n) =>
          this.#value(type, one, field, `${at}[${n}]`, depth),
        );
      } else {
        throw new JsonFault(`${at} is no array`);
      }
    }
    return message;
  }

  #value(type: Scalar | MessageName, value: unknown, field: string, path: string, depth: number): unknown {
    if (isMessage(type)) return this.message(type, value, path, depth + 1);
    const read = scalarOf(type, value, field);
    if (read === undefined) throw new JsonFault(`${path} is no ${type}`);
    return read;
  }

  #count(elements: number): void {
    this.#elements += elements;
    if (this.#elements > MAX_ELEMENTS) throw new JsonFault(`it has more than ${MAX_ELEMENTS} elements`);
  }
}

function scalarOf(type: Scalar, value: unknown, field: string): unknown {
  switch (type) {
    case "string":
      return typeof value === "string" ? value : undefined;
    case "bool":
      return typeof value === "boolean" ? value : undefined;
    case "bytes":
      return typeof value === "string" ? bytesOf(value, HEX_FIELDS.has(field)) : undefined;
    case "double":
      return doubleOf(value);
    case "int64":
    case "uint64":
    case "fixed64":
    case "sfixed64":
      return wideOf(value);
    case "int32":
    case "uint32":
    case "sint32":
    case "fixed32":
      return intOf(value);
    default:
      return assertNever(type);
  }
}

function bytesOf(text: string, hex: boolean): Uint8Array | undefined {
  if (hex) return /^(?:[0-9a-fA-F]{2})*$/.test(text) ? Buffer.from(text, "hex") : undefined;
  return /^[A-Za-z0-9+/_-]*={0,2}$/.test(text) ? Buffer.from(text, "base64") : undefined;
}

const DOUBLE_WORDS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
};

function doubleOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  if (Object.hasOwn(DOUBLE_WORDS, value)) return DOUBLE_WORDS[value];
  const number = /^-?\d/.test(value) ? Number(value) : Number.NaN;
  return Number.isNaN(number) ? undefined : number;
}

function wideOf(value: unknown): Int64 | undefined {
  if (typeof value === "number" && Number.isInteger(value)) return int64Of(BigInt(value));
  return typeof value === "string" && /^-?\d{1,20}$/.test(value) ? int64Of(BigInt(value)) : undefined;
}

function intOf(value: unknown): number | undefined {
  const number = typeof value === "string" && /^-?\d{1,10}$/.test(value) ? Number(value) : value;
  return Number.isInteger(number) && Math.abs(number as number) <= 0xffff_ffff
    ? (number as number)
    : undefined;
}

// The oracle reads agents' data by itself: nothing here, nor in the files beside it, imports the product.

/** What stands behind one object instance. Integers are bigint, so that Counter64 keeps every digit. */
export type Value =
  | { readonly kind: "integer"; readonly type: IntegerType; readonly number: bigint }
  | { readonly kind: "octets"; readonly octets: Buffer }
  | { readonly kind: "oid"; readonly oid: string }
  | { readonly kind: "ipAddress"; readonly text: string }
  | { readonly kind: "float"; readonly number: number };

export type IntegerType = "Integer32" | "Counter32" | "Gauge32" | "TimeTicks" | "Counter64";

/** Every object instance of one agent at one moment. OIDs are dotted, without a leading dot. */
export class AgentData {
  readonly values: ReadonlyMap<string, Value>;
  readonly #columns = new Map<string, ReadonlyMap<string, Value>>();

  constructor(values: ReadonlyMap<string, Value>) {
    this.values = values;
  }

  get(oid: string): Value | undefined {
    return this.values.get(oid);
  }

  /** The instances below a column by their index: the arcs after the column's OID. */
  column(oid: string): ReadonlyMap<string, Value> {
    const known = this.#columns.get(oid);
    if (known !== undefined) return known;
    const cells = new Map<string, Value>();
    for (const [instance, value] of this.values) {
      if (instance.startsWith(`${oid}.`)) cells.set(instance.slice(oid.length + 1), value);
    }
    this.#columns.set(oid, cells);
    return cells;
  }
}

const INTEGER_TAGS: Readonly<Record<string, IntegerType>> = {
  "2": "Integer32",
  "65": "Counter32",
  "66": "Gauge32",
  "67": "TimeTicks",
  "70": "Counter64",
};

/** `OID|tag|value` lines as snmpsim plays them; octets outside ASCII are written in hex there (tag 4x). */
export function readSnmprec(file: Buffer): AgentData {
  const values = new Map<string, Value>();
  for (const line of file.toString("latin1").split("\n")) {
    const parts = /^([\d.]+)\|(\d+)(x?)\|(.*)$/s.exec(line);
    if (parts === null) continue;
    const [, oid = "", tag = "", hex, text = ""] = parts;
    const value = valueOf(tag, hex === "x" ? Buffer.from(text, "hex") : Buffer.from(text, "latin1"));
    if (value !== undefined) values.set(oid, value);
  }
  return new AgentData(values);
}

function valueOf(tag: string, content: Buffer): Value | undefined {
  const type = INTEGER_TAGS[tag];
  if (type !== undefined) return { kind: "integer", type, number: BigInt(content.toString("latin1")) };
  switch (tag) {
    case "4":
      return { kind: "octets", octets: content };
    case "6":
      return { kind: "oid", oid: content.toString("latin1") };
    case "64":
      return { kind: "ipAddress", text: content.toString("latin1") };
    case "68":
      return floatOf(content);
    default:
      return undefined;
  }
}

/** Opaque holds 9f78 04 and a float, or 9f79 08 and a double (net-snmp's extension, as agents in the field send it). */
function floatOf(content: Buffer): Value | undefined {
  const head = content.subarray(0, 3).toString("hex");
  if (head === "9f7804") return { kind: "float", number: content.readFloatBE(3) };
  if (head === "9f7908") return { kind: "float", number: content.readDoubleBE(3) };
  return undefined;
}

// BER for scripted agents, written independently of the product: what the client believes must come from a
// second hand. Lenient on purpose: values may be given as raw octets.

/** Structurally the product's SnmpValue, so tests can compare; `raw` is for what no agent should send. */
export type AgentValue =
  | { readonly type: "Integer32" | "Counter32" | "Gauge32" | "TimeTicks"; readonly value: number }
  | { readonly type: "Counter64"; readonly value: bigint }
  | { readonly type: "OctetString" | "IpAddress" | "Opaque"; readonly value: Uint8Array }
  | { readonly type: "ObjectIdentifier"; readonly value: string }
  | { readonly type: "Null" | "noSuchObject" | "noSuchInstance" | "endOfMibView" }
  | { readonly type: "raw"; readonly tag: number; readonly octets: Uint8Array };

export interface AgentVarbind {
  readonly oid: string;
  readonly value: AgentValue;
  /** `oidOctets(oid)` where a long table has them at hand. */
  readonly name?: Uint8Array;
}

export const TAG = {
  integer: 0x02,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  sequence: 0x30,
  response: 0xa2,
  report: 0xa8,
} as const;

const VALUE_TAG = {
  Integer32: 0x02,
  OctetString: 0x04,
  Null: 0x05,
  ObjectIdentifier: 0x06,
  IpAddress: 0x40,
  Counter32: 0x41,
  Gauge32: 0x42,
  TimeTicks: 0x43,
  Opaque: 0x44,
  Counter64: 0x46,
  noSuchObject: 0x80,
  noSuchInstance: 0x81,
  endOfMibView: 0x82,
} as const;

export function tlv(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  let length = 0;
  for (const content of contents) length += content.length;
  const header = length < 0x80 ? 2 : length < 0x100 ? 3 : 4;
  const bytes = Buffer.allocUnsafe(header + length);
  bytes[0] = tag;
  bytes[1] = header === 2 ? length : 0x80 | (header - 2);
  if (header === 3) bytes[2] = length;
  if (header === 4) bytes.writeUInt16BE(length, 2);
  let at = header;
  for (const content of contents) {
    bytes.set(content, at);
    at += content.length;
  }
  return bytes;
}

/** Shortest two's complement. */
export function integerOctets(value: number | bigint): Buffer {
  if (typeof value === "number" && value >= 0 && value < 0x80) return Buffer.of(value);
  let rest = BigInt(value);
  const octets: number[] = [];
  do {
    octets.unshift(Number(BigInt.asUintN(8, rest)));
    rest >>= 8n;
  } while (!((rest === 0n && octets[0]! < 0x80) || (rest === -1n && octets[0]! >= 0x80)));
  return Buffer.from(octets);
}

export const integer = (value: number | bigint): Buffer => tlv(TAG.integer, integerOctets(value));
export const octets = (value: Uint8Array | string): Buffer =>
  tlv(TAG.octets, typeof value === "string" ? Buffer.from(value) : value);

export function oidOctets(dotted: string): Buffer {
  const arcs = dotted.split(".");
  const name: number[] = [];
  base128(Number(arcs[0]) * 40 + Number(arcs[1] ?? 0), name);
  for (let i = 2; i < arcs.length; i++) base128(Number(arcs[i]), name);
  return Buffer.from(name);
}

function base128(arc: number, name: number[]): void {
  for (let unit = 128 ** 4; unit > 1; unit /= 128) {
    if (arc >= unit) name.push((Math.floor(arc / unit) % 128) + 128);
  }
  name.push(arc % 128);
}

export function encodeValue(value: AgentValue): Buffer {
  switch (value.type) {
    case "raw":
      return tlv(value.tag, value.octets);
    case "Integer32":
    case "Counter32":
    case "Gauge32":
    case "TimeTicks":
    case "Counter64":
      return tlv(VALUE_TAG[value.type], integerOctets(value.value));
    case "OctetString":
    case "IpAddress":
    case "Opaque":
      return tlv(VALUE_TAG[value.type], value.value);
    case "ObjectIdentifier":
      return tlv(TAG.oid, oidOctets(value.value));
    case "Null":
    case "noSuchObject":
    case "noSuchInstance":
    case "endOfMibView":
      return tlv(VALUE_TAG[value.type]);
    default:
      throw new Error("no such value type");
  }
}

export const encodeVarbind = ({ oid, value, name }: AgentVarbind): Buffer =>
  tlv(TAG.sequence, tlv(TAG.oid, name ?? oidOctets(oid)), encodeValue(value));

export interface PduFields {
  readonly requestId: number;
  readonly errorStatus: number;
  readonly errorIndex: number;
  readonly varbinds: readonly AgentVarbind[];
}

export const encodePdu = (tag: number, pdu: PduFields): Buffer =>
  tlv(
    tag,
    integer(pdu.requestId),
    integer(pdu.errorStatus),
    integer(pdu.errorIndex),
    tlv(TAG.sequence, ...pdu.varbinds.map(encodeVarbind)),
  );

/** Reads elements one after the other; throws where the octets run out. */
export class BerReader {
  #rest: Buffer;

  constructor(bytes: Buffer) {
    this.#rest = bytes;
  }

  get empty(): boolean {
    return this.#rest.length === 0;
  }

  get tag(): number {
    return this.#rest[0] ?? -1;
  }

  take(expected?: number): Buffer {
    const tag = this.#rest.readUInt8(0);
    if (expected !== undefined && tag !== expected) throw new Error(`tag ${tag}, expected ${expected}`);
    let length = this.#rest.readUInt8(1);
    let start = 2;
    if (length >= 0x80) {
      const count = length & 0x7f;
      length = this.#rest.readUIntBE(2, count);
      start += count;
    }
    if (start + length > this.#rest.length) throw new Error("element cut short");
    const content = this.#rest.subarray(start, start + length);
    this.#rest = this.#rest.subarray(start + length);
    return content;
  }

  into(tag: number): BerReader {
    return new BerReader(this.take(tag));
  }

  integer(): number {
    const content = this.take(TAG.integer);
    return content.readIntBE(0, content.length);
  }

  oid(): string {
    const arcs: number[] = [];
    let arc = 0;
    for (const octet of this.take(TAG.oid)) {
      arc = arc * 128 + (octet & 0x7f);
      if (octet < 0x80) {
        arcs.push(arc);
        arc = 0;
      }
    }
    const first = Math.min(2, Math.floor((arcs[0] ?? 0) / 40));
    return [first, (arcs[0] ?? 0) - first * 40, ...arcs.slice(1)].join(".");
  }
}

export interface RequestPdu {
  readonly kind: "get" | "getNext" | "getBulk";
  readonly requestId: number;
  readonly nonRepeaters: number;
  readonly maxRepetitions: number;
  readonly oids: readonly string[];
}

const KINDS: Readonly<Record<number, RequestPdu["kind"]>> = { 0xa0: "get", 0xa1: "getNext", 0xa5: "getBulk" };

export function decodeRequestPdu(reader: BerReader): RequestPdu {
  const kind = KINDS[reader.tag];
  if (kind === undefined) throw new Error(`no request PDU: ${reader.tag}`);
  const pdu = new BerReader(reader.take());
  const fields = [pdu.integer(), pdu.integer(), pdu.integer()] as const;
  const list = pdu.into(TAG.sequence);
  const oids: string[] = [];
  while (!list.empty) {
    const varbind = list.into(TAG.sequence);
    oids.push(varbind.oid());
    varbind.take(TAG.null);
  }
  return { kind, requestId: fields[0], nonRepeaters: fields[1], maxRepetitions: fields[2], oids };
}

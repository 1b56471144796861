import { createSocket } from "node:dgram";

// A small SNMP manager with its own encoder and a decoder that knows only TLVs, so that the simulator is not its
// own judge.

export const PDU = Object.freeze({
  get: 0xa0,
  getNext: 0xa1,
  response: 0xa2,
  set: 0xa3,
  getBulk: 0xa5,
  report: 0xa8,
});

export interface WireRequest {
  readonly version?: "1" | "2c";
  readonly community?: string;
  readonly type: "get" | "getNext" | "set" | "getBulk";
  readonly requestId?: number;
  /** non-repeaters of a GETBULK. */
  readonly second?: number;
  /** max-repetitions of a GETBULK. */
  readonly third?: number;
  readonly oids: readonly string[];
}

/** A TLV taken apart; constructed ones have children. */
export interface Tlv {
  readonly tag: number;
  readonly contents: Buffer;
  readonly children: readonly Tlv[];
}

export interface WireReply {
  readonly pduType: number;
  readonly requestId: number;
  readonly errorStatus: number;
  readonly errorIndex: number;
  /** `1.3.6.1.2.1.1.5.0=04:6e616d65`: name, tag and contents in hex. */
  readonly varbinds: readonly string[];
}

export function encodeRequest(request: WireRequest): Buffer {
  return encode(
    0x30,
    int(request.version === "1" ? 0 : 1),
    encode(0x04, Buffer.from(request.community ?? "public")),
    encode(
      PDU[request.type],
      int(request.requestId ?? 4711),
      int(request.second ?? 0),
      int(request.third ?? 0),
      encode(0x30, ...request.oids.map((oid) => encode(0x30, encodeOid(oid), encode(0x05)))),
    ),
  );
}

export function decodeReply(message: Uint8Array): WireReply {
  const root = decodeTlv(Buffer.from(message));
  return pduOf(root.children.at(-1));
}

export function pduOf(pdu: Tlv | undefined): WireReply {
  const [requestId, errorStatus, errorIndex, list] = pdu?.children ?? [];
  if (pdu === undefined || list === undefined) throw new Error("not a PDU");
  return {
    pduType: pdu.tag,
    requestId: intOf(requestId),
    errorStatus: intOf(errorStatus),
    errorIndex: intOf(errorIndex),
    varbinds: list.children.map(({ children: [name, value] }) => {
      const tag = (value?.tag ?? 0).toString(16).padStart(2, "0");
      return `${oidOf(name?.contents ?? Buffer.of())}=${tag}:${value?.contents.toString("hex")}`;
    }),
  };
}

/** Takes one TLV apart, strictly: the bytes must be used to the last. */
export function decodeTlv(bytes: Buffer): Tlv {
  const [tlv, end] = read(bytes, 0);
  if (end !== bytes.length) throw new Error(`${bytes.length - end} octets after the TLV`);
  return tlv;
}

export function intOf(tlv: Tlv | undefined): number {
  if (tlv === undefined || tlv.contents.length === 0) throw new Error("no integer");
  return tlv.contents.readIntBE(0, tlv.contents.length);
}

export function encode(tag: number, ...parts: readonly Buffer[]): Buffer {
  const contents = Buffer.concat(parts);
  const length = contents.length;
  if (length < 128) return Buffer.concat([Buffer.of(tag, length), contents]);
  if (length < 256) return Buffer.concat([Buffer.of(tag, 0x81, length), contents]);
  return Buffer.concat([Buffer.of(tag, 0x82, length >> 8, length & 255), contents]);
}

export function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  let start = 0;
  while (
    start < 3 &&
    (bytes[start] === 0 ? bytes[start + 1]! < 128 : bytes[start] === 255 && bytes[start + 1]! >= 128)
  )
    start++;
  return encode(0x02, bytes.subarray(start));
}

export function encodeOid(oid: string): Buffer {
  const [first = 0, second = 0, ...rest] = oid.split(".").map(Number);
  const octets = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift(128 + (left % 128));
    return groups;
  });
  return encode(0x06, Buffer.from(octets));
}

/** Sends datagrams one after the other from one socket; `undefined` when nothing comes back in time. */
export async function openWire(port: number, host = "127.0.0.1", timeoutMs = 2_000) {
  const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
  await new Promise<void>((resolve) => void socket.bind(0, () => resolve()));
  const exchange = async (message: Uint8Array, waitMs = timeoutMs): Promise<Buffer | undefined> =>
    await new Promise((resolve) => {
      const timer = setTimeout(() => finish(undefined), waitMs);
      const finish = (reply: Buffer | undefined) => {
        clearTimeout(timer);
        socket.off("message", finish);
        resolve(reply);
      };
      socket.on("message", finish);
      socket.send(message, port, host);
    });
  return {
    socket,
    exchange,
    ask: async (request: WireRequest): Promise<WireReply> => {
      const reply = await exchange(encodeRequest(request));
      if (reply === undefined) throw new Error(`no reply from port ${port} to ${JSON.stringify(request)}`);
      return decodeReply(reply);
    },
    close: () => socket.close(),
  };
}

function read(bytes: Buffer, start: number): [Tlv, number] {
  const tag = bytes[start];
  const first = bytes[start + 1];
  if (tag === undefined || first === undefined) throw new Error("TLV cut off");
  const octets = first < 128 ? 0 : first & 127;
  const length = octets === 0 ? first : bytes.readUIntBE(start + 2, octets);
  const from = start + 2 + octets;
  const end = from + length;
  if (end > bytes.length) throw new Error("TLV cut off");
  const contents = bytes.subarray(from, end);
  const children: Tlv[] = [];
  if ((tag & 0x20) !== 0) {
    for (let at = 0; at < contents.length; ) {
      const [child, next] = read(contents, at);
      children.push(child);
      at = next;
    }
  }
  return [{ tag, contents, children }, end];
}

function oidOf(contents: Buffer): string {
  const arcs: number[] = [];
  let value = 0;
  for (const octet of contents) {
    value = value * 128 + (octet & 127);
    if (octet < 128) {
      if (arcs.length === 0)
        arcs.push(Math.min(2, Math.floor(value / 40)), value - 40 * Math.min(2, Math.floor(value / 40)));
      else arcs.push(value);
      value = 0;
    }
  }
  return arcs.join(".");
}

/**
 * The ids at the front of a datagram, read without decoding the rest: enough to see whether it answers us.
 * v1 and v2c carry the request-id in the PDU (RFC 1901, RFC 3416), v3 the msgID in its header (RFC 3412 §6).
 */
export type MessageHeader =
  | { readonly version: "1" | "2c"; readonly community: Buffer; readonly requestId: number }
  | { readonly version: "3"; readonly msgId: number };

const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const SEQUENCE = 0x30;

interface Tlv {
  readonly tag: number;
  readonly content: Buffer;
  readonly rest: Buffer;
}

/** @returns undefined for anything that does not start as an SNMP message or is shorter than it says */
export function readHeader(datagram: Buffer): MessageHeader | undefined {
  const message = readTlv(datagram, SEQUENCE);
  const version = message && readTlv(message.content, INTEGER);
  if (version === undefined) return undefined;
  const number = integerOf(version.content);
  if (number === 3) {
    const global = readTlv(version.rest, SEQUENCE);
    const msgId = global && readTlv(global.content, INTEGER);
    return msgId && { version: "3", msgId: integerOf(msgId.content) };
  }
  if (number !== 0 && number !== 1) return undefined;
  const community = readTlv(version.rest, OCTET_STRING);
  const pdu = community && readTlv(community.rest);
  const requestId = pdu && readTlv(pdu.content, INTEGER);
  if (community === undefined || requestId === undefined) return undefined;
  return {
    version: number === 0 ? "1" : "2c",
    community: community.content,
    requestId: integerOf(requestId.content),
  };
}

function readTlv(from: Buffer, expected?: number): Tlv | undefined {
  const tag = from[0];
  const first = from[1];
  if (tag === undefined || first === undefined || (expected !== undefined && tag !== expected))
    return undefined;
  let start = 2;
  let length = first;
  if (first >= 0x80) {
    const octets = first & 0x7f;
    // A datagram has at most 65,535 octets, so more than four octets of length are nonsense.
    if (octets === 0 || octets > 4 || from.length < 2 + octets) return undefined;
    length = from.readUIntBE(2, octets);
    start += octets;
  }
  if (start + length > from.length) return undefined;
  return { tag, content: from.subarray(start, start + length), rest: from.subarray(start + length) };
}

/** NaN for an empty or overlong integer: equal to no id. */
function integerOf(content: Buffer): number {
  return content.length >= 1 && content.length <= 5 ? content.readIntBE(0, content.length) : Number.NaN;
}

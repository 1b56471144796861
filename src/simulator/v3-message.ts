import { BerReader, encodeInteger, TAG, tlv } from "./ber.ts";

/** An SNMPv3 message with USM parameters (RFC 3412 §6, RFC 3414 §2.4), its scopedPDU still closed. */
export interface V3Message {
  readonly msgId: number;
  readonly msgMaxSize: number;
  readonly flags: number;
  readonly engineId: Uint8Array;
  readonly engineBoots: number;
  readonly engineTime: number;
  readonly userName: Uint8Array;
  readonly authParameters: Uint8Array;
  readonly privParameters: Uint8Array;
  /** Where authParameters stand in the message. */
  readonly authOffset: number;
  /** The scopedPDU's TLV, or with FLAG.priv its encrypted octets. */
  readonly payload: Uint8Array;
}

export const FLAG = Object.freeze({ auth: 1, priv: 2, reportable: 4 });

export interface ScopedPdu {
  readonly contextEngineId: Uint8Array;
  readonly contextName: Uint8Array;
  /** From the PDU on. */
  readonly reader: BerReader;
  readonly end: number;
}

const USM = 3;
const MSG_MAX_SIZE_MIN = 484; // RFC 3412 §6.2
const ENGINE_ID_BYTES_MAX = 32;
const USER_NAME_BYTES_MAX = 32;

/** Reads what follows the version; undefined for anything malformed, another security model, or priv without auth. */
export function readV3Message(reader: BerReader, messageEnd: number): V3Message | undefined {
  const headerEnd = reader.enter(TAG.sequence);
  const msgId = reader.integer();
  const msgMaxSize = reader.integer();
  const flagOctets = reader.octets();
  const securityModel = reader.integer();
  reader.leave(headerEnd);
  const flags = flagOctets[0] ?? 0;
  const valid =
    msgId >= 0 &&
    msgMaxSize >= MSG_MAX_SIZE_MIN &&
    flagOctets.length === 1 &&
    securityModel === USM &&
    (flags & (FLAG.auth | FLAG.priv)) !== FLAG.priv;
  const security = reader.octets();
  const payload = readPayload(reader, messageEnd, (flags & FLAG.priv) !== 0);
  if (reader.failed || !valid) return undefined;

  const parameters = new BerReader(security);
  const parametersEnd = parameters.enter(TAG.sequence);
  const engineId = parameters.octets();
  const engineBoots = parameters.integer();
  const engineTime = parameters.integer();
  const userName = parameters.octets();
  const authParameters = parameters.octets();
  const privParameters = parameters.octets();
  parameters.leave(parametersEnd);
  if (parameters.failed || parametersEnd !== security.length) return undefined;
  if (engineId.length > ENGINE_ID_BYTES_MAX || userName.length > USER_NAME_BYTES_MAX) return undefined;
  if (engineBoots < 0 || engineTime < 0) return undefined;
  const authOffset = authParameters.byteOffset - reader.bytes.byteOffset;
  return {
    msgId,
    msgMaxSize,
    flags,
    engineId,
    engineBoots,
    engineTime,
    userName,
    authParameters,
    privParameters,
    authOffset,
    payload,
  };
}

/** Opens a scopedPDU; octets behind it are a cipher's padding. */
export function readScopedPdu(payload: Uint8Array): ScopedPdu | undefined {
  const reader = new BerReader(payload);
  const end = reader.enter(TAG.sequence);
  const contextEngineId = reader.octets();
  const contextName = reader.octets();
  return reader.failed ? undefined : { contextEngineId, contextName, reader, end };
}

export function encodeScopedPdu(engineId: Uint8Array, contextName: Uint8Array, pdu: Uint8Array): Uint8Array {
  return tlv(TAG.sequence, tlv(TAG.octetString, engineId), tlv(TAG.octetString, contextName), pdu);
}

/**
 * Encodes a message; `mac` is called with its octets while the authentication parameters are zero, and gives those.
 * @param message.payload the scopedPDU's TLV, or with FLAG.priv its encrypted octets
 */
export function encodeV3Message(
  message: Omit<V3Message, "authParameters" | "authOffset"> & { readonly macBytes: number },
  mac: (bytes: Uint8Array) => Uint8Array,
): Uint8Array {
  const privParameters = tlv(TAG.octetString, message.privParameters);
  const payload = (message.flags & FLAG.priv) === 0 ? message.payload : tlv(TAG.octetString, message.payload);
  const bytes = tlv(
    TAG.sequence,
    encodeInteger(3),
    tlv(
      TAG.sequence,
      encodeInteger(message.msgId),
      encodeInteger(message.msgMaxSize),
      tlv(TAG.octetString, Uint8Array.of(message.flags)),
      encodeInteger(USM),
    ),
    tlv(
      TAG.octetString,
      tlv(
        TAG.sequence,
        tlv(TAG.octetString, message.engineId),
        encodeInteger(message.engineBoots),
        encodeInteger(message.engineTime),
        tlv(TAG.octetString, message.userName),
        tlv(TAG.octetString, new Uint8Array(message.macBytes)),
        privParameters,
      ),
    ),
    payload,
  );
  if (message.macBytes > 0) {
    bytes.set(mac(bytes), bytes.length - payload.length - privParameters.length - message.macBytes);
  }
  return bytes;
}

function readPayload(reader: BerReader, messageEnd: number, encrypted: boolean): Uint8Array {
  const start = reader.position;
  const payload = encrypted ? reader.octets() : undefined;
  if (payload === undefined) {
    const end = reader.enter(TAG.sequence);
    if (!reader.failed) reader.position = end;
  }
  reader.leave(messageEnd);
  return payload ?? reader.bytes.subarray(start, reader.position);
}

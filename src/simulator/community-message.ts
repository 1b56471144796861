import { type BerReader, encodeInteger, TAG, tlv } from "./ber.ts";
import {
  encodeResponse,
  RESPONSE_OVERHEAD_BYTES,
  type RequestPdu,
  type ResponsePdu,
  readRequest,
} from "./pdu.ts";

/** A request in SNMPv1's or v2c's frame (RFC 1157 §4, RFC 1901 §3). */
export interface CommunityRequest {
  readonly version: "1" | "2c";
  readonly community: Uint8Array;
  readonly pdu: RequestPdu;
}

/** Reads what follows the version; undefined when it is malformed, or no request of that version. */
export function readCommunityRequest(
  reader: BerReader,
  messageEnd: number,
  version: "1" | "2c",
): CommunityRequest | undefined {
  const community = reader.octets();
  const pdu = readRequest(reader);
  reader.leave(messageEnd);
  if (reader.failed || pdu === undefined) return undefined;
  return version === "1" && pdu.type === "getBulk" ? undefined : { version, community, pdu };
}

/** @param requestId the request's own, unless the agent is to make a mistake */
export function encodeCommunityResponse(
  { version, community }: CommunityRequest,
  requestId: number,
  response: ResponsePdu,
): Uint8Array {
  return tlv(
    TAG.sequence,
    encodeInteger(version === "1" ? 0 : 1),
    tlv(TAG.octetString, community),
    encodeResponse(requestId, response),
  );
}

/** Octets of a response message around the contents of its variable-bindings, at most. */
export function communityOverheadBytes({ community }: CommunityRequest): number {
  return 5 + 3 + 5 + community.length + RESPONSE_OVERHEAD_BYTES;
}

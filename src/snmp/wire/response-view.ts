/** More than any UDP datagram of sensible varbinds holds; what has more is refused. */
export const VARBINDS_MAX = 2_000;

/** In `valueTag`: the varbind is there, but its octets are no value of the type they claim. No BER tag of SNMP is 0. */
export const MALFORMED = 0;

const FIRST_CAPACITY = 128;

/**
 * A decoded Response PDU as offsets into the message, one array per property: `[oidStart[i], oidEnd[i])` is the name
 * of varbind i without tag and length, `[valueStart[i], valueEnd[i])` its value. One view serves many messages and
 * keeps its arrays; what it says is true until the next decode, and while nobody writes to `bytes`.
 */
export class ResponseView {
  bytes: Uint8Array = new Uint8Array(0);
  /** As on the wire: 0 is v1, 1 is v2c, 3 is v3 (set by `decodeScopedPdu`). */
  version = 0;
  communityStart = 0;
  communityEnd = 0;
  contextEngineIdStart = 0;
  contextEngineIdEnd = 0;
  contextNameStart = 0;
  contextNameEnd = 0;
  /** `TAG.response`, or with v3 `TAG.report`. */
  pduType = 0;
  requestId = 0;
  /** 0…18 (RFC 3416 §3). */
  errorStatus = 0;
  /** As sent: agents name varbinds that do not exist. */
  errorIndex = 0;
  count = 0;
  /** How many of `count` are MALFORMED. */
  malformed = 0;
  oidStart = new Int32Array(FIRST_CAPACITY);
  oidEnd = new Int32Array(FIRST_CAPACITY);
  valueTag = new Uint8Array(FIRST_CAPACITY);
  valueStart = new Int32Array(FIRST_CAPACITY);
  valueEnd = new Int32Array(FIRST_CAPACITY);

  /** As before the first message; the arrays stay. */
  clear(): void {
    this.version = 0;
    this.communityStart = 0;
    this.communityEnd = 0;
    this.contextEngineIdStart = 0;
    this.contextEngineIdEnd = 0;
    this.contextNameStart = 0;
    this.contextNameEnd = 0;
    this.pduType = 0;
    this.requestId = 0;
    this.errorStatus = 0;
    this.errorIndex = 0;
    this.dropVarbinds();
  }

  dropVarbinds(): void {
    this.count = 0;
    this.malformed = 0;
  }

  /** Makes room for more varbinds, up to VARBINDS_MAX. @returns false when there is no more to be had */
  grow(): boolean {
    const { length } = this.oidStart;
    if (length >= VARBINDS_MAX) return false;
    const capacity = Math.min(length * 2, VARBINDS_MAX);
    this.oidStart = grown(this.oidStart, new Int32Array(capacity));
    this.oidEnd = grown(this.oidEnd, new Int32Array(capacity));
    this.valueTag = grown(this.valueTag, new Uint8Array(capacity));
    this.valueStart = grown(this.valueStart, new Int32Array(capacity));
    this.valueEnd = grown(this.valueEnd, new Int32Array(capacity));
    return true;
  }
}

function grown<A extends Int32Array | Uint8Array>(old: A, fresh: A): A {
  fresh.set(old);
  return fresh;
}

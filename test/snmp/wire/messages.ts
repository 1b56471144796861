import * as fc from "fast-check";
import { ResponseView, valueAt } from "../../../src/snmp/wire/index.ts";
import { decodeResponse } from "../../../src/snmp/wire/response.ts";
import { oidAt } from "../../../src/snmp/wire/varbind-access.ts";
import {
  type AgentValue,
  type AgentVarbind,
  encodePdu,
  integer,
  octets,
  type PduFields,
  TAG,
  tlv,
} from "../../support/agent-codec.ts";

// Messages as an independent codec writes them, and random ones.

export const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ""), "hex");

export function communityMessage(pdu: Partial<PduFields>, version = 1, community = "public"): Buffer {
  const fields = { requestId: 1, errorStatus: 0, errorIndex: 0, varbinds: [], ...pdu };
  return tlv(TAG.sequence, integer(version), octets(community), encodePdu(TAG.response, fields));
}

/** One varbind with these octets as its value, in a whole message. */
export function messageOf(tag: number, content: Uint8Array): Buffer {
  const value = { type: "raw", tag, octets: content } as const;
  return communityMessage({ varbinds: [{ oid: "1.3.6.1.2.1.1.1.0", value }] });
}

export interface Decoded {
  readonly fault: string | undefined;
  readonly view: ResponseView;
}

export function decode(bytes: Uint8Array): Decoded {
  const view = new ResponseView();
  return { fault: decodeResponse(bytes, 0, bytes.length, view), view };
}

/** The value of the only varbind; undefined when it is malformed. */
export function onlyValue(tag: number, content: string): unknown {
  const { fault, view } = decode(messageOf(tag, hex(content)));
  return fault ?? valueAt(view, 0);
}

export function varbindsOf(view: ResponseView): unknown[] {
  return Array.from({ length: view.count }, (_, i) => ({ oid: oidAt(view, i), value: valueAt(view, i) }));
}

const arc = fc.oneof(
  fc.nat({ max: 300 }),
  fc.constantFrom(127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_455, 268_435_456, 4_294_967_295),
  fc.integer({ min: 0, max: 4_294_967_295 }),
);

export const oids = fc
  .oneof(
    fc.tuple(fc.constantFrom(0, 1), fc.nat({ max: 39 })),
    fc.tuple(fc.constant(2), arc),
    fc.constant([1, 3] as const),
  )
  .chain(([first, second]) =>
    fc.array(arc, { maxLength: 126 }).map((rest) => [first, second, ...rest].join(".")),
  );

const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
const unsigned = fc.oneof(fc.nat({ max: 4_294_967_295 }), fc.constantFrom(0, 127, 128, 4_294_967_295));

export const values: fc.Arbitrary<AgentValue> = fc.oneof(
  fc.record({ type: fc.constant("Integer32" as const), value: fc.integer() }),
  fc.record({ type: fc.constantFrom("Counter32" as const, "Gauge32", "TimeTicks"), value: unsigned }),
  fc.record({ type: fc.constant("Counter64" as const), value: fc.bigInt(0n, 2n ** 64n - 1n) }),
  fc.record({ type: fc.constantFrom("OctetString" as const, "Opaque"), value: bytes(300) }),
  fc.record({
    type: fc.constant("IpAddress" as const),
    value: fc.uint8Array({ minLength: 4, maxLength: 4 }),
  }),
  fc.record({ type: fc.constant("ObjectIdentifier" as const), value: oids }),
  fc.constantFrom<AgentValue>(
    { type: "Null" },
    { type: "noSuchObject" },
    { type: "noSuchInstance" },
    { type: "endOfMibView" },
  ),
);

export const varbinds: fc.Arbitrary<AgentVarbind> = fc.record({ oid: oids, value: values });

export const pdus: fc.Arbitrary<PduFields> = fc.record({
  requestId: fc.integer(),
  errorStatus: fc.nat({ max: 18 }),
  errorIndex: fc.nat({ max: 60 }),
  varbinds: fc.array(varbinds, { maxLength: 20 }),
});

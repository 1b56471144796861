import { describe, expect, test } from "vitest";
import { MessageHeader, readHeader } from "../../../src/snmp/transport/message-header.ts";
import { encodePdu, integer, octets, TAG, tlv } from "../../support/agent-codec.ts";

const PDU = encodePdu(TAG.response, { requestId: -5, errorStatus: 0, errorIndex: 0, varbinds: [] });
const community = (version: number) => tlv(TAG.sequence, integer(version), octets("public"), PDU);
const V3 = tlv(
  TAG.sequence,
  integer(3),
  tlv(TAG.sequence, integer(0x0102_0304), integer(65_507), octets(Buffer.of(7)), integer(3)),
  octets("anything"),
  octets("encrypted"),
);

function read(bytes: Uint8Array) {
  const header = new MessageHeader();
  return readHeader(bytes, header) ? header : undefined;
}

test.each([0, 1])("version %i shows its request-id and where its community lies", (version) => {
  const bytes = community(version);
  const header = read(bytes)!;
  expect([header.version, header.id]).toEqual([version, -5]);
  expect(bytes.toString("latin1", header.communityStart, header.communityEnd)).toBe("public");
});

test("version 3 shows its msgID, and no community", () => {
  expect(read(V3)).toMatchObject({ version: 3, id: 0x0102_0304, communityStart: 0, communityEnd: 0 });
});

describe("refused", () => {
  test.each([community(1), V3])("a message cut anywhere", (bytes) => {
    for (let end = 0; end < bytes.length; end++) expect(read(bytes.subarray(0, end))).toBeUndefined();
  });

  test.each([
    ["version 2", community(2)],
    ["version 4", community(4)],
    ["a text for the version", tlv(TAG.sequence, octets("1"), octets("public"), PDU)],
    ["no SEQUENCE", PDU],
    ["a length of 4 GiB", Buffer.from("3084ffffffff020101", "hex")],
    ["an indefinite length", Buffer.from("3080020101040670", "hex")],
  ])("%s", (_title, bytes) => {
    expect(read(bytes)).toBeUndefined();
  });
});

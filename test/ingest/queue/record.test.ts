import { expect, test } from "vitest";
import {
  behind,
  isIntact,
  newerVersionOf,
  RECORD_BYTES_MAX,
  RECORD_HEADER_BYTES,
  readRecordHeader,
  readSegmentHeader,
  sealRecord,
  segmentHeader,
} from "../../../src/ingest/queue/record.ts";

const HEADER = {
  position: 12_345_678_901,
  line: 987_654,
  lines: 2,
  bytes: 10,
  timestampMs: 1_760_000_000_123,
};

function sealed(): Uint8Array {
  const record = new Uint8Array(RECORD_HEADER_BYTES + HEADER.bytes).fill(0x61);
  sealRecord(record, HEADER);
  return record;
}

test("a record's header is read as it was written", () => {
  expect(readRecordHeader(sealed(), HEADER.position)).toEqual(HEADER);
});

test("a record is intact as it was written", () => {
  expect(isIntact(sealed())).toBe(true);
});

test("no octet of the header can change unnoticed", () => {
  for (let at = 0; at < RECORD_HEADER_BYTES; at++) {
    const record = sealed();
    record[at]! ^= 1;
    const isSeen = readRecordHeader(record, HEADER.position) === undefined || !isIntact(record);
    expect(isSeen, `octet ${at}`).toBe(true);
  }
});

test("no octet of the lines can change unnoticed", () => {
  for (let at = RECORD_HEADER_BYTES; at < RECORD_HEADER_BYTES + HEADER.bytes; at++) {
    const record = sealed();
    record[at]! ^= 1;
    expect(isIntact(record), `octet ${at}`).toBe(false);
  }
});

test("a record of another position is none", () => {
  expect(readRecordHeader(sealed(), HEADER.position + 1)).toBeUndefined();
});

test("a header that says more than 64 MB is none", () => {
  const record = new Uint8Array(RECORD_HEADER_BYTES);
  const large = Object.defineProperty(record, "length", { value: RECORD_BYTES_MAX + 45 });
  sealRecord(large, { ...HEADER, bytes: 0 });
  expect(readRecordHeader(new Uint8Array(record.buffer), HEADER.position)).toBeUndefined();
});

test("behind a record are its octets and lines", () => {
  expect(behind(HEADER)).toEqual({
    position: HEADER.position + RECORD_HEADER_BYTES + 10,
    line: HEADER.line + 2,
  });
});

test("a segment's header says where in the log it begins", () => {
  expect(readSegmentHeader(segmentHeader({ position: 7, line: 3 }))).toEqual({ position: 7, line: 3 });
});

test("a segment of a newer version is told from a damaged one", () => {
  const header = segmentHeader({ position: 7, line: 3 });
  new DataView(header.buffer).setUint32(4, 2, true);
  expect([readSegmentHeader(header), newerVersionOf(header)]).toEqual([undefined, 2]);
});

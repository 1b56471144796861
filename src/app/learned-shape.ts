import { isRecord } from "../base/index.ts";
import type { LearnedDevice } from "../snmp/index.ts";

type Check = (value: unknown) => boolean;

const upTo =
  (max: number): Check =>
  (value) =>
    typeof value === "number" && value >= 0 && value <= max;

const wholeUpTo =
  (max: number): Check =>
  (value) =>
    Number.isInteger(value) && upTo(max)(value);

/** No time-out may be longer than half an hour; what took longer was not measured. */
const isMs = upTo(1_800_000);
/** What a length field of UDP can say. */
const isBytes = upTo(65_535);
/** Estimates of what did not come may be above it. */
const isFailedBytes = upTo(1_000_000);
/** Of JavaScript's Date, in ms. */
const isWallMs = upTo(8_640_000_000_000_000);
const isPort = wholeUpTo(65_535);
/** RFC 3414 §2.2. */
const isBoots = wholeUpTo(0x7fff_ffff);
/** −1: the column was never read whole. */
const isRowCount: Check = (value) => value === -1 || wholeUpTo(0x7fff_ffff)(value);
/** RFC 3411 §5: at most 32 octets, in hexadecimal. */
const isEngineId: Check = (value) => typeof value === "string" && /^(?:[0-9a-f]{2}){1,32}$/i.test(value);
const isText: Check = (value) => typeof value === "string";
const isFlag: Check = (value) => typeof value === "boolean";
const isOid: Check = (value) => typeof value === "string" && /^[0-2](?:\.\d{1,10}){1,127}$/.test(value);

const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

const either =
  (...checks: readonly Check[]): Check =>
  (value) =>
    checks.some((check) => check(value));

const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

const pairOf =
  (left: Check, right: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length === 2 && left(value[0]) && right(value[1]);

const byOid =
  (check: Check): Check =>
  (value) =>
    isRecord(value) && Object.entries(value).every(([oid, one]) => isOid(oid) && check(one));

const shapeOf = (fields: Readonly<Record<string, Check>>): Check => {
  const checks = Object.entries(fields);
  return (value) => isRecord(value) && checks.every(([name, check]) => check(value[name]));
};

const RTT = shapeOf({ srttMs: isMs, rttvarMs: isMs, minMs: isMs });

const DEVICE = shapeOf({
  version: (value) => value === 1,
  exchange: shapeOf({
    rtt: optional(RTT),
    tables: byOid(RTT),
    engine: optional(
      shapeOf({ engineId: isEngineId, boots: isBoots, bootedAtMs: (value) => Number.isFinite(value) }),
    ),
    alternateSource: optional(shapeOf({ address: isText, port: isPort })),
  }),
  reading: shapeOf({
    provenBytes: isBytes,
    failedBytes: optional(isFailedBytes),
    truncates: isFlag,
    noBulk: optional(
      shapeOf({ columns: either((value) => value === "everywhere", listOf(isOid)), untilMs: isWallMs }),
    ),
    poison: listOf(shapeOf({ oid: isOid, untilMs: isWallMs })),
    noUptime: isFlag,
    columns: byOid(pairOf(isRowCount, isBytes)),
    serviceMsPerVarbind: optional(isMs),
  }),
});

/**
 * Whether a value read from a file has the shape of `LearnedDevice`, all the way down, and nothing in it that no device
 * could have taught: the engine trusts it.
 */
export function isLearnedDevice(value: unknown): value is LearnedDevice {
  return DEVICE(value);
}

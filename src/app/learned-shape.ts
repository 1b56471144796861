import type { LearnedDevice } from "../snmp/index.ts";

type Check = (value: unknown) => boolean;

const isNumber: Check = (value) => typeof value === "number" && Number.isFinite(value) && value >= 0;
/** −1: the column was never read whole. */
const isRowCount: Check = (value) => typeof value === "number" && Number.isInteger(value) && value >= -1;
const isText: Check = (value) => typeof value === "string";
const isFlag: Check = (value) => typeof value === "boolean";
const isOid: Check = (value) => typeof value === "string" && /^\d+(?:\.\d+)+$/.test(value);

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

const recordOf =
  (check: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(check);

const shapeOf = (fields: Readonly<Record<string, Check>>): Check => {
  const checks = Object.entries(fields);
  return (value) => isObject(value) && checks.every(([name, check]) => check(value[name]));
};

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const RTT = shapeOf({ srttMs: isNumber, rttvarMs: isNumber, minMs: isNumber });

const DEVICE = shapeOf({
  version: (value) => value === 1,
  exchange: shapeOf({
    rtt: optional(RTT),
    tables: recordOf(RTT),
    engine: optional(
      shapeOf({ engineId: isText, boots: isNumber, bootedAtMs: (value) => Number.isFinite(value) }),
    ),
    alternateSource: optional(shapeOf({ address: isText, port: isNumber })),
  }),
  reading: shapeOf({
    provenBytes: isNumber,
    failedBytes: optional(isNumber),
    truncates: isFlag,
    noBulk: optional(
      shapeOf({ columns: either((value) => value === "everywhere", listOf(isOid)), untilMs: isNumber }),
    ),
    poison: listOf(shapeOf({ oid: isOid, untilMs: isNumber })),
    noUptime: isFlag,
    columns: recordOf(pairOf(isRowCount, isNumber)),
    serviceMsPerVarbind: optional(isNumber),
  }),
});

/** Whether a value read from a file has the shape of `LearnedDevice`, all the way down: the engine trusts it. */
export function isLearnedDevice(value: unknown): value is LearnedDevice {
  return DEVICE(value);
}

import { readInteger, readSection, type Section } from "./read.ts";

/** What is kept on disk of what was polled and received, and for how long. */
export interface StoreSettings {
  readonly enabled: boolean;
  /** Minutes as they are, days. */
  readonly minuteDays: number;
  /** After that, slots of five minutes, days since they were written. */
  readonly fiveMinuteDays: number;
  /** After that, slots of an hour. */
  readonly hourDays: number;
  readonly eventDays: number;
  /** Metric and dimensions together; further ones are refused with a warning. */
  readonly maxTuples: number;
  readonly maxTuplesPerMetric: number;
  readonly maxMetrics: number;
}

/** Spec 6 §4 and §9. */
export const DEFAULT_STORE: StoreSettings = Object.freeze({
  enabled: true,
  minuteDays: 14,
  fiveMinuteDays: 90,
  hourDays: 400,
  eventDays: 14,
  maxTuples: 50_000_000,
  maxTuplesPerMetric: 1_000_000,
  maxMetrics: 100_000,
});

const DAYS = { min: 1, max: 1_830 };
const COUNT = { min: 1, max: 1_000_000_000 };
const KEYS = Object.keys(DEFAULT_STORE).filter((key) => key !== "enabled") as Exclude<
  keyof StoreSettings,
  "enabled"
>[];

/** The section `store` of the service configuration: `false` turns it off, an object sets how long things are kept. */
export function readStoreSettings(service: Section): StoreSettings {
  const { report } = service;
  const field = service.optional("store");
  if (field?.node.kind === "scalar" && typeof field.node.value === "boolean") {
    return { ...DEFAULT_STORE, enabled: field.node.value };
  }
  const section = readSection(report, field);
  if (section === undefined) return DEFAULT_STORE;
  section.closed(KEYS);
  const read = (key: (typeof KEYS)[number]): number =>
    readInteger(report, section.optional(key), key.endsWith("Days") ? DAYS : COUNT) ?? DEFAULT_STORE[key];
  return {
    enabled: true,
    minuteDays: read("minuteDays"),
    fiveMinuteDays: read("fiveMinuteDays"),
    hourDays: read("hourDays"),
    eventDays: read("eventDays"),
    maxTuples: read("maxTuples"),
    maxTuplesPerMetric: read("maxTuplesPerMetric"),
    maxMetrics: read("maxMetrics"),
  };
}

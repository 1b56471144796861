import { readEnum, readInteger, readSection, type Section } from "./read.ts";

const QUEUE_SYNC = ["eachSecond", "eachBatch", "never"] as const;

/** How lines wait on disk until the sinks have them, for all sinks alike. */
export interface QueueSettings {
  /** Octets that wait for one sink at most; beyond, the oldest are given up and counted. */
  readonly maxBytes: number;
  /** When lines are made to survive a power cut; the end of the process they survive in any case. */
  readonly sync: (typeof QUEUE_SYNC)[number];
  /** Octets kept in memory while the disk takes none. */
  readonly memoryBytes: number;
}

const MB = 1_000_000;
/** Some 50 minutes of 1,000 switches with 20 ports, each polled once a minute. */
const MAX_MB = { min: 10, max: 10_000_000, byDefault: 4_000 };
const MEMORY_MB = { min: 1, max: 100_000, byDefault: 256 };

/** The section `queue` of the service configuration, with its defaults when there is none. */
export function readQueueSettings(service: Section): QueueSettings {
  const { report } = service;
  const section = readSection(report, service.optional("queue"));
  section?.closed(["maxMegabytes", "sync", "memoryMegabytes"]);
  const bytes = (key: string, bounds: typeof MAX_MB): number =>
    (readInteger(report, section?.optional(key), bounds) ?? bounds.byDefault) * MB;
  return {
    maxBytes: bytes("maxMegabytes", MAX_MB),
    sync: readEnum(report, section?.optional("sync"), QUEUE_SYNC) ?? "eachSecond",
    memoryBytes: bytes("memoryMegabytes", MEMORY_MB),
  };
}

import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";

// How the service itself is. What is counted is counted since the start.

const sink = z.object({
  name: z.string(),
  state: z.string().describe("idle, sending, backingOff, refused or stopped."),
  queued: z.number().describe("Lines."),
  queuedBytes: z.number(),
  oldestAgeMs: z.number().optional().describe("Of the oldest queued line."),
  delivered: z.number(),
  rejected: z.number().describe("Called invalid by the other side."),
  dropped: z.number(),
  droppedBy: z.record(z.string(), z.number()).describe("By reason; those that happened."),
  lastError: z
    .object({ at: z.number(), reason: z.string(), remedy: z.string().optional() })
    .optional()
    .describe("Kept after recovery."),
  lastDeliveredAt: z.number().optional(),
  lastSendMs: z.number().optional(),
});

const thread = z.object({
  name: z.string().describe("main, poll-0, …"),
  devices: z.number().int(),
  busyRatio: z.number().optional().describe("Share of the time that its event loop was at work, of late."),
  eventLoopDelayMs: z.object({ p50: z.number(), p99: z.number(), max: z.number() }).optional(),
  kernelDrops: z.number().int().describe("Datagrams that the kernel threw away."),
});

const polling = z.object({
  threads: z.array(thread),
  pollsPerMinute: z.number(),
  linesPerMinute: z.number(),
  lateness: z
    .object({ p50Ms: z.number(), p99Ms: z.number() })
    .optional()
    .describe("From when a poll was due to its first request, over the last minute or two."),
  polls: z.object({
    done: z.number().int(),
    partial: z.number().int(),
    failed: z.number().int(),
    skipped: z.number().int().describe("Ticks that were left out."),
  }),
});

const receive = z.object({
  linesAccepted: z.number().int(),
  linesRejected: z.number().int(),
  dataPointsReceived: z.number().int().describe("OTLP."),
  dataPointsAccepted: z.number().int(),
  dataPointsRejected: z.record(z.string(), z.number()).describe("By reason."),
});

const process = z.object({
  residentBytes: z.number(),
  heapUsedBytes: z.number(),
  cpuRatio: z.number().optional().describe("Of one core, of late; two cores at work are 2."),
  uptimeMs: z.number(),
});

const store = z.object({
  entities: z.number(),
  metrics: z.number(),
  tuples: z.number().describe("Series."),
  bytesOnDisk: z.number(),
  droppedSamples: z.number(),
  fault: z.string().optional(),
});

const queue = z.object({
  bytes: z.number().describe("On disk."),
  unwrittenBytes: z.number().describe("In memory alone."),
  fault: z.object({ reason: z.string(), since: z.number() }).optional(),
});

const versions = z.object({
  program: z.string(),
  node: z.string(),
  extensions: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      configurations: z.number().int(),
      devices: z.number().int(),
    }),
  ),
});

export const serviceStatus = z
  .object({
    version: z.string(),
    startedAt: z.number(),
    at: z.number(),
    devices: z.record(z.string(), z.number()).describe("How many by status code."),
    polling,
    sinks: z.array(sink),
    queue,
    receive,
    store: store.optional().describe("Absent when the store is off."),
    process,
    versions,
    warnings: z
      .array(
        z.object({
          code: z.string(),
          message: z.string(),
          remedy: z.string().optional(),
          since: z.number(),
          last: z.number().optional().describe("Of what is counted: when it happened last."),
        }),
      )
      .describe("What an operator should look at."),
  })
  .meta({ id: "ServiceStatus" });
export type ServiceStatus = DeepReadonly<z.infer<typeof serviceStatus>>;

import type { SinkFigures, Snapshot } from "../api/index.ts";
import { type Clock, programVersion } from "../base/index.ts";
import type { DeliveryStats } from "../ingest/index.ts";
import type { InboundFigures } from "./inbound.ts";
import type { PartFigures } from "./part.ts";
import type { Service } from "./service.ts";

export interface SelfFiguresOptions {
  readonly service: Pick<Service, "sinks" | "devices" | "polls" | "parts">;
  readonly inbound: InboundFigures;
  /** Of this thread. */
  readonly main: PartFigures;
  readonly clock: Clock;
  /** Memory and CPU of the process; injected, for tests. */
  readonly process: Pick<NodeJS.Process, "memoryUsage" | "cpuUsage" | "uptime">;
}

/** What the service knows of itself at this moment. */
export function selfFigures({ service, inbound, main, clock, process }: SelfFiguresOptions): Snapshot {
  const nowMs = clock.wallMs();
  const devices: Record<string, number> = {};
  for (const { verdict } of service.devices()) devices[verdict.code] = (devices[verdict.code] ?? 0) + 1;
  const parts = service.parts();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  return {
    version: programVersion(),
    sinks: service.sinks().map((sink) => sinkFigures(sink, nowMs)),
    threads: [threadOf("main", main), ...parts.map((part, i) => threadOf(`poll-${i}`, part))],
    kernelUdpDrops: [main, ...parts].reduce((sum, { kernelDrops }) => sum + kernelDrops, 0),
    polls: service.polls(),
    devices,
    ingest: { linesAccepted: inbound.linesAccepted, linesRejected: inbound.linesRejected },
    otlp: {
      dataPointsReceived: inbound.dataPointsReceived,
      dataPointsAccepted: inbound.dataPointsAccepted,
      dataPointsRejected: inbound.dataPointsRejected,
    },
    process: {
      residentBytes: rss,
      heapUsedBytes: heapUsed,
      cpuMs: (user + system) / 1_000,
      uptimeMs: process.uptime() * 1_000,
    },
  };
}

const sinkFigures = (stats: DeliveryStats, nowMs: number): SinkFigures => ({
  name: stats.sink,
  queuedLines: stats.queued,
  queuedBytes: stats.queuedBytes,
  oldestAgeMs: stats.oldestMs === undefined ? 0 : Math.max(0, nowMs - stats.oldestMs),
  deliveredLines: stats.delivered,
  rejectedLines: stats.rejected,
  droppedLines: stats.dropped,
  lastSendMs: stats.lastSendMs,
});

const threadOf = (name: string, { eventLoopDelayMs, busyRatio }: PartFigures) => ({
  name,
  eventLoopDelayMs,
  busyRatio,
});

import type { Snapshot } from "../api/index.ts";
import type { Clock } from "../base/index.ts";
import { LineWriter, type Outlet, type Point } from "../ingest/index.ts";
import type { Dimensions } from "../mapping/index.ts";
import type { Job } from "../schedule/index.ts";

type Totals = ReadonlyMap<string, number>;

/**
 * The service's own figures as metric lines, named as the vendor's self-monitoring series (specs 2 §6.4 and 6 §7); the
 * colon of `dsfm:` is not legal in a line, so it is a dot here. Counts are the increase since the call before.
 */
export class SelfLines {
  #before: Totals = new Map();

  /** @param nowMs  wall clock */
  points(snapshot: Snapshot, nowMs: number): Point[] {
    const points: Point[] = [];
    const totals = new Map<string, number>();
    const gauge = (key: string, value: number, ...dimensions: Dimensions[number][]): void => {
      points.push({ key: `dsfm.${key}`, type: "gauge", value, dimensions, timestampMs: nowMs });
    };
    const count = (key: string, total: number, ...dimensions: Dimensions[number][]): void => {
      const name = JSON.stringify([key, dimensions]);
      totals.set(name, total);
      const value = total - (this.#before.get(name) ?? 0);
      points.push({ key: `dsfm.${key}`, type: "count", value, dimensions, timestampMs: nowMs });
    };
    for (const sink of snapshot.sinks) {
      const of: Dimensions[number] = ["sink", sink.name];
      gauge("extension.engine.metric_ingest.queue_lines", sink.queuedLines, of);
      gauge("extension.engine.metric_ingest.queue_bytes", sink.queuedBytes, of);
      gauge("extension.engine.metric_ingest.queue_age_ms", sink.oldestAgeMs, of);
      count("extension.engine.metric_ingest.lines_sent", sink.deliveredLines, of);
      count("extension.engine.metric_ingest.lines_rejected", sink.rejectedLines, of);
      for (const [reason, lines] of Object.entries(sink.droppedLines)) {
        count("extension.engine.metric_ingest.lines_dropped", lines, ["reason", reason], of);
      }
    }
    for (const [code, devices] of Object.entries(snapshot.devices)) {
      gauge("extension.status", devices, ["dt.extension.status", code]);
    }
    for (const [outcome, polls] of Object.entries(snapshot.polls)) {
      count("extension.engine.polls", polls, ["outcome", outcome]);
    }
    for (const { name, eventLoopDelayMs, busyRatio } of snapshot.threads) {
      gauge("extension.engine.event_loop_delay_p99_ms", eventLoopDelayMs.p99, ["thread", name]);
      gauge("extension.engine.busy_percent", busyRatio * 100, ["thread", name]);
    }
    gauge("extension.engine.memory_used", snapshot.process.residentBytes);
    count("extension.engine.cpu_ms", snapshot.process.cpuMs);
    count("extension.engine.udp_drops", snapshot.kernelUdpDrops);
    this.#otlp(snapshot, count);
    this.#before = totals;
    return points;
  }

  #otlp(
    { otlp }: Snapshot,
    count: (key: string, total: number, ...dimensions: Dimensions[number][]) => void,
  ): void {
    const prefix = "active_gate.metrics.ingest.otlp.datapoints";
    count(`${prefix}.received.total`, otlp.dataPointsReceived);
    count(`${prefix}.accepted`, otlp.dataPointsAccepted);
    for (const [reason, points] of Object.entries(otlp.dataPointsRejected)) {
      count(`${prefix}.rejected`, points, ["reason", reason]);
    }
  }
}

const EVERY_MS = 60_000;

/** Delivers them once a minute. */
export function selfLinesJob(
  figures: () => Snapshot,
  { outlet, clock }: { readonly outlet: Pick<Outlet, "append">; readonly clock: Clock },
): Job {
  const lines = new SelfLines();
  const writer = new LineWriter();
  return {
    id: "self-monitoring",
    intervalMs: EVERY_MS,
    run: () => {
      outlet.append(writer.write(lines.points(figures(), clock.wallMs()), () => undefined));
      return Promise.resolve();
    },
  };
}

/** What the service knows of itself at this moment, as plain numbers. Counts are since the start. */
export interface Snapshot {
  readonly version: string;
  readonly sinks: readonly SinkFigures[];
  readonly threads: readonly ThreadFigures[];
  /** Datagrams that the kernel threw away because we did not read in time. */
  readonly kernelUdpDrops: number;
  readonly polls: Readonly<Record<PollResultName, number>>;
  /** Devices by status code, now. */
  readonly devices: Readonly<Record<string, number>>;
  readonly ingest: { readonly linesAccepted: number; readonly linesRejected: number };
  readonly otlp: OtlpFigures;
  readonly process: ProcessFigures;
}

export const POLL_RESULTS = ["done", "partial", "failed", "skipped"] as const;
export type PollResultName = (typeof POLL_RESULTS)[number];

export interface SinkFigures {
  readonly name: string;
  readonly queuedLines: number;
  readonly queuedBytes: number;
  /** Of the oldest queued line; 0 when nothing is queued. */
  readonly oldestAgeMs: number;
  readonly deliveredLines: number;
  readonly rejectedLines: number;
  readonly droppedLines: Readonly<Record<string, number>>;
  /** How long the last request took; undefined before the first. */
  readonly lastSendMs: number | undefined;
}

export interface ThreadFigures {
  /** `main`, `poll-0`. */
  readonly name: string;
  /** Since the last report of the thread. */
  readonly eventLoopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Share of the time that the event loop was at work. */
  readonly busyRatio: number;
}

export interface OtlpFigures {
  readonly dataPointsReceived: number;
  readonly dataPointsAccepted: number;
  /** By the reasons of spec 5 §5. */
  readonly dataPointsRejected: Readonly<Record<string, number>>;
}

export interface ProcessFigures {
  readonly residentBytes: number;
  readonly heapUsedBytes: number;
  /** User and system together. */
  readonly cpuMs: number;
  readonly uptimeMs: number;
}

import type { ServiceJson, Snapshot } from "../api/index.ts";
import type { Clock } from "../base/index.ts";
import type { DeliveryStats, LogHealth } from "../ingest/index.ts";
import { latenessOf } from "./poll-view/index.ts";
import type { PartState, Service } from "./service.ts";

export interface ServiceStatusOptions {
  readonly service: Pick<Service, "sinks" | "queue" | "plans" | "partStates" | "rates">;
  /** Threads, process and counters, now. */
  readonly figures: () => Snapshot;
  readonly store: () => ServiceJson["store"];
  readonly warnings: () => ServiceJson["warnings"];
  readonly clock: Clock;
  readonly startedAtMs: number;
  /** `v20.19.0`. */
  readonly nodeVersion: string;
}

/** Several pages may look at once; what is measured between two looks needs some time to be worth something. */
const FIGURES_FOR_MS = 4_000;

/** How the service itself is, for the API. */
export class ServiceStatus {
  readonly #options: ServiceStatusOptions;
  #figures: Snapshot;
  #takenMs: number;
  #cpuRatio: number | undefined;

  constructor(options: ServiceStatusOptions) {
    this.#options = options;
    this.#figures = options.figures();
    this.#takenMs = options.clock.monotonicMs();
  }

  json(): ServiceJson {
    const { service, store, warnings, clock, startedAtMs, nodeVersion } = this.#options;
    const { version, devices, ingest, otlp, process } = this.#fresh();
    const nowMs = clock.wallMs();
    return {
      version,
      startedAt: startedAtMs,
      at: nowMs,
      devices,
      polling: this.#polling(),
      sinks: service.sinks().map((sink) => sinkJson(sink, nowMs)),
      queue: queueJson(service.queue()),
      receive: { ...ingest, ...otlp },
      store: store(),
      process: {
        residentBytes: process.residentBytes,
        heapUsedBytes: process.heapUsedBytes,
        ...(this.#cpuRatio === undefined ? {} : { cpuRatio: this.#cpuRatio }),
        uptimeMs: process.uptimeMs,
      },
      versions: { program: version, node: nodeVersion, extensions: extensionsOf(service) },
      warnings: warnings(),
    };
  }

  #fresh(): Snapshot {
    const { figures, clock } = this.#options;
    const nowMs = clock.monotonicMs();
    if (nowMs - this.#takenMs < FIGURES_FOR_MS) return this.#figures;
    const before = this.#figures.process;
    this.#figures = figures();
    this.#takenMs = nowMs;
    const { cpuMs, uptimeMs } = this.#figures.process;
    const spanMs = uptimeMs - before.uptimeMs;
    this.#cpuRatio = spanMs > 0 ? hundredths((cpuMs - before.cpuMs) / spanMs) : undefined;
    return this.#figures;
  }

  #polling(): ServiceJson["polling"] {
    const { service } = this.#options;
    const states = service.partStates();
    const lateness = latenessOf(states.flatMap(({ load }) => load?.lateness ?? []));
    return {
      threads: threadsOf(this.#figures, states),
      ...service.rates(),
      ...(lateness === undefined ? {} : { lateness }),
      polls: this.#figures.polls,
    };
  }
}

type Thread = ServiceJson["polling"]["threads"][number];

/** The main thread, with the devices that it polls itself, and those that poll. */
function threadsOf({ threads, kernelUdpDrops }: Snapshot, states: readonly PartState[]): Thread[] {
  const own = states.filter(({ isThread }) => !isThread);
  const others = states.filter(({ isThread }) => isThread);
  const dropped = others.reduce((sum, { figures }) => sum + (figures?.kernelDrops ?? 0), 0);
  const main = threads.find(({ name }) => name === "main");
  return [
    {
      name: "main",
      devices: own.reduce((sum, { load }) => sum + (load?.devices ?? 0), 0),
      ...measured(main),
      kernelDrops: Math.max(0, kernelUdpDrops - dropped),
    },
    ...others.map(({ figures, load }, i) => ({
      name: `poll-${i}`,
      devices: load?.devices ?? 0,
      ...measured(figures),
      kernelDrops: figures?.kernelDrops ?? 0,
    })),
  ];
}

type Measured = Pick<Snapshot["threads"][number], "busyRatio" | "eventLoopDelayMs">;

function measured(figures: Measured | undefined): Pick<Thread, "busyRatio" | "eventLoopDelayMs"> {
  if (figures === undefined) return {};
  const { busyRatio, eventLoopDelayMs } = figures;
  const { p50, p99, max } = eventLoopDelayMs;
  return {
    busyRatio: hundredths(busyRatio),
    eventLoopDelayMs: { p50: hundredths(p50), p99: hundredths(p99), max: hundredths(max) },
  };
}

function sinkJson(stats: DeliveryStats, nowMs: number): ServiceJson["sinks"][number] {
  const { sink, state, queued, queuedBytes, oldestMs, delivered, rejected, lastError } = stats;
  const droppedBy = Object.fromEntries(Object.entries(stats.dropped).filter(([, lines]) => lines > 0));
  return {
    name: sink,
    state,
    queued,
    queuedBytes,
    ...(oldestMs === undefined ? {} : { oldestAgeMs: Math.max(0, nowMs - oldestMs) }),
    delivered,
    rejected,
    dropped: Object.values(droppedBy).reduce((sum, lines) => sum + lines, 0),
    droppedBy,
    ...(lastError === undefined ? {} : { lastError: errorJson(lastError) }),
    ...(stats.lastDeliveredAtMs === undefined ? {} : { lastDeliveredAt: stats.lastDeliveredAtMs }),
    ...(stats.lastSendMs === undefined ? {} : { lastSendMs: Math.round(stats.lastSendMs) }),
  };
}

const errorJson = ({ atMs, reason, remedy }: NonNullable<DeliveryStats["lastError"]>) => ({
  at: atMs,
  reason,
  ...(remedy === undefined ? {} : { remedy }),
});

const queueJson = ({ bytes, unwrittenBytes, fault }: LogHealth): ServiceJson["queue"] => ({
  bytes,
  unwrittenBytes,
  ...(fault === undefined ? {} : { fault: { reason: fault.reason, since: fault.sinceMs } }),
});

/** In force, by name and version. */
function extensionsOf(service: Pick<Service, "plans">): ServiceJson["versions"]["extensions"] {
  const found = new Map<string, { name: string; version: string; configurations: number; devices: number }>();
  for (const { extension, devices } of service.plans().values()) {
    const key = `${extension.name} ${extension.version}`;
    const one = found.get(key) ?? { ...extension, configurations: 0, devices: 0 };
    one.configurations += 1;
    one.devices += devices.length;
    found.set(key, one);
  }
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;

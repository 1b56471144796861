import type {
  Ingest,
  MetricsAnswer,
  OtlpAnswer,
  OtlpEncoding,
  OtlpRequest,
  QueueFull,
} from "../api/index.ts";
import type { Clock } from "../base/index.ts";
import type { IngestSettings } from "../config/index.ts";
import { type LineBatch, LineParser, LineWriter, type Outlet } from "../ingest/index.ts";
import {
  answerTo,
  CumulativeSums,
  DEFAULT_RESOURCE_ALLOW_LIST,
  decodeLogs,
  decodeMetrics,
  decodeTraces,
  errorAnswer,
  logsOf,
  metricsOf,
  parseExtraAttributes,
  tracesOf,
} from "../otlp/index.ts";
import type { Forwarder } from "./forwarder.ts";
import type { MetricInfos } from "./metric-infos.ts";

export interface InboundOptions {
  /** Takes every line that others send. */
  readonly lines: Pick<Outlet, "append">;
  /** Tells when they are on disk, and how many wait for it. */
  readonly outlet: Pick<Outlet, "written" | "health">;
  readonly infos: MetricInfos;
  readonly forwarder: Forwarder;
  readonly settings: Pick<IngestSettings, "resourceAttributes" | "cumulativeToDelta">;
  readonly clock: Clock;
}

/** Counts since the start. */
export interface InboundFigures {
  linesAccepted: number;
  linesRejected: number;
  dataPointsReceived: number;
  dataPointsAccepted: number;
  readonly dataPointsRejected: Record<string, number>;
}

/** While the disk takes nothing, so much is taken from senders on top of what is polled; then they wait. */
const UNWRITTEN_MAX_BYTES = 64_000_000;
const RETRY_AFTER_MS = 10_000;

/** Where what others send joins what is polled: the store, the log, and from there every sink. */
export class Inbound implements Ingest {
  readonly figures: InboundFigures = {
    linesAccepted: 0,
    linesRejected: 0,
    dataPointsReceived: 0,
    dataPointsAccepted: 0,
    dataPointsRejected: {},
  };
  readonly #options: InboundOptions;
  readonly #parser = new LineParser();
  readonly #writer = new LineWriter();
  readonly #sums: CumulativeSums | undefined;

  constructor(options: InboundOptions) {
    this.#options = options;
    this.#sums = options.settings.cumulativeToDelta ? new CumulativeSums() : undefined;
  }

  async metrics(body: Uint8Array): Promise<MetricsAnswer> {
    if (this.#isFull()) return FULL;
    const { clock, infos } = this.#options;
    const parsed = this.#parser.parse(body, { nowMs: clock.wallMs() });
    const { batch, linesOk, linesInvalid, invalidLines, changedKeys, metadata } = parsed;
    for (const info of metadata) infos.tell(info);
    this.figures.linesAccepted += linesOk;
    this.figures.linesRejected += linesInvalid;
    await this.#take(batch);
    return { linesOk, linesInvalid, invalidLines, changedKeys };
  }

  async otlp(request: OtlpRequest): Promise<OtlpAnswer | QueueFull> {
    switch (request.signal) {
      case "metrics":
        return this.#isFull() ? FULL : await this.#metrics(request);
      case "logs":
        return await this.#logs(request);
      case "traces":
        return await this.#traces(request);
    }
  }

  otlpError(encoding: OtlpEncoding, status: number, message: string): OtlpAnswer {
    return errorAnswer(encoding, status, message);
  }

  async #metrics({ body, encoding }: OtlpRequest): Promise<OtlpAnswer> {
    const decoded = decodeMetrics(body, encoding);
    if (!decoded.ok) return errorAnswer(encoding, decoded.status, decoded.message);
    const { settings, clock, infos } = this.#options;
    const mapped = metricsOf(decoded.request, {
      nowMs: clock.wallMs(),
      resourceAllowList: settings.resourceAttributes ?? DEFAULT_RESOURCE_ALLOW_LIST,
      scopeAttributes: true,
      ...(this.#sums && { cumulativeToDelta: this.#sums }),
    });
    for (const [key, info] of mapped.infos) infos.tell({ key, ...info });
    this.#count(mapped);
    // What a point brings has been checked; a fault here would be one of ours, and is counted as a rejected line.
    await this.#take(this.#writer.write(mapped.points, () => void this.figures.linesRejected++));
    return answerTo("metrics", encoding, mapped);
  }

  async #logs({ body, encoding, attributes = "", structure }: OtlpRequest): Promise<OtlpAnswer> {
    const decoded = decodeLogs(body, encoding);
    if (!decoded.ok) return errorAnswer(encoding, decoded.status, decoded.message);
    const mapped = logsOf(decoded.request, {
      nowMs: this.#options.clock.wallMs(),
      structure,
      extraAttributes: parseExtraAttributes(attributes),
    });
    const forwarded = await this.#options.forwarder.logs(mapped.records);
    return forwarded.ok
      ? answerTo("logs", encoding, { ...mapped, message: joined(mapped.message, forwarded.note) })
      : errorAnswer(encoding, 503, forwarded.reason);
  }

  async #traces({ body, encoding }: OtlpRequest): Promise<OtlpAnswer> {
    const decoded = decodeTraces(body, encoding);
    if (!decoded.ok) return errorAnswer(encoding, decoded.status, decoded.message);
    const mapped = tracesOf(decoded.request, body, encoding, this.#options.clock.wallMs());
    const forwarded =
      mapped.accepted === 0 ? SENT : await this.#options.forwarder.traces(mapped.bytes, mapped.accepted);
    return forwarded.ok
      ? answerTo("traces", encoding, { ...mapped, message: joined(mapped.message, forwarded.note) })
      : errorAnswer(encoding, 503, forwarded.reason);
  }

  /** Resolves when the lines are on disk, or the disk has refused them: then they are in memory, as all others. */
  async #take(batch: LineBatch): Promise<void> {
    if (batch.lines === 0) return;
    const { lines, outlet } = this.#options;
    lines.append(batch);
    await outlet.written();
  }

  #isFull(): boolean {
    return this.#options.outlet.health().unwrittenBytes > UNWRITTEN_MAX_BYTES;
  }

  #count({ accepted, rejected, reasons }: ReturnType<typeof metricsOf>): void {
    const { figures } = this;
    figures.dataPointsReceived += accepted + rejected;
    figures.dataPointsAccepted += accepted;
    for (const [reason, count] of reasons) {
      figures.dataPointsRejected[reason] = (figures.dataPointsRejected[reason] ?? 0) + count;
    }
  }
}

const FULL: QueueFull = { retryAfterMs: RETRY_AFTER_MS };
const SENT = { ok: true, note: "" } as const;

const joined = (...texts: readonly string[]): string => texts.filter((text) => text !== "").join(" ");

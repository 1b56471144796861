import { AppError, type Clock } from "../../base/index.ts";
import type { SnmpTarget } from "../client.ts";
import type { SnmpCodec } from "../codec.ts";
import { Diagnosis } from "../diagnosis.ts";
import type { TraceOf } from "../trace.ts";
import type { Abortable } from "../transport/abort-watch.ts";
import type { Transport } from "../transport/transport.ts";
import { AskTrace } from "./ask-trace.ts";
import { communityFlow } from "./community-flow.ts";
import { conclude } from "./conclude.ts";
import type { Dialogue, Flow } from "./dialogue.ts";
import type { Ending } from "./ending.ts";
import type { EngineCensus } from "./engine-census.ts";
import type { Ask, Exchange, ExchangeStats, LearnedExchange, Outcome, SnmpRequest } from "./exchange.ts";
import { Inquiries } from "./inquiries.ts";
import { type Counts, Inquiry, type InquiryHost, type Question } from "./inquiry.ts";
import { RttBook } from "./rtt.ts";
import { UsmFlow } from "./usm-flow.ts";
import { UsmPeer } from "./usm-peer.ts";

export interface ExchangeHost {
  readonly clock: Clock;
  readonly codec: SnmpCodec;
  /** For all devices, as the following. */
  readonly transport: Transport;
  readonly census: EngineCensus;
  readonly traceOf?: TraceOf | undefined;
}

/** The exchange with one device over the sockets that all devices share. Sends nothing before it is asked to. */
export class DeviceExchange implements Exchange {
  readonly #target: SnmpTarget;
  readonly #host: ExchangeHost;
  readonly #diagnosis: Diagnosis;
  readonly #flow: Flow;
  readonly #usm: UsmPeer | undefined;
  readonly #inquiry: InquiryHost;
  /** Asks so far, discoveries included. */
  #asks = 0;
  #closed = false;

  constructor(target: SnmpTarget, host: ExchangeHost) {
    const { clock, codec, transport } = host;
    const { credentials, options, learned } = target;
    this.#target = target;
    this.#host = host;
    this.#diagnosis = new Diagnosis(target);
    if (credentials.version === "3") {
      this.#usm = new UsmPeer(target, credentials, host);
      this.#flow = this.#usmFlow(this.#usm);
    } else {
      this.#flow = communityFlow(credentials, codec);
    }
    const counts: Counts = {
      requests: 0,
      retries: 0,
      timeouts: 0,
      lateReplies: 0,
      rejected: 0,
      lastRttMs: undefined,
    };
    const inquiries = new Inquiries();
    const channel = transport.open(
      {
        address: target.address,
        port: target.port,
        unconnected: options.enableUnconnectedUdp,
        alternateSource: learned?.exchange.alternateSource,
      },
      inquiries,
    );
    const rtt = new RttBook(options.timeoutMs, learned?.exchange);
    this.#inquiry = { clock, transport, channel, flow: this.#flow, rtt, counts, inquiries };
  }

  get stats(): ExchangeStats {
    return this.#inquiry.counts;
  }

  ask(ask: Ask): Promise<Outcome> {
    const { signal } = ask;
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    if (this.#closed) return Promise.reject(this.#closedError());
    const trace = this.#trace();
    const attempts = this.#attempts(ask);
    const preparing = this.#flow.prepare(attempts);
    return preparing === undefined
      ? this.#askNow(ask, attempts, trace)
      : this.#askPrepared(preparing, ask, attempts, trace);
  }

  learned(): LearnedExchange {
    const { rtt, channel } = this.#inquiry;
    return {
      rtt: rtt.device,
      tables: rtt.tables,
      engine: this.#usm?.learned,
      alternateSource: channel.alternateSource,
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const { inquiries, channel } = this.#inquiry;
    inquiries.abort(() => this.#closedError());
    channel.close();
    this.#usm?.close();
  }

  #attempts({ attemptsMax = Number.POSITIVE_INFINITY }: Ask): number {
    return Math.max(1, Math.min(1 + this.#target.options.retries, attemptsMax));
  }

  /** The way of nearly all requests: a promise for the answer, and one for who asked. */
  #askNow(ask: Ask, attempts: number, trace: AskTrace | undefined): Promise<Outcome> {
    const { requestOf, table, onReply, signal } = ask;
    const question: Question = { requestOf, table, onReply, signal, attempts };
    const asked = this.#inquire(question, this.#flow.open(), trace);
    return asked.then((ending) =>
      ending.kind === "answered" ? ending : this.#conclude(ending, signal, trace),
    );
  }

  async #askPrepared(
    preparing: Promise<Ending | undefined>,
    ask: Ask,
    attempts: number,
    trace: AskTrace | undefined,
  ): Promise<Outcome> {
    const unprepared = await this.#unlessAborted(preparing, ask.signal);
    if (unprepared !== undefined) return this.#toOutcome(unprepared, trace);
    if (this.#closed) throw this.#closedError();
    return this.#askNow(ask, attempts, trace);
  }

  async #conclude(
    ending: Ending,
    signal: AbortSignal | undefined,
    trace: AskTrace | undefined,
  ): Promise<Outcome> {
    const explained = ending.kind === "silent" ? this.#flow.explainSilence?.(ending) : undefined;
    return this.#toOutcome(
      explained === undefined ? ending : await this.#unlessAborted(explained, signal),
      trace,
    );
  }

  #toOutcome(ending: Ending, trace: AskTrace | undefined): Outcome {
    const outcome = conclude(ending, this.#diagnosis);
    if (outcome.kind !== "answered") trace?.failed(outcome.error);
    return outcome;
  }

  #inquire(question: Question, dialogue: Dialogue, trace: AskTrace | undefined): Promise<Ending> {
    return new Inquiry(this.#inquiry, question, dialogue, trace).begin();
  }

  #usmFlow(peer: UsmPeer): UsmFlow {
    const { clock, codec, transport } = this.#host;
    return new UsmFlow(peer, {
      clock,
      codec,
      diagnosis: this.#diagnosis,
      randomId: () => transport.ids.random(),
      inquire: (request, dialogue, attempts) =>
        this.#inquire(asOften(request, attempts), dialogue, this.#trace()),
    });
  }

  #trace(): AskTrace | undefined {
    const ask = ++this.#asks;
    const { device } = this.#target;
    const sink = this.#host.traceOf?.(device);
    return sink && new AskTrace({ device, ask, clock: this.#host.clock }, sink);
  }

  /** What several asks wait for goes on when one of them is given up. */
  async #unlessAborted<T>(shared: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    if (signal === undefined) return await shared;
    if (signal.aborted) {
      shared.catch(() => undefined); // others wait for it, or nobody
      throw signal.reason;
    }
    const { aborts } = this.#host.transport;
    let abortable!: Abortable;
    const abortion = new Promise<never>((_resolve, abort) => {
      abortable = { abort };
    });
    aborts.add(signal, abortable);
    try {
      return await Promise.race([shared, abortion]);
    } finally {
      aborts.remove(signal, abortable);
    }
  }

  #closedError(): AppError {
    return new AppError("snmp.closed", `${this.#target.device}: the client was closed`);
  }
}

const asOften = (request: SnmpRequest, attempts: number): Question => ({
  requestOf: () => request,
  attempts,
});

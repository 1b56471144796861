import type { Clock } from "../../base/index.ts";
import type { SnmpError } from "../errors.ts";
import type { Abortable } from "../transport/abort-watch.ts";
import type { Arrival, Channel, Receiver } from "../transport/channel.ts";
import type { Deadline } from "../transport/deadline-heap.ts";
import type { Transport } from "../transport/transport.ts";
import type { AskTrace } from "./ask-trace.ts";
import type { Dialogue, Flow, RejectReason, Sent } from "./dialogue.ts";
import type { Ending } from "./ending.ts";
import type { Ask, ExchangeStats, Reply, SnmpRequest } from "./exchange.ts";
import type { Inquiries } from "./inquiries.ts";
import type { RttBook } from "./rtt.ts";
import { SentRequests } from "./sent-requests.ts";

/** An ask whose number of attempts is settled. */
export interface Question extends Pick<Ask, "requestOf" | "table" | "signal"> {
  readonly attempts: number;
  /** Undefined for a discovery, which the dialogue itself takes. */
  readonly onReply?: Ask["onReply"] | undefined;
}

export type Counts = { -readonly [key in keyof ExchangeStats]: ExchangeStats[key] };

/** What all inquiries of one device share. */
export interface InquiryHost {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly channel: Channel;
  readonly flow: Pick<Flow, "ids" | "stamps">;
  readonly rtt: RttBook;
  readonly counts: Counts;
  /** Those in progress. */
  readonly inquiries: Inquiries;
}

/**
 * One question in progress: sent under an id, repeated, and judged by what comes back. Ids of earlier attempts stay
 * valid until the end, so an answer that took longer than we waited is still one. A datagram that is not the answer
 * never ends the wait: it may be forged, late or a duplicate.
 */
export class Inquiry implements Receiver, Abortable {
  readonly channel: Channel;
  readonly #host: InquiryHost;
  readonly #question: Question;
  readonly #dialogue: Dialogue;
  readonly #trace: AskTrace | undefined;
  readonly #rejected = new Map<RejectReason, number>();
  readonly #sents: SentRequests;
  #attempt = 0;
  #datagrams = 0;
  #doubt: SnmpError | undefined;
  #deadline: Deadline | undefined;
  #resolve!: (ending: Ending) => void;
  #reject!: (reason: unknown) => void;

  constructor(host: InquiryHost, question: Question, dialogue: Dialogue, trace: AskTrace | undefined) {
    this.channel = host.channel;
    this.#host = host;
    this.#question = question;
    this.#dialogue = dialogue;
    this.#trace = trace;
    this.#sents = new SentRequests(host.channel, host.flow.ids, this);
  }

  /** Sends the first attempt before it returns; once only. @throws the signal's reason, or what `close` is given */
  begin(): Promise<Ending> {
    const { inquiries, counts, transport } = this.#host;
    const { signal } = this.#question;
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      inquiries.add(this);
      counts.requests++;
      if (signal !== undefined) transport.aborts.add(signal, this);
      this.#sendAttempt();
    });
  }

  receive(arrival: Arrival): void {
    const sent = this.#sents.withId(arrival.header.id);
    if (sent === undefined) return;
    const verdict = this.#dialogue.judge(sent, arrival);
    switch (verdict?.kind) {
      case undefined:
        return;
      case "answer":
        this.#answered(sent, verdict.reply, arrival);
        return;
      case "malformed":
        this.channel.answered();
        this.#trace?.rejected(verdict.cause, arrival.bytes.length);
        this.#end({ kind: "malformed", request: sent.request, cause: verdict.cause });
        return;
      case "rejected":
        this.#host.counts.rejected++;
        this.#note(verdict.reason, arrival.bytes.length);
        return;
      case "repeat":
        this.#trace?.rejected(verdict.because, arrival.bytes.length);
        this.#repeat(sent.request);
        return;
      case "doubt":
        this.#doubt = verdict.error;
        this.#trace?.rejected(verdict.error.code, arrival.bytes.length);
        return;
      case "refused":
        this.#end(verdict);
        return;
      default:
        verdict satisfies never;
    }
  }

  /** The device has sent octets that are no SNMP message, so nobody knows whom they answer. */
  noise(bytes: number): void {
    this.#note("undecodable", bytes);
  }

  unreachable(cause: NodeJS.ErrnoException): void {
    this.#end({ kind: "unreachable", cause });
  }

  abort(reason: unknown): void {
    this.#release();
    this.#reject(reason);
  }

  #sendAttempt(): void {
    try {
      this.#send(this.#question.requestOf(this.#attempt));
    } catch (error) {
      this.abort(error); // a mistake of ours: it goes to who asked, not to the timer of all devices
    }
  }

  #send(request: SnmpRequest): void {
    const { clock, transport, flow, rtt } = this.#host;
    const sent = this.#sents.of(request);
    if ((sent.times === 0 || flow.stamps) && !this.#encode(sent)) return;
    sent.times++;
    sent.lastAtMs = clock.monotonicMs();
    if (sent.times === 1) sent.firstAtMs = sent.lastAtMs;
    this.#datagrams++;
    this.#trace?.sent(sent, this.#attempt);
    this.channel.send(sent.bytes);
    const { table, attempts } = this.#question;
    this.#deadline = transport.deadlines.add(rtt.waitMs(table, this.#attempt, attempts), this.#onDue);
  }

  #encode(sent: Sent): boolean {
    try {
      sent.bytes = this.#dialogue.encode(sent);
      return true;
    } catch (cause) {
      this.#end({ kind: "unencodable", cause });
      return false;
    }
  }

  readonly #onDue = (): void => {
    const { counts } = this.#host;
    const latest = this.#sents.latest!;
    this.#trace?.timeout(this.#attempt, this.#host.clock.monotonicMs() - latest.lastAtMs);
    if (++this.#attempt < this.#question.attempts) {
      counts.retries++;
      this.#sendAttempt();
      return;
    }
    counts.timeouts++;
    this.channel.fellSilent();
    const { request } = latest;
    const [attempts, rejected, doubt] = [this.#datagrams, this.#rejected, this.#doubt];
    this.#end({ kind: "silent", request, attempts, rejected, doubt });
  };

  /**
   * The device did not act on what it was sent, for it was made with a wrong notion of the engine; so nothing sent
   * before will be answered, and a second Report about it would be no news.
   */
  #repeat(request: SnmpRequest): void {
    this.#sents.forget();
    this.#cancelDeadline();
    this.#send(request);
  }

  #answered(sent: Sent, reply: Reply | undefined, arrival: Arrival): void {
    const { rtt, counts, clock } = this.#host;
    const { onReply, table } = this.#question;
    const nowMs = clock.monotonicMs();
    const isLate = this.#isLate(sent, nowMs);
    const rttMs = sent.times === 1 ? nowMs - sent.firstAtMs : undefined;
    if (rttMs === undefined) rtt.ambiguous(table);
    else rtt.sample(table, rttMs);
    counts.lastRttMs = rttMs ?? counts.lastRttMs;
    if (isLate) counts.lateReplies++;
    this.channel.answered();
    if (!arrival.fromPeer && reply !== undefined) this.channel.learnSource(arrival.address, arrival.port);
    this.#trace?.received(sent, reply, { bytes: arrival.bytes.length, rttMs, late: isLate });
    this.#release();
    try {
      if (reply !== undefined) onReply?.(reply, sent.request);
      this.#resolve({ kind: "answered", request: sent.request, attempts: this.#datagrams, rttMs });
    } catch (error) {
      this.#reject(error); // as above: the other datagrams of this turn are not to suffer
    }
  }

  /** Sent again with the same id, only an answer faster than the fastest is surely one to an earlier attempt. */
  #isLate(sent: Sent, nowMs: number): boolean {
    if (sent !== this.#sents.latest) return true;
    return sent.times > 1 && nowMs - sent.lastAtMs < (this.#host.rtt.minMs ?? Number.POSITIVE_INFINITY);
  }

  #note(reason: RejectReason, bytes: number): void {
    this.#rejected.set(reason, (this.#rejected.get(reason) ?? 0) + 1);
    this.#trace?.rejected(reason, bytes);
  }

  #end(ending: Ending): void {
    this.#release();
    this.#resolve(ending);
  }

  /** Twice is harmless. */
  #release(): void {
    const { inquiries, transport } = this.#host;
    const { signal } = this.#question;
    this.#cancelDeadline();
    this.#sents.forget();
    inquiries.delete(this);
    if (signal !== undefined) transport.aborts.remove(signal, this);
  }

  #cancelDeadline(): void {
    if (this.#deadline !== undefined) this.#host.transport.deadlines.cancel(this.#deadline);
  }
}

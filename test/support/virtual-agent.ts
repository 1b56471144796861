import { type AgentVarbind, encodeVarbind } from "./agent-codec.ts";
import { AgentMib, type AnswerLimits, answerOf, asAsked, type MibView, type Moment } from "./agent-mib.ts";
import {
  type AgentReply,
  type AgentRequest,
  actionsOf,
  decodeCommunityRequest,
  encodeReply,
  type Script,
} from "./agent-script.ts";
import type { FakeClock } from "./fake-clock.ts";
import { createUsmEngine, type TestEngine, type UsmAgentOptions, type UsmEngine } from "./usm-engine.ts";
import type { Attached, Endpoint, Link, VirtualNetwork } from "./virtual-network.ts";

/** What is wrong with an agent; all may be changed while it runs. */
export interface Quirks {
  /** What becomes of GETBULK. */
  bulk?: "works" | "silence" | "genErr";
  /** Instances that the agent cannot read: it falls silent, or says genErr at their position. */
  poison?: ReadonlyMap<string, "silence" | "genErr">;
  /** Another idea of what follows an OID: circles, ways back, columns without an end. */
  after?: (oid: string, regular: AgentVarbind, moment: Moment) => AgentVarbind;
  /** Another value than the MIB has. */
  value?: (varbind: AgentVarbind, moment: Moment) => AgentVarbind;
}

export interface VirtualAgentOptions extends Partial<Endpoint> {
  readonly mib?: AgentMib;
  /** v1 and v2c. Requests with another one are dropped. */
  readonly community?: string;
  /** Then the agent speaks v3 alone. */
  readonly usm?: Omit<UsmAgentOptions, "engine">;
  readonly engine?: Partial<TestEngine>;
  /** Per message, and on top per varbind of the reply. An agent works on one request at a time. */
  readonly serviceMs?: number;
  readonly serviceMsPerVarbind?: number;
  /** Octets of a whole reply. */
  readonly messageMaxBytes?: number;
  readonly whenLarger?: AnswerLimits["whenLarger"];
  readonly quirks?: Quirks;
  readonly link?: Partial<Link>;
  /** Where replies come from, if not from where requests go. */
  readonly answersFrom?: Endpoint;
  /** Requests waiting beyond this are dropped, as a socket's buffer does. */
  readonly queueMax?: number;
  /** How long it has been up when the test begins. */
  readonly uptimeMs?: number;
  /** Has the last word: what the agent does about a request, given what it would do. */
  readonly script?: (request: AgentRequest, regular: AgentReply | "silence") => ReturnType<Script>;
}

/** A request as it came, with the time. */
export interface SeenRequest extends AgentRequest {
  readonly atMs: number;
}

/** Room for header, community and lengths around the varbinds; more for v3 with its digest and salt. */
const COMMUNITY_OVERHEAD_BYTES = 40;
const USM_OVERHEAD_BYTES = 160;
/** More than an agent's socket buffer holds in small requests. */
const QUEUE_MAX = 200;
const A_DAY_MS = 86_400_000;

/** A scriptable agent on a virtual network: serves one request after the other, and can be rebooted. */
export class VirtualAgent implements Endpoint {
  readonly address: string;
  readonly port: number;
  mib: AgentMib;
  serviceMs: number;
  serviceMsPerVarbind: number;
  messageMaxBytes: number;
  whenLarger: AnswerLimits["whenLarger"];
  quirks: Quirks;
  script: VirtualAgentOptions["script"];
  answersFrom: Endpoint | undefined;
  community: string;
  bootedAtMs: number;
  /** Until then it answers nothing. */
  downUntilMs = 0;
  readonly requests: SeenRequest[] = [];
  /** Octets of each reply sent. */
  readonly replyBytes: number[] = [];
  /** The most different requests that waited or were worked on at once. */
  inFlightMax = 0;
  readonly network: Attached;
  readonly #clock: FakeClock;
  readonly #carrier: VirtualNetwork;
  readonly #usm: UsmEngine | undefined;
  readonly #queueMax: number;
  #queue: { readonly bytes: Buffer; readonly from: Endpoint }[] = [];
  #busy = false;
  /** Counts reboots: what was under way before one is gone. */
  #life = 0;

  constructor(clock: FakeClock, network: VirtualNetwork, options: VirtualAgentOptions = {}) {
    this.#clock = clock;
    this.#carrier = network;
    this.address = options.address ?? "192.0.2.1";
    this.port = options.port ?? 161;
    this.mib = options.mib ?? new AgentMib();
    this.serviceMs = options.serviceMs ?? 0;
    this.serviceMsPerVarbind = options.serviceMsPerVarbind ?? 0;
    this.messageMaxBytes = options.messageMaxBytes ?? 65_507;
    this.whenLarger = options.whenLarger;
    this.quirks = options.quirks ?? {};
    this.script = options.script;
    this.answersFrom = options.answersFrom;
    this.community = options.community ?? "public";
    this.bootedAtMs = clock.monotonicMs() - (options.uptimeMs ?? A_DAY_MS);
    this.#queueMax = options.queueMax ?? QUEUE_MAX;
    this.network = network.attach(this, (bytes, from) => this.#arrive(bytes, from), options.link);
    this.#usm = options.usm && this.#createUsm(options.usm, options.engine ?? {});
  }

  get moment(): Moment {
    const atMs = this.#clock.monotonicMs();
    return { atMs, uptimeMs: atMs - this.bootedAtMs };
  }

  /** The v3 engine, to be changed while it runs. */
  get engine(): TestEngine {
    if (this.#usm === undefined) throw new Error("this agent does not speak v3");
    return this.#usm.engine;
  }

  /** Reports sent, v3. */
  get reports(): UsmEngine["reports"] {
    return this.#usm?.reports ?? [];
  }

  get datagrams(): number {
    return this.network.counts.toDevice;
  }

  /** Starts anew: sysUpTime and engineTime from 0, engineBoots one more, requests under way lost. */
  reboot({ downMs = 0 }: { readonly downMs?: number } = {}): void {
    this.#life += 1;
    this.#queue = [];
    this.#busy = false;
    this.downUntilMs = this.#clock.monotonicMs() + downMs;
    this.bootedAtMs = this.downUntilMs;
    if (this.#usm !== undefined) this.#usm.engine.boots += 1;
  }

  rebootAt(atMs: number, options?: { readonly downMs?: number }): void {
    this.#carrier.at(atMs, () => this.reboot(options));
  }

  #createUsm(options: Omit<UsmAgentOptions, "engine">, engine: Partial<TestEngine>): UsmEngine {
    const aheadSeconds = engine.timeSeconds;
    let offsetSeconds = aheadSeconds === undefined ? 0 : aheadSeconds - this.#uptimeSeconds();
    const uptimeSeconds = () => this.#uptimeSeconds();
    return createUsmEngine((request) => this.#respond(request), options, {
      id: engine.id ?? Buffer.from(`80001f8880${Buffer.from(this.address).toString("hex")}`, "hex"),
      boots: engine.boots ?? 7,
      get timeSeconds() {
        return Math.max(0, uptimeSeconds() + offsetSeconds);
      },
      set timeSeconds(seconds) {
        offsetSeconds = seconds - uptimeSeconds();
      },
    });
  }

  #uptimeSeconds(): number {
    return Math.floor(this.moment.uptimeMs / 1_000);
  }

  #arrive(bytes: Buffer, from: Endpoint): void {
    if (this.#clock.monotonicMs() < this.downUntilMs || this.#queue.length >= this.#queueMax) return;
    this.#queue.push({ bytes, from });
    const waiting = new Set(this.#queue.map((item) => item.bytes.toString("latin1")));
    this.inFlightMax = Math.max(this.inFlightMax, waiting.size);
    if (!this.#busy) this.#serve();
  }

  /** Takes the first of the queue; it stays there until it is answered. */
  #serve(): void {
    const first = this.#queue[0];
    this.#busy = first !== undefined;
    if (first === undefined) return;
    const life = this.#life;
    const answers = this.#answersTo(first.bytes);
    const varbinds = answers.reduce((sum, { action }) => sum + (action.varbinds?.length ?? 0), 0);
    const busyMs = this.serviceMs + varbinds * this.serviceMsPerVarbind;
    this.#carrier.at(this.#clock.monotonicMs() + busyMs, () => {
      if (life !== this.#life) return;
      this.#queue.shift();
      for (const { bytes, action } of answers) this.#send(bytes, action, first.from);
      this.#serve();
    });
  }

  #send(bytes: Buffer, { delayMs = 0, fromElsewhere }: AgentReply, to: Endpoint): void {
    const elsewhere = { address: this.address, port: this.port + 10_000 };
    const source = fromElsewhere === true ? elsewhere : this.answersFrom;
    const send = () => {
      this.replyBytes.push(bytes.length);
      this.network.send(bytes, to, source);
    };
    if (delayMs === 0) send();
    else this.#carrier.at(this.#clock.monotonicMs() + delayMs, send);
  }

  #answersTo(datagram: Buffer): { readonly bytes: Buffer; readonly action: AgentReply }[] {
    try {
      if (this.#usm !== undefined) return this.#usm.answer(datagram);
      const request = decodeCommunityRequest(datagram, this.requests.length);
      if (request.community !== this.community) return [];
      return actionsOf(this.#respond(request)).flatMap((action) => {
        if (action === "silence") return [];
        if ("raw" in action) return [{ bytes: Buffer.from(action.raw), action: {} }];
        return [{ bytes: encodeReply(request, action), action }];
      });
    } catch {
      return []; // not for this agent
    }
  }

  #respond(request: AgentRequest): ReturnType<Script> {
    const { atMs } = this.moment;
    const numbered = { ...request, number: this.requests.length, atMs };
    this.requests.push(numbered);
    const regular = this.#regular(numbered);
    return this.script?.(numbered, regular) ?? regular;
  }

  #regular(request: AgentRequest): AgentReply | "silence" {
    const { bulk = "works", poison } = this.quirks;
    if (request.kind === "getBulk" && bulk === "silence") return "silence";
    if (request.kind === "getBulk" && bulk === "genErr") return genErr(request, 1);
    const overhead = this.#usm === undefined ? COMMUNITY_OVERHEAD_BYTES : USM_OVERHEAD_BYTES;
    const limits = { bytesMax: this.messageMaxBytes - overhead, whenLarger: this.whenLarger };
    const reply = answerOf(this.#view(), request, limits, this.moment);
    if (poison === undefined || reply === "silence") return reply;
    const at = (reply.varbinds ?? []).findIndex(({ oid }) => poison.has(oid));
    if (at < 0) return reply;
    const action = poison.get(reply.varbinds![at]!.oid);
    return action === "silence" ? "silence" : genErr(request, positionOf(at, request));
  }

  #view(): MibView {
    const { mib, quirks } = this;
    const { after, value } = quirks;
    if (after === undefined && value === undefined) return mib;
    const shown = (varbind: AgentVarbind, moment: Moment) => value?.(varbind, moment) ?? varbind;
    return {
      find: (oid, moment) => shown(mib.find(oid, moment), moment),
      after: (oid, moment) => {
        const regular = mib.after(oid, moment);
        return shown(after?.(oid, regular, moment) ?? regular, moment);
      },
    };
  }
}

const genErr = (request: AgentRequest, errorIndex: number): AgentReply => ({
  errorStatus: 5,
  errorIndex,
  varbinds: asAsked(request.oids),
});

/** 1-based position in the request of the varbind that a GETBULK's n-th answers (RFC 3416 §4.2.3). */
function positionOf(at: number, { kind, oids, nonRepeaters }: AgentRequest): number {
  if (kind !== "getBulk" || at < nonRepeaters) return at + 1;
  return nonRepeaters + ((at - nonRepeaters) % (oids.length - nonRepeaters)) + 1;
}

/** Octets of a varbind in a message. */
export const varbindBytes = (varbind: AgentVarbind): number => encodeVarbind(varbind).length;

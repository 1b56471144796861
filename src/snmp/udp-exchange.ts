import type { Clock, Random } from "../base/index.ts";
import type { ClientStats, SnmpTarget } from "./client.ts";
import type { EngineParameters, RequestPdu, ResponsePdu, SnmpCodec } from "./codec.ts";
import { Diagnosis } from "./diagnosis.ts";
import { ERROR_STATUS, type Exchange, type Outcome, type SnmpRequest } from "./exchange.ts";
import { type Landing, Transit } from "./transit.ts";
import { ANONYMOUS, codeOfReport, EngineClock, reportText, type UsmUser } from "./usm.ts";
import { REQUEST_ID_MAX, REQUEST_ID_MIN } from "./wire/index.ts";

type Reply =
  | { readonly kind: "reply"; readonly pdu: ResponsePdu }
  | { readonly kind: "malformed"; readonly cause: unknown };
type Report = { readonly kind: "report"; readonly oid: string; readonly engine: EngineParameters };
type Failed = Exclude<Landing<never>, { kind: "done" }>;

/** Requests over UDP: ids, and the User-based Security Model (RFC 3414). */
export class UdpExchange implements Exchange {
  readonly #target: SnmpTarget;
  readonly #codec: SnmpCodec;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #diagnosis: Diagnosis;
  readonly #transit: Transit;
  readonly #counts = { tooBig: 0, varbinds: 0 };
  #engine: EngineClock | undefined;
  /** Whether this user's messages were understood once: then silence is no sign of a wrong privacy key. */
  #understood = false;

  constructor(
    target: SnmpTarget,
    codec: SnmpCodec,
    host: { readonly clock: Clock; readonly random: Random },
  ) {
    this.#target = target;
    this.#codec = codec;
    this.#clock = host.clock;
    this.#random = host.random;
    this.#diagnosis = new Diagnosis(target);
    this.#transit = new Transit(target, host.clock);
  }

  async ask(request: SnmpRequest, signal: AbortSignal | undefined): Promise<Outcome> {
    const { credentials } = this.#target;
    const outcome =
      credentials.version === "3"
        ? await this.#askUsm(credentials, request, signal)
        : await this.#askCommunity(credentials.version, credentials.community.reveal(), request, signal);
    if (outcome.kind === "response") {
      this.#counts.varbinds += outcome.varbinds.length;
      if (outcome.errorStatus === ERROR_STATUS.tooBig) this.#counts.tooBig++;
    }
    return outcome;
  }

  stats(): ClientStats {
    return { ...this.#transit.stats(), ...this.#counts };
  }

  close(): void {
    this.#transit.close();
  }

  async #askCommunity(
    version: "1" | "2c",
    community: string,
    request: SnmpRequest,
    signal: AbortSignal | undefined,
  ): Promise<Outcome> {
    const pdu = this.#toPdu(request);
    const expected = Buffer.from(community);
    const landing = await this.#transit.carry<Reply>({
      encode: () => this.#codec.encodeCommunity(version, community, pdu),
      judge: (header, datagram) => {
        if (header.version !== version || header.requestId !== pdu.requestId) return undefined;
        if (!header.community.equals(expected)) return undefined;
        return { done: decoded(() => this.#codec.decodeCommunity(datagram)) };
      },
      attempts: this.#attempts(request),
      signal,
    });
    return landing.kind === "done" ? this.#conclude(request, landing.value) : this.#failure(request, landing);
  }

  /** Discovers the engine when need be; on an unknown engineID or a wrong time, resynchronises once each. */
  async #askUsm(user: UsmUser, request: SnmpRequest, signal: AbortSignal | undefined): Promise<Outcome> {
    const resynchronised = new Set<string>();
    for (;;) {
      const engine = this.#engine ?? (await this.#discover(request, signal));
      if (!(engine instanceof EngineClock)) return engine;
      const landing = await this.#sendUsm(user, engine, request, signal);
      if (landing.kind === "silent") return await this.#explainSilence(user, request, landing, signal);
      if (landing.kind !== "done") return this.#failure(request, landing);
      const reply = landing.value;
      if (reply.kind !== "report") return this.#conclude(request, reply);
      const code = codeOfReport(reply.oid);
      const outOfStep = code === "snmp.not-in-time-window" || code === "snmp.unknown-engine-id";
      if (!outOfStep || resynchronised.has(code)) {
        return { kind: "refused", error: this.#diagnosis.security(code, reportText(reply.oid)) };
      }
      resynchronised.add(code);
      // Also when it goes back in time, as after a factory reset: a wrong one only costs another report.
      this.#adopt(reply.engine);
    }
  }

  async #discover(request: SnmpRequest, signal: AbortSignal | undefined): Promise<EngineClock | Outcome> {
    const [msgId, requestId] = [this.#nextId(), this.#nextId()];
    const landing = await this.#transit.carry<EngineParameters>({
      encode: () => this.#codec.encodeDiscovery(msgId, requestId),
      judge: (header, datagram) => {
        if (header.version !== "3" || header.msgId !== msgId) return undefined;
        const message = orUndefined(() => this.#codec.decodeUsm(datagram, ANONYMOUS, Buffer.alloc(0)));
        const found = message?.kind === "report" && message.engine.engineId.length > 0;
        return found ? { done: message.engine } : { rejected: "undecodable" };
      },
      attempts: this.#attempts(request),
      signal,
    });
    return landing.kind === "done" ? this.#adopt(landing.value) : this.#failure(request, landing);
  }

  #adopt({ engineId, boots, timeSeconds }: EngineParameters): EngineClock {
    this.#engine = new EngineClock(engineId, boots, timeSeconds, this.#clock.monotonicMs());
    return this.#engine;
  }

  #sendUsm(
    user: UsmUser,
    engine: EngineClock,
    request: SnmpRequest,
    signal: AbortSignal | undefined,
  ): Promise<Landing<Reply | Report>> {
    const pdu = this.#toPdu(request);
    const ids = { msgId: this.#nextId(), contextName: user.contextName };
    return this.#transit.carry<Reply | Report>({
      // Anew for each attempt: long time-outs would leave the engine's time window of 150 s. The ids stay, so
      // a late reply to an earlier attempt counts too.
      encode: () => this.#codec.encodeUsm(user, engine.at(this.#clock.monotonicMs()), ids, pdu),
      judge: (header, datagram) => {
        if (header.version !== "3" || header.msgId !== ids.msgId) return undefined;
        const message = orUndefined(() => this.#codec.decodeUsm(datagram, user, engine.engineId));
        if (message === undefined) return { rejected: "undecodable" };
        if (message.kind === "rejected") {
          // With a key that has worked before, it is the PDU inside that cannot be read.
          const garbled = message.reason === "decryption" && this.#understood;
          return garbled ? { done: { kind: "malformed", cause: undefined } } : { rejected: message.reason };
        }
        if (message.kind === "report") return { done: message };
        if (message.kind === "malformed") return { done: message };
        if (message.pdu.requestId !== pdu.requestId) return undefined;
        this.#understood = true;
        engine.advance(message.engine.boots, message.engine.timeSeconds, this.#clock.monotonicMs());
        return { done: { kind: "reply", pdu: message.pdu } };
      },
      attempts: this.#attempts(request),
      signal,
    });
  }

  /**
   * Many agents drop what they cannot decrypt in silence. When the device still answers the discovery, which
   * needs no keys, and no encrypted request of ours was ever answered, the privacy settings are to blame.
   * A GETBULK of many rows proves nothing: its reply may be too large for the path.
   */
  async #explainSilence(
    user: UsmUser,
    request: SnmpRequest,
    landing: Extract<Failed, { kind: "silent" }>,
    signal: AbortSignal | undefined,
  ): Promise<Outcome> {
    const failure = this.#failure(request, landing);
    this.#engine = undefined; // whatever is wrong, the next request starts afresh
    const small = request.kind !== "getBulk" || request.maxRepetitions === 1;
    if (user.securityLevel !== "AUTH_PRIV" || this.#understood || !small || failure.kind !== "silent")
      return failure;
    const engine = await this.#discover({ ...request, attemptsMax: 1 }, signal);
    if (!(engine instanceof EngineClock)) return failure;
    const what =
      "the device answers the SNMPv3 discovery but drops encrypted requests, as with a wrong privacy key";
    return { kind: "refused", error: this.#diagnosis.security("snmp.decryption-error", what) };
  }

  #conclude(request: SnmpRequest, reply: Reply): Outcome {
    if (reply.kind === "malformed") {
      return { kind: "malformed", error: this.#diagnosis.malformed(request, reply.cause) };
    }
    const { errorStatus, errorIndex, varbinds } = reply.pdu;
    return { kind: "response", errorStatus, errorIndex, varbinds };
  }

  #failure(request: SnmpRequest, landing: Failed): Outcome {
    const diagnosis = this.#diagnosis;
    if (landing.kind === "unreachable") {
      return { kind: "refused", error: diagnosis.unreachable(landing.cause) };
    }
    if (landing.kind === "unencodable") {
      return { kind: "refused", error: diagnosis.unsupported(landing.cause) };
    }
    const { rejected } = landing;
    if (rejected.has("decryption")) {
      const what = "the device's replies cannot be decrypted";
      return { kind: "refused", error: diagnosis.security("snmp.decryption-error", what) };
    }
    if (rejected.has("digest")) {
      const what = "the device's replies carry a wrong digest";
      return { kind: "refused", error: diagnosis.security("snmp.wrong-digest", what) };
    }
    if (rejected.has("level")) {
      const what = "the device's replies are below the securityLevel asked for";
      return { kind: "refused", error: diagnosis.security("snmp.bad-response", what) };
    }
    const datagrams = rejected.get("undecodable");
    const error =
      datagrams === undefined
        ? diagnosis.timeout(request, this.#attempts(request), this.#engine !== undefined)
        : diagnosis.undecodable(request, datagrams);
    return { kind: "silent", error };
  }

  #attempts({ attemptsMax }: SnmpRequest): number {
    return Math.min(1 + this.#target.options.retries, attemptsMax ?? Number.POSITIVE_INFINITY);
  }

  #toPdu({ kind, oids, maxRepetitions }: SnmpRequest): RequestPdu {
    return { kind, oids, maxRepetitions: maxRepetitions ?? 0, requestId: this.#nextId() };
  }

  /** A positive 31-bit number that a forger has to guess. */
  #nextId(): number {
    return REQUEST_ID_MIN + Math.floor(this.#random.next() * (REQUEST_ID_MAX - REQUEST_ID_MIN));
  }
}

function decoded(decode: () => ResponsePdu): Reply {
  try {
    return { kind: "reply", pdu: decode() };
  } catch (cause) {
    return { kind: "malformed", cause };
  }
}

/** For datagrams that may be hostile: what does not decode is judged by the caller. */
function orUndefined<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}

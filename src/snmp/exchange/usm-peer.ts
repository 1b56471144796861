import type { Clock } from "../../base/index.ts";
import type { SnmpTarget } from "../client.ts";
import type { SnmpCodec, UsmSession } from "../codec.ts";
import type { UsmUser } from "../usm.ts";
import { type EngineStamp, EngineSync } from "../wire/usm-sync.ts";
import { ENGINE_NUMBER_MAX } from "../wire/usm-window.ts";
import type { EngineCensus } from "./engine-census.ts";
import type { LearnedExchange } from "./exchange.ts";

type LearnedEngine = NonNullable<LearnedExchange["engine"]>;

interface UsmPeerHost {
  readonly clock: Clock;
  readonly codec: SnmpCodec;
  readonly census: EngineCensus;
}

/** Our user at the engine behind one address: its clock, and the keys he has there. */
export class UsmPeer {
  readonly user: UsmUser;
  readonly sync: EngineSync;
  /** Whether a message of this user was understood once: then silence is no sign of a wrong privacy key. */
  understood = false;
  readonly #device: string;
  readonly #host: UsmPeerHost;
  #session: UsmSession | undefined;
  /** The engine of the session. */
  #sessionId: Uint8Array | undefined;

  constructor(target: SnmpTarget, user: UsmUser, host: UsmPeerHost) {
    this.user = user;
    this.#device = target.device;
    this.#host = host;
    this.sync = new EngineSync({ authenticated: user.securityLevel !== "NO_AUTH_NO_PRIV" });
    if (target.learned?.exchange.engine !== undefined) this.#recall(target.learned.exchange.engine);
  }

  /** What a request sent now has to carry; undefined when the engine has to be discovered first. */
  stamp(): EngineStamp | undefined {
    return this.sync.stamp(this.#host.clock.monotonicMs());
  }

  /** The keys at this engine, of the stamp; computed once. @throws {Error} when the runtime lacks the digest or cipher */
  sessionAt(engineId: Uint8Array): UsmSession {
    if (this.#session !== undefined && this.#sessionId === engineId) return this.#session;
    this.#host.census.note(this.#device, engineId);
    this.#session = this.#host.codec.openUsm(this.user, engineId);
    this.#sessionId = engineId;
    return this.#session;
  }

  /** Whether the session is at the engine that is asked now. */
  isCurrent(session: UsmSession): boolean {
    return session === this.#session && this.#sessionId === this.stamp()?.engineId;
  }

  get learned(): LearnedEngine | undefined {
    const stamp = this.stamp();
    if (stamp === undefined) return undefined;
    return {
      engineId: Buffer.from(stamp.engineId).toString("hex"),
      boots: stamp.boots,
      bootedAtMs: this.#host.clock.wallMs() - stamp.timeSeconds * 1_000,
    };
  }

  close(): void {
    this.#host.census.forget(this.#device);
  }

  /** Like a discovery: a hint, until the first authentic reply. */
  #recall({ engineId, boots, bootedAtMs }: LearnedEngine): void {
    const { clock } = this.#host;
    const upSeconds = Math.floor((clock.wallMs() - bootedAtMs) / 1_000);
    const timeSeconds = Math.min(Math.max(0, upSeconds), ENGINE_NUMBER_MAX);
    this.sync.discovered({ engineId: Buffer.from(engineId, "hex"), boots, timeSeconds }, clock.monotonicMs());
  }
}

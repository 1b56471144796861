import type { SnmpErrorCode } from "../errors.ts";
import { codeOfReport, reportNameOf } from "./usm-report.ts";
import { ENGINE_NUMBER_MAX, type EngineTime, EngineWindow, type WindowVerdict } from "./usm-window.ts";

/** The engine as a message's security parameters name it. */
export interface EngineStamp extends EngineTime {
  readonly engineId: Uint8Array;
}

export interface ReceivedReport {
  /** OID of the first varbind; empty when there is none. */
  readonly oid: string;
  readonly engine: EngineStamp;
  /** Whether it carried a digest of our user that is right. */
  readonly authentic: boolean;
}

/** What we did not know about the engine when we sent the request. */
export type Resync =
  /** Another device, or a new engineID. The keys are to be localized again. */
  | "engine-swapped"
  /** The engineID before the last one is back: two devices share the address, or a cluster does. As above. */
  | "engines-alternate"
  /** The clock of a discovery was only a hint, often zero; now it is known. */
  | "clock-learned"
  /** engineBoots has grown since the last authentic reply. */
  | "rebooted"
  /** Within the same boots, the engine's time has run away from ours by more than the window. */
  | "clock-ahead"
  /** engineBoots or engineTime is less than it was: a factory reset, a restart that was not counted, a failover. */
  | "clock-went-back";

/** What to do with a Report, or a reply that our notion of the engine does not let pass. */
export type SyncAction =
  /** Our notion is set right: stamp, encrypt and sign the same request again. */
  | { readonly kind: "repeat"; readonly because: Resync }
  /** Anyone could have sent it: keep waiting, and fail with `code` when nothing better comes. */
  | { readonly kind: "wait"; readonly code: SnmpErrorCode }
  | { readonly kind: "fail"; readonly code: SnmpErrorCode; readonly detail: FailDetail | undefined };

/** Where the code alone would send the user the wrong way. */
export type FailDetail =
  /** engineBoots is at its end: the engine refuses everybody until it gets a new engineID or a reset. */
  | "boots-exhausted"
  /** Resynchronised, repeated, and still the same report. */
  | "no-progress";

export type ReplyAction =
  | { readonly kind: "accept" }
  /** From another engine than the one asked: no answer of ours. */
  | { readonly kind: "ignore" }
  | SyncAction;

/** What a discovery has found; the engineID is only to be used for other than `unusable`. */
export type Discovery = "first" | "same" | "swapped" | "alternates" | "unusable";

/** RFC 3411 §5 asks for five octets at least; shorter ones work as well. */
const ENGINE_ID_MAX_BYTES = 32;
/** Repeats of one request: a stale clock, a swapped engine, and the clock of the new one. */
const REPEATS_MAX = 3;
/** Repeats in a row that led to no accepted reply; from then on a request fails at its first report. */
const FRUITLESS_MAX = 6;

type Cause = "engine" | "clock" | "clock-hint";

/** How often one request may be repeated: each cause once. So a storm of Reports ends. */
export class Repeats {
  readonly #taken = new Set<Cause>();
  #count = 0;

  take(cause: Cause): boolean {
    if (this.#count >= REPEATS_MAX || this.#taken.has(cause)) return false;
    // The clock of a new engine is news again.
    if (cause === "engine") this.#taken.clear();
    this.#taken.add(cause);
    this.#count++;
    return true;
  }
}

/**
 * What we know of the engine behind one address. The state is the device's, not the engineID's: two devices with
 * one engineID, as clones and clusters have, do not disturb each other's clocks.
 *
 * Whom to believe: engineID and clock of a discovery are hints, for nobody can sign them (RFC 3414 §4). From the
 * first authentic reply on the engine is confirmed; an unauthenticated report may then cost a repeat, never the
 * request. Every message given to this object must echo the msgID of a request in flight, 31 random bits: so an
 * authentic one is fresh, and may set the clock back where RFC 3414 §3.2 step 7b, which has to think of replays,
 * would only drop it. Dropping it would lose a device that was reset for good.
 */
export class EngineSync {
  readonly #authenticated: boolean;
  #engineId: Uint8Array | undefined;
  #previousId: Uint8Array | undefined;
  #window: EngineWindow | undefined;
  #confirmed = false;
  #fruitless = 0;

  /** @param user whether the user's securityLevel has authentication: without, no clock is ever checked */
  constructor(user: { readonly authenticated: boolean }) {
    this.#authenticated = user.authenticated;
  }

  /** What a request sent now has to carry; undefined when the engine has to be discovered first. */
  stamp(nowMs: number): EngineStamp | undefined {
    if (this.#engineId === undefined || this.#window === undefined) return undefined;
    return { engineId: this.#engineId, ...this.#window.at(nowMs) };
  }

  /** Takes the answer to a discovery, whatever report it is: agents differ, and all name their engine. */
  discovered(engine: EngineStamp, nowMs: number): Discovery {
    if (!isUsable(engine.engineId)) return "unusable";
    const known = this.#engineId;
    const isSame = known !== undefined && equalOctets(known, engine.engineId);
    const alternates = !isSame && this.#isPrevious(engine.engineId);
    this.#adopt(engine, nowMs);
    if (known === undefined) return "first";
    if (isSame) return "same";
    return alternates ? "alternates" : "swapped";
  }

  /** Judges a reply whose digest is right, or one to a user without authentication. */
  reply(engine: EngineStamp, nowMs: number, repeats: Repeats): ReplyAction {
    if (this.#window === undefined || !this.#isOurs(engine.engineId)) return { kind: "ignore" };
    const verdict = this.#authenticated ? this.#receive(this.#window, engine, nowMs) : "in-window";
    if (verdict === "in-window") {
      this.#fruitless = 0;
      return { kind: "accept" };
    }
    if (verdict === "boots-exhausted") return fail("snmp.not-in-time-window", "boots-exhausted");
    return this.#resync("clock", "clock-went-back", "snmp.not-in-time-window", { engine, nowMs, repeats });
  }

  /** Judges a Report (RFC 3414 §3.2) that came instead of a reply. */
  report(report: ReceivedReport, nowMs: number, repeats: Repeats): SyncAction {
    const { engine, authentic } = report;
    const name = reportNameOf(report.oid);
    const code = codeOfReport(name);
    const ours = this.#isOurs(engine.engineId);
    if (name === "usmStatsUnknownEngineIDs" && !ours && isUsable(engine.engineId)) {
      const because = this.#isPrevious(engine.engineId) ? "engines-alternate" : "engine-swapped";
      return this.#resync("engine", because, code, { engine, nowMs, repeats });
    }
    if (name === "usmStatsNotInTimeWindows" && ours && this.#authenticated) {
      if (engine.boots === ENGINE_NUMBER_MAX) return this.#end(code, authentic, "boots-exhausted");
      const cause = authentic ? "clock" : "clock-hint";
      return this.#resync(cause, this.#changeTo(engine, nowMs), code, { engine, nowMs, repeats });
    }
    return this.#end(code, authentic, undefined);
  }

  #receive(window: EngineWindow, engine: EngineStamp, nowMs: number): WindowVerdict {
    this.#confirmed = true;
    return window.receive(engine, nowMs);
  }

  /** Takes over what the message says in any case: the next request, at least, shall start from the latest news. */
  #resync(
    cause: Cause,
    because: Resync,
    code: SnmpErrorCode,
    news: { readonly engine: EngineStamp; readonly nowMs: number; readonly repeats: Repeats },
  ): SyncAction {
    this.#adopt(news.engine, news.nowMs);
    if (this.#fruitless >= FRUITLESS_MAX || !news.repeats.take(cause)) return fail(code, "no-progress");
    this.#fruitless++;
    return { kind: "repeat", because };
  }

  /** Reports that nothing can be done about. At first contact they end the request: a typo shows at once. */
  #end(code: SnmpErrorCode, authentic: boolean, detail: FailDetail | undefined): SyncAction {
    return authentic || !this.#confirmed ? fail(code, detail) : { kind: "wait", code };
  }

  #adopt({ engineId, boots, timeSeconds }: EngineStamp, nowMs: number): void {
    if (!this.#isOurs(engineId)) {
      this.#previousId = this.#engineId;
      this.#engineId = new Uint8Array(engineId); // a copy: the message's buffer may be used again
      this.#confirmed = false;
    }
    this.#window = new EngineWindow({ boots, timeSeconds }, nowMs);
  }

  #changeTo({ boots, timeSeconds }: EngineTime, nowMs: number): Resync {
    const own = this.#window?.at(nowMs);
    if (own === undefined || !this.#confirmed) return "clock-learned";
    if (boots > own.boots) return "rebooted";
    return boots < own.boots || timeSeconds < own.timeSeconds ? "clock-went-back" : "clock-ahead";
  }

  #isOurs(engineId: Uint8Array): boolean {
    return this.#engineId !== undefined && equalOctets(this.#engineId, engineId);
  }

  #isPrevious(engineId: Uint8Array): boolean {
    return this.#previousId !== undefined && equalOctets(this.#previousId, engineId);
  }
}

const isUsable = ({ length }: Uint8Array): boolean => length > 0 && length <= ENGINE_ID_MAX_BYTES;

function fail(code: SnmpErrorCode, detail: FailDetail | undefined): SyncAction {
  return { kind: "fail", code, detail };
}

function equalOctets(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, i) => octet === b[i]);
}

import type { Clock } from "../../base/index.ts";
import type { SnmpCodec, UsmMessage } from "../codec.ts";
import type { Diagnosis } from "../diagnosis.ts";
import type { Arrival } from "../transport/channel.ts";
import { reportNameOf } from "../wire/usm-report.ts";
import { Repeats, type SyncAction } from "../wire/usm-sync.ts";
import type { Dialogue, Sent, Verdict } from "./dialogue.ts";
import type { UsmPeer } from "./usm-peer.ts";

export interface UsmDialogueHost {
  readonly clock: Clock;
  readonly diagnosis: Diagnosis;
  readonly codec: SnmpCodec;
  /** For the request-id of the PDU. */
  readonly randomId: () => number;
}

type Rejected = Extract<UsmMessage, { readonly kind: "rejected" }>;
type Report = Extract<UsmMessage, { readonly kind: "report" }>;
type Response = Extract<UsmMessage, { readonly kind: "response" }>;

/** One ask of our user: secured, and judged by digest, level and clock. */
export class UsmDialogue implements Dialogue {
  readonly #peer: UsmPeer;
  readonly #host: UsmDialogueHost;
  readonly #repeats = new Repeats();

  constructor(peer: UsmPeer, host: UsmDialogueHost) {
    this.#peer = peer;
    this.#host = host;
  }

  encode(sent: Sent): Uint8Array {
    const stamp = this.#peer.stamp();
    if (stamp === undefined) throw new Error("an engine that is not known yet cannot be asked");
    const session = this.#peer.sessionAt(stamp.engineId);
    sent.session = session;
    sent.pduRequestId ??= this.#host.randomId();
    return session.encode(stamp, { msgId: sent.id, requestId: sent.pduRequestId }, sent.request);
  }

  judge(sent: Sent, arrival: Arrival): Verdict {
    const { session } = sent;
    if (isFromElsewhere(arrival) || session === undefined) return WRONG_SOURCE;
    const message = session.decode(arrival.bytes);
    switch (message.kind) {
      case "rejected":
        return this.#rejected(message);
      case "malformed":
        return message;
      case "report":
        return this.#peer.isCurrent(session) ? this.#reported(message) : this.#outdated();
      case "response":
        return message.requestId === sent.pduRequestId ? this.#answered(message) : undefined;
      default:
        return message satisfies never;
    }
  }

  #rejected(message: Rejected): Verdict {
    // With a key that has worked before, it is the PDU inside that cannot be read.
    if (message.reason === "decryption" && this.#peer.understood) return UNREADABLE;
    return message;
  }

  #answered({ engine, reply }: Response): Verdict {
    const action = this.#peer.sync.reply(engine, this.#host.clock.monotonicMs(), this.#repeats);
    if (action.kind === "ignore") return undefined;
    if (action.kind !== "accept") return this.#verdictOf(action, "the device's clock went back");
    this.#peer.understood = true;
    return { kind: "answer", reply };
  }

  #reported(report: Report): Verdict {
    const action = this.#peer.sync.report(report, this.#host.clock.monotonicMs(), this.#repeats);
    return this.#verdictOf(
      action,
      `the device reported ${reportNameOf(report.oid) ?? (report.oid || "nothing")}`,
    );
  }

  /** An ask beside this one has learned already that another engine is there. */
  #outdated(): Verdict {
    return this.#repeats.take("engine") ? { kind: "repeat", because: "engine-swapped" } : undefined;
  }

  #verdictOf(action: SyncAction, what: string): Verdict {
    const { diagnosis } = this.#host;
    switch (action.kind) {
      case "repeat":
        return action;
      case "wait":
        return { kind: "doubt", error: diagnosis.security(action.code, what) };
      case "fail": {
        const exhausted = action.detail === "boots-exhausted";
        return {
          kind: "refused",
          error: exhausted ? diagnosis.bootsExhausted() : diagnosis.security(action.code, what),
        };
      }
      default:
        return action satisfies never;
    }
  }
}

/** Asks nobody for nothing: the engine's Report tells who it is (RFC 3414 §4). */
export class DiscoveryDialogue implements Dialogue {
  readonly #peer: UsmPeer;
  readonly #host: UsmDialogueHost;

  constructor(peer: UsmPeer, host: UsmDialogueHost) {
    this.#peer = peer;
    this.#host = host;
  }

  encode({ id }: Sent): Uint8Array {
    return this.#host.codec.encodeDiscovery({ msgId: id, requestId: this.#host.randomId() });
  }

  judge(_sent: Sent, arrival: Arrival): Verdict {
    if (isFromElsewhere(arrival)) return WRONG_SOURCE;
    const engine = this.#host.codec.decodeDiscovery(arrival.bytes);
    if (engine === undefined) return UNDECODABLE;
    const discovery = this.#peer.sync.discovered(engine, this.#host.clock.monotonicMs());
    return discovery === "unusable" ? UNDECODABLE : DISCOVERED;
  }
}

/**
 * Where another source is allowed, the digest proves who it is. A user without authentication has nothing but the
 * two ids, of 31 random bits each; whoever chose that level and that option wants it so.
 */
const isFromElsewhere = ({ fromPeer, mayBeElsewhere }: Arrival): boolean => !fromPeer && !mayBeElsewhere;

const WRONG_SOURCE = { kind: "rejected", reason: "source" } as const;
const UNDECODABLE = { kind: "rejected", reason: "undecodable" } as const;
const UNREADABLE = { kind: "malformed", cause: "its PDU is not readable" } as const;
const DISCOVERED = { kind: "answer", reply: undefined } as const;

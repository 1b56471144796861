import type { Dialogue, Flow } from "./dialogue.ts";
import type { Ending, Silence } from "./ending.ts";
import type { SnmpRequest } from "./exchange.ts";
import { DiscoveryDialogue, UsmDialogue, type UsmDialogueHost } from "./usm-dialogue.ts";
import type { UsmPeer } from "./usm-peer.ts";

interface UsmFlowHost extends UsmDialogueHost {
  /** Sends a request of the flow's own. @throws AppError `snmp.closed` */
  readonly inquire: (request: SnmpRequest, dialogue: Dialogue, attempts: number) => Promise<Ending>;
}

/** What is asked in a discovery. */
const NOTHING: SnmpRequest = { kind: "get", oids: [], nonRepeaters: 0, maxRepetitions: 0 };

/** SNMPv3 with the User-based Security Model (RFC 3414): an engine is discovered before it is asked. */
export class UsmFlow implements Flow {
  readonly ids = "msgID";
  readonly stamps = true;
  readonly #peer: UsmPeer;
  readonly #host: UsmFlowHost;
  /** Shared by all that wait for it. */
  #discovery: Promise<Ending | undefined> | undefined;
  /** The engine fell silent: perhaps another one is there now, which drops what is meant for its predecessor. */
  #doubtful = false;

  constructor(peer: UsmPeer, host: UsmFlowHost) {
    this.#peer = peer;
    this.#host = host;
  }

  prepare(attemptsMax: number): Promise<Ending | undefined> | undefined {
    if (!this.#doubtful && this.#peer.stamp() !== undefined) return undefined;
    return (this.#discovery ??= this.#discover(attemptsMax));
  }

  open(): Dialogue {
    return new UsmDialogue(this.#peer, this.#host);
  }

  /**
   * Many agents drop what they cannot decrypt in silence. When the device still answers the discovery, which needs
   * no keys, and no encrypted request of ours was ever answered, the privacy settings are to blame.
   * A GETBULK of many rows proves nothing: its reply may be too large for the path.
   */
  explainSilence(silence: Silence): Promise<Ending> | undefined {
    this.#doubtful = true;
    const { request, rejected, doubt } = silence;
    const small = request.kind !== "getBulk" || request.maxRepetitions <= 1;
    const { user, understood } = this.#peer;
    if (user.securityLevel !== "AUTH_PRIV" || understood || !small || rejected.size > 0 || doubt)
      return undefined;
    return this.#blamePrivacy(silence);
  }

  async #blamePrivacy(silence: Silence): Promise<Ending> {
    const asked = this.#peer.stamp()?.engineId;
    const failure = await this.prepare(1);
    // Another engine than the one asked: it may have dropped what was meant for its predecessor.
    if (failure !== undefined || this.#peer.stamp()?.engineId !== asked) return silence;
    const what =
      "the device answers the SNMPv3 discovery but drops encrypted requests, as with a wrong privacy key";
    return { kind: "refused", error: this.#host.diagnosis.security("snmp.decryption-error", what) };
  }

  async #discover(attempts: number): Promise<Ending | undefined> {
    try {
      const ending = await this.#host.inquire(
        NOTHING,
        new DiscoveryDialogue(this.#peer, this.#host),
        attempts,
      );
      if (ending.kind !== "answered") return ending;
      this.#doubtful = false;
      return undefined;
    } finally {
      this.#discovery = undefined;
    }
  }
}

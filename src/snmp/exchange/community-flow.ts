import type { Credentials } from "../../config/index.ts";
import type { SnmpCodec } from "../codec.ts";
import type { Arrival } from "../transport/channel.ts";
import type { Dialogue, Flow, Sent, Verdict } from "./dialogue.ts";

const VERSION = { "1": 0, "2c": 1 } as const;

type CommunityCredentials = Exclude<Credentials, { readonly version: "3" }>;

const FLOWS = new WeakMap<
  CommunityCredentials,
  { readonly codec: SnmpCodec; readonly flow: CommunityFlow }
>();

/** It holds nothing of a device, so devices that share their credentials share it, too. */
export function communityFlow(credentials: CommunityCredentials, codec: SnmpCodec): CommunityFlow {
  const known = FLOWS.get(credentials);
  if (known?.codec === codec) return known.flow;
  const flow = new CommunityFlow(credentials.version, credentials.community.reveal(), codec);
  FLOWS.set(credentials, { codec, flow });
  return flow;
}

/** SNMPv1 and v2c: the community is all there is to know. */
class CommunityFlow implements Flow, Dialogue {
  readonly ids = "request-id";
  readonly stamps = false;
  readonly #version: "1" | "2c";
  readonly #community: Uint8Array;
  readonly #codec: SnmpCodec;

  constructor(version: "1" | "2c", community: string, codec: SnmpCodec) {
    this.#version = version;
    this.#community = Buffer.from(community);
    this.#codec = codec;
  }

  prepare(): undefined {
    return undefined;
  }

  open(): Dialogue {
    return this;
  }

  encode({ id, request }: Sent): Uint8Array {
    return this.#codec.encodeCommunity(this.#version, this.#community, id, request);
  }

  judge(_sent: Sent, arrival: Arrival): Verdict {
    const { bytes, header, fromPeer } = arrival;
    if (header.version !== VERSION[this.#version]) return WRONG_VERSION;
    if (!this.#isOurCommunity(arrival)) return WRONG_COMMUNITY;
    // The channel of a device that may answer from elsewhere learns the source; all others turn it down here.
    if (!fromPeer && !arrival.mayBeElsewhere) return WRONG_SOURCE;
    const message = this.#codec.decodeCommunity(bytes);
    return message.kind === "response" ? { kind: "answer", reply: message.reply } : message;
  }

  #isOurCommunity({ bytes, header: { communityStart, communityEnd } }: Arrival): boolean {
    const community = this.#community;
    if (communityEnd - communityStart !== community.length) return false;
    for (let i = 0; i < community.length; i++) if (bytes[communityStart + i] !== community[i]) return false;
    return true;
  }
}

const WRONG_VERSION = { kind: "rejected", reason: "version" } as const;
const WRONG_COMMUNITY = { kind: "rejected", reason: "community" } as const;
const WRONG_SOURCE = { kind: "rejected", reason: "source" } as const;

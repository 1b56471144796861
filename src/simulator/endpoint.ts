import { AppError } from "../base/index.ts";
import { type Agent, answer, strikes, versionsOf } from "./agent.ts";
import { BerReader, TAG } from "./ber.ts";
import {
  type CommunityRequest,
  communityOverheadBytes,
  encodeCommunityResponse,
  readCommunityRequest,
} from "./community-message.ts";
import { type Datagram, deliver } from "./delivery.ts";
import { isDead } from "./faults.ts";
import { createV3Engine, type ReportName, type V3EngineOptions } from "./v3-engine.ts";
import { readV3Message } from "./v3-message.ts";

/** What arrives at one UDP address and port, without the socket: which agent is meant, and what it sends. */
export interface Endpoint {
  readonly agents: readonly Agent[];
  readonly stats: EndpointStats;
  /** Never throws, whatever the octets are. Empty when nothing is to be sent. */
  receive(message: Uint8Array, nowMs: number): readonly Datagram[];
}

export interface EndpointStats {
  /** Not a well-formed request of a version that is spoken here. */
  malformed: number;
  /** A community that names no agent here; dropped in silence as RFC 1157 §4.1 has it. */
  wrongCommunity: number;
  /** SNMPv3 Reports by cause, those that were not wanted too. */
  readonly reports: Readonly<Record<ReportName, number>> | undefined;
}

/** `own`: the endpoint's only agent also answers to "public" and in the default context. */
export type EndpointOptions = V3EngineOptions;

/** @throws {AppError} `simulator.ambiguous-agent` when two agents share a community or context, `simulator.bad-agent` */
export function createEndpoint(agents: readonly Agent[], options: EndpointOptions): Endpoint {
  const communities = communitiesOf(agents, options.own);
  const engine = createV3Engine(agents, options);
  const stats: EndpointStats = { malformed: 0, wrongCommunity: 0, reports: engine?.reports };

  const receiveCommunity = (
    request: CommunityRequest,
    bytesIn: number,
    nowMs: number,
  ): readonly Datagram[] => {
    const agent = communities.get(Buffer.from(request.community).toString("latin1"));
    if (agent === undefined || !versionsOf(agent.spec).includes(request.version)) {
      stats.wrongCommunity++;
      return [];
    }
    agent.stats.bytesIn += bytesIn;
    if (isDead(agent.faults, nowMs)) {
      agent.stats.unanswered++;
      return [];
    }
    const response = answer(agent, request.pdu, {
      version: request.version,
      nowMs,
      maxReplyBytes: options.maxReplyBytes,
      overheadBytes: communityOverheadBytes(request),
    });
    const wrong = strikes(agent, agent.faults.wrongRequestIdRatio);
    const requestId = wrong ? request.pdu.requestId ^ 0x55aa : request.pdu.requestId;
    return deliver(agent, encodeCommunityResponse(request, requestId, response));
  };

  const receive = (message: Uint8Array, nowMs: number): readonly Datagram[] => {
    const reader = new BerReader(message);
    const end = reader.enter(TAG.sequence);
    const version = reader.integer();
    if (!reader.failed && end === message.length) {
      if (version === 0 || version === 1) {
        const request = readCommunityRequest(reader, end, version === 0 ? "1" : "2c");
        if (request !== undefined) return receiveCommunity(request, message.length, nowMs);
      } else if (version === 3 && engine !== undefined) {
        const request = readV3Message(reader, end);
        const answered = request && engine.receive(request, message, nowMs);
        if (answered !== undefined) return deliver(answered.agent, answered.reply);
        if (request !== undefined) return [];
      }
    }
    stats.malformed++;
    return [];
  };

  return { agents, stats, receive };
}

function communitiesOf(agents: readonly Agent[], own: boolean): ReadonlyMap<string, Agent> {
  const communities = new Map<string, Agent>();
  for (const agent of agents) {
    const names = agent.spec.communities ?? [agent.spec.name, ...(own ? ["public"] : [])];
    for (const name of names) {
      const key = Buffer.from(name, "utf8").toString("latin1");
      if (communities.has(key) && communities.get(key) !== agent) {
        throw new AppError(
          "simulator.ambiguous-agent",
          `agents ${communities.get(key)?.spec.name} and ${agent.spec.name} share a community on one port`,
          { remedy: "Give each agent of a shared port its own communities." },
        );
      }
      communities.set(key, agent);
    }
  }
  return communities;
}

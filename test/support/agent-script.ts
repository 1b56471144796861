import {
  type AgentVarbind,
  BerReader,
  decodeRequestPdu,
  encodePdu,
  integer,
  octets,
  type PduFields,
  type RequestPdu,
  TAG,
  tlv,
} from "./agent-codec.ts";
import { AgentMib, type AnswerLimits, answerOf } from "./agent-mib.ts";

// Requests and answers of scripted agents, whatever network carries them.

export interface AgentRequest extends RequestPdu {
  readonly version: "1" | "2c" | "3";
  readonly community: string;
  /** 0 for the first datagram that came. */
  readonly number: number;
  readonly datagram: Buffer;
}

/** A reply; fields left out are those of a good answer without varbinds. */
export interface AgentReply extends Partial<PduFields> {
  readonly community?: string;
  readonly delayMs?: number;
  /** Sent from a second socket, so with another source port. */
  readonly fromElsewhere?: boolean;
}

/** What the agent does about a request. */
export type AgentAction = "silence" | { readonly raw: Uint8Array } | AgentReply;

/** One action, or several in order: a duplicate, garbage before the answer, … */
export type Script = (request: AgentRequest) => AgentAction | readonly AgentAction[];

export function actionsOf(actions: AgentAction | readonly AgentAction[]): readonly AgentAction[] {
  return Array.isArray(actions) ? (actions as readonly AgentAction[]) : [actions as AgentAction];
}

/** The whole fields of a reply: those left out are of a good answer. */
export const pduOf = ({ requestId }: AgentRequest, action: AgentReply): PduFields => ({
  requestId,
  errorStatus: 0,
  errorIndex: 0,
  varbinds: [],
  ...action,
});

export function encodeReply(request: AgentRequest, action: AgentReply): Buffer {
  const pdu = encodePdu(TAG.response, pduOf(request, action));
  const version = request.version === "1" ? 0 : 1;
  return tlv(TAG.sequence, integer(version), octets(action.community ?? request.community), pdu);
}

/** @throws {Error} for what is no v1 or v2c request */
export function decodeCommunityRequest(datagram: Buffer, number: number): AgentRequest {
  const message = new BerReader(datagram).into(TAG.sequence);
  const version = message.integer() === 0 ? "1" : "2c";
  const community = message.take(TAG.octets).toString();
  return { version, community, number, datagram, ...decodeRequestPdu(message) };
}

/** An agent that answers GET, GETNEXT and GETBULK as RFC 3416 (over v1: RFC 1157) says, from a list in any order. */
export function tableAgent(
  varbinds: readonly AgentVarbind[],
  limits: AnswerLimits = {},
): (request: AgentRequest) => AgentReply | "silence" {
  const mib = new AgentMib(varbinds);
  return (request) => answerOf(mib, request, limits);
}

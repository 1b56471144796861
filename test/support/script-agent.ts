import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { once } from "node:events";
import {
  type AgentVarbind,
  BerReader,
  decodeRequestPdu,
  encodePdu,
  encodeVarbind,
  integer,
  octets,
  type PduFields,
  type RequestPdu,
  TAG,
  tlv,
} from "./agent-codec.ts";

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

export interface ScriptAgent {
  readonly address: string;
  readonly port: number;
  /** Every request that came, repeats included. */
  readonly requests: readonly AgentRequest[];
  /** The most requests with different ids that waited for an answer at the same time. */
  readonly inFlightMax: number;
  close(): Promise<void>;
}

export async function startScriptAgent(
  script: Script,
  { address = "127.0.0.1" }: { readonly address?: string } = {},
): Promise<ScriptAgent> {
  const requests: AgentRequest[] = [];
  const waiting = new Set<number>();
  let inFlightMax = 0;
  const server = await bindUdp(address, (datagram, from) => {
    const request = decodeCommunityRequest(datagram, requests.length);
    requests.push(request);
    waiting.add(request.requestId);
    inFlightMax = Math.max(inFlightMax, waiting.size);
    for (const action of actionsOf(script(request))) {
      if (action === "silence") waiting.delete(request.requestId);
      else perform(request, action, from);
    }
  });
  const elsewhere = await bindUdp(address, () => {});
  const timers = new Set<NodeJS.Timeout>();

  function perform(request: AgentRequest, action: Exclude<AgentAction, "silence">, from: RemoteInfo): void {
    if ("raw" in action) {
      server.send(action.raw, from.port, from.address);
      return;
    }
    const send = () => {
      waiting.delete(request.requestId);
      const socket = action.fromElsewhere === true ? elsewhere : server;
      socket.send(encodeReply(request, action), from.port, from.address);
    };
    if (action.delayMs === undefined) return send();
    const timer = setTimeout(() => {
      timers.delete(timer);
      send();
    }, action.delayMs);
    timers.add(timer);
  }

  return {
    address,
    port: server.address().port,
    requests,
    get inFlightMax() {
      return inFlightMax;
    },
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      await Promise.all([closeUdp(server), closeUdp(elsewhere)]);
    },
  };
}

export function encodeReply(request: AgentRequest, action: AgentReply) {
  const pdu = encodePdu(TAG.response, { ...goodReply(request), ...action });
  const version = request.version === "1" ? 0 : 1;
  return tlv(TAG.sequence, integer(version), octets(action.community ?? request.community), pdu);
}

const goodReply = ({ requestId }: AgentRequest): PduFields => ({
  requestId,
  errorStatus: 0,
  errorIndex: 0,
  varbinds: [],
});

export function actionsOf(actions: AgentAction | readonly AgentAction[]): readonly AgentAction[] {
  return Array.isArray(actions) ? (actions as readonly AgentAction[]) : [actions as AgentAction];
}

function decodeCommunityRequest(datagram: Buffer, number: number): AgentRequest {
  const message = new BerReader(datagram).into(TAG.sequence);
  const version = message.integer() === 0 ? "1" : "2c";
  const community = message.take(TAG.octets).toString();
  return { version, community, number, datagram, ...decodeRequestPdu(message) };
}

export async function bindUdp(
  address: string,
  onDatagram: (datagram: Buffer, from: RemoteInfo) => void,
): Promise<Socket> {
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  socket.on("message", onDatagram);
  socket.bind(0, address);
  await once(socket, "listening");
  return socket;
}

export async function closeUdp(socket: Socket): Promise<void> {
  socket.close();
  await once(socket, "close");
}

export interface TableAgentLimits {
  /** Octets of varbinds that fit into a reply. Default: no limit. */
  readonly bytesMax?: number;
  /** What happens to a larger reply. Default: GETBULK truncates, all else answers tooBig. */
  readonly whenLarger?: "truncate" | "tooBig" | "silence";
}

/** An agent that answers GET, GETNEXT and GETBULK as RFC 3416 (over v1: RFC 1157) says, from a list in any order. */
export function tableAgent(
  varbinds: readonly AgentVarbind[],
  limits: TableAgentLimits = {},
): (request: AgentRequest) => AgentReply | "silence" {
  const sorted = varbinds.toSorted((a, b) => compareDotted(a.oid, b.oid));
  const byOid = new Map(sorted.map((varbind) => [varbind.oid, varbind]));
  const next = (oid: string): AgentVarbind =>
    sorted[firstAfter(sorted, oid)] ?? { oid, value: { type: "endOfMibView" } };
  return (request) => {
    const { version, kind, oids } = request;
    let found: AgentVarbind[];
    if (kind === "get") {
      found = oids.map((oid) => byOid.get(oid) ?? { oid, value: { type: "noSuchInstance" } });
    } else if (kind === "getNext") {
      found = oids.map(next);
    } else {
      found = [];
      let row = [...oids];
      for (let i = 0; i < request.maxRepetitions; i++) {
        const varbindsOfRow = row.map(next);
        found.push(...varbindsOfRow);
        row = varbindsOfRow.map(({ oid }) => oid);
        if (varbindsOfRow.every(({ value }) => value.type === "endOfMibView")) break;
      }
    }
    const missing = found.findIndex(
      ({ value }) => value.type === "noSuchInstance" || value.type === "endOfMibView",
    );
    if (version === "1" && missing >= 0)
      return { errorStatus: 2, errorIndex: missing + 1, varbinds: asAsked(oids) };
    return fit(found, request, limits);
  };
}

/** How v1 and every error give the varbinds back: as they were asked. */
export const asAsked = (oids: readonly string[]): AgentVarbind[] =>
  oids.map((oid) => ({ oid, value: { type: "Null" } }));

function fit(
  varbinds: AgentVarbind[],
  request: AgentRequest,
  limits: TableAgentLimits,
): AgentReply | "silence" {
  let bytes = 0;
  const fitting = varbinds.findIndex(
    (varbind) => (bytes += encodeVarbind(varbind).length) > (limits.bytesMax ?? 60_000),
  );
  if (fitting === -1) return { varbinds };
  const reaction = limits.whenLarger ?? (request.kind === "getBulk" ? "truncate" : "tooBig");
  if (reaction === "silence") return "silence";
  if (reaction === "truncate") return { varbinds: varbinds.slice(0, fitting) };
  return { errorStatus: 1, errorIndex: 0, varbinds: request.version === "1" ? asAsked(request.oids) : [] };
}

function firstAfter(sorted: readonly AgentVarbind[], oid: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareDotted(sorted[middle]!.oid, oid) > 0) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function compareDotted(a: string, b: string): number {
  const [left, right] = [a.split(".").map(Number), b.split(".").map(Number)];
  for (const [i, arc] of left.entries()) {
    const other = right[i];
    if (other === undefined) return 1;
    if (arc !== other) return arc - other;
  }
  return left.length - right.length;
}

import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { once } from "node:events";
import {
  type AgentAction,
  type AgentRequest,
  actionsOf,
  decodeCommunityRequest,
  encodeReply,
  type Script,
} from "./agent-script.ts";

export { asAsked } from "./agent-mib.ts";
export {
  type AgentAction,
  type AgentReply,
  type AgentRequest,
  encodeReply,
  type Script,
  tableAgent,
} from "./agent-script.ts";

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

import { type Agent, strikes } from "./agent.ts";

/** One datagram to be sent. */
export interface Datagram {
  readonly bytes: Uint8Array;
  readonly delayMs: number;
  readonly otherPort: boolean;
}

/** What becomes of a reply on its way: nothing, one datagram, or two; whole, cut or scrambled. */
export function deliver(agent: Agent, reply: Uint8Array): readonly Datagram[] {
  const { faults, stats } = agent;
  const silent = faults.silentAboveBytes !== undefined && reply.length > faults.silentAboveBytes;
  if (silent || strikes(agent, faults.lossRatio)) {
    stats.unanswered++;
    return [];
  }
  const bytes = spoilt(agent, reply);
  const otherPort = strikes(agent, faults.otherPortRatio);
  const copies = strikes(agent, faults.duplicateRatio) ? 2 : 1;
  const datagrams = Array.from({ length: copies }, () => ({ bytes, otherPort, delayMs: delayOf(agent) }));
  stats.replies += datagrams.length;
  stats.bytesOut += datagrams.length * bytes.length;
  return datagrams;
}

function spoilt(agent: Agent, reply: Uint8Array): Uint8Array {
  const { faults, random } = agent;
  if (strikes(agent, faults.garbageRatio)) {
    return Uint8Array.from({ length: reply.length }, () => Math.floor(random.next() * 256));
  }
  if (strikes(agent, faults.truncatedRatio))
    return reply.subarray(0, Math.floor(random.next() * reply.length));
  return reply;
}

function delayOf({ faults: { delayMs = 0 }, random }: Agent): number {
  return typeof delayMs === "number" ? delayMs : delayMs.from + random.next() * (delayMs.to - delayMs.from);
}

import { type Clock, seededRandom } from "../../src/base/index.ts";
import { type Agent, createAgent } from "../../src/simulator/agent.ts";
import { createEndpoint, type Endpoint } from "../../src/simulator/endpoint.ts";
import { type AgentSpec, createRecording, readSnmprec } from "../../src/simulator/index.ts";
import { createKeyLocalizer } from "../../src/simulator/usm-keys.ts";

/** A recording from lines `OID|tag|value`. */
export const recordingOf = (...lines: readonly string[]) =>
  createRecording(readSnmprec(lines.join("\n")).entries);

/** A handful of instances: system, three interfaces with 32- and 64-bit counters. */
export const SWITCH = recordingOf(
  "1.3.6.1.2.1.1.1.0|4|a switch",
  "1.3.6.1.2.1.1.3.0|67|360000",
  "1.3.6.1.2.1.1.5.0|4|sw-1",
  ...[1, 2, 3].flatMap((index) => [
    `1.3.6.1.2.1.2.2.1.2.${index}|4|port ${index}`,
    `1.3.6.1.2.1.2.2.1.9.${index}|67|4200`,
    `1.3.6.1.2.1.2.2.1.10.${index}|65|${index * 1_000}`,
    `1.3.6.1.2.1.2.2.1.14.${index}|65|0`,
    `1.3.6.1.2.1.31.1.1.1.6.${index}|70|${4_294_967_296 + index * 1_000}`,
  ]),
);

/** An endpoint without a socket, for one agent. */
export function endpointOf(
  spec: Partial<AgentSpec> = {},
  maxReplyBytes = 65_507,
): { readonly agent: Agent; readonly endpoint: Endpoint } {
  const agent = createAgent({ name: "sw", recording: SWITCH, ...spec }, seededRandom(1));
  return {
    agent,
    endpoint: createEndpoint([agent], { own: true, maxReplyBytes, localizeKeys: createKeyLocalizer() }),
  };
}

/** A clock that stands still; for sockets, where nothing waits. */
export const stillClock: Clock = { wallMs: () => 0, monotonicMs: () => 0, sleepUntil: async () => {} };

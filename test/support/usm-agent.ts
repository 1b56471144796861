import type { AgentRequest, Script } from "./agent-script.ts";
import { bindUdp, closeUdp } from "./script-agent.ts";
import { createUsmEngine, type ReportName, type TestEngine, type UsmAgentOptions } from "./usm-engine.ts";

export {
  localizedKey,
  privacyKey,
  type ReportName,
  type TestAuth,
  type TestEngine,
  type TestPriv,
  type TestUser,
  type UsmAgentOptions,
} from "./usm-engine.ts";

export interface UsmAgent {
  readonly address: string;
  readonly port: number;
  /** May be changed while the agent runs: a reboot, a swapped device. */
  readonly engine: TestEngine;
  readonly requests: readonly AgentRequest[];
  readonly reports: readonly ReportName[];
  readonly datagrams: number;
  close(): Promise<void>;
}

export async function startUsmAgent(script: Script, options: UsmAgentOptions): Promise<UsmAgent> {
  const usm = createUsmEngine(script, options, {
    id: options.engine?.id ?? Buffer.from("80001f8880deadbeef01", "hex"),
    boots: options.engine?.boots ?? 7,
    timeSeconds: options.engine?.timeSeconds ?? 1_000,
  });
  let datagrams = 0;
  const server = await bindUdp("127.0.0.1", (datagram, from) => {
    datagrams++;
    for (const { bytes } of usm.answer(datagram)) server.send(bytes, from.port, from.address);
  });
  return {
    address: "127.0.0.1",
    port: server.address().port,
    engine: usm.engine,
    requests: usm.requests,
    reports: usm.reports,
    get datagrams() {
      return datagrams;
    },
    close: () => closeUdp(server),
  };
}

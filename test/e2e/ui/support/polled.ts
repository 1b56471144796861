import { eventually } from "../../../support/demo-run.ts";
import { startProgram, until } from "../../../support/program.ts";
import type { Installed } from "./published.ts";
import { startUiService, type UiService } from "./service.ts";

interface FleetRow {
  readonly code: string;
  readonly lastPollAt: number;
  readonly entityId?: string;
}

export interface Polled extends UiService {
  readonly deviceId: string;
}

const INTERVAL_MS = 1_000;
const POLLS = 4;

/** Polls the recording some times by a manifest; then the device is gone, and no value changes any more. */
export async function polled(recording: string, { text, name, version }: Installed): Promise<Polled> {
  const agent = startProgram(["simulate", recording, "--port", "0", "--layout", "port-per-agent"]);
  await until(() => /^127\.0\.0\.1:\d+/.test(agent.output().stdout));
  const port = Number(/:(\d+)/.exec(agent.output().stdout)![1]);
  const authentication = { type: "SNMPv2c", community: "public" };
  const devices = [{ ip: "127.0.0.1", port, authentication, advanced: { timeoutSecs: 1, retries: 0 } }];
  const value = { version, description: "recorded", featureSets: ["all"], snmp: { devices } };
  const service = await startUiService({
    manifests: [text],
    configurations: [{ extension: name, scope: "ag_group-default", value }],
    intervalMs: INTERVAL_MS,
  });
  const fleet = async (): Promise<FleetRow | undefined> =>
    ((await service.call("/api/snmpgate/fleet")).json as { readonly devices: readonly FleetRow[] })
      .devices[0];
  const first = await eventually(fleet, (row) => row?.code === "OK" && row.entityId !== undefined);
  await eventually(fleet, (row) => row!.lastPollAt >= first!.lastPollAt + POLLS * INTERVAL_MS);
  agent.child.kill("SIGKILL");
  await eventually(fleet, (row) => row?.code !== "OK");
  return { ...service, deviceId: first!.entityId! };
}

import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { seededRandom, systemClock } from "../../../src/base/index.ts";
import { loadRecording, startSimulator } from "../../../src/simulator/index.ts";
import { installedOf, jobToEnd, onboardingWith } from "../../support/onboarding.ts";

test("of a recorded switch the feature sets that it has are told, in few requests", async () => {
  const { recording } = await loadRecording("snmpsim-data/access-sw-1.snmprec");
  const simulator = await startSimulator({
    agents: [{ name: "access-sw-1", recording }],
    layout: "port-per-agent",
    clock: systemClock,
    random: seededRandom(1),
    maxReplyBytes: 1_472,
  });
  try {
    const { address, port: udpPort } = simulator.endpoints[0]!;
    const extension = await installedOf(await readFile("extension.yaml", "utf8"));
    const { port } = await onboardingWith({ clock: systemClock, installed: () => [extension] });
    const { devices } = await jobToEnd(port, { targets: `${address}:${udpPort}` });
    const [device] = devices;
    expect(device).toMatchObject({ verdict: "ok", sysName: "access-sw-1", vendor: "Cisco" });
    const sets = device!.extensions![0]!.featureSets;
    const named = (supported: string) =>
      sets.filter((set) => set.supported === supported).map(({ name }) => name);
    expect(named("no")).toEqual(["CPU and memory (HOST-RESOURCES)", "CPU and memory (UCD)"]);
    expect(named("partly")).toEqual(["Sensors (Cisco)"]);
    expect(sets.find(({ name }) => name === "PoE")).toMatchObject({ series: 123, linesPerMinute: 24.6 });
    expect(simulator.stats().agents.get("access-sw-1")!.requests).toBeLessThanOrEqual(12);
  } finally {
    await simulator.close();
  }
});

import { expect, test } from "vitest";
import { MetricInfos } from "../../src/app/metric-infos.ts";
import { pollingParts } from "../../src/app/polling.ts";
import { silentLogger } from "../../src/base/index.ts";
import type { ServiceConfig } from "../../src/config/index.ts";
import { FakeClock } from "../support/fake-clock.ts";

const SNMP = { workers: undefined } as ServiceConfig["snmp"];

test("a fleet that outgrows its threads is told of once, with what a restart would change", () => {
  const said: object[] = [];
  const { onDevices } = pollingParts({
    config: { dataDir: "unused", logLevel: "error", scrape: false, snmp: SNMP },
    devices: 10,
    infos: new MetricInfos([]),
    clock: new FakeClock(),
    logger: { ...silentLogger, warn: (fields) => said.push(fields) },
    kernelDrops: { total: 0 },
  });
  for (const devices of [1_000, 2_000, 2_001, 2_002, 900]) onDevices(devices);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatchObject({ devices: 2_001, threads: 0 });
});

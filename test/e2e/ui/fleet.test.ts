import { expect, test } from "vitest";
import type { SnmpValue } from "../../../src/smi/index.ts";
import { startNetwork } from "../../support/network.ts";
import { until } from "../../support/program.ts";
import { gzippedBytes, openPage, picture } from "./support/browser.ts";
import { startUiService, type UiService } from "./support/service.ts";

// The list of a fleet, by a real service that polls as many simulated switches.

const DEVICES = Number(process.env["UI_DEVICES"] ?? 5_000);
const FIRST_VIEW_BUDGET_MS = 1_000;
const WEIGHT_BUDGET_BYTES = 300_000;

const MANIFEST = `
name: custom:fleet
version: 1.0.0
minDynatraceVersion: "1.236"
author: { name: test }
snmp:
  - group: all
    interval: { minutes: 1 }
    dimensions: [{ key: sys.name, value: "oid:1.3.6.1.2.1.1.5.0" }]
    subgroups:
      - subgroup: cpu
        table: false
        metrics: [{ key: fleet.cpu, value: "oid:1.3.6.1.4.1.9.9.109.1.1.1.1.8.1", type: gauge }]
      - subgroup: ports
        table: true
        dimensions: [{ key: if.idx, value: "oid:1.3.6.1.2.1.2.2.1.1" }]
        metrics:
          - { key: fleet.in.count, value: "oid:1.3.6.1.2.1.31.1.1.1.6", type: count }
          - { key: fleet.status, value: "oid:1.3.6.1.2.1.2.2.1.8", type: gauge }
`;

function instancesOf(number: number): Record<string, SnmpValue> {
  const instances: Record<string, SnmpValue> = {
    "1.3.6.1.2.1.1.3.0": { type: "TimeTicks", value: 1_000_000 },
    "1.3.6.1.2.1.1.5.0": { type: "OctetString", value: Buffer.from(`sw${String(number).padStart(4, "0")}`) },
    "1.3.6.1.4.1.9.9.109.1.1.1.1.8.1": { type: "Gauge32", value: number % 100 },
  };
  for (let port = 1; port <= 2; port++) {
    instances[`1.3.6.1.2.1.2.2.1.1.${port}`] = { type: "Integer32", value: port };
    instances[`1.3.6.1.2.1.2.2.1.8.${port}`] = { type: "Integer32", value: port };
    instances[`1.3.6.1.2.1.31.1.1.1.6.${port}`] = { type: "Counter64", value: BigInt(number * 1_000 + port) };
  }
  return instances;
}

async function startFleet(): Promise<UiService> {
  const agents = Array.from({ length: DEVICES }, (_, i) => ({
    name: `sw${i}`,
    communities: ["public"],
    moving: true,
    instances: instancesOf(i),
  }));
  const devices = [...(await startNetwork(agents)).values()].map((endpoint) => {
    const [ip, port] = endpoint.split(":");
    return { ip, port: Number(port), authentication: { type: "SNMPv2c", community: "public" } };
  });
  const value = { version: "1.0.0", description: "fleet", featureSets: [], snmp: { devices } };
  return await startUiService({
    manifests: [MANIFEST],
    configurations: [{ extension: "custom:fleet", scope: "ag_group-default", value }],
    intervalMs: 30_000,
    loopbackWithoutToken: true,
  });
}

test(`${DEVICES} devices: the first view is there within a second, the filter answers at once`, async () => {
  const service = await startFleet();
  const { url } = service;
  // Each has been polled: what a device costs when it is first seen is over.
  await until(async () => {
    const { json } = await service.call("/api/snmpgate/fleet");
    const { devices } = json as { readonly devices: readonly { readonly portsUp?: number }[] };
    return devices.filter(({ portsUp }) => portsUp !== undefined).length === DEVICES;
  });
  // A visitor's first time: nothing is cached. Not the first, which starts the browser; this machine also polls and plays the fleet.
  const views: number[] = [];
  const urls = new Set<string>();
  for (let i = 0; i < 5; i++) {
    const { page, context } = await openPage("about:blank");
    page.on("requestfinished", (request) => urls.add(request.url()));
    const startedAt = performance.now();
    await page.goto(`${url}/ui/devices`, { waitUntil: "commit" });
    await page.getByRole("row").nth(10).waitFor();
    views.push(Math.round(performance.now() - startedAt));
    await context.close();
  }
  const weightBytes = gzippedBytes(urls);
  say({
    ui: "first view",
    devices: DEVICES,
    firstViewMs: views.toSorted((a, b) => a - b)[2],
    views,
    budgetMs: FIRST_VIEW_BUDGET_MS,
  });
  say({ ui: "weight of the first view, gzipped", weightBytes, budgetBytes: WEIGHT_BUDGET_BYTES });
  expect(weightBytes).toBeGreaterThan(50_000);
  expect(weightBytes).toBeLessThan(WEIGHT_BUDGET_BYTES);

  const { page, context, complaints } = await openPage(`${url}/ui/devices`);
  await page.getByRole("row").nth(10).waitFor();
  await picture(page, "fleet-5000");
  const typedAt = performance.now();
  await page.getByLabel("Filter devices").fill("sw4321");
  await page.getByRole("link", { name: "sw4321" }).waitFor();
  await expect.poll(() => page.getByRole("row").count()).toBe(2);
  say({ ui: "filter", devices: DEVICES, filterMs: Math.round(performance.now() - typedAt) });
  expect(page.url()).toContain("sw4321");
  await page.getByLabel("Filter devices").fill("");
  await page.getByRole("button", { name: "CPU" }).click();
  await page.getByRole("button", { name: "CPU" }).click();
  await page.getByRole("row").nth(1).getByText("99 %").waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

const say = (figures: object): void => void process.stdout.write(`${JSON.stringify(figures)}\n`);

import {
  Extensions_2_0Client,
  MetricsClient,
  MonitoredEntitiesClient,
  MonitoredEntitiesCustomTagsClient,
} from "@dynatrace-sdk/client-classic-environment-v2";
import { PlatformHttpClient } from "@dynatrace-sdk/http-client";
import { expect, test } from "vitest";
import { eventually, startDemoProgram } from "../support/demo-run.ts";

// The vendor's own client, as a program has it that was written for the vendor's environment, asks the demo.

const EXTENSION = "custom:network-switch";

async function startClients() {
  const demo = await startDemoProgram();
  const http = new PlatformHttpClient({
    baseUrl: demo.url,
    defaultHeaders: { authorization: `Api-Token ${demo.token}` },
  });
  return {
    demo,
    entities: new MonitoredEntitiesClient(http),
    tags: new MonitoredEntitiesCustomTagsClient(http),
    metrics: new MetricsClient(http),
    extensions: new Extensions_2_0Client(http),
  };
}

test("the vendor's client finds entities with fields, one of them, its tags, and its ports part by part", async () => {
  const { entities, tags } = await startClients();
  const entitySelector = 'type("network:device"),entityName.equals("core-sw-1")';
  const found = await eventually(
    () => entities.getEntities({ entitySelector, fields: "+properties,+toRelationships" }),
    (list) => (list.entities?.[0]?.toRelationships?.["runsOn"]?.length ?? 0) > 50,
  );
  expect(found).toMatchObject({ totalCount: 1, nextPageKey: null });
  const device = found.entities![0]!;
  expect(device).toMatchObject({ displayName: "core-sw-1", properties: { system_name: "core-sw-1" } });
  const ports = device.toRelationships!["runsOn"]!;
  const one = await entities.getEntity({ entityId: device.entityId! });
  expect(one).toMatchObject({ type: "network:device", toRelationships: { runsOn: ports } });

  const applied = await tags.postTags({ entitySelector, body: { tags: [{ key: "site", value: "b4" }] } });
  expect(applied).toMatchObject({ matchedEntitiesCount: 1 });
  expect((await tags.getTags({ entitySelector })).tags).toMatchObject([{ stringRepresentation: "site:b4" }]);

  const selector = `type("network:interface"),fromRelationships.runsOn(type("network:device"),tag("site:b4"))`;
  const names = new Set<string>();
  let part = await entities.getEntities({ entitySelector: selector, pageSize: 20 });
  for (;;) {
    for (const { entityId } of part.entities!) names.add(entityId!);
    if (part.nextPageKey === undefined || part.nextPageKey === null) break;
    part = await entities.getEntities({ nextPageKey: part.nextPageKey });
  }
  expect([...names].toSorted()).toEqual(ports.map(({ id }) => id!).toSorted());
});

test("the vendor's client lists metrics, describes one, and reads series of a calculated one", async () => {
  const { metrics } = await startClients();
  const acceptType = "application/json; charset=utf-8";
  const list = await metrics.allMetrics({ acceptType, metricSelector: "func:custom.network.switch.if.in.*" });
  const ids = list.metrics.map(({ metricId }) => metricId);
  expect(ids).toContain("func:custom.network.switch.if.in.bits");
  const metricKey = "com.dynatrace.extension.network_device.sysuptime";
  const one = await metrics.metric({ acceptType, metricKey });
  expect(one).toMatchObject({ metricId: metricKey, defaultAggregation: { type: "avg" } });
  const asked = {
    acceptType,
    metricSelector: 'func:custom.network.switch.uptime:splitBy("sys.name"):max',
    from: "now-10m",
    resolution: "Inf",
  } as const;
  const { result } = await eventually(
    () => metrics.query(asked),
    (data) => data.result[0]!.data.length === 6,
  );
  const series = result[0]!.data;
  expect(series.map(({ dimensionMap }) => dimensionMap["sys.name"])).toContain("core-sw-1");
  expect(series.every(({ values }) => values[0]! > 0)).toBe(true);
});

test("the vendor's client creates, reads and removes a monitoring configuration of an extension", async () => {
  const { demo, extensions } = await startClients();
  expect((await extensions.listExtensions()).extensions).toEqual([
    { extensionName: EXTENSION, version: "1.0.0" },
  ]);
  const version = {
    acceptType: "application/json; charset=utf-8",
    extensionName: EXTENSION,
    extensionVersion: "1.0.0",
  } as const;
  const details = await extensions.extensionDetails(version);
  expect(details.featureSets).toContain("LLDP neighbours");

  const device = {
    ip: demo.spare.address,
    port: Number(demo.spare.port),
    authentication: { type: "SNMPv2c", community: "demo-community" },
  };
  const value = {
    version: "1.0.0",
    description: "by the client",
    featureSets: [],
    snmp: { devices: [device] },
  };
  const body = [{ scope: "ag_group-default", value }];
  const created = await extensions.createMonitoringConfiguration({ extensionName: EXTENSION, body });
  expect(created).toMatchObject([{ code: 200 }]);
  const configurationId = created[0]!.objectId;
  const asked = { extensionName: EXTENSION, configurationId };
  const read = await extensions.monitoringConfigurationDetails(asked);
  expect(read.value).toMatchObject({ description: "by the client" });
  const all = await extensions.extensionMonitoringConfigurations({ extensionName: EXTENSION });
  expect(all).toMatchObject({ totalCount: 7 });
  await extensions.removeMonitoringConfiguration(asked);
  await expect(extensions.monitoringConfigurationDetails(asked)).rejects.toThrow(/404|configuration/i);
});

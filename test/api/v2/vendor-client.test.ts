import {
  Extensions_2_0Client,
  MetricsClient,
  MonitoredEntitiesClient,
  MonitoredEntitiesCustomTagsClient,
} from "@dynatrace-sdk/client-classic-environment-v2";
import { PlatformHttpClient } from "@dynatrace-sdk/http-client";
import { expect, test } from "vitest";
import { startApiCalls } from "../../support/api-calls.ts";
import { ENTITY, SERIES, VERSION } from "../../support/fake-ports.ts";

// The vendor's own client reads our answers, pointed at us as it is: it asks below the path of its platform.

async function vendorClients() {
  const { api, issue } = await startApiCalls();
  const token = issue("entities.read", "entities.write", "metrics.read", "extensions.read");
  const http = new PlatformHttpClient({
    baseUrl: api.url,
    defaultHeaders: { authorization: `Api-Token ${token}` },
  });
  return {
    entities: new MonitoredEntitiesClient(http),
    tags: new MonitoredEntitiesCustomTagsClient(http),
    metrics: new MetricsClient(http),
    extensions: new Extensions_2_0Client(http),
  };
}

test("the vendor's client leads through a list of entities", async () => {
  const { entities } = await vendorClients();
  const first = await entities.getEntities({ entitySelector: 'type("network:device")', pageSize: 100 });
  expect(first).toMatchObject({ totalCount: 120, pageSize: 100 });
  const second = await entities.getEntities({ nextPageKey: first.nextPageKey! });
  expect(second.entities).toHaveLength(20);
  expect(second.nextPageKey).toBeNull();
});

test("the vendor's client reads an entity with its relationships", async () => {
  const { entities } = await vendorClients();
  const entity = await entities.getEntity({ entityId: ENTITY.entityId });
  expect(entity).toMatchObject({ displayName: "sw-1", toRelationships: ENTITY.toRelationships });
});

test("the vendor's client reads series, with nothing where nothing was measured", async () => {
  const { metrics } = await vendorClients();
  const data = await metrics.query({
    acceptType: "application/json; charset=utf-8",
    metricSelector: "com.example.if.bytes_in",
  });
  expect(data.result[0]?.data[0]?.values).toEqual(SERIES.result[0]?.data[0]?.values);
});

test("the vendor's client adds tags and lists extensions", async () => {
  const { tags, extensions } = await vendorClients();
  const body = { tags: [{ key: "site", value: "b4" }] };
  const applied = await tags.postTags({ entitySelector: "type(x)", body });
  expect(applied.matchedEntitiesCount).toBe(3);
  expect((await extensions.listExtensions()).extensions).toEqual([VERSION]);
});

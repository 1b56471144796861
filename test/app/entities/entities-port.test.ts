import { describe, expect, test } from "vitest";
import type { Caller } from "../../../src/api/index.ts";
import { createEntitiesPort } from "../../../src/app/entities-port.ts";
import { deviceId, entityStore, interfaceId, NETWORK, START_MS } from "../../support/entity-lines.ts";

const CALLER: Caller = { id: "user:ops", address: "127.0.0.1" };
const DEVICE = deviceId("192.0.2.1");
const PORT = interfaceId("192.0.2.1", "1");
const DAY_MS = 24 * 3_600_000;

async function port() {
  const opened = await entityStore();
  const audited: string[] = [];
  const entities = createEntitiesPort({
    store: opened.store,
    clock: opened.clock,
    specs: () => [NETWORK],
    audit: (action, object, { id }) => audited.push(`${id} ${action} ${object}`),
  });
  const seeAll = (): void => {
    for (const idx of ["1", "2", "3"]) {
      const device = { "device.address": "192.0.2.1", "device.name": "sw1", contact: "ops" };
      opened.see("x.if.in", { ...device, "if.idx": idx, "if.name": `Gi${4 - Number(idx)}`, oper: "up(1)" });
    }
  };
  seeAll();
  const list = (entitySelector: string, more: Record<string, string> = {}, offset = 0, limit = 50) =>
    entities.list({ entitySelector, ...more, offset, limit });
  return { ...opened, entities, audited, seeAll, list };
}

describe("a list of entities", () => {
  test("shows id, name and type, and what is asked for", async () => {
    const { list } = await port();
    const { items } = await list("type(x:device)");
    expect(JSON.parse(JSON.stringify(items))).toEqual([
      { entityId: DEVICE, displayName: "sw1", type: "x:device" },
    ]);
    const all = await list("type(x:device)", {
      fields: "+properties,+toRelationships.runsOn,+firstSeenTms,+tags",
    });
    expect(JSON.parse(JSON.stringify(all.items))).toEqual([
      {
        entityId: DEVICE,
        displayName: "sw1",
        type: "x:device",
        firstSeenTms: START_MS,
        properties: { detectedName: "sw1", contact: "ops", "dt.ip_addresses": ["192.0.2.1"] },
        tags: [],
        toRelationships: {
          runsOn: ["1", "2", "3"].map((idx) => ({ id: interfaceId("192.0.2.1", idx), type: "x:interface" })),
        },
      },
    ]);
  });

  test("shows single properties, also where the plus was not encoded", async () => {
    const { list } = await port();
    const { items } = await list("type(x:device)", { fields: " properties.CONTACT" });
    expect(items[0]?.properties).toEqual({ contact: "ops" });
  });

  test("is sorted by name, and paged", async () => {
    const { list } = await port();
    const names = async (...args: Parameters<typeof list>) =>
      (await list(...args)).items.map((one) => one.displayName);
    expect(await names("type(x:interface)", { sort: "+name" })).toEqual(["Gi1", "Gi2", "Gi3"]);
    expect(await names("type(x:interface)", { sort: "-name" }, 1, 1)).toEqual(["Gi2"]);
    expect((await list("type(x:interface)", {}, 2, 2)).totalCount).toBe(3);
  });

  test("hides what was not seen for three days unless an earlier time is asked for", async () => {
    const { list, clock, entities } = await port();
    await clock.advance(3 * DAY_MS + 1);
    expect((await list("type(x:device)")).totalCount).toBe(0);
    expect((await list("type(x:device)", { from: "now-4d" })).totalCount).toBe(1);
    expect(await entities.get(DEVICE, {})).toBeDefined();
  });

  test("leaves out edges that were not confirmed for a quarter of an hour", async () => {
    const { list, clock, see, seeAll } = await port();
    const current = async () => (await list("type(x:interface)", { fields: "+fromRelationships" })).items;
    await clock.advance(16 * 60_000);
    see("x.up", { "device.address": "192.0.2.1", "device.name": "sw1" });
    expect((await current()).map(({ fromRelationships }) => fromRelationships)).toEqual([{}, {}, {}]);
    seeAll();
    expect((await current())[0]?.fromRelationships).toEqual({ runsOn: [{ id: DEVICE, type: "x:device" }] });
  });

  test.each([
    ["type(x:device", "position"],
    ["", "a selector is needed"],
    [`type(x:device),entityName(${"a".repeat(2_000)})`, "at most 2000"],
    ["type(host)", "no entity type is called 'host'"],
  ])("refuses the selector %.30s", async (selector, message) => {
    const { list } = await port();
    await expect(list(selector)).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining(message),
    });
  });

  test.each([{ fields: "+nothing" }, { sort: "age" }, { from: "yesterday" }, { fields: "+icon.x" }])(
    "refuses %o",
    async (more) => {
      const { list } = await port();
      await expect(list("type(x:device)", more)).rejects.toMatchObject({ status: 400 });
    },
  );
});

test("a single entity shows all, or what is asked for", async () => {
  const { entities } = await port();
  const whole = await entities.get(PORT, {});
  expect(whole).toMatchObject({ lastSeenTms: START_MS, managementZones: [], tags: [], toRelationships: {} });
  expect(await entities.get(PORT, { fields: "-properties" })).toMatchObject({
    properties: undefined,
    tags: [],
  });
  expect(await entities.get(PORT, { fields: "+properties" })).toMatchObject({ tags: undefined });
  expect(await entities.get("HOST-0000000000000000", {})).toBeUndefined();
});

test("types tell what the manifests declare", async () => {
  const { entities } = await port();
  expect(entities.types({ offset: 0, limit: 1 })).toMatchObject({
    totalCount: 3,
    items: [{ type: "traps:device" }],
  });
  expect(entities.type("X:INTERFACE")).toEqual({
    type: "x:interface",
    displayName: "x:interface",
    dimensionKey: "dt.entity.x:interface",
    entityLimitExceeded: false,
    properties: [
      { id: "detectedName", type: "String", displayName: "Detected name" },
      { id: "oper", type: "String", displayName: "oper" },
    ],
    fromRelationships: [{ id: "runsOn", toTypes: ["x:device"] }],
    toRelationships: [],
    tags: "List",
    managementZones: "List",
  });
  expect(entities.type("host")).toBeUndefined();
});

test("tags are set, listed, found by selectors and removed, and each change is told", async () => {
  const { entities, audited, list } = await port();
  const query = { entitySelector: "type(x:interface)" };
  const added = await entities.addTags(query, [{ key: "site", value: "B" }, { key: "lab" }], CALLER);
  expect(added).toEqual({
    matchedEntitiesCount: 3,
    appliedTags: [
      { context: "CONTEXTLESS", key: "site", value: "B", stringRepresentation: "site:B" },
      { context: "CONTEXTLESS", key: "lab", stringRepresentation: "lab" },
    ],
  });
  expect((await entities.tags(query)).map((tag) => tag.stringRepresentation)).toEqual(["lab", "site:B"]);
  expect((await list("type(x:interface),tag(site:B)")).totalCount).toBe(3);
  const site = { key: "site", deleteAllWithKey: false };
  expect(await entities.removeTags(query, site, CALLER)).toEqual({ matchedEntitiesCount: 0 });
  expect(await entities.removeTags(query, { ...site, deleteAllWithKey: true }, CALLER)).toEqual({
    matchedEntitiesCount: 3,
  });
  expect(audited[0]).toBe("user:ops tags.add type(x:interface)");
  expect((await entities.history(PORT, { limit: 10 }))?.filter(({ kind }) => kind === "tag")).toHaveLength(3);
});

test("a custom device is made, then updated", async () => {
  const { entities, list, clock } = await port();
  const body = { customDeviceId: "u1", displayName: "UPS", group: "Power" };
  const { created, entityId } = await entities.putCustom(body, CALLER);
  expect([created, (await entities.putCustom(body, CALLER)).created]).toEqual([true, false]);
  await clock.advance(DAY_MS);
  const { items } = await list("type(CUSTOM_DEVICE)", { fields: "+fromRelationships" });
  expect(items).toMatchObject([
    { entityId, fromRelationships: { isPartOf: [{ type: "CUSTOM_DEVICE_GROUP" }] } },
  ]);
});

test("a history tells of the beginning, the edges and what changed, latest first", async () => {
  const { entities, clock, see } = await port();
  await clock.advance(20 * 60_000);
  see("x.if.in", { "device.address": "192.0.2.9", "device.name": "sw9", "if.idx": "1", "if.name": "a" });
  const changes = await entities.history(PORT, { limit: 10 });
  expect(changes?.map(({ kind, what }) => [kind, what])).toEqual([
    ["relationship-removed", "runsOn"],
    ["created", undefined],
    ["relationship-added", "runsOn"],
  ]);
  expect(await entities.history("nobody", { limit: 10 })).toBeUndefined();
});

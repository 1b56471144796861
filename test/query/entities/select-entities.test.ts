import { describe, expect, test } from "vitest";
import { parseEntitySelector } from "../../../src/manifest/index.ts";
import {
  matchesEntity,
  selectEntities,
  shownEntity,
  shownList,
  withEntityConditions,
} from "../../../src/query/index.ts";
import { deviceId, entityStore, START_MS } from "../../support/entity-lines.ts";

const MINUTE_MS = 60_000;
const ALL = { fromMs: 0, toMs: START_MS * 2 };

const selectorOf = (text: string, template = false) => {
  const parsed = parseEntitySelector(text, { template });
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.selector;
};

/** Two switches with two ports each; `core` and `Edge, 1` are their names. */
async function network() {
  const opened = await entityStore();
  const { store, see } = opened;
  const names = { "192.0.2.1": "core", "192.0.2.2": "Edge, 1" };
  for (const [i, [address, name]] of Object.entries(names).entries()) {
    for (const idx of ["1", "2"]) {
      const dimensions = { "device.address": address, "device.name": name, contact: `ops${i}` };
      const oper = idx === "1" ? "up(1)" : "down(2)";
      see("x.if.in", { ...dimensions, "if.idx": idx, "if.name": `Gi${idx}`, oper }, START_MS + i * MINUTE_MS);
    }
  }
  see("traps.in", { address: "192.0.2.1" });
  store.tend();
  store.addTag(deviceId("192.0.2.1"), { context: "CONTEXTLESS", key: "site", value: "B:1" });
  store.addTag(deviceId("192.0.2.2"), { context: "AWS", key: "Owner" });
  store.setHealth(deviceId("192.0.2.2"), false);
  const select = async (text: string, life = ALL): Promise<string[]> =>
    (await selectEntities(selectorOf(text), store, life)).map(({ name }) => name).toSorted();
  return { ...opened, select };
}

describe("each criterion of spec 4 §5.3", () => {
  test.each([
    ["type(x:device)", ["Edge, 1", "core"]],
    ['type("X:DEVICE")', ["Edge, 1", "core"]],
    [`entityId(${deviceId("192.0.2.1")},CUSTOM_DEVICE-0000000000000000)`, ["core"]],
    [`type(x:interface),entityId(${deviceId("192.0.2.1")})`, []],
    ["type(x:device),entityName(OR)", ["core"]],
    ["type(x:device), entityName.equals(CORE)", ["core"]],
    ["type(x:device),caseSensitive(entityName.equals(CORE))", []],
    ['type(x:device),entityName.startsWith("edge, ")', ["Edge, 1"]],
    ['type(x:device),entityName.in("edge, 1",core)', ["Edge, 1", "core"]],
    ["type(x:device),tag(site)", ["core"]],
    ["type(x:device),tag(site:B\\:1)", ["core"]],
    ["type(x:device),tag([AWS]Owner,none)", ["Edge, 1"]],
    ["type(x:device),tag([CONTEXTLESS]Owner)", []],
    ["type(x:device),tag(owner)", []],
    ["type(x:device),healthState(UNHEALTHY)", ["Edge, 1"]],
    ["type(x:device),healthState(HEALTHY)", ["core"]],
    ["type(x:device),mzName(all)", []],
    [`type(x:device),firstSeenTms.gt(${START_MS})`, ["Edge, 1"]],
    [`type(x:device),firstSeenTms.lte(${START_MS})`, ["core"]],
    ["type(x:device),CONTACT(ops1,ops7)", ["Edge, 1"]],
    ["type(x:device),contact(OPS1)", []],
    ['type(x:device),dt.ip_addresses("192.0.2.1")', ["core"]],
    ["type(x:device),contact.exists()", ["Edge, 1", "core"]],
    ["type(x:device),serial.exists()", []],
    ["type(x:device),not(tag(site))", ["Edge, 1"]],
    ["type(x:interface),fromRelationships.runsOn(type(x:device),entityName(core))", ["Gi1", "Gi2"]],
    [
      "type(x:device),toRelationships.runsOn(type(x:interface),oper(up(1)))".replace("up(1)", '"up(1)"'),
      ["Edge, 1", "core"],
    ],
    ["type(x:device),fromRelationships.isSameAs(type(traps:device))", ["core"]],
    ["type(x:device),not(fromRelationships.isSameAs(type(traps:device)))", ["Edge, 1"]],
    ["type(x:device),fromRelationships.runsOn(type(x:device))", []],
    ["type(x:device),fromRelationships.somethingElse(type(x:device))", []],
    [
      'type(x:interface),fromRelationships.runsOn(type(x:device),fromRelationships.isSameAs(type(traps:device))),oper("up(1)")',
      ["Gi1"],
    ],
  ])("%s", async (text, names) => {
    expect(await (await network()).select(text)).toEqual(names);
  });
});

test("an entity belongs to a window that its life overlaps, at either end", async () => {
  const { select } = await network();
  const edgeAtMs = START_MS + MINUTE_MS;
  const devices = (fromMs: number, toMs: number) => select("type(x:device)", { fromMs, toMs });
  expect(await devices(edgeAtMs, edgeAtMs)).toEqual(["Edge, 1"]);
  expect(await devices(START_MS, START_MS)).toEqual(["core"]);
  expect(await devices(edgeAtMs + 1, edgeAtMs + 2)).toEqual([]);
});

test("a type that nobody knows is an error, also within a relationship; a declared one without entities is not", async () => {
  const { store, select } = await network();
  await expect(select("type(host)")).rejects.toThrow("no entity type is called 'host'");
  await expect(select("type(x:device),fromRelationships.runsOn(type(host))")).rejects.toThrow("'host'");
  const empty = await entityStore();
  expect(await selectEntities(selectorOf("type(x:device)"), empty.store, ALL)).toEqual([]);
  expect(store.entity("nobody")).toBeUndefined();
});

test("what is selected is what matches", async () => {
  const { store } = await network();
  const selector = selectorOf('type(x:interface),oper("up(1)"),fromRelationships.runsOn(type(x:device))');
  const selected = new Set((await selectEntities(selector, store, ALL)).map(({ id }) => id));
  const matching = new Set<string>();
  for (const entity of store.entities())
    if (await matchesEntity(selector, entity, store, ALL)) matching.add(entity.id);
  expect(matching).toEqual(selected);
  expect(selected.size).toBe(2);
});

describe("$(entityConditions) of a screen", () => {
  test("stands for the entity that is shown, however deep", async () => {
    const { select } = await network();
    const template = "type(x:interface),fromRelationships.runsOn($(entityConditions))";
    const names = await select(
      withEntityConditions(template, shownEntity("x:device", deviceId("192.0.2.1"))),
    );
    expect(names).toEqual(
      await select('type(x:interface),fromRelationships.runsOn(entityId("' + deviceId("192.0.2.1") + '"))'),
    );
    expect(names).toHaveLength(2);
  });

  test("stands for the type of a list, in quotes where it must", async () => {
    const { select } = await network();
    expect(
      await select(withEntityConditions("$(entityConditions),entityName(core)", shownList("x:device"))),
    ).toEqual(["core"]);
    expect(shownEntity('a "b"', "X-1")).toBe('type("a ~"b~""),entityId(X-1)');
  });

  test("that nobody has put in is an error", async () => {
    const { store } = await network();
    await expect(selectEntities(selectorOf("$(entityConditions)", true), store, ALL)).rejects.toThrow(
      "stands for no entity",
    );
  });
});

import { expect, test } from "vitest";
import { ObjectIndex } from "../../../src/app/authoring/object-index.ts";
import { builtinCatalogue, catalogueOf, layerCatalogues, oid } from "../../../src/smi/index.ts";

const index = new ObjectIndex(builtinCatalogue);
const titles = (text: string, limit = 5): readonly string[] =>
  index.find(text, limit).map(({ module, name }) => `${module}::${name}`);

test("a part of a name finds objects, those that begin with it first", () => {
  expect(titles("ifHC", 4).every((title) => title.startsWith("IF-MIB::ifHC"))).toBe(true);
  expect(titles("sysname")[0]).toBe("SNMPv2-MIB::sysName");
  expect(titles("IF-MIB::ifOper")[0]).toBe("IF-MIB::ifOperStatus");
});

test("a word within a name comes before letters within a word", () => {
  expect(titles("speed", 2)).toEqual(["IF-MIB::ifSpeed", "IF-MIB::ifHighSpeed"]);
});

test("the OID of an instance finds the object that it belongs to", () => {
  expect(index.find(".1.3.6.1.2.1.1.3.0", 1)).toEqual([
    { name: "sysUpTime", module: "SNMPv2-MIB", oid: "1.3.6.1.2.1.1.3", kind: "scalar" },
  ]);
});

test("the begin of an OID finds what may be meant, in the order of the tree", () => {
  const [owner, ...below] = titles("1.3.6.1.2.1.2.2.1.1", 4);
  expect(owner).toBe("IF-MIB::ifIndex");
  expect(below).toEqual(["IF-MIB::ifInOctets", "IF-MIB::ifInUcastPkts", "IF-MIB::ifInNUcastPkts"]);
});

test.each([
  ["ifTable", "table"],
  ["ifEntry", "row"],
  ["ifDescr", "column"],
  ["sysDescr", "scalar"],
  ["interfaces", "node"],
  ["enterprises", "node"],
])("%s is a %s", (name, kind) => {
  expect(index.find(name, 1)[0]).toMatchObject({ name, kind });
});

test("an enumeration has its values", () => {
  expect(index.find("ifAdminStatus", 1)[0]).toMatchObject({
    syntax: "INTEGER",
    values: [
      { number: 1, name: "up" },
      { number: 2, name: "down" },
      { number: 3, name: "testing" },
    ],
  });
});

test("objects of the user's MIB files are found beside the built-in ones", () => {
  const own = catalogueOf([
    { name: "ACME-MIB", objects: [{ name: "acmeFanSpeed", oid: oid("1.3.6.1.4.1.99999.1.1") }] },
  ]);
  const both = new ObjectIndex(layerCatalogues(own, builtinCatalogue));
  expect(both.find("acme", 9).map(({ name }) => name)).toEqual(["acmeFanSpeed"]);
  expect(both.find("1.3.6.1.4.1.99999.1.1.0", 1)[0]).toMatchObject({ module: "ACME-MIB" });
});

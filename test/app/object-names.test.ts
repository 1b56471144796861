import { expect, test } from "vitest";
import { catalogueThatIs, layeredCatalogue, objectsOf } from "../../src/app/object-names.ts";
import { builtinCatalogue, catalogueOf, layerCatalogues, oid } from "../../src/smi/index.ts";

const COLUMN = oid("1.3.6.1.4.1.99999.1.2");
const STATE = oid("1.3.6.1.4.1.99999.1.3");
const own = layerCatalogues(
  catalogueOf([
    {
      name: "LAB-MIB",
      objects: [
        { name: "labLoad", oid: COLUMN },
        { name: "labState", oid: STATE, syntax: { kind: "enumeration", names: new Map([[1, "up"]]) } },
      ],
    },
  ]),
  builtinCatalogue,
);

test("what an extension names crosses to a thread as it is, and nothing that is built in", () => {
  const objects = structuredClone(objectsOf([own]));
  expect(objects.flatMap((module) => module.objects)).toHaveLength(2);
  const there = layeredCatalogue([catalogueOf(objects)]);
  expect(there.nameOf(oid(`${COLUMN}.7`))).toBe("LAB-MIB::labLoad.7");
  expect(there.syntaxOf(STATE)).toEqual(own.syntaxOf(STATE));
  expect(there.nameOf(oid("1.3.6.1.2.1.1.5.0"))).toBe("SNMPv2-MIB::sysName.0");
});

test("who holds a catalogue that changes sees what it is now", () => {
  let now = builtinCatalogue;
  const held = catalogueThatIs(() => now);
  expect(held.nameOf(COLUMN)).not.toBe("LAB-MIB::labLoad");
  now = own;
  expect(held.nameOf(COLUMN)).toBe("LAB-MIB::labLoad");
});

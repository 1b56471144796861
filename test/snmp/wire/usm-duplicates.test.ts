import { describe, expect, test } from "vitest";
import { DuplicateEngines } from "../../../src/snmp/wire/usm-duplicates.ts";

const A = Buffer.from("80001f8880aaaaaaaa", "hex");
const B = Buffer.from("80001f8880bbbbbbbb", "hex");

describe("devices that share an engineID", () => {
  test("are named to each other", () => {
    const engines = new DuplicateEngines();
    expect(engines.note("sw-1:161", A)).toEqual([]);
    expect(engines.note("sw-2:161", B)).toEqual([]);
    expect(engines.note("sw-3:161", A)).toEqual(["sw-1:161"]);
  });

  test("a device seen again is not its own duplicate", () => {
    const engines = new DuplicateEngines();
    engines.note("sw-1:161", A);
    expect(engines.note("sw-1:161", A)).toEqual([]);
  });

  test("a device that got an engineID of its own is a duplicate no more", () => {
    const engines = new DuplicateEngines();
    engines.note("sw-1:161", A);
    engines.note("sw-2:161", A);
    engines.note("sw-2:161", B);
    expect(engines.note("sw-1:161", A)).toEqual([]);
  });

  test("a device polled no more is forgotten", () => {
    const engines = new DuplicateEngines();
    engines.note("sw-1:161", A);
    engines.forget("sw-1:161");
    engines.forget("never-seen:161");
    expect(engines.note("sw-2:161", A)).toEqual([]);
  });

  test("beyond its bound, the device longest unseen is forgotten", () => {
    const engines = new DuplicateEngines(2);
    engines.note("sw-1:161", A);
    engines.note("sw-2:161", B);
    engines.note("sw-1:161", A);
    engines.note("sw-3:161", B); // sw-2 was longest unseen
    expect(engines.note("sw-3:161", B)).toEqual([]);
    expect(engines.note("sw-4:161", A)).toEqual([]); // now sw-1
  });

  test("of many clones ten are named", () => {
    const engines = new DuplicateEngines();
    for (let i = 0; i < 30; i++) engines.note(`sw-${i}:161`, A);
    expect(engines.note("sw-0:161", A)).toHaveLength(10);
  });

  test("the engineID may be a view into a larger buffer", () => {
    const engines = new DuplicateEngines();
    engines.note("sw-1:161", A);
    const datagram = Buffer.concat([Buffer.alloc(5), A, Buffer.alloc(5)]);
    expect(engines.note("sw-2:161", new Uint8Array(datagram).subarray(5, 5 + A.length))).toEqual([
      "sw-1:161",
    ]);
  });
});

import { assert, nat, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMib } from "../../src/mib/parse-mib.ts";
import { DEVICE_MIB, module, TC_MIB } from "./mib-texts.ts";

/** The OID of a name as its text has it: `parent.1.2`. */
function valueOf(text: string, name: string): string | undefined {
  const node = parseMib(text).modules[0]?.nodes.find((candidate) => candidate.name === name);
  return node && [node.parent, ...node.arcs].filter((part) => part !== undefined).join(".");
}

const nodesOf = (text: string) =>
  parseMib(text).modules.flatMap(({ nodes }) => nodes.map(({ name }) => name));

describe("a module's text", () => {
  test("gives its name, its imports and every name with an OID", () => {
    const { modules, problems } = parseMib(DEVICE_MIB);
    expect(problems).toEqual([]);
    expect(modules.map(({ name }) => name)).toEqual(["TEST-DEVICE-MIB"]);
    expect(modules[0]?.imports.get("TestState")).toBe("TEST-TC");
    expect(modules[0]?.imports.get("enterprises")).toBe("SNMPv2-SMI");
    expect(nodesOf(DEVICE_MIB)).toEqual(
      `testDevice testObjects testState testEnabled testTable testEntry testIndex testKind testMac testSince
      testAddrType testAddr testFlags testAlarm`.split(/\s+/),
    );
  });

  test("is not misled by definitions inside of quoted texts and comments", () => {
    const text = module(
      "A-MIB",
      `-- one OBJECT IDENTIFIER ::= { x 1 }\ntwo OBJECT IDENTIFIER ::= { enterprises 2 }`,
    );
    expect(nodesOf(text)).toEqual(["two"]);
    expect(parseMib(TC_MIB).modules[0]?.types.map(({ name }) => name)).toEqual(["TestState", "TestMac"]);
  });

  test("may have an OID over several lines", () => {
    const text = module("A-MIB", "wide OBJECT IDENTIFIER ::= {\n  enterprises\n  1\n  -- here too\n  2 }");
    expect(valueOf(text, "wide")).toBe("enterprises.1.2");
  });

  test.each([
    ["{ enterprises 9 1 }", "enterprises.9.1"],
    ["{ iso org(3) dod(6) 1 }", "1.3.6.1"],
    ["{ iso(1) org(3) ieee(111) }", "1.3.111"],
    ["{ 1 3 6 1 4 1 }", "1.3.6.1.4.1"],
    ["{enterprises(1)   7}", "1.7"],
    ["{ enterprises acme(7) }", "enterprises.7"],
    ["{ itu-t 0 }", "0.0"],
  ])("may write an OID as %s", (written, value) => {
    expect(valueOf(module("A-MIB", `it OBJECT IDENTIFIER ::= ${written}`), "it")).toBe(value);
  });

  test("may hold several modules", () => {
    const text = module("A-MIB", "a OBJECT IDENTIFIER ::= { enterprises 1 }") + module("B-MIB", "");
    expect(parseMib(text).modules.map(({ name }) => name)).toEqual(["A-MIB", "B-MIB"]);
  });

  test("may be named with its OID, and use DOS line ends and tabs", () => {
    const text = "A-MIB { iso 3 }\tDEFINITIONS ::= BEGIN\r\na\tOBJECT\tIDENTIFIER\t::=\t{\tb 1\t}\r\nEND\r\n";
    expect(parseMib(text).modules.map(({ name }) => name)).toEqual(["A-MIB"]);
    expect(valueOf(text, "a")).toBe("b.1");
  });

  test("SMIv1: a trap's OID is its enterprise, 0 and its number", () => {
    const text = module(
      "A-MIB",
      'upsOn TRAP-TYPE\n ENTERPRISE ups\n VARIABLES { a, b }\n DESCRIPTION "x"\n ::= 5',
    );
    expect(valueOf(text, "upsOn")).toBe("ups.0.5");
  });

  test("SMIv1: the generic traps stand below snmpTraps", () => {
    const text = module("A-MIB", 'linkDown TRAP-TYPE\n ENTERPRISE snmp\n DESCRIPTION "x"\n ::= 2');
    expect(valueOf(text, "linkDown")).toBe("snmpTraps.3");
  });

  test("macro definitions are passed over", () => {
    const text = module(
      "A-MIB",
      'OBJECT-TYPE MACRO ::= BEGIN TYPE NOTATION ::= "x" END\na OBJECT IDENTIFIER ::= { b 1 }',
    );
    expect(nodesOf(text)).toEqual(["a"]);
  });
});

describe("a broken text", () => {
  test("a definition without an OID costs itself alone, and is named with its line", () => {
    const text = module(
      "A-MIB",
      `one OBJECT IDENTIFIER ::= { enterprises 1 }
two OBJECT-TYPE
  SYNTAX INTEGER
  STATUS current
three OBJECT IDENTIFIER ::= { enterprises 3 }`,
    );
    expect(nodesOf(text)).toEqual(["one", "three"]);
    expect(parseMib(text).problems).toEqual([
      { message: "the definition of two has no OID: `::= { … }` is missing", line: 4 },
    ]);
  });

  test("an OID that is none is named with its line", () => {
    const text = module(
      "A-MIB",
      "one OBJECT IDENTIFIER ::= { enterprises one two }\ntwo OBJECT IDENTIFIER ::= { a 2 }",
    );
    expect(parseMib(text).problems).toEqual([{ message: "the OID of one cannot be read", line: 3 }]);
    expect(nodesOf(text)).toEqual(["two"]);
  });

  test("a quoted text without an end hides what follows, and is named with its line", () => {
    const text = module(
      "A-MIB",
      'one OBJECT IDENTIFIER ::= { a 1 }\ntwo OBJECT-TYPE DESCRIPTION "never closed',
    );
    expect(nodesOf(text)).toEqual(["one"]);
    expect(parseMib(text).problems).toContainEqual({
      message: "a quoted text that starts here has no end; what follows it was not read",
      line: 4,
    });
  });

  test("a forgotten semicolon after the imports does not swallow the module", () => {
    const text = "A-MIB DEFINITIONS ::= BEGIN IMPORTS b FROM B-MIB\na OBJECT IDENTIFIER ::= { b 1 }\nEND";
    expect(nodesOf(text)).toEqual(["a"]);
  });

  test("a module without END keeps what it has", () => {
    const { modules, problems } = parseMib("A-MIB DEFINITIONS ::= BEGIN\na OBJECT IDENTIFIER ::= { b 1 }\n");
    expect(modules[0]?.nodes).toHaveLength(1);
    expect(problems).toEqual([{ message: "A-MIB has no END", line: 1 }]);
  });

  test("of very many problems the first twenty are named and the others counted", () => {
    const text = module("A-MIB", "x OBJECT IDENTIFIER ::= { a b c }\n".repeat(25));
    const { problems } = parseMib(text);
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)).toEqual({ message: "and 5 more problems" });
  });

  test("a text that is no MIB says so", () => {
    expect(parseMib("Copyright 2024, all rights reserved.\n").problems).toEqual([
      { message: "holds no MIB module: `… DEFINITIONS ::= BEGIN` is missing" },
    ]);
  });

  test("whatever is cut out of a module, the parser comes to an end and never throws", () => {
    assert(
      property(nat(DEVICE_MIB.length), nat(200), string({ maxLength: 8 }), (at, length, put) => {
        const text = DEVICE_MIB.slice(0, at) + put + DEVICE_MIB.slice(at + length);
        for (const { nodes } of parseMib(text).modules) {
          for (const { arcs } of nodes)
            expect(arcs.every((arc) => Number.isInteger(arc) && arc >= 0)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

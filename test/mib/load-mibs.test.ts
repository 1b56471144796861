import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { AppError } from "../../src/base/index.ts";
import { type LoadedMibs, loadMibs, MIB_LIMITS, type MibFile } from "../../src/mib/index.ts";
import { builtinModules, type CatalogueObject, layerCatalogues, oid } from "../../src/smi/index.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { DEVICE_MIB, file, module, TC_MIB } from "./mib-texts.ts";

const load = (...files: MibFile[]): Promise<LoadedMibs> => loadMibs(files, { timeoutMsPerFile: 10_000 });
const node = (text: string) =>
  `${text.split(" ")[0]} OBJECT IDENTIFIER ::= { ${text.split(" ").slice(1).join(" ")} }`;

describe("the names and values of a file", () => {
  const loaded = load(file("device.mib", DEVICE_MIB), file("tc.mib", TC_MIB));

  test("names are found with and without their module", async () => {
    const { catalogue, problems } = await loaded;
    expect(problems).toEqual([]);
    expect(catalogue.oidOf("testKind")).toBe("1.3.6.1.4.1.99999.1.3.1.2");
    expect(catalogue.oidOf("TEST-DEVICE-MIB::testAlarm")).toBe("1.3.6.1.4.1.99999.0.1");
    expect(catalogue.nameOf(oid("1.3.6.1.4.1.99999.1.3.1.2.7"))).toBe("TEST-DEVICE-MIB::testKind.7");
  });

  test("an enumeration keeps its numbers, negative ones too", async () => {
    const syntax = (await loaded).catalogue.syntaxOf(oid("1.3.6.1.4.1.99999.1.3.1.2.1"));
    expect(syntax).toEqual({
      kind: "enumeration",
      names: new Map([
        [1, "red"],
        [2, "green"],
        [-3, "blue"],
      ]),
    });
  });

  test("a textual convention of another file gives its enumeration, whatever stands before its SYNTAX", async () => {
    const syntax = (await loaded).catalogue.syntaxOf(oid("1.3.6.1.4.1.99999.1.1.0"));
    expect(syntax?.kind === "enumeration" && [...syntax.names.values()]).toEqual([
      "idle",
      "busy",
      "not-ready",
    ]);
  });

  test("TruthValue needs no file", async () => {
    const syntax = (await loaded).catalogue.syntaxOf(oid("1.3.6.1.4.1.99999.1.2.0"));
    expect(syntax?.kind === "enumeration" && syntax.names.get(1)).toBe("true");
  });

  test("a type made of MacAddress is a physical address, and dates are dates", async () => {
    const { catalogue } = await loaded;
    expect(catalogue.syntaxOf(oid("1.3.6.1.4.1.99999.1.3.1.3.1"))?.kind).toBe("physAddress");
    expect(catalogue.syntaxOf(oid("1.3.6.1.4.1.99999.1.3.1.4.1"))?.kind).toBe("dateAndTime");
  });

  test("an InetAddress belongs to the InetAddressType before it in the row", async () => {
    expect((await loaded).catalogue.syntaxOf(oid("1.3.6.1.4.1.99999.1.3.1.6.1"))).toEqual({
      kind: "inetAddress",
      typeColumn: "1.3.6.1.4.1.99999.1.3.1.5",
    });
  });

  test("BITS are no enumeration", async () => {
    expect((await loaded).catalogue.syntaxOf(oid("1.3.6.1.4.1.99999.1.4.0"))).toBeUndefined();
  });

  test("the order of the files does not matter", async () => {
    const turned = await load(file("tc.mib", TC_MIB), file("device.mib", DEVICE_MIB));
    expect(turned.problems).toEqual([]);
    expect(turned.catalogue.oidOf("testKind")).toBe("1.3.6.1.4.1.99999.1.3.1.2");
  });
});

describe("imports", () => {
  test("a module that is not among the files is taken from the built-in catalogue", async () => {
    const text = module("A-MIB", node("ciscoOwn ciscoMgmt 999"), "ciscoMgmt FROM CISCO-SMI");
    const { catalogue, problems } = await load(file("a.mib", text));
    expect(problems).toEqual([]);
    expect(catalogue.oidOf("ciscoOwn")).toBe("1.3.6.1.4.1.9.9.999");
  });

  test("a missing one is named with the module to add and the object that needs it; the rest stays", async () => {
    const text = module(
      "A-MIB",
      [node("good enterprises 1"), node("lost acme 1"), node("below lost 2")].join("\n"),
      "enterprises FROM SNMPv2-SMI acme FROM ACME-SMI",
    );
    const { catalogue, problems } = await load(file("a.mib", text));
    expect(catalogue.oidOf("good")).toBe("1.3.6.1.4.1.1");
    expect(catalogue.oidOf("lost")).toBeUndefined();
    expect(catalogue.oidOf("below")).toBeUndefined();
    expect(problems).toEqual([
      {
        file: "a.mib",
        line: 4,
        message:
          "A-MIB imports acme from ACME-SMI, which is missing: add the file of ACME-SMI; needed by lost",
      },
    ]);
  });

  test("a missing type costs the value its names, not the object its OID", async () => {
    const text = module(
      "A-MIB",
      "thing OBJECT-TYPE SYNTAX AcmeState STATUS current ::= { enterprises 1 }",
      "enterprises FROM SNMPv2-SMI AcmeState FROM ACME-TC",
    );
    const { catalogue, problems } = await load(file("a.mib", text));
    expect(catalogue.oidOf("thing")).toBe("1.3.6.1.4.1.1");
    expect(problems.map(({ message }) => message)).toEqual([
      "A-MIB imports AcmeState from ACME-TC, which is missing: add the file of ACME-TC; needed by thing",
    ]);
  });

  test("an import that nothing needs is not missed", async () => {
    const text = module(
      "A-MIB",
      node("good enterprises 1"),
      "enterprises FROM SNMPv2-SMI x, y FROM NOWHERE-MIB",
    );
    expect((await load(file("a.mib", text))).problems).toEqual([]);
  });

  test("a symbol that its module does not define is told apart from a missing module", async () => {
    const { problems } = await load(
      file("a.mib", module("A-MIB", node("a b 1"), "b FROM B-MIB")),
      file("b.mib", module("B-MIB", "")),
    );
    expect(problems.map(({ message }) => message)).toEqual([
      "A-MIB imports b from B-MIB, which does not define it; needed by a",
    ]);
  });

  test("modules may import each other in a circle", async () => {
    const { catalogue, problems } = await load(
      file(
        "a.mib",
        module("A-MIB", `${node("a enterprises 1")}\n${node("ab b 1")}`, "b FROM B-MIB enterprises FROM X"),
      ),
      file("b.mib", module("B-MIB", node("b a 2"), "a FROM A-MIB")),
    );
    expect(problems).toEqual([]);
    expect(catalogue.oidOf("ab")).toBe("1.3.6.1.4.1.1.2.1");
  });

  test("OIDs and types that are defined by each other come to an end and are reported", async () => {
    const { catalogue, problems } = await load(
      file(
        "a.mib",
        module(
          "A-MIB",
          `${node("a b 1")}\n${node("b a 1")}\nX ::= Y\nY ::= X\nthing OBJECT-TYPE SYNTAX X ::= { enterprises 1 }`,
        ),
      ),
    );
    expect(catalogue.oidOf("a")).toBeUndefined();
    expect(catalogue.oidOf("thing")).toBe("1.3.6.1.4.1.1");
    expect(problems.map(({ message }) => message)).toEqual([
      "the OID of a leads back to itself; needed by a",
    ]);
  });
});

test("a chain of ten thousand ancestors is cut, not followed", async () => {
  const chain = Array.from({ length: 10_000 }, (_, i) => node(`n${i} n${i + 1} 1`));
  const { catalogue, problems } = await load(file("a.mib", module("A-MIB", chain.join("\n"))));
  expect(catalogue.oidOf("n0")).toBeUndefined();
  expect(problems[0]?.message).toMatch(/has more than 128 ancestors/);
});

describe("one bad file spoils no other", () => {
  test("a syntax error is reported with file and line, and the other files are read", async () => {
    const { catalogue, problems } = await load(
      file("bad.mib", module("BAD-MIB", 'x OBJECT-TYPE SYNTAX INTEGER { a(1 DESCRIPTION "open')),
      file("good.mib", module("GOOD-MIB", node("good enterprises 1"))),
    );
    expect(catalogue.oidOf("good")).toBe("1.3.6.1.4.1.1");
    expect(problems.filter((problem) => problem.file !== "bad.mib")).toEqual([]);
    expect(problems).toContainEqual(expect.objectContaining({ file: "bad.mib", line: 3 }));
  });

  test("two files with the same module: the first is used, the second reported", async () => {
    const { catalogue, problems } = await load(
      file("new.mib", module("A-MIB", node("a enterprises 1"))),
      file("old.mib", module("A-MIB", node("a enterprises 2"))),
    );
    expect(catalogue.oidOf("a")).toBe("1.3.6.1.4.1.1");
    expect(problems).toEqual([
      {
        file: "old.mib",
        line: 1,
        message: "A-MIB is already defined in new.mib, which is used: remove one of the two files",
      },
    ]);
  });

  test("two modules with the same name for different objects: the bare name is the first's, both by module", async () => {
    const { catalogue } = await load(
      file("a.mib", module("A-MIB", node("same enterprises 1"))),
      file("b.mib", module("B-MIB", node("same enterprises 2"))),
    );
    expect(catalogue.oidOf("same")).toBe("1.3.6.1.4.1.1");
    expect(catalogue.oidOf("B-MIB::same")).toBe("1.3.6.1.4.1.2");
  });

  test("a file that is too large is left out and reported", async () => {
    const huge = file("huge.mib", " ".repeat(MIB_LIMITS.fileCharactersMax + 1));
    const { catalogue, problems } = await load(huge, file("a.mib", module("A-MIB", node("a enterprises 1"))));
    expect(catalogue.oidOf("a")).toBeDefined();
    expect(problems.map((problem) => problem.file)).toEqual(["huge.mib"]);
  });

  test("files beyond the limit are left out and reported", async () => {
    const files = Array.from({ length: MIB_LIMITS.filesMax + 2 }, (_, i) =>
      file(`${i}.mib`, module(`A${i}-MIB`, node(`a${i} enterprises ${i}`))),
    );
    const { catalogue, problems } = await load(...files);
    expect(catalogue.oidOf("a999")).toBeDefined();
    expect(problems.map((problem) => problem.file)).toEqual(["1000.mib", "1001.mib"]);
  });
});

describe("time", () => {
  /** 1.5 MB of definitions. */
  const large = module(
    "LARGE-MIB",
    Array.from({ length: 30_000 }, (_, i) => node(`large${i} enterprises ${i}`)).join("\n"),
  );

  test("a file that takes too long is left out, and the next ones are read on a new thread", async () => {
    const files = [
      file("a.mib", module("A-MIB", node("a enterprises 1"))),
      file("slow.mib", large),
      file("b.mib", module("B-MIB", node("b enterprises 2"))),
    ];
    const { catalogue, problems } = await loadMibs(files, {
      timeoutMsPerFile: 2_000,
      clock: new HurriedClock(2),
    });
    expect(problems).toEqual([
      { file: "slow.mib", message: "took longer than 2000 ms to read; the file was left out" },
    ]);
    expect([catalogue.oidOf("a"), catalogue.oidOf("b")]).toEqual(["1.3.6.1.4.1.1", "1.3.6.1.4.1.2"]);
  });

  test("loading can be interrupted", async () => {
    const stop = new AbortController();
    const loading = loadMibs([file("large.mib", large)], {
      timeoutMsPerFile: 60_000,
      clock: new FakeClock(),
      signal: stop.signal,
    });
    stop.abort(new AppError("test.stopped", "stopped"));
    await expect(loading).rejects.toMatchObject({ code: "test.stopped" });
  });

  test("a large file costs time in proportion: 30,000 definitions are no matter of minutes", async () => {
    const { catalogue, problems } = await load(file("large.mib", large));
    expect(problems).toEqual([]);
    expect(catalogue.oidOf("large29999")).toBe("1.3.6.1.4.1.29999");
  });
});

/** A clock on which the nth time limit is over at once, and no other ever. */
class HurriedClock extends FakeClock {
  #left: number;

  constructor(nth: number) {
    super();
    this.#left = nth;
  }

  override async sleepUntil(atMs: number, signal?: AbortSignal): Promise<void> {
    this.#left--;
    if (this.#left !== 0) await super.sleepUntil(atMs, signal);
  }
}

describe("compared with the built-in catalogue", () => {
  const folder = new URL("../../node_modules/net-snmp/lib/mibs/", import.meta.url);
  const files = readdirSync(folder).map((name) => file(name, readFileSync(new URL(name, folder), "latin1")));
  const loaded = load(...files);

  test("the MIB files that net-snmp brings load without a problem", async () => {
    expect((await loaded).problems).toEqual([]);
  });

  test("every name that both know has the same OID", async () => {
    const { catalogue } = await loaded;
    const both = builtinNames().filter((name) => catalogue.oidOf(name) !== undefined);
    expect(both.length).toBeGreaterThan(250);
    const differing = both.filter((name) => catalogue.oidOf(name) !== builtinOid(name));
    expect(differing).toEqual([]);
  });

  test("every syntax that both know is the same, but for what newer revisions added", async () => {
    const { catalogue } = await loaded;
    const differing = builtinNames().filter((name) => {
      const found = name.startsWith("RFC1213-MIB::") ? undefined : catalogue.oidOf(name);
      const theirs = found && catalogue.syntaxOf(found);
      if (found === undefined || theirs === undefined) return false;
      const ours = builtinSyntax(name);
      if (theirs.kind !== "enumeration" || ours?.kind !== "enumeration") return theirs.kind !== ours?.kind;
      return [...theirs.names].some(([number, text]) => ours.names.get(number) !== text);
    });
    expect(differing).toEqual([]);
  });

  test("user files stand in front of the built-in ones", async () => {
    const own = module(
      "IF-MIB",
      "ifOperStatus OBJECT-TYPE SYNTAX INTEGER { one(1) } ::= { iso 3 6 1 2 1 2 2 1 8 }",
    );
    const { catalogue } = await load(file("if.mib", own));
    const layered = layerCatalogues(catalogue, (await loaded).catalogue);
    const syntax = layered.syntaxOf(oid("1.3.6.1.2.1.2.2.1.8.1"));
    expect(syntax?.kind === "enumeration" && [...syntax.names.values()]).toEqual(["one"]);
  });
});

function builtinNames(): string[] {
  return builtinModules().flatMap(({ name, objects }) => objects.map((object) => `${name}::${object.name}`));
}

const BUILTIN = new Map<string, CatalogueObject>(
  builtinModules().flatMap(({ name, objects }) =>
    objects.map((object) => [`${name}::${object.name}`, object] as const),
  ),
);
const builtinOid = (name: string) => BUILTIN.get(name)?.oid;
const builtinSyntax = (name: string) => BUILTIN.get(name)?.syntax;

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LoadedMibs, loadMibs, readMibFolder } from "../../src/mib/index.ts";
import { parseMib } from "../../src/mib/parse-mib.ts";
import { builtinCatalogue, builtinModules, type ObjectCatalogue, oid } from "../../src/smi/index.ts";

// Net-SNMP's own parser as the second opinion: Debian's `snmp` has the program, `libsnmp-base` some MIBs, and
// the net-snmp package of npm the base modules.

const FOLDERS = [
  "/usr/share/snmp/mibs",
  fileURLToPath(new URL("../../node_modules/net-snmp/lib/mibs", import.meta.url)),
];
/** Net-SNMP leaves the generic traps of SMIv1 below `snmp`; we give them the OIDs of RFC 3584 §3.1, as agents do. */
const NOT_COMPARED = new Set(["RFC-1215"]);
/** Its type is imported from INET-ADDRESS-MIB, which is in none of the folders but built into ours. */
const TYPE_NOT_AT_HAND = "NET-SNMP-EXAMPLES-MIB::netSnmpHostAddressType";

interface Translated {
  readonly oid: string;
  /** `up(1), down(2)`; empty when it is no enumeration. */
  readonly enumeration: string;
}

let home: string;
let loaded: LoadedMibs;
let defined: string[];

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "snmptranslate-"));
  const folders = await Promise.all(FOLDERS.filter((folder) => existsSync(folder)).map(readMibFolder));
  const files = folders.flatMap((folder) => folder.files);
  loaded = await loadMibs(files, { timeoutMsPerFile: 30_000 });
  defined = files
    .flatMap(({ text }) => parseMib(text).modules)
    .filter(({ name }) => !NOT_COMPARED.has(name))
    .flatMap((module) => module.nodes.map((node) => `${module.name}::${node.name}`));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/**
 * Asks snmptranslate for names of the form `MODULE::name`: a process for each module instead of one for each name,
 * and no other module loaded than what that one imports, since Net-SNMP merges what two modules say of an object.
 */
function translate(all: readonly string[]): Map<string, Translated> {
  const found = new Map<string, Translated>();
  for (const module of new Set(all.map((name) => name.split("::")[0] ?? ""))) {
    const names = all.filter((name) => name.startsWith(`${module}::`));
    const answers = run(module, names).split(/^(?=\.\d+(?:\.\d+)*$)/m);
    expect(answers, `what snmptranslate knows of ${module}`).toHaveLength(names.length);
    for (const [position, name] of names.entries()) {
      const answer = answers[position] ?? "";
      found.set(name, {
        oid: answer.slice(1, answer.indexOf("\n")),
        enumeration: enumerationIn(answer),
      });
    }
  }
  return found;
}

function run(module: string, names: readonly string[]): string {
  return execFileSync("snmptranslate", ["-M", FOLDERS.join(":"), "-m", module, "-Td", "-On", ...names], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: home, SNMPCONFPATH: home },
    stdio: ["ignore", "pipe", "ignore"],
  });
}

function enumerationIn(answer: string): string {
  const [, values] = /^\s+SYNTAX\s+INTEGER\s*\{([^}]*)\}/m.exec(answer) ?? [];
  return sorted((values ?? "").split(",").map((value) => value.trim().replace(/\s+/g, "")));
}

function enumerationOf(catalogue: ObjectCatalogue, dotted: string): string {
  const syntax = catalogue.syntaxOf(oid(dotted));
  if (syntax?.kind !== "enumeration") return "";
  return sorted([...syntax.names].map(([number, name]) => `${name}(${number})`));
}

const sorted = (values: readonly string[]) => values.toSorted().join(", ");

describe("our reader and Net-SNMP's", () => {
  let theirs: Map<string, Translated>;
  beforeAll(() => {
    theirs = translate(defined);
  });

  test("every file loads without a problem", () => {
    expect(loaded.problems).toEqual([]);
  });

  test("agree on the OID of every name", () => {
    expect(theirs.size).toBeGreaterThan(900);
    const differing = [...theirs].filter(
      ([name, { oid: dotted }]) => loaded.catalogue.oidOf(name) !== dotted,
    );
    expect(differing).toEqual([]);
  });

  test("agree on the names of every enumeration", () => {
    const differing = [...theirs]
      // An object that two modules define has the syntax of the first in the catalogue: not theirs to compare.
      .filter(([name, { oid: dotted }]) => loaded.catalogue.nameOf(oid(dotted)) === name)
      .filter(([, { oid: dotted, enumeration }]) => enumeration !== enumerationOf(loaded.catalogue, dotted));
    expect(differing.map(([name]) => name)).toEqual([TYPE_NOT_AT_HAND]);
  });
});

describe("the built-in catalogue and Net-SNMP", () => {
  test("agree on the OID and the enumeration of every name that both know", () => {
    const ours = new Map(
      builtinModules().flatMap(({ name, objects }) =>
        objects.map((object) => [`${name}::${object.name}`, object]),
      ),
    );
    const theirs = translate([...ours.keys()].filter((name) => loaded.catalogue.oidOf(name) !== undefined));
    expect(theirs.size).toBeGreaterThan(400);
    const differing = [...theirs].filter(([name, { oid: dotted, enumeration }]) => {
      if (ours.get(name)?.oid !== dotted) return true;
      if (name.startsWith("RFC1213-MIB::")) return false; // names of values changed in its successors
      const known = enumerationOf(builtinCatalogue, dotted).split(", ");
      return enumeration.split(", ").some((value) => !known.includes(value)); // newer revisions add values
    });
    expect(differing).toEqual([]);
  });
});

import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { expect, test } from "vitest";

// `--help` must be instant: what main.ts imports at start is followed here, type imports and import() left out.

const MAIN = resolve(import.meta.dirname, "../../src/main.ts");

const STATEMENT = /^(?:import|export)\s+(?!type\s)(?:([\w*{][^;"'=()]*?)\s+from\s+)?"([^"]+)";/gm;

function importsAtStart(path: string, found = new Set<string>()): Set<string> {
  const text = readFileSync(path, "utf8");
  for (const [, names, specifier] of text.matchAll(STATEMENT)) {
    if (isTypesOnly(names ?? "")) continue;
    const target = specifier!.startsWith(".") ? resolve(dirname(path), specifier!) : specifier!;
    if (found.has(target)) continue;
    found.add(target);
    if (specifier!.startsWith(".")) importsAtStart(target, found);
  }
  return found;
}

function isTypesOnly(names: string): boolean {
  const list = /^\{(.*)\}/s
    .exec(names)?.[1]
    ?.split(",")
    .map((name) => name.trim());
  return list?.every((name) => name === "" || name.startsWith("type ")) ?? false;
}

const found = [...importsAtStart(MAIN)];

test("the start of the program loads no library but commander and pino", () => {
  const packages = found.filter((target) => !target.startsWith("/") && !target.startsWith("node:"));
  expect(packages.toSorted()).toEqual(["commander", "pino"]);
});

test("the start of the program loads of our own only base and the frame of the commands", () => {
  const files = found.flatMap((target) => (target.startsWith("/") ? [relative(dirname(MAIN), target)] : []));
  expect(files).toContain("cli/program.ts");
  expect(files.filter((file) => !/^(base|cli)\//.test(file))).toEqual([]);
});

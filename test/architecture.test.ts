import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

// The import table of docs/ARCHITECTURE.md as a test: the folders are the flow, and nothing points back.

interface Rule {
  /** Folders whose values and types may be imported, besides `base`. */
  readonly from: readonly string[];
  /** Folders of which only types may be imported. */
  readonly typesFrom?: readonly string[];
  /** PURE: no I/O, clock, chance or log. */
  readonly pure?: true;
}

const TABLE: Readonly<Record<string, Rule>> = {
  base: { from: [] },
  smi: { from: [], pure: true },
  mib: { from: ["smi"] },
  source: { from: [], pure: true },
  manifest: { from: ["smi", "source"], pure: true },
  config: { from: ["source", "manifest"], pure: true },
  plan: { from: ["smi", "manifest", "config"], pure: true },
  schedule: { from: [] },
  snmp: { from: ["smi"], typesFrom: ["config"] },
  poll: { from: ["smi", "snmp"], typesFrom: ["plan"] },
  mapping: { from: ["smi", "manifest"], typesFrom: ["plan", "poll"], pure: true },
  glance: { from: ["smi"], typesFrom: ["plan", "poll", "mapping"], pure: true },
  topology: { from: ["smi", "manifest"], typesFrom: ["plan", "mapping"], pure: true },
  prometheus: { from: [], typesFrom: ["mapping", "ingest"], pure: true },
  otlp: { from: ["mapping"], typesFrom: ["ingest"], pure: true },
  ingest: { from: ["otlp", "prometheus"], typesFrom: ["mapping", "topology", "config"] },
  query: { from: ["manifest"], typesFrom: ["mapping", "topology"], pure: true },
  store: {
    from: ["ingest", "topology", "glance"],
    typesFrom: ["config", "plan", "poll", "mapping", "snmp", "schedule", "query"],
  },
  secrets: { from: [] },
  access: { from: [] },
  api: { from: ["access"] },
  ui: { from: [] },
  simulator: { from: ["smi"] },
  app: { from: ["*"] },
  cli: { from: ["app"], typesFrom: ["*"] },
  "main.ts": { from: ["cli"] },
};

/** What the layers of `snmp` have in common. */
const SNMP_WORDS = ["client.ts", "diagnosis.ts", "engine-options.ts", "errors.ts", "trace.ts"];

/** The layers inside `snmp`: folders, and the files beside them that the layers may import. Each asks those below. */
const SNMP_LAYERS: Readonly<Record<string, Rule>> = {
  wire: { from: ["errors.ts"] },
  transport: { from: ["wire", "engine-options.ts"] },
  exchange: { from: ["wire", "transport", "codec.ts", "usm.ts", ...SNMP_WORDS] },
  // Of the exchange only its contract: planning is tested without datagrams.
  reading: { from: ["wire", "exchange/exchange.ts", ...SNMP_WORDS] },
  "client.ts": { from: ["errors.ts"], typesFrom: ["exchange/exchange.ts"] },
  "codec.ts": { from: ["usm.ts"], typesFrom: ["wire", "exchange/exchange.ts"] },
  "diagnosis.ts": {
    from: ["wire", "client.ts", "error-status.ts", "errors.ts"],
    typesFrom: ["exchange/exchange.ts"],
  },
  "engine-options.ts": { from: [] },
  "error-status.ts": { from: [] },
  "errors.ts": { from: [] },
  "trace.ts": { from: ["errors.ts"] },
  "usm.ts": { from: [] },
};

/** A library has one home. */
const LIBRARY_HOMES: Readonly<Record<string, RegExp>> = {
  "net-snmp": /^snmp\/net-snmp[a-z-]*\.ts$/,
  undici: /^ingest\/sinks\//,
  pino: /^base\/log\.ts$/,
  yaml: /^source\//,
  zod: /^(app\/demo-devices\.ts|api\/)/,
  commander: /^cli\//,
  re2js: /^manifest\/var-pattern\.ts$/,
  yauzl: /^app\//,
  fastify: /^api\//,
  "@fastify/static": /^api\/ui\//,
  "@fastify/swagger": /^api\/openapi\/document\.ts$/,
  "fastify-type-provider-zod": /^api\/openapi\/document\.ts$/,
  "classic-level": /^store\/level\.ts$/,
  snappyjs: /^prometheus\//,
  "protobufjs/light.js": /^otlp\/protobuf-codec\.ts$/,
  "prom-client": /^api\/self-metrics\.ts$/,
};

const IMPURE = [/^node:(?!util$|crypto$)/, /^(pino|undici|net-snmp|yauzl|fastify|prom-client)$/];

const SOURCE = resolve(import.meta.dirname, "../src");

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sourceFiles(path);
    return /\.tsx?$/.test(path) ? [path] : [];
  });
}

function importsOf(path: string): Import[] {
  const text = readFileSync(path, "utf8");
  const pattern = /^(?:import|export)\s+(type\s+)?(?:[^;"']*?\sfrom\s+)?["']([^"']+)["']/gm;
  const found = [...text.matchAll(pattern)].map((match) => ({
    file: relative(SOURCE, path),
    specifier: match[2]!,
    typeOnly: match[1] !== undefined || onlyInlineTypes(match[0]),
  }));
  const dynamic = [...text.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g)].map((match) => ({
    file: relative(SOURCE, path),
    specifier: match[1]!,
    typeOnly: false,
  }));
  return [...found, ...dynamic];
}

function onlyInlineTypes(statement: string): boolean {
  const names = /\{([^}]*)\}/.exec(statement)?.[1];
  return (
    names !== undefined &&
    names.split(",").every((name) => name.trim() === "" || name.trim().startsWith("type "))
  );
}

const folderOf = (file: string): string => file.split("/")[0]!;
const allImports = sourceFiles(SOURCE).flatMap(importsOf);

test("a folder imports only what the table allows, and other folders through their index.ts", () => {
  const broken: string[] = [];
  for (const { file, specifier, typeOnly } of allImports) {
    if (!specifier.startsWith(".")) continue;
    const target = relative(SOURCE, resolve(SOURCE, dirname(file), specifier));
    const [here, there] = [folderOf(file), folderOf(target)];
    if (here === there || here === "ui") continue; // the UI has a test of its own
    if (target !== `${there}/index.ts`) broken.push(`${file}: ${specifier} goes past ${there}/index.ts`);
    const rule = TABLE[here];
    if (rule === undefined) {
      broken.push(`${file}: folder ${here} is not in the table`);
      continue;
    }
    const allowed = there === "base" || rule.from.includes("*") || rule.from.includes(there);
    const types = rule.typesFrom?.includes("*") === true || rule.typesFrom?.includes(there) === true;
    if (!allowed && !(types && typeOnly)) {
      broken.push(`${file}: must not import ${typeOnly ? "types" : "values"} of ${there}`);
    }
  }
  expect(broken).toEqual([]);
});

test("the UI knows of the service what its API says, and nothing of Node", () => {
  const strays = allImports.filter(({ file, specifier, typeOnly }) => {
    if (!file.startsWith("ui/") || file === "ui/vite.config.ts") return false;
    if (!specifier.startsWith(".")) return specifier.startsWith("node:");
    const target = relative(SOURCE, resolve(SOURCE, dirname(file), specifier));
    return !target.startsWith("ui/") && !(target === "api/contract/index.ts" && typeOnly);
  });
  expect(strays.map(({ file, specifier }) => `${file}: ${specifier}`)).toEqual([]);
});

test("modules of the UI that are tested without a browser need none", () => {
  const strays = allImports.filter(
    ({ file, specifier }) => file.startsWith("ui/words/") && !/^\.\/[a-z-]+\.ts$/.test(specifier),
  );
  expect(strays.map(({ file, specifier }) => `${file}: ${specifier}`)).toEqual([]);
});

test("a layer of snmp asks only the layers below it", () => {
  const root = join(SOURCE, "snmp");
  const broken = allImports.flatMap(({ file, specifier, typeOnly }) => {
    if (folderOf(file) !== "snmp" || !specifier.startsWith(".")) return [];
    const here = relative("snmp", file).split("/")[0]!;
    const target = relative(root, resolve(SOURCE, dirname(file), specifier));
    const there = target.split("/")[0]!;
    const rule = SNMP_LAYERS[here]; // the files that join the layers stand above them all
    if (rule === undefined || here === there || target.startsWith("..")) return [];
    const names = typeOnly ? [...rule.from, ...(rule.typesFrom ?? [])] : rule.from;
    return names.includes(there) || names.includes(target) ? [] : [`${file}: must not import ${target}`];
  });
  expect(broken).toEqual([]);
});

test("the layers of snmp are all the folders that it has", () => {
  const folders = readdirSync(join(SOURCE, "snmp"), { withFileTypes: true }).filter((one) =>
    one.isDirectory(),
  );
  expect(folders.filter(({ name }) => SNMP_LAYERS[name] === undefined).map(({ name }) => name)).toEqual([]);
});

test("a library is imported in its one home", () => {
  const strays = allImports.filter(({ file, specifier }) => {
    const home = LIBRARY_HOMES[specifier];
    return home !== undefined && !home.test(file);
  });
  expect(strays.map(({ file, specifier }) => `${file}: ${specifier}`)).toEqual([]);
});

test("the contract of the API holds nothing of Node, for programs in a browser read it", () => {
  const strays = allImports.filter(
    ({ file, specifier }) =>
      file.startsWith("api/contract/") &&
      !/^(?:zod|\.\/[a-z-]+\.ts|\.\.\/\.\.\/access\/index\.ts)$/.test(specifier),
  );
  expect(strays.map(({ file, specifier }) => `${file}: ${specifier}`)).toEqual([]);
});

test("pure folders import no I/O", () => {
  const impure = allImports.filter(
    ({ file, specifier, typeOnly }) =>
      !typeOnly && TABLE[folderOf(file)]?.pure === true && IMPURE.some((pattern) => pattern.test(specifier)),
  );
  expect(impure.map(({ file, specifier }) => `${file}: ${specifier}`)).toEqual([]);
});

test("the time and chance of the host are asked for in base alone", () => {
  const askers = sourceFiles(SOURCE).filter(
    (path) =>
      !/^(base\/|ui\/app\/now\.ts$)/.test(relative(SOURCE, path)) &&
      /\b(Date\.now|performance\.now|Math\.random|process\.hrtime)\b|new Date\(\)/.test(
        readFileSync(path, "utf8"),
      ),
  );
  expect(askers.map((path) => relative(SOURCE, path))).toEqual([]);
});

test("no drawer modules: utils, helpers, common", () => {
  const drawers = sourceFiles(SOURCE).filter((path) =>
    /(^|\/)(utils?|helpers?|common|misc|interfaces)(\.ts|\/)/.test(relative(SOURCE, path)),
  );
  expect(drawers).toEqual([]);
});

import { deepFreeze } from "../base/index.ts";
import type { ObjectCatalogue } from "../smi/index.ts";
import { Findings, type Loaded } from "../source/index.ts";
import { FOREIGN_KEYS, readAssets } from "./assets.ts";
import { readGroups } from "./collect.ts";
import { checkMetadata, checkSharedKeys, checkSources, isOtherSource, VarUses } from "./cross-checks.ts";
import type { ManifestCode } from "./findings.ts";
import { EXTENSION } from "./format/extension-keys.ts";
import { readHeader } from "./header.ts";
import type { Manifest } from "./manifest.ts";
import { readMetadata } from "./metadata.ts";
import { MapReader } from "./reader.ts";
import { readScreens } from "./screens.ts";
import { didYouMean } from "./suggest.ts";
import { readTopology } from "./topology.ts";
import { readTrapGroups } from "./traps.ts";
import type { ValueContext } from "./values.ts";
import { readVars } from "./vars.ts";
import { readTree } from "./yaml-tree.ts";

export interface LoadOptions {
  /** Resolves MIB names in OIDs; without it every name stays unresolved (M106). */
  readonly catalogue?: ObjectCatalogue | undefined;
  /** Members of the package, relative to the manifest; undefined for a bare file, where none can be missing. */
  readonly files?: ReadonlySet<string> | undefined;
}

/**
 * Reads an `extension.yaml` and checks it as a whole.
 * Never throws for what is in the text: `value` is undefined when there is an error among the `diagnostics`, which
 * are all findings at once, in file order. A loaded manifest is frozen.
 */
export function loadManifest(text: string, options: LoadOptions = {}): Loaded<Manifest> {
  const findings = new Findings<ManifestCode>(text);
  const tree = readTree(text, findings);
  if (tree === undefined) return { value: undefined, diagnostics: findings.inFileOrder() };
  if (tree.kind !== "map") {
    const message =
      "the manifest must be a mapping that starts with name, version, minDynatraceVersion and author";
    findings.error("M001", { path: "", at: tree.at }, message);
    return { value: undefined, diagnostics: findings.inFileOrder() };
  }
  const manifest = readManifest(new MapReader(findings, "", tree), options);
  return {
    value: findings.errors > 0 ? undefined : deepFreeze(manifest),
    diagnostics: findings.inFileOrder(),
  };
}

function readManifest(root: MapReader, options: LoadOptions): Manifest {
  const { findings } = root;
  const uses = new VarUses();
  const context: ValueContext = {
    findings,
    catalogue: options.catalogue,
    useVar: (id, place) => uses.add(id, place),
  };
  checkTopLevelKeys(root);
  const header = readHeader(root);
  const vars = readVars(root);
  const described = readMetadata(root);
  const snmp = readGroups(root, context);
  const traps = readTrapGroups(root, context);
  const topology = readTopology(root);
  const screens = readScreens(root);
  const assets = readAssets(root, options.files);

  const collectors = [...snmp.collectors, ...traps.collectors];
  uses.check(findings, vars);
  checkSources(root, collectors);
  checkSharedKeys(findings, collectors);
  checkMetadata(root, collectors, described);
  return {
    ...header,
    vars: vars.map(({ declaration }) => declaration),
    metrics: described.map(({ metadata }) => metadata),
    snmp: snmp.groups,
    traps: traps.groups,
    topology,
    screens,
    ...assets,
  };
}

function checkTopLevelKeys(root: MapReader): void {
  for (const key of root.keys) {
    if (Object.hasOwn(EXTENSION, key)) continue;
    if (FOREIGN_KEYS.includes(key)) {
      const unrun = key === "processes" && !root.has("snmp") && !root.has("snmptraps");
      const message = `'${key}' is a part of the platform that this service does not use; it is ignored`;
      if (!unrun) root.findings.info("M101", root.placeOf(key), message, key);
    } else if (!isOtherSource(key)) {
      const message = `unknown key '${key}' is ignored${didYouMean(key, Object.keys(EXTENSION))}`;
      root.findings.warning("M101", root.placeOf(key), message, key);
    }
  }
}

import type { Place } from "../source/index.ts";
import type { Collector } from "./collect.ts";
import type { ManifestFindings } from "./findings.ts";
import { storedMetricKey } from "./keys.ts";
import { LIMITS } from "./limits.ts";
import { type DescribedMetric, isCalculated } from "./metadata.ts";
import type { MapReader } from "./reader.ts";
import { didYouMean } from "./suggest.ts";
import type { DeclaredVar } from "./vars.ts";

/** Where variables are used; gathered while values are read, judged when the whole file is known. */
export class VarUses {
  readonly #uses: { readonly id: string; readonly place: Place }[] = [];

  add(id: string, place: Place): void {
    this.#uses.push({ id, place });
  }

  /** References to nothing are errors (M009), declarations that nobody uses a warning (M103). */
  check(findings: ManifestFindings, declared: readonly DeclaredVar[]): void {
    const ids = new Set(declared.map(({ id }) => id.text));
    for (const { id, place } of this.#uses) {
      if (ids.has(id)) continue;
      const message = `the variable '${id}' is not declared in 'vars'${didYouMean(id, ids)}`;
      findings.error("M009", place, message, `var:${id}`);
    }
    const used = new Set(this.#uses.map(({ id }) => id));
    for (const { id } of declared) {
      if (used.has(id.text)) continue;
      findings.warning(
        "M103",
        id,
        `the variable '${id.text}' is declared, but no dimension or filter uses it`,
        id.text,
      );
    }
  }
}

/** Data sources of the platform that this service does not run. */
const OTHER_SOURCES = /^(wmi|prometheus|python|jmx|processes|sql[A-Za-z0-9]*)$/;

export function isOtherSource(key: string): boolean {
  return OTHER_SOURCES.test(key);
}

/** Something must be collected (M010), and what we cannot collect is named (M011). */
export function checkSources(root: MapReader, collectors: readonly Collector[]): void {
  const others = root.keys.filter(isOtherSource);
  const supported = root.has("snmp") || root.has("snmptraps");
  for (const key of others) {
    // With SNMP beside it, `processes` only describes processes to the platform and is one of the ignored keys.
    if (supported && key === "processes") continue;
    const message = supported
      ? `the data source '${key}' is not supported and ignored; only snmp and snmptraps are run`
      : `the data source '${key}' is not supported, and there is no snmp or snmptraps to run`;
    root.findings.add(supported ? "warning" : "error", "M011", root.placeOf(key), message, key);
  }
  if (collectors.length > 0 || (others.length > 0 && !supported)) return;
  const place = ["snmp", "snmptraps"].find((key) => root.has(key));
  const message = "nothing to collect: write a group with at least one metric under snmp or snmptraps";
  root.findings.error("M010", place === undefined ? root : root.placeOf(place), message);
}

/**
 * The same key from two places adds up on the server when the tuples are equal (M108). Two places that differ in a
 * constant dimension never are; any two feature sets can be on together.
 */
export function checkSharedKeys(findings: ManifestFindings, collectors: readonly Collector[]): void {
  const byKey = new Map<string, Collector[]>();
  for (const collector of collectors) {
    const earlier = byKey.get(collector.key.text);
    const rival = earlier?.find((candidate) => !differInConstant(candidate, collector));
    if (rival !== undefined) {
      const where = rival.where === collector.where ? "here" : `in '${rival.where}'`;
      const message = `this key is also collected ${where}; when both are enabled, one value per tuple is sent, from the 64-bit counter if there is one`;
      findings.warning("M108", collector.key, message, collector.key.text);
    }
    if (earlier === undefined) byKey.set(collector.key.text, [collector]);
    else earlier.push(collector);
  }
}

function differInConstant(a: Collector, b: Collector): boolean {
  for (const [key, text] of a.constants) {
    const other = b.constants.get(key);
    if (other !== undefined && other !== text) return true;
  }
  return false;
}

/** Metadata may name the stored or the collected key; what has no counterpart at all is worth a look (M109). */
export function checkMetadata(
  root: MapReader,
  collectors: readonly Collector[],
  described: readonly DescribedMetric[],
): void {
  const describedKeys = new Set(described.map(({ key }) => key.text));
  if (described.length === 0 && collectors.length > 0) {
    const message = "no metric has metadata: names and units are unknown; describe them under 'metrics'";
    const section = ["metrics", "snmp", "snmptraps"].find((key) => root.has(key)) ?? "";
    root.findings.warning("M109", root.placeOf(section), message);
    return;
  }
  const collectedKeys = new Set<string>();
  for (const { key, type } of collectors) {
    const stored = storedMetricKey(key.text, type);
    const isFirst = !collectedKeys.has(key.text);
    collectedKeys.add(key.text).add(stored);
    if (!isFirst || describedKeys.has(stored) || describedKeys.has(key.text)) continue;
    const message = `collected, but not described under 'metrics' (as '${stored}'): its name and unit are unknown`;
    root.findings.warning("M109", key, message, key.text);
  }
  // Every key with every other: a file that is refused for its length must not take minutes.
  const hintsPay =
    described.length <= LIMITS.metadataEntries && collectors.length <= LIMITS.metricsPerExtension;
  for (const { key } of described) {
    if (isCalculated(key.text) || collectedKeys.has(key.text)) continue;
    const message = `described, but collected by no group${hintsPay ? didYouMean(key.text, collectedKeys) : ""}`;
    root.findings.warning("M109", key, message, key.text);
  }
}

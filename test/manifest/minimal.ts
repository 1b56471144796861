import type { Diagnostic, Manifest } from "../../src/manifest/index.ts";
import { type LoadOptions, loadManifest } from "../../src/manifest/index.ts";

/** Sections of a manifest as YAML text; `undefined` leaves one out, a text replaces the default. */
export type Sections = Readonly<Record<string, string | undefined>>;

const DEFAULTS: Sections = {
  name: "name: custom:acme.switch",
  version: "version: 1.0.0",
  minDynatraceVersion: "minDynatraceVersion: 1.256",
  author: "author: {name: Acme}",
  metrics: "metrics:\n  - key: acme.uptime\n    metadata: {displayName: Uptime, unit: Second}",
  snmp: `snmp:
  - group: device
    metrics:
      - key: acme.uptime
        value: oid:1.3.6.1.2.1.1.3.0`,
};

/** A manifest without findings, with some sections replaced. */
export function manifestText(sections: Sections = {}): string {
  return `${Object.values({ ...DEFAULTS, ...sections })
    .filter((section) => section !== undefined)
    .join("\n")}\n`;
}

/** The findings for such a manifest. */
export function findingsOf(sections: Sections, options: LoadOptions = {}): readonly Diagnostic[] {
  return loadManifest(manifestText(sections), options).diagnostics;
}

/** `severity code path` of each finding: what most tests compare. */
export function briefly(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ severity, code, path }) => `${severity} ${code} ${path}`);
}

/** The section `snmp` with one table subgroup around the lines given, indented by the caller by eight blanks. */
export function subgroup(lines: string, extra = ""): string {
  return `snmp:
  - group: device
${extra}    subgroups:
      - subgroup: ports
        table: true
${lines}`;
}

/** The section `snmp` with one group around metric lines, indented by the caller by six blanks. */
export const metricsOf = (lines: string): string => `snmp:
  - group: device
    metrics:
${lines}`;

export const UPTIME = "      - {key: acme.uptime, value: 'oid:1.3.6.1.2.1.1.3.0'}";

/** Where the first of them stands. */
export const METRIC = "/snmp/0/metrics/0";

/** A YAML flow list of so many entries. */
export const list = (length: number, entry: (index: number) => string): string =>
  `[${Array.from({ length }, (_, index) => entry(index)).join(", ")}]`;

/** Such a manifest, which must load. */
export function loaded(sections: Record<string, string | undefined> = {}): Manifest {
  const { value, diagnostics } = loadManifest(manifestText(sections));
  if (value === undefined) throw new Error(JSON.stringify(diagnostics));
  return value;
}

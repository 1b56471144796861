import type { Diagnostic } from "../../src/manifest/index.ts";
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

import type { Manifest } from "../manifest/index.ts";
import type { MonitoringConfiguration } from "./config.ts";
import { readDevices } from "./devices.ts";
import { checkCollected, readFeatureSets } from "./feature-set-choice.ts";
import { echo, shown } from "./field.ts";
import { INSTALLED } from "./monitoring-codes.ts";
import { readBoolean, readEnum, readSection, readText, type Section } from "./read.ts";
import type { SecretContext } from "./secret-reader.ts";
import { readTraps } from "./traps.ts";
import { readVariables } from "./variables.ts";

/** What `value` holds: all of a configuration but the group it belongs to. */
export type Body = Omit<MonitoringConfiguration, "id" | "groupName">;

const KEYS = [
  "version",
  "description",
  "enabled",
  "featureSets",
  "vars",
  "snmp",
  "snmptraps",
  "activationTags",
  "activationContext",
];

/** Reads `value`; undefined only where a finding says why. */
export function readBody(value: Section, manifest: Manifest, secrets: SecretContext): Body | undefined {
  const { report } = value;
  value.closed(KEYS);
  const version = readVersion(value, manifest);
  const description = readText(report, value.required("description", "Write what the configuration is for"));
  const enabled = readBoolean(report, value.optional("enabled")) ?? true;
  checkActivationContext(value);
  const featureSets = readFeatureSets(value, manifest);
  const vars = readVariables(value, manifest);
  const sources = readSources(value, manifest);
  if (featureSets !== undefined && (sources.snmp !== undefined || sources.traps !== undefined)) {
    checkCollected(value, manifest, {
      featureSets,
      snmp: sources.snmp !== undefined,
      traps: sources.traps !== undefined,
    });
  }
  const devices = sources.snmp === undefined ? [] : readDevices(sources.snmp, secrets);
  const traps = sources.traps === undefined ? undefined : readTraps(sources.traps, secrets);
  if (version === undefined || description === undefined || featureSets === undefined) return undefined;
  return { version, description, enabled, featureSets, vars, devices, traps };
}

function readVersion(value: Section, manifest: Manifest): string | undefined {
  const remedy = `Write "version": "${manifest.version}" for ${manifest.name}`;
  const field = value.required("version", remedy);
  const version = readText(value.report, field);
  if (field === undefined || version === undefined || version === manifest.version) return version;
  const message =
    `version ${shown(version)} of ${manifest.name} is not installed. ` +
    `Write ${shown(manifest.version)}, which is, or install the extension in that version`;
  value.report.error(INSTALLED, field, message, echo(field));
  return undefined;
}

/** Data sources that can also run on hosts know LOCAL; SNMP is polled from ActiveGates alone. */
function checkActivationContext(value: Section): void {
  readEnum(value.report, value.optional("activationContext"), ["REMOTE"]);
}

/** The sections of the data sources that the extension has; at least one of them must be there. */
function readSources(
  value: Section,
  manifest: Manifest,
): { readonly snmp: Section | undefined; readonly traps: Section | undefined } {
  const { report } = value;
  const kinds = [
    { key: "snmp", offered: manifest.snmp.length > 0 },
    { key: "snmptraps", offered: manifest.traps.length > 0 },
  ];
  const offered = kinds.filter((kind) => kind.offered).map(({ key }) => key);
  for (const { key } of kinds.filter((kind) => !kind.offered && value.optional(kind.key) !== undefined)) {
    const { code } = report.codes.unknownKey;
    report.warning(
      code,
      value.placeOf(key),
      `${manifest.name} has no ${key} groups: ${key} is ignored. Remove it`,
    );
  }
  const first = offered.find((key) => value.optional(key) !== undefined);
  if (first === undefined && offered.length === 1)
    value.required(offered[0]!, "Name what to collect from in it");
  if (first === undefined && offered.length > 1) {
    const message = `${offered.join(" and ")} are both missing. Add one of them with what to collect from`;
    report.error(report.codes.missing, value.field, message);
  }
  const sectionOf = (key: string): Section | undefined =>
    offered.includes(key) ? readSection(report, value.optional(key)) : undefined;
  return { snmp: sectionOf("snmp"), traps: sectionOf("snmptraps") };
}

import type { TrapsConfig } from "./config.ts";
import { ENDPOINT_KEYS, readEndpoint } from "./endpoint.ts";
import { echo, type Field, shown } from "./field.ts";
import { cidrProblem } from "./host.ts";
import { readInteger, readList, readSection, readText, type Section } from "./read.ts";
import type { Report } from "./report.ts";
import type { SecretContext } from "./secret-reader.ts";

type TrapSource = TrapsConfig["sources"][number];
type VarbindingRule = TrapsConfig["varbindings"][number];

const SOURCES_MAX = 100;
const VARBINDINGS_MAX = 500;
/** RFC 2578 §3.5: an OID has no more arcs to drop. */
const SUFFIX_LENGTH_MAX = 128;
export const SNMPTRAP_PORT = 162;

/** Numeric with or without a leading dot, or `MODULE::name.1.2`. */
const ROOT = /^(?:\.?\d+(?:\.\d+)+|[A-Za-z][\w-]*::[A-Za-z][\w-]*(?:\.\d+)*)$/;

/** Reads `snmptraps`: senders that are listened to, and how long names of varbinds are cut. */
export function readTraps(traps: Section, secrets: SecretContext): TrapsConfig {
  traps.closed(["sources", "advanced"]);
  const list = traps.required("sources", "List the networks that send traps, such as 192.0.2.0/24");
  const limits = { min: 1, max: SOURCES_MAX, remedy: "Name larger networks instead of single senders" };
  const sources = readList(traps.report, list, limits) ?? [];
  return {
    sources: sources.flatMap((field) => readTrapSource(traps.report, field, secrets) ?? []),
    varbindings: readVarbindings(traps.report, traps.optional("advanced")),
  };
}

function readTrapSource(report: Report, field: Field, secrets: SecretContext): TrapSource | undefined {
  const section = readSection(report, field);
  if (section === undefined) return undefined;
  section.closed(ENDPOINT_KEYS);
  const endpoint = readEndpoint(section, {
    ipRemedy: "Write the network that the traps come from, such as 192.0.2.0/24",
    ipProblem: cidrProblem,
    defaultPort: SNMPTRAP_PORT,
    secrets,
  });
  if (endpoint === undefined) return undefined;
  const { ip: cidr, port, credentials } = endpoint;
  return { cidr, port, credentials };
}

function readVarbindings(report: Report, advanced: Field | undefined): readonly VarbindingRule[] {
  const section = readSection(report, advanced);
  if (section === undefined) return [];
  section.closed(["varbindings"]);
  const limits = { min: 0, max: VARBINDINGS_MAX, remedy: "Use shorter roots that cover more objects" };
  const fields = readList(report, section.optional("varbindings"), limits) ?? [];
  return fields.flatMap((field) => readVarbinding(report, field) ?? []);
}

function readVarbinding(report: Report, field: Field): VarbindingRule | undefined {
  const section = readSection(report, field);
  if (section === undefined) return undefined;
  section.closed(["root", "suffixLen"]);
  const rootField = section.required("root", "Write the OID below which names are cut");
  const root = readText(report, rootField);
  const length = section.required("suffixLen", "Write how many numbers at the end are dropped");
  const suffixLength = readInteger(report, length, { min: 0, max: SUFFIX_LENGTH_MAX });
  if (rootField === undefined || root === undefined || suffixLength === undefined) return undefined;
  if (ROOT.test(root)) return { root, suffixLength };
  const message = `root ${shown(root)} is not an OID. Write it as numbers with dots or as MODULE::name`;
  report.error(report.codes.value, rootField, message, echo(rootField));
  return undefined;
}

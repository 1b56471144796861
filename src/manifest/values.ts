import type { ObjectCatalogue } from "../smi/index.ts";
import type { Place } from "../source/index.ts";
import type { ManifestFindings } from "./findings.ts";
import { type DimensionValue, type MetricSpec, type OidRef, THIS_FIELDS } from "./manifest.ts";
import { readOid } from "./oid-ref.ts";
import type { LocatedText } from "./reader.ts";
import { didYouMean } from "./suggest.ts";

/** Address types that `$networkFormat(const:<type>, …)` knows. */
const NETWORK_FORMATS = [
  "interfaceAlias",
  "interfaceName",
  "portComponent",
  "networkAddress",
  "local address",
  "macAddress",
  "agentCircuitId",
] as const;

/** A decimal number as the line protocol takes it. */
const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const NUMERIC_OID = /^\.?\d+(\.\d+){3,}$/;

/** What value readers need to know besides the text. */
export interface ValueContext {
  readonly findings: ManifestFindings;
  readonly catalogue: ObjectCatalogue | undefined;
  /** Notes that a variable is used at this place; undefined ones are reported when all are known. */
  useVar(id: string, place: Place): void;
}

/** `oid:…` or `const:<number>`: what a metric may collect. */
export function readMetricValue(source: LocatedText, context: ValueContext): MetricSpec["value"] | undefined {
  const { findings } = context;
  const { text } = source;
  if (text.startsWith("oid:")) {
    const ref = readOidAt(text.slice(4), source, context);
    return ref === undefined ? undefined : { kind: "oid", ref };
  }
  if (text.startsWith("const:")) {
    const number = text.slice(6).trim();
    if (NUMBER.test(number) && Number.isFinite(Number(number))) return { kind: "const", text: number };
    findings.error("M004", source, "a metric's constant must be a number, such as const:1", text);
    return undefined;
  }
  const hint = NUMERIC_OID.test(text) ? `write oid:${text}` : "write oid:<OID> or const:<number>";
  findings.error("M004", source, `a metric's value is numeric; ${hint}`, text);
  return undefined;
}

/** All forms of a dimension's value: `oid:`, `const:`, `var:`, `this:`, `$networkFormat(…)`, `$inetAddress(…)`. */
export function readDimensionValue(source: LocatedText, context: ValueContext): DimensionValue | undefined {
  const { findings } = context;
  const { text } = source;
  if (text.startsWith("oid:")) {
    const ref = readOidAt(text.slice(4), source, context);
    return ref === undefined ? undefined : { kind: "oid", ref };
  }
  if (text.startsWith("const:")) return { kind: "const", text: text.slice(6) };
  if (text.startsWith("var:")) {
    const id = text.slice(4).trim();
    context.useVar(id, source);
    return { kind: "var", id };
  }
  if (text.startsWith("this:")) return readThis(text.slice(5).trim(), source, findings);
  if (text.startsWith("$")) return readFunction(source, context);
  const written = NUMERIC_OID.test(text) ? `oid:${text} to read this OID, or const:${text}` : `const:${text}`;
  findings.warning("M101", source, `'${text}' is read as a constant; write ${written}`, text);
  return { kind: "const", text };
}

function readThis(
  field: string,
  source: LocatedText,
  findings: ManifestFindings,
): DimensionValue | undefined {
  const known = THIS_FIELDS.find((candidate) => candidate === field);
  if (known !== undefined) return { kind: "this", field: known };
  const choices = THIS_FIELDS.map((candidate) => `this:${candidate}`).join(", ");
  findings.error("M008", source, `'this:' knows ${choices}${didYouMean(field, THIS_FIELDS)}`, source.text);
  return undefined;
}

function readFunction(source: LocatedText, context: ValueContext): DimensionValue | undefined {
  const call = /^\$([A-Za-z]+)\((.*)\)\s*$/s.exec(source.text);
  const args = splitArguments(call?.[2] ?? "");
  if (call?.[1] === "networkFormat") return readNetworkFormat(args, source, context);
  if (call?.[1] === "inetAddress") return readInetAddress(args, source, context);
  const message =
    "the functions are $networkFormat(oid:<type column>, oid:<data>) and $inetAddress(oid:<type>, oid:<address>)";
  context.findings.error("M004", source, message, source.text);
  return undefined;
}

function readNetworkFormat(
  [formatter = "", data = "", fallback, ...more]: readonly string[],
  source: LocatedText,
  context: ValueContext,
): DimensionValue | undefined {
  const wellFormed =
    /^(oid|const):/.test(formatter) && data.startsWith("oid:") && (fallback?.startsWith("default:") ?? true);
  if (!wellFormed) {
    const message = "write $networkFormat(oid:<type column> or const:<type>, oid:<data>[, default:<text>])";
    context.findings.error("M004", source, message, source.text);
    return undefined;
  }
  const dataRef = readOidAt(data.slice(4), source, context);
  // A default is the rest of the call, commas included.
  const byDefault = fallback === undefined ? undefined : [fallback, ...more].join(",").slice(8);
  if (formatter.startsWith("oid:")) {
    const ref = readOidAt(formatter.slice(4), source, context);
    if (ref === undefined || dataRef === undefined) return undefined;
    return { kind: "networkFormat", formatter: { kind: "oid", ref }, data: dataRef, default: byDefault };
  }
  const type = formatter.slice(6).trim();
  if (!NETWORK_FORMATS.some((known) => known === type)) {
    const message = `'${type}' is not an address type; there are ${NETWORK_FORMATS.join(", ")}`;
    context.findings.error("M008", source, message + didYouMean(type, NETWORK_FORMATS), source.text);
    return undefined;
  }
  if (dataRef === undefined) return undefined;
  return {
    kind: "networkFormat",
    formatter: { kind: "const", text: type },
    data: dataRef,
    default: byDefault,
  };
}

function readInetAddress(
  [type = "", address = "", ...more]: readonly string[],
  source: LocatedText,
  context: ValueContext,
): DimensionValue | undefined {
  if (!type.startsWith("oid:") || !address.startsWith("oid:") || more.length > 0) {
    const message = "write $inetAddress(oid:<address type column>, oid:<address column>), the type first";
    context.findings.error("M004", source, message, source.text);
    return undefined;
  }
  const typeRef = readOidAt(type.slice(4), source, context);
  const addressRef = readOidAt(address.slice(4), source, context);
  if (typeRef === undefined || addressRef === undefined) return undefined;
  return { kind: "inetAddress", type: typeRef, address: addressRef };
}

/** Blanks around an argument's comma are optional. */
function splitArguments(text: string): readonly string[] {
  const [first = "", second, ...rest] = text.split(",");
  const trimmed = second === undefined ? [first.trim()] : [first.trim(), second.trim()];
  return rest.length === 0 ? trimmed : [...trimmed, (rest[0] ?? "").trimStart(), ...rest.slice(1)];
}

function readOidAt(text: string, source: LocatedText, context: ValueContext): OidRef | undefined {
  const reading = readOid(text.trim(), context.catalogue);
  if (reading.status === "ok") return reading.ref;
  if (reading.status === "invalid") {
    context.findings.error("M014", source, reading.problem, source.text);
    return undefined;
  }
  context.findings.warning("M106", source, reading.problem, source.text);
  return reading.ref;
}

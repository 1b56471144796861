import {
  type Manifest,
  matchesVarPattern,
  parseActivationFilter,
  type VarDeclaration,
} from "../manifest/index.ts";
import type { Place } from "../source/index.ts";
import { didYouMean, echo, type Field, shown } from "./field.ts";
import { TOLERATED_FORM, UNKNOWN_VARIABLE, VARIABLE, VARIABLE_FILTER } from "./monitoring-codes.ts";
import { readSection, readText, type Section } from "./read.ts";
import type { Report } from "./report.ts";

/** The format's own limit for the text of a variable. */
const TEXT_LENGTH_MAX = 10_000;

/** The ids of the variables that a manifest uses as the filter of some dimension. */
function filterVariables(manifest: Manifest): ReadonlySet<string> {
  const levels = manifest.snmp.flatMap((group) => [group, ...group.subgroups]);
  const filters = levels.flatMap(({ dimensions }) => dimensions.map(({ filter }) => filter));
  return new Set(filters.flatMap((filter) => (filter?.kind === "var" ? [filter.id] : [])));
}

/**
 * Reads `vars` against the manifest's declarations.
 * @param owner  the object that `vars` stands in: findings about absent variables go there
 * @returns every declared variable; unset ones have their default, else empty text
 */
export function readVariables(owner: Section, manifest: Manifest): ReadonlyMap<string, string> {
  const { report } = owner;
  const given = readSection(report, owner.optional("vars"));
  if (given !== undefined) warnOfUnknown(given, manifest.vars);
  const filters = filterVariables(manifest);
  const values = new Map<string, string>();
  for (const declaration of manifest.vars) {
    const field = given?.optional(declaration.id);
    const place = field ?? (given ?? owner).placeOf(given === undefined ? "vars" : declaration.id);
    const text =
      field === undefined ? "" : readText(report, field, { min: 0, max: Number.POSITIVE_INFINITY });
    if (text === undefined) continue;
    const value = field === undefined || isUnset(declaration, text) ? (declaration.defaultValue ?? "") : text;
    values.set(declaration.id, value);
    if (value === "") checkMayBeEmpty(report, place, declaration);
    else if (field !== undefined && text !== "") checkValue(report, field, declaration, text);
    if (filters.has(declaration.id)) checkFilter(report, place, field, declaration.id, value);
  }
  return values;
}

/** Empty text is a value of its own, except where it cannot be one of the choices. */
function isUnset(declaration: VarDeclaration, text: string): boolean {
  return (
    text === "" &&
    declaration.type === "enum" &&
    !declaration.availableValues.some(({ value }) => value === "")
  );
}

function warnOfUnknown(given: Section, declarations: readonly VarDeclaration[]): void {
  const ids = declarations.map(({ id }) => id);
  for (const id of given.keys) {
    if (ids.includes(id)) continue;
    const known = ids.length === 0 ? "it has none" : ids.join(", ");
    const message =
      `variable ${shown(id)} is not one of the extension (${known}) ` +
      `and is ignored${didYouMean(id, ids)}`;
    given.report.warning(UNKNOWN_VARIABLE, given.placeOf(id), message);
  }
}

function checkMayBeEmpty(report: Report, place: Place, { id, required, displayName }: VarDeclaration): void {
  if (!required) return;
  report.error(
    VARIABLE,
    place,
    `variable ${id} (${displayName}) is required. Add "${id}" with a value to vars`,
  );
}

function checkValue(report: Report, field: Field, declaration: VarDeclaration, text: string): void {
  const problem =
    declaration.type === "enum" ? enumProblem(declaration, text) : textProblem(declaration, text);
  if (problem === undefined) return;
  report.error(VARIABLE, field, `variable ${declaration.id} ${problem}`, echo(field));
}

function enumProblem(declaration: VarDeclaration & { type: "enum" }, text: string): string | undefined {
  const values = declaration.availableValues.map(({ value }) => value);
  if (values.includes(text)) return undefined;
  return `must be one of ${values.map(shown).join(", ")}${didYouMean(text, values)}`;
}

type TextDeclaration = VarDeclaration & { type: "text" | "multiline-text" };

function textProblem({ type, maxLength, pattern }: TextDeclaration, text: string): string | undefined {
  const max = Math.min(maxLength, TEXT_LENGTH_MAX);
  if (text.length > max) return `has ${text.length} characters; allowed are ${max}`;
  if (type === "text" && /[\r\n]/.test(text)) return "is declared as one line. Remove the line break";
  if (pattern === undefined || matchesVarPattern(pattern, text)) return undefined;
  return `must match the regular expression ${pattern}`;
}

function checkFilter(
  report: Report,
  place: Place,
  field: Field | undefined,
  id: string,
  value: string,
): void {
  const parsed = parseActivationFilter(value);
  const shownValue = field === undefined ? value.slice(0, 100) : echo(field);
  if (parsed.ok) {
    for (const form of parsed.tolerated) {
      report.info(TOLERATED_FORM, place, `filter in variable ${id}: ${form}`, shownValue);
    }
    return;
  }
  const origin = field === undefined ? " (its default)" : "";
  const message = `filter in variable ${id}${origin} does not parse at character ${parsed.position + 1}: ${parsed.message}`;
  report.error(VARIABLE_FILTER, place, message, shownValue);
}

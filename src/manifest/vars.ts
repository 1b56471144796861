import { AVAILABLE_VALUE, VAR_TYPES, VARIABLE, type VarType } from "./format/metric-keys.ts";
import { LIMITS } from "./limits.ts";
import type { VarDeclaration } from "./manifest.ts";
import { type LocatedText, type MapReader, reportDuplicates } from "./reader.ts";
import { didYouMean } from "./suggest.ts";
import { readVarPattern } from "./var-pattern.ts";

/** A declared variable and where its id stands, for the check that it is used. */
export interface DeclaredVar {
  readonly id: LocatedText;
  readonly declaration: VarDeclaration;
}

/** `vars`: the values that a monitoring configuration may or must give. */
export function readVars(root: MapReader): readonly DeclaredVar[] {
  const declared = root.maps("vars").flatMap((reader) => readVar(reader) ?? []);
  reportDuplicates(
    root.findings,
    declared.map(({ id }) => id),
    "variable id",
  );
  return declared;
}

/**
 * Whether an activation value matches the pattern of its variable as a whole. No pattern takes long.
 * @returns true also for patterns that this engine cannot read: they were reported when the manifest was loaded
 */
export function matchesVarPattern(pattern: string, value: string): boolean {
  const expression = readVarPattern(pattern);
  return !expression.ok || expression.matches(value);
}

function readVar(reader: MapReader): DeclaredVar | undefined {
  const id = reader.requiredText("id", "the name that var:<id> refers to");
  if (id !== undefined && !/^[A-Za-z0-9_.-]+$/.test(id.text)) {
    reader.findings.error("M004", id, "a variable id has letters, digits, '_', '.' and '-'", id.text);
  }
  const displayName = reader.requiredText("displayName", "the label of its input field");
  const type = readType(reader);
  if (type !== undefined) reader.onlyKeys(VARIABLE[type]);
  const description = reader.text("description")?.text;
  const shared = { id: id?.text ?? "", displayName: displayName?.text ?? "", description };
  const declaration = type === "enum" ? readEnum(reader, shared) : readFree(reader, shared, type ?? "text");
  return id === undefined ? undefined : { id, declaration };
}

function readType(reader: MapReader): VarType | undefined {
  const source = reader.requiredText("type", VAR_TYPES.join(", "));
  if (source === undefined) return undefined;
  const text = source.text.trim();
  if (text === "pattern") {
    reader.findings.info("M102", source, "the variable type 'pattern' is a legacy form of 'text'", text);
    return "text";
  }
  const type = VAR_TYPES.find((candidate) => candidate === text);
  if (type === undefined) {
    const message = `the type of a variable is ${VAR_TYPES.join(", ")}${didYouMean(text, VAR_TYPES)}`;
    reader.findings.error("M008", source, message, text);
  }
  return type;
}

interface SharedVar {
  readonly id: string;
  readonly displayName: string;
  readonly description: string | undefined;
}

function readFree(reader: MapReader, shared: SharedVar, type: "text" | "multiline-text"): VarDeclaration {
  const maxLength = readMaxLength(reader);
  const pattern = type === "text" ? readPattern(reader) : undefined;
  const defaultValue = reader.text("defaultValue");
  if (defaultValue !== undefined && defaultValue.text.length > maxLength) {
    const message = `the default has ${defaultValue.text.length} characters, more than the maxLength of ${maxLength}`;
    reader.findings.error("M005", defaultValue, message, defaultValue.text);
  } else if (
    defaultValue !== undefined &&
    pattern !== undefined &&
    !matchesVarPattern(pattern, defaultValue.text)
  ) {
    const message = `the default does not match the variable's own pattern ${pattern}`;
    reader.findings.error("M004", defaultValue, message, defaultValue.text);
  }
  const required = reader.boolean("required", false);
  return { ...shared, type, required, defaultValue: defaultValue?.text, maxLength, pattern };
}

function readMaxLength(reader: MapReader): number {
  const maxLength = reader.integer("maxLength");
  if (maxLength === undefined) return LIMITS.varTextChars;
  if (maxLength.number >= 1 && maxLength.number <= LIMITS.varTextChars) return maxLength.number;
  const message = `'maxLength' must lie between 1 and ${LIMITS.varTextChars}`;
  reader.findings.error("M005", maxLength, message, maxLength.text);
  return LIMITS.varTextChars;
}

function readPattern(reader: MapReader): string | undefined {
  const pattern = reader.text("pattern");
  if (pattern === undefined) return undefined;
  const expression = readVarPattern(pattern.text);
  if (expression.ok) return pattern.text;
  // The platform's engine is Java's: what only Java reads must not stop the manifest.
  const message = `values are not checked against this regular expression: ${expression.reason}`;
  reader.findings.warning("M004", pattern, message, pattern.text);
  return undefined;
}

function readEnum(reader: MapReader, shared: SharedVar): VarDeclaration {
  const availableValues = reader.maps("availableValues").map((entry) => {
    entry.onlyKeys(AVAILABLE_VALUE);
    const value = entry.requiredText("value", "the value to be used")?.text ?? "";
    return { value, displayName: entry.text("displayName")?.text ?? value };
  });
  if (availableValues.length === 0) reader.missing("availableValues", "a list of {value, displayName}");
  const defaultValue = reader.text("defaultValue");
  const values = availableValues.map((entry) => entry.value);
  if (defaultValue !== undefined && !values.includes(defaultValue.text)) {
    const message = `the default must be one of ${values.join(", ")}${didYouMean(defaultValue.text, values)}`;
    reader.findings.error("M008", defaultValue, message, defaultValue.text);
  }
  // An enumeration with a default always has a value.
  const required = reader.boolean("required", false) || defaultValue !== undefined;
  return { ...shared, type: "enum", required, defaultValue: defaultValue?.text, availableValues };
}

import { isRecord } from "../../../src/base/index.ts";

/** As much of JSON Schema as our schemas use; a keyword that it does not know is an error, not a pass. */
export function matchesSchema(schema: unknown, value: unknown): boolean {
  if (!isRecord(schema)) throw new Error("no schema");
  return Object.entries(schema).every(([keyword, rule]) => {
    if (ANNOTATIONS.has(keyword)) return true;
    const check = CHECKS[keyword];
    if (check === undefined) throw new Error(`unknown keyword ${keyword}`);
    return check(rule, value);
  });
}

const ANNOTATIONS = new Set(["$schema", "title", "description", "default"]);

const CHECKS: Readonly<Record<string, (rule: unknown, value: unknown) => boolean>> = {
  type: (rule, value) => [rule].flat().some((type) => isOfType(type, value)),
  const: (rule, value) => rule === value,
  enum: (rule, value) => (rule as unknown[]).includes(value),
  minLength: (rule, value) => typeof value !== "string" || value.length >= Number(rule),
  maxLength: (rule, value) => typeof value !== "string" || value.length <= Number(rule),
  pattern: (rule, value) => typeof value !== "string" || new RegExp(String(rule), "u").test(value),
  minimum: (rule, value) => typeof value !== "number" || value >= Number(rule),
  maximum: (rule, value) => typeof value !== "number" || value <= Number(rule),
  minItems: (rule, value) => !Array.isArray(value) || value.length >= Number(rule),
  maxItems: (rule, value) => !Array.isArray(value) || value.length <= Number(rule),
  items: (rule, value) => !Array.isArray(value) || value.every((item) => matchesSchema(rule, item)),
  anyOf: (rule, value) => (rule as unknown[]).some((schema) => matchesSchema(schema, value)),
  required: (rule, value) => !isRecord(value) || (rule as string[]).every((key) => Object.hasOwn(value, key)),
  properties: (rule, value) =>
    !isRecord(value) ||
    Object.entries(rule as object).every(
      ([key, schema]) => !Object.hasOwn(value, key) || matchesSchema(schema, value[key]),
    ),
  additionalProperties: () => true,
};

function isOfType(type: unknown, value: unknown): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isRecord(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

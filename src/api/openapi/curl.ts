import type { JsonSchema, OpenApiDocument, Operation, Parameter } from "./document.ts";
import { referenced } from "./document.ts";

type Schemas = OpenApiDocument["components"]["schemas"];

/** A call that can be pasted into a shell; names in capitals are for the reader to fill in. */
export function curlText(path: string, method: string, operation: Operation, schemas: Schemas): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase());
  const query = (operation.parameters ?? []).filter((one) => one.in === "query" && one.required === true);
  const parts = [
    method === "get" ? "curl" : `curl -X ${method.toUpperCase()}`,
    ...(scopeOf(operation) === undefined ? [] : ['-H "Authorization: Api-Token $TOKEN"']),
    ...bodyParts(operation, schemas),
    ...(query.length > 0 && method === "get" ? ["-G"] : []),
    ...(method === "get" ? query.map((one) => `--data-urlencode '${quoted(one)}'`) : []),
    `"$SNMPGATE${filled}${method === "get" ? "" : queryText(query)}"`,
  ];
  return parts.join(" \\\n  ");
}

/** Of the token; undefined when anybody may call. */
export function scopeOf({ security = [] }: Operation): string | undefined {
  return security.flatMap((one) => one["token"] ?? [])[0];
}

function quoted(parameter: Parameter): string {
  return `${parameter.name}=${exampleOf(parameter)}`.replaceAll("'", String.raw`'\''`);
}

function queryText(query: readonly Parameter[]): string {
  const pairs = query.map((one) => `${one.name}=${encodeURIComponent(exampleOf(one))}`);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

function exampleOf({ name, example }: Parameter): string {
  return typeof example === "string" ? example : name.toUpperCase();
}

function bodyParts({ requestBody }: Operation, schemas: Schemas): string[] {
  const first = Object.entries(requestBody?.content ?? {})[0];
  if (first === undefined) return [];
  const [type, { schema = {}, example = namedExample(schema, schemas) }] = first;
  const header = `-H "Content-Type: ${type}"`;
  if (type !== "application/json") return [header, "--data-binary @FILE"];
  const text =
    example === undefined ? "@body.json" : `'${JSON.stringify(example).replaceAll("'", String.raw`'\''`)}'`;
  return [header, `-d ${text}`];
}

function namedExample(schema: JsonSchema, schemas: Schemas): unknown {
  const { examples } = schemas[referenced(schema) ?? ""] ?? {};
  return Array.isArray(examples) ? examples[0] : undefined;
}

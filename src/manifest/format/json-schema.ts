import { EXTENSION } from "./extension-keys.ts";
import type { Field, Keys, Meaning, Shape } from "./shape.ts";

/** The part of JSON Schema 2020-12 that describes an extension.yaml; `x-means` is our own. */
export interface ManifestSchema {
  readonly type: "string" | "boolean" | "integer" | "number" | "object" | "array";
  readonly description?: string | undefined;
  readonly enum?: readonly string[] | undefined;
  readonly properties?: Readonly<Record<string, ManifestSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: ManifestSchema | undefined;
  readonly deprecated?: true | undefined;
  /** What a text stands for: a metric key, a pattern, … */
  readonly "x-means"?: Meaning | undefined;
}

/** What an editor has to know of an extension.yaml: keys, choices, and what each is for. */
export function manifestSchema(): ManifestSchema & { readonly $schema: string; readonly title: string } {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "extension.yaml for SNMP",
    ...ofMap(EXTENSION),
  };
}

function ofField({ about, shape, legacy }: Field): ManifestSchema {
  return { ...ofShape(shape), description: about, ...(legacy ? { deprecated: true as const } : {}) };
}

function ofShape(shape: Shape): ManifestSchema {
  switch (shape.kind) {
    case "map":
      return ofMap(shape.keys);
    case "list":
      return { type: "array", items: ofShape(shape.of) };
    case "text":
      return {
        type: "string",
        ...(shape.values === undefined ? {} : { enum: shape.values }),
        ...(shape.means === undefined ? {} : { "x-means": shape.means }),
      };
    case "boolean":
    case "integer":
    case "number":
      return { type: shape.kind };
    default:
      return shape satisfies never;
  }
}

function ofMap(keys: Keys): ManifestSchema {
  const entries = Object.entries(keys);
  const required = entries.flatMap(([key, one]) => (one.required ? [key] : []));
  return {
    type: "object",
    properties: Object.fromEntries(entries.map(([key, one]) => [key, ofField(one)])),
    ...(required.length === 0 ? {} : { required }),
  };
}

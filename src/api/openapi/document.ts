import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import { isRecord, programVersion } from "../../base/index.ts";

/** An OpenAPI 3.1 document, as far as it is looked at here. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

export interface Operation {
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
  readonly example?: unknown;
}
export type Content = Readonly<Record<string, { readonly schema?: JsonSchema; readonly example?: unknown }>>;
export type JsonSchema = Readonly<Record<string, unknown>>;

const DESCRIPTION = `Everything that snmpgate knows and does. Send a token with the scope that a call names:
\`Authorization: Api-Token <token>\`. Paths below /api/v2 are those of the environment API v2, and are there below
/e/{environment} as well; what is ours is below /api/snmpgate.`;

/** Listens for routes; to be called before they are added. */
export async function watchRoutes(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    hideUntagged: true,
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
    openapi: {
      openapi: "3.1.0",
      info: { title: "snmpgate API", version: programVersion(), description: DESCRIPTION },
      servers: [
        { url: "/" },
        {
          url: "/e/{environment}",
          description: "For clients of the vendor's API.",
          variables: { environment: { default: "snmpgate" } },
        },
      ],
      components: {
        securitySchemes: {
          token: {
            type: "apiKey",
            in: "header",
            name: "Authorization",
            description: "Api-Token and the token behind a blank; a session cookie does, too.",
          },
        },
      },
    },
  });
}

/** The document of the routes that were added, without the shapes that none of them uses. */
export function openApiDocument(app: FastifyInstance): OpenApiDocument {
  const document = app.swagger() as unknown as OpenApiDocument;
  const { schemas } = document.components;
  const used = new Set<string>();
  addUsed(document.paths, schemas, used);
  const kept = Object.entries(schemas)
    .filter(([name]) => used.has(name))
    .map(([name, schema]) => [plainName(name, used), schema] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  const components = { ...document.components, schemas: Object.fromEntries(kept) };
  return withPlainNames({ ...document, components }, used);
}

const INPUT = "Input";

/** A shape has a second name for what comes in, needed only when it also goes out, and differs there. */
function plainName(name: string, used: ReadonlySet<string>): string {
  const plain = name.endsWith(INPUT) ? name.slice(0, -INPUT.length) : name;
  return used.has(plain) ? name : plain;
}

function withPlainNames<T>(document: T, used: ReadonlySet<string>): T {
  const read = (key: string, value: unknown): unknown =>
    key === "$ref" && typeof value === "string"
      ? REFERENCE + plainName(value.slice(REFERENCE.length), used)
      : value;
  return JSON.parse(JSON.stringify(document), read) as T;
}

const REFERENCE = "#/components/schemas/";

/** The name behind a `$ref`. */
export function referenced(schema: JsonSchema): string | undefined {
  const { $ref: reference } = schema;
  return typeof reference === "string" ? reference.slice(REFERENCE.length) : undefined;
}

function addUsed(value: unknown, schemas: OpenApiDocument["components"]["schemas"], used: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) addUsed(item, schemas, used);
  } else if (isRecord(value)) {
    const name = referenced(value);
    if (name !== undefined && !used.has(name)) {
      used.add(name);
      addUsed(schemas[name], schemas, used);
    }
    for (const inner of Object.values(value)) addUsed(inner, schemas, used);
  }
}

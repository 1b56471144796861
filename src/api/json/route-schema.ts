import type { FastifySchema } from "fastify";
import { z } from "zod";
import type { TokenScope } from "../../access/index.ts";
import { errorEnvelope } from "../contract/errors.ts";
import type { AnswerDoc, FileBody, RouteDoc } from "./route.ts";

/** What the OpenAPI document says of a route, besides what fastify knows of schemas. */
export interface DocumentedSchema extends FastifySchema {
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly consumes?: readonly string[];
}

/** Of a path that is another name of one that is documented. */
export const HIDDEN: FastifySchema & { readonly hide: true } = { hide: true };

export interface Documentable {
  readonly scope: TokenScope | undefined;
  readonly doc: RouteDoc;
  readonly params?: z.ZodType;
  readonly body?: z.ZodType;
  readonly file?: FileBody;
  readonly answers: Readonly<Record<number, AnswerDoc>>;
}

/** The schema of a route for the OpenAPI document; nothing is checked by it, for routes check by themselves. */
export function documented(route: Documentable, query?: z.ZodObject): DocumentedSchema {
  const { scope, doc, params, file } = route;
  const body =
    file === undefined ? route.body : z.string().meta({ format: "binary", description: file.text });
  return {
    tags: [doc.tag],
    summary: doc.summary,
    description: [scopeText(scope), doc.description ?? ""].filter((text) => text !== "").join("\n\n"),
    security: scope === undefined ? [] : [{ token: [scope] }],
    ...(params === undefined ? {} : { params }),
    ...(query === undefined || Object.keys(query.shape).length === 0 ? {} : { querystring: query }),
    ...(body === undefined ? {} : { body }),
    ...(file === undefined ? {} : { consumes: file.types }),
    response: answersOf(route.answers),
  };
}

function scopeText(scope: TokenScope | undefined): string {
  return scope === undefined ? "" : `Scope \`${scope}\`.`;
}

function answersOf(answers: Documentable["answers"]): Record<string, unknown> {
  const entries = Object.entries(answers).map(([status, { text, schema, type = "application/json" }]) => [
    status,
    schema === undefined ? z.undefined().describe(text) : described(text, type, schema),
  ]);
  return { ...Object.fromEntries(entries), "4xx": described("Refused.", "application/json", errorEnvelope) };
}

function described(description: string, type: string, schema: z.ZodType): object {
  return { description, content: { [type]: { schema } } };
}

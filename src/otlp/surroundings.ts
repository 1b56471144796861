import { createHash } from "node:crypto";
import { type AttributeReader, type Dimension, dimensionValueOf } from "./attributes.ts";
import type { Maybe, Resource, Scope } from "./messages.ts";

/** What all points of a scope share. */
export interface Surroundings {
  readonly scope: readonly Dimension[];
  readonly resource: readonly Dimension[];
  /** Tells resource and scope from others; asked for only where sums are followed. */
  readonly identity: () => string;
}

/** Name, version and listed attributes of a scope. */
export function scopeDimensions(scope: Maybe<Scope>, attributes: AttributeReader): Dimension[] {
  const named = [
    ["otel.scope.name", dimensionValueOf(scope?.name ?? "")],
    ["otel.scope.version", dimensionValueOf(scope?.version ?? "")],
  ] as const;
  return [
    ...named.flatMap(([key, value]): Dimension[] => (value === undefined ? [] : [[key, value]])),
    ...attributes.allowed(scope?.attributes),
  ];
}

/** Made when it is first asked for, then kept. */
export function identityOf(resource: Maybe<Resource>, scope: Maybe<Scope>): () => string {
  let identity: string | undefined;
  return () => (identity ??= digestOf([resource?.attributes, scope]));
}

/** To compare by, whatever the size; the same exporter writes attributes in the same order. */
export const digestOf = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("base64");

/** The JSON Schema of a manifest, as far as an editor looks at it. */
export interface SchemaNode {
  readonly type?: string | undefined;
  readonly description?: string | undefined;
  readonly enum?: readonly string[] | undefined;
  readonly properties?: Readonly<Record<string, SchemaNode>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: SchemaNode | undefined;
  readonly deprecated?: boolean | undefined;
  /** What a text stands for. */
  readonly "x-means"?: string | undefined;
}

/** @param path  `*` for an entry of a list */
export function schemaAt(schema: SchemaNode, path: readonly string[]): SchemaNode | undefined {
  let node: SchemaNode | undefined = schema;
  for (const key of path) node = key === "*" ? node?.items : node?.properties?.[key];
  return node;
}

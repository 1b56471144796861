/** A parsed filter expression (`$prefix(Gi)`, `$and(…)`): pure data, evaluated by `matches`. Case-sensitive. */
export type Filter =
  | { readonly op: "prefix" | "suffix" | "contains" | "eq"; readonly text: string }
  | { readonly op: "and" | "or"; readonly parts: readonly Filter[] }
  | { readonly op: "not"; readonly part: Filter };

/** A text with `{dimension}` placeholders, taken apart: literal texts and dimension keys in turn. */
export type Pattern = readonly ({ readonly text: string } | { readonly dimension: string })[];

/** A topology condition on a metric key. */
export type Condition = { readonly op: "eq" | "prefix"; readonly text: string } | { readonly op: "exists" };

export * from "./diagnostic.ts";
export type { Filter } from "./filter.ts";
export * from "./manifest.ts";
export type { Condition, Pattern } from "./pattern.ts";

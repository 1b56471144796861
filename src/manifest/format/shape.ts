// How the keys of an extension.yaml are described: once, for the readers that check them and for editors that offer them.

/** What a text stands for, beyond being one: editors know what to offer there. */
export const MEANINGS = [
  "dimensionKey",
  "dimensionValue",
  "entitySelector",
  "entityType",
  "featureSet",
  "filter",
  "metricKey",
  "metricSelector",
  "metricValue",
  "pattern",
] as const;
export type Meaning = (typeof MEANINGS)[number];

export type Shape =
  | {
      readonly kind: "text";
      readonly values?: readonly string[] | undefined;
      readonly means?: Meaning | undefined;
    }
  | { readonly kind: "boolean" | "integer" | "number" }
  | { readonly kind: "map"; readonly keys: Keys }
  | { readonly kind: "list"; readonly of: Shape };

export interface Field {
  /** One sentence for whoever writes the file. */
  readonly about: string;
  readonly shape: Shape;
  readonly required: boolean;
  /** A spelling of old manifests: read, but not offered. */
  readonly legacy: boolean;
}

/** The keys of a mapping, in the order in which they are usually written. */
export type Keys = Readonly<Record<string, Field>>;

const field = (about: string, shape: Shape): Field => ({ about, shape, required: false, legacy: false });

export const text = (about: string, means?: Meaning): Field => field(about, { kind: "text", means });
export const oneOf = (about: string, values: readonly string[]): Field =>
  field(about, { kind: "text", values });
export const flag = (about: string): Field => field(about, { kind: "boolean" });
export const integer = (about: string): Field => field(about, { kind: "integer" });
export const number = (about: string): Field => field(about, { kind: "number" });
export const map = (about: string, keys: Keys): Field => field(about, { kind: "map", keys });
export const maps = (about: string, keys: Keys): Field =>
  field(about, { kind: "list", of: { kind: "map", keys } });
export const texts = (about: string, means?: Meaning): Field =>
  field(about, { kind: "list", of: { kind: "text", means } });

export const required = (one: Field): Field => ({ ...one, required: true });
export const legacy = (one: Field): Field => ({ ...one, legacy: true });

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Names with numbers in them as people order them: Gi1/0/2 before Gi1/0/10, in any case. */
export const byNaturalOrder = (a: string, b: string): number => collator.compare(a, b);

// Reading JSON that somebody else wrote: nothing is taken for granted, and nothing throws.

/** The object that a text holds; undefined for anything else. */
export function parseObject(text: string | undefined): Record<string, unknown> | undefined {
  try {
    return text === undefined ? undefined : objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export const objectOf = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;

export const countOf = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

/** What an error envelope, `{ error: { message } }`, says; of any other text all of it. */
export function saidIn(text: string | undefined): string | undefined {
  const message = objectOf(parseObject(text)?.["error"])?.["message"];
  return typeof message === "string" ? message : text;
}
